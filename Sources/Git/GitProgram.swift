import CGitShim

/// Runs the git program for what the library cannot do, hardened against the repository's own
/// configuration, hooks and environment.
package struct GitProgram: Sendable {
  /// What a run left behind; output beyond `outputLimit` bytes each is dropped.
  package struct Outcome: Equatable, Sendable {
    /// The exit code; 128 + n when signal n ended it.
    package let exit: Int32
    package let output: [UInt8]
    package let errors: [UInt8]
    /// Whether it was killed because its time was over.
    package let isTimedOut: Bool

    package var text: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// The program, looked up in PATH if it has no slash.
  package var program: String
  /// What git calls for ssh addresses, unless GIT_SSH_COMMAND is set.
  package var sshCommand: String
  /// Added to the scrubbed environment.
  package var environment: [String: String]
  package var outputLimit = 64 << 20

  package init(
    program: String = "git",
    sshCommand: String = "ssh",
    environment: [String: String] = [:]
  ) {
    self.program = program
    self.sshCommand = sshCommand
    self.environment = environment
  }

  /// Runs git in a git directory and waits, at most `timeout` seconds; then it and its session are
  /// killed.
  ///
  /// Any exit code is an outcome; throws `io` if it cannot be started.
  package func run(
    _ arguments: [String],
    in gitDirectory: String,
    input: [UInt8] = [],
    timeout: Int = 600
  ) async throws(GitError) -> Outcome {
    try await start(
      ["--git-dir=\(gitDirectory)"] + hardening + arguments,
      folder: gitDirectory,
      input: input,
      timeout: timeout
    )
  }

  /// Like `run`, but throws `program` unless it ends with 0.
  @discardableResult
  package func require(
    _ arguments: [String],
    in gitDirectory: String,
    input: [UInt8] = [],
    timeout: Int = 600
  ) async throws(GitError) -> Outcome {
    let outcome = try await run(arguments, in: gitDirectory, input: input, timeout: timeout)
    guard outcome.exit == 0, !outcome.isTimedOut else {
      let said = outcome.isTimedOut ? "no end after \(timeout) s" : outcome.errorText
      throw .program(arguments: arguments, exit: outcome.exit, message: said)
    }
    return outcome
  }

  /// Unites small packs so that each is at least twice as large as the next smaller one.
  package func repackGeometric(in gitDirectory: String) async throws(GitError) {
    try await require(["repack", "--geometric=2", "-d", "-q"], in: gitDirectory, timeout: 3600)
  }

  /// The version of the program; throws `unsupported` below 2.36.
  @discardableResult
  package func version() async throws(GitError) -> (major: Int, minor: Int) {
    let outcome = try await start(["--version"], folder: "/", input: [], timeout: 30)
    let words = outcome.text.split { $0.isWhitespace }
    let numbers = words.dropFirst(2).first?.split(separator: ".").compactMap { Int($0) } ?? []
    guard numbers.count >= 2 else { throw .unsupported("\(program) does not tell its version") }
    guard (numbers[0], numbers[1]) >= (2, 36) else {
      throw .unsupported("git 2.36 or later is needed, this is \(numbers[0]).\(numbers[1])")
    }
    return (numbers[0], numbers[1])
  }

  private var hardening: [String] {
    let settings = [
      "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat",
      "core.sshCommand=\(sshCommand)", "core.alternateRefsCommand=", "credential.interactive=false",
      "protocol.ext.allow=never", "protocol.file.allow=user", "submodule.recurse=false",
      "gc.auto=0", "maintenance.auto=0", "fetch.fsckObjects=true", "transfer.fsckObjects=true",
      "transfer.bundleURI=false", "fetch.recurseSubmodules=false", "push.recurseSubmodules=no",
    ]
    return settings.flatMap { ["-c", $0] }
  }

  private func start(
    _ arguments: [String],
    folder: String,
    input: [UInt8],
    timeout: Int
  ) async throws(GitError) -> Outcome {
    let process = ChildProcess(
      program: program,
      arguments: arguments,
      environment: scrubbedEnvironment,
      folder: folder,
      input: input,
      timeout: timeout,
      outputLimit: outputLimit
    )
    return try await Blocking.run { () throws(GitError) in try process.run() }
  }

  /// Variables of git that say how to reach others or where the user's settings are; all others
  /// could point git at another repository or run something.
  private static let keptVariables: Set<Substring> = [
    "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH",
  ]

  private var scrubbedEnvironment: [String] {
    var result: [String: String] = [:]
    var next = gitshim_environment()
    while let pointer = next, let text = pointer.pointee {
      let entry = String(cString: text)
      if let equals = entry.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = entry[..<equals]
        if !name.hasPrefix("GIT_") || GitProgram.keptVariables.contains(name) {
          result[String(name)] = String(entry[entry.utf8.index(after: equals)...])
        }
      }
      next = pointer + 1
    }
    result["GIT_TERMINAL_PROMPT"] = "0"
    result["GIT_ATTR_NOSYSTEM"] = "1"
    result["GIT_NO_LAZY_FETCH"] = "1"
    result["GIT_OPTIONAL_LOCKS"] = "0"
    result["LC_ALL"] = "C"
    result.merge(environment) { $1 }
    return result.map { "\($0)=\($1)" }.sorted()
  }
}
