import Foundation
import Testing

/// A repository in a temporary folder and the real program, without settings from outside.
///
/// It is deleted with the last reference.
final class RunStage: Sendable {
  struct Outcome {
    let exit: Int32
    let output: String
    let errors: String
  }

  let root: String
  var repository: String { root + "/repo" }

  /// A repository with one commit, which holds these workflows, by their names.
  init(_ workflows: [String: String]) throws {
    root = NSTemporaryDirectory() + "weir-display-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: root + "/repo/workflows",
      withIntermediateDirectories: true
    )
    for (name, text) in workflows {
      try text.write(
        toFile: "\(root)/repo/workflows/\(name).yaml",
        atomically: true,
        encoding: .utf8
      )
    }
    try "".write(toFile: root + "/repo/weir.yaml", atomically: true, encoding: .utf8)
    let made = try shell("git init -q -b main && git add -A && git commit -qm first")
    try #require(made.exit == 0, "\(made.errors)")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The program under test, which is built beside the tests.
  static let weir =
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    .map { $0.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/weir" } ?? "weir"

  private static let environment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm", "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Con",
    "GIT_COMMITTER_EMAIL": "con@example.org", "WEIR": weir,
  ]

  func weir(_ arguments: String..., variables: [String: String] = [:]) throws -> Outcome {
    try run(Self.weir, arguments, variables)
  }

  /// A script that finds the program in `$WEIR`.
  func shell(_ script: String) throws -> Outcome { try run("/bin/sh", ["-c", script], [:]) }

  /// Runs the program behind a terminal of 40 columns, driven by `TerminalDriver`.
  func terminal(_ action: String, _ arguments: String...) throws -> Outcome {
    try run(
      "/usr/bin/env",
      ["python3", "-c", TerminalDriver.script, action, Self.weir] + arguments,
      [:]
    )
  }

  func read(_ file: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)
  }

  private func run(
    _ program: String,
    _ arguments: [String],
    _ variables: [String: String]
  ) throws -> Outcome {
    // Files instead of pipes: nothing has to be read while the program runs.
    let files = ["out", "err"].map { "\(root)/\(UUID().uuidString).\($0)" }
    for file in files { try Data().write(to: URL(fileURLWithPath: file)) }
    let child = Process()
    child.executableURL = URL(fileURLWithPath: program)
    child.arguments = arguments
    child.environment = Self.environment.merging(variables) { $1 }
    child.currentDirectoryURL = URL(fileURLWithPath: repository)
    child.standardInput = FileHandle.nullDevice
    child.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files[0]))
    child.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files[1]))
    try child.run()
    child.waitUntilExit()
    let texts = files.map {
      String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self)
    }
    return Outcome(exit: child.terminationStatus, output: texts[0], errors: texts[1])
  }
}

/// A program that stands at the other side of a terminal.
enum TerminalDriver {
  /// Waits until the display has been drawn three times, then lets the task go on by writing to the
  /// pipe `go`, or presses Ctrl-C; at last prints all that the terminal got, and exits as the
  /// program did.
  static let script = #"""
    import fcntl, os, pty, struct, sys, termios
    action, arguments = sys.argv[1], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 40, 0, 0))
        os.execv(arguments[0], arguments)
    seen, acted = b"", False
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
        if not acted and seen.count(b"waiting") >= 3:
            acted = True
            if action == "interrupt":
                os.write(terminal, b"\x03")
            else:
                with open("../go", "w") as pipe:
                    pipe.write("go\n")
    sys.stdout.buffer.write(seen)
    sys.stdout.flush()
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """#
}
