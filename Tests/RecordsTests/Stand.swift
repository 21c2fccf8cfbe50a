import Glibc
import Hashing
import Testing

@testable import Git

/// A repository with workflows, the real program, and the real git beside it.
final class Stand: Sendable {
  let path: String
  var repository: String { path + "/repo" }

  /// A workflow that publishes one file and collects another; `n` makes it run again.
  static let workflow = """
    params:
      n: {type: integer, default: 0}
    tasks:
      make:
        run: |
          mkdir -p pub
          echo "n $N" > pub/out.txt
          echo more > more.txt
        env: {N: "${{ params.n }}"}
        inputs: []
        outputs: [{path: pub/out.txt, publish: true}, more.txt]
      whole:
        run: ls > listing.txt
        outputs: [listing.txt]

    """

  init(branch: String = "same") throws {
    var template = Array("/tmp/weir-records-tests-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    try git("init", "-q", "-b", "main", "repo", in: path)
    try write("records:\n  branch: \(branch)\n", to: "weir.yaml")
    try write(Stand.workflow, to: "workflows/w.yaml")
    try write("line 0\n", to: "lines.txt")
    try write("kept\n", to: "kept.txt")
    try git("add", "-A")
    try git("commit", "-qm", "first")
  }

  deinit { _ = try? run("/bin/rm", ["-rf", path], in: "/") }

  /// The program that was built beside the tests.
  static let program: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    _ = readlink("/proc/self/exe", &buffer, 4095)
    let own = String(
      decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
      as: UTF8.self
    )
    return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/weir"
  }()

  private var environment: [String] {
    [
      "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(path)", "GIT_CONFIG_NOSYSTEM=1",
      "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C", "TZ=UTC", "GIT_AUTHOR_NAME=Ann",
      "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_COMMITTER_NAME=Con",
      "GIT_COMMITTER_EMAIL=con@example.org", "WEIR=\(Stand.program)",
    ]
  }

  func run(
    _ program: String,
    _ arguments: [String],
    in folder: String? = nil
  ) throws
    -> GitProgram.Outcome
  {
    try ChildProcess(
      program: program,
      arguments: arguments,
      environment: environment,
      folder: folder ?? repository,
      input: [],
      timeout: 300,
      outputLimit: 1 << 26
    ).run()
  }

  /// Runs git, requires success and gives its output without the last line break.
  @discardableResult
  func git(_ arguments: String..., in folder: String? = nil) throws -> String {
    let outcome = try run("git", arguments, in: folder)
    try #require(outcome.exit == 0, "git \(arguments): \(outcome.errorText)")
    var text = outcome.text
    if text.last == "\n" { text.removeLast() }
    return text
  }

  /// Runs weir, requires success and gives what it told.
  @discardableResult
  func weir(_ arguments: String..., in folder: String? = nil) throws -> String {
    let outcome = try run(Stand.program, arguments, in: folder)
    try #require(outcome.exit == 0, "weir \(arguments): \(outcome.errorText)")
    return outcome.errorText
  }

  /// Runs a script in the background and gives its exit code.
  func script(_ text: String) async throws -> Int32? {
    let stand = self
    return try await Blocking.run { () throws(GitError) in
      (try? stand.run("sh", ["-c", text]))?.exit
    }
  }

  /// Waits until a file in the sandbox holds a text.
  func wait(for text: String, in file: String) async throws {
    while read(file)?.contains(text) != true { try await Task.sleep(for: .milliseconds(2)) }
  }

  func write(_ text: String, to file: String) throws {
    let full = "\(repository)/\(file)"
    if let slash = full.lastIndex(of: "/") {
      _ = try run("mkdir", ["-p", String(full[..<slash])], in: path)
    }
    try Descriptor.replace(full, with: Array(text.utf8))
  }

  func read(_ file: String) -> String? {
    let full = file.hasPrefix("/") ? file : "\(repository)/\(file)"
    return (try? Descriptor.contents(of: full)).flatMap { $0 }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The subjects of the commits of a branch, newest first.
  func subjects(_ branch: String) throws -> [String] {
    try git("log", "--format=%s", branch).split(separator: "\n").map { String($0) }
  }

  /// Requires a sound repository without leftovers.
  func checkIntegrity() throws {
    let outcome = try run("git", ["fsck", "--full", "--strict", "--no-dangling"])
    #expect(outcome.exit == 0, "\(outcome.errorText)")
    #expect(outcome.errorText == "")
    #expect(Folder.names(in: repository + "/.git").filter { $0.hasPrefix("weir-swap") } == [])
  }
}
