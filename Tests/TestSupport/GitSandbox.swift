import Glibc

@testable package import Git

/// A temporary repository that the real git program builds and checks, blind to the user's and
/// the system's settings.
package final class GitSandbox: Sendable {
  private let folder = TemporaryFolder()

  package struct Failure: Error {
    package let text: String
  }

  private static let isolated: Bool = {
    // Libgit2 looks for the user's settings when it starts; it must find none.
    setenv("HOME", "/nonexistent", 1)
    unsetenv("XDG_CONFIG_HOME")
    return true
  }()

  private static let environment = [
    "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1",
    "GIT_CONFIG_GLOBAL=/dev/null", "LC_ALL=C", "TZ=UTC", "GIT_AUTHOR_NAME=Ann",
    "GIT_AUTHOR_EMAIL=ann@example.org", "GIT_COMMITTER_NAME=Ann",
    "GIT_COMMITTER_EMAIL=ann@example.org", "GIT_AUTHOR_DATE=1700000000 +0000",
    "GIT_COMMITTER_DATE=1700000000 +0000",
  ]

  /// The repository's work tree.
  package var path: String { folder.path + "/repo" }
  package var gitDirectory: String { path + "/.git" }

  /// An empty repository whose branch is `main`.
  package init() throws {
    _ = GitSandbox.isolated
    FileContent.write("", to: path + "/.placeholder")
    unlink(path + "/.placeholder")
    try git("init", "-q", "-b", "main")
  }

  /// Runs git, requires success and gives its output without the last line break.
  @discardableResult
  package func git(_ arguments: String...) throws -> String {
    let outcome = try ChildProcess(
      program: "git",
      arguments: arguments,
      environment: GitSandbox.environment,
      folder: path,
      input: [],
      timeout: 120,
      outputLimit: 1 << 26
    ).run()
    guard outcome.exit == 0 else {
      throw Failure(text: "git \(arguments): \(outcome.text)\(outcome.errorText)")
    }
    return outcome.text.last == "\n" ? String(outcome.text.dropLast()) : outcome.text
  }

  package func write(_ text: String, to file: String) {
    FileContent.write(text, to: "\(path)/\(file)")
  }

  /// Commits everything and gives the commit's id.
  @discardableResult
  package func commit(_ message: String = "work") throws -> String {
    try git("add", "-A")
    try git("commit", "-q", "--allow-empty", "-m", message)
    return try git("rev-parse", "HEAD")
  }

  package func open() throws -> Repository { try Repository.discover(from: path) }

  /// Everything in a tree, as paths.
  package func files(_ revision: String) throws -> [String] {
    try git("ls-tree", "-r", "--name-only", revision).split(separator: "\n").map { String($0) }
  }

  /// What git finds wrong with the repository.
  package func problems() throws -> String {
    try git("fsck", "--full", "--strict", "--no-dangling")
  }
}
