import Glibc
import Hashing
import Testing

@testable import Git

/// A temporary folder with a home of its own, in which the real git program builds and checks
/// repositories.
///
/// It is deleted with the last reference.
final class Sandbox: Sendable {
  let path: String

  private static let isolated: Bool = {
    // Libgit2 looks for the user's settings when it starts; it must find none.
    setenv("HOME", "/nonexistent", 1)
    unsetenv("XDG_CONFIG_HOME")
    return true
  }()

  init() throws {
    _ = Sandbox.isolated
    var template = Array("/tmp/weir-git-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw GitError.io(operation: "making", path: "a sandbox", errno: errno)
    }
    path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
  }

  deinit {
    let delete = ChildProcess(
      program: "/bin/rm",
      arguments: ["-rf", path],
      environment: ["PATH=/usr/bin:/bin"],
      folder: "/",
      input: [],
      timeout: 60,
      outputLimit: 0
    )
    _ = try? delete.run()
  }

  static let environment = [
    "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1",
    "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C", "TZ=UTC", "GIT_AUTHOR_NAME=Ann",
    "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_COMMITTER_NAME=Con",
    "GIT_COMMITTER_EMAIL=con@example.org", "GIT_AUTHOR_DATE=1700000000 +0100",
    "GIT_COMMITTER_DATE=1700000001 +0000",
  ]

  /// Runs any program in a folder of the sandbox.
  func run(
    _ program: String,
    _ arguments: [String],
    in folder: String = "",
    input: String = ""
  )
    throws -> GitProgram.Outcome
  {
    try ChildProcess(
      program: program,
      arguments: arguments,
      environment: Sandbox.environment,
      folder: folder.hasPrefix("/") ? folder : "\(path)/\(folder)",
      input: Array(input.utf8),
      timeout: 120,
      outputLimit: 1 << 26
    ).run()
  }

  /// Runs git, requires success and gives its output without the last line break.
  @discardableResult
  func git(_ arguments: String..., in folder: String = "", input: String = "") throws -> String {
    let outcome = try run("git", arguments, in: folder, input: input)
    try #require(outcome.exit == 0, "git \(arguments): \(outcome.errorText)")
    var text = outcome.text
    if text.last == "\n" { text.removeLast() }
    return text
  }

  func write(_ text: String, to file: String) throws {
    let full = "\(path)/\(file)"
    if let slash = full.lastIndex(of: "/") {
      _ = try run("mkdir", ["-p", String(full[..<slash])])
    }
    try Descriptor.replace(full, with: Array(text.utf8))
  }

  func read(_ file: String) throws -> String? {
    let full = file.hasPrefix("/") ? file : "\(path)/\(file)"
    return try Descriptor.contents(of: full).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A repository with two commits: `a.txt`, `dir/b.sh` (executable), `dir/deep/c`, `link`.
  func makeRepository(_ name: String = "repo") throws -> Repository {
    try git("init", "-q", "-b", "main", name)
    try write("one\n", to: "\(name)/a.txt")
    try git("add", ".", in: name)
    try git("commit", "-qm", "first", in: name)
    try write("#!/bin/sh\n", to: "\(name)/dir/b.sh")
    _ = try run("chmod", ["755", "dir/b.sh"], in: name)
    try write("deep\n", to: "\(name)/dir/deep/c")
    _ = try run("ln", ["-s", "a.txt", "link"], in: name)
    try git("add", ".", in: name)
    try git("commit", "-qm", "second\n\nBody.\n\nWeir-Run: x/1\nSigned-off-by: Ann <a@b>", in: name)
    return try Repository.discover(from: "\(path)/\(name)")
  }

  /// Requires that git finds nothing wrong.
  func checkIntegrity(of folder: String) throws {
    let outcome = try run("git", ["fsck", "--full", "--strict", "--no-dangling"], in: folder)
    #expect(outcome.exit == 0, "\(outcome.errorText)")
    #expect(outcome.errorText == "")
  }
}

let someone = Signature(name: "Weir", email: "weir@example.org", time: 1_700_000_100, offset: 90)

func text(_ id: some StringProtocol) throws -> ObjectID { try #require(ObjectID(hex: id)) }
