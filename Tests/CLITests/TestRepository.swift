import Glibc
import Testing

@testable import Git

/// A repository in a temporary folder, in which the real `weir` and the real git run without any
/// settings from outside.
///
/// It is deleted with the last reference.
final class TestRepository: Sendable {
  /// The temporary folder; other clones may stand in it too.
  let root: String
  /// The work tree.
  let path: String

  /// What a program left behind.
  struct Outcome {
    let exit: Int32
    let bytes: [UInt8]
    let errors: String

    var output: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// An empty repository on the branch `main`.
  init() throws {
    var template = Array("/tmp/weir-cli-tests-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    root = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = "\(root)/repo"
    try Self.require(Self.run("/usr/bin/git", ["init", "-q", "-b", "main", path], in: root))
  }

  deinit { _ = try? Self.run("/bin/rm", ["-rf", root], in: "/") }

  /// The program under test, which is built beside the tests.
  static let weir: String = {
    var path = [CChar](repeating: 0, count: 4096)
    guard readlink("/proc/self/exe", &path, 4095) > 0 else { return "weir" }
    let own = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/weir"
  }()

  static let environment = [
    "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1",
    "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C.UTF-8", "TZ=UTC", "GIT_AUTHOR_NAME=Ann",
    "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_COMMITTER_NAME=Con",
    "GIT_COMMITTER_EMAIL=con@example.org", "GIT_AUTHOR_DATE=1700000000 +0100",
    "GIT_COMMITTER_DATE=1700000001 +0000",
  ]

  /// Runs any program, without a terminal; it is killed after two minutes.
  static func run(
    _ program: String,
    _ arguments: [String],
    in folder: String,
    variables: [String] = []
  ) throws -> Outcome {
    let outcome = try ChildProcess(
      program: program,
      arguments: arguments,
      environment: environment.filter { entry in
        let name = entry.prefix { $0 != "=" }
        return !variables.contains { $0.hasPrefix("\(name)=") }
      } + variables,
      folder: folder,
      input: [],
      timeout: 120,
      outputLimit: 1 << 26
    ).run()
    try #require(!outcome.isTimedOut, "\(program) \(arguments) did not end")
    return Outcome(exit: outcome.exit, bytes: outcome.output, errors: outcome.errorText)
  }

  private static func require(_ outcome: Outcome) throws {
    try #require(outcome.exit == 0, "\(outcome.errors)")
  }

  /// Runs `weir`.
  func weir(
    _ arguments: String...,
    in folder: String? = nil,
    variables: [String] = []
  ) throws -> Outcome {
    try Self.run(Self.weir, arguments, in: folder ?? path, variables: variables)
  }

  /// Runs `weir`, requires an exit code, and gives what it wrote on stdout.
  @discardableResult
  func weirOutput(_ arguments: String..., exit: Int32 = 0) throws -> String {
    let outcome = try Self.run(Self.weir, arguments, in: path)
    try #require(outcome.exit == exit, "\(outcome.errors)")
    return outcome.output
  }

  /// Runs a script of the shell that finds the program in `$WEIR`.
  func shell(_ script: String) throws -> Outcome {
    try Self.run("/bin/sh", ["-ec", script], in: path, variables: ["WEIR=\(Self.weir)"])
  }

  /// Runs git, requires success and gives its output without the last line break.
  @discardableResult
  func git(_ arguments: String..., in folder: String? = nil) throws -> String {
    let outcome = try Self.run("/usr/bin/git", arguments, in: folder ?? path)
    try Self.require(outcome)
    return outcome.output.last == "\n" ? String(outcome.output.dropLast()) : outcome.output
  }

  /// Writes a file of the work tree, or of another folder if the path is absolute.
  func write(_ text: String, to file: String) throws {
    let full = file.hasPrefix("/") ? file : "\(path)/\(file)"
    if let slash = full.lastIndex(of: "/") {
      try Self.require(Self.run("/bin/mkdir", ["-p", String(full[..<slash])], in: "/"))
    }
    try Descriptor.replace(full, with: Array(text.utf8))
  }

  /// Writes files and commits everything; gives the commit's id.
  @discardableResult
  func commit(_ files: [String: String] = [:], _ message: String = "change") throws -> String {
    for (file, text) in files { try write(text, to: file) }
    try git("add", "-A")
    try git("commit", "-qm", message)
    return try git("rev-parse", "HEAD")
  }
}
