import Git
import Glibc
import Hashing
import Model
import Planning

/// Programs in `workflows/validators/` of the commit: given a file, they end with 0 or say what is
/// wrong with it.
struct ValidatorPrograms {
  let repository: Repository
  let tree: ObjectID
  let environment: [String: String]

  /// Seconds that a program may take.
  private static let timeout = 300
  static let folder = "workflows/validators"

  struct Program {
    let name: String
    let isExecutable: Bool
    let bytes: [UInt8]
  }

  /// Whether a file is the program of a name.
  static func isProgram(_ file: String, of name: String) -> Bool {
    file == name || file.hasPrefix("\(name).")
  }

  /// What is said of a name that nothing has.
  static func unknown(_ name: String) -> String {
    "the validator \"\(name)\" is neither built in nor a program in \(folder)/"
  }

  /// The program of a name, with or without its ending.
  func find(_ name: String) async throws(CommandFailure) -> Program? {
    let tree = tree
    do {
      return try await repository.perform { repository in
        guard let folder = try repository.entry(at: Self.folder, in: tree), folder.isTree else {
          return nil
        }
        let found = try repository.list(folder.id).filter { entry in
          entry.isFile && Self.isProgram(entry.path, of: name)
        }.min { $0.path < $1.path }
        guard let found else { return nil }
        return Program(
          name: found.path,
          isExecutable: found.mode == FileMode.executable,
          bytes: try repository.blob(found.id)
        )
      }
    } catch {
      throw CommandFailure(.infrastructure, "\(Self.folder) cannot be read: \(error)")
    }
  }

  /// What the program says of a file; nil if it is content.
  func problem(
    with bytes: [UInt8],
    _ path: String,
    _ program: Program
  ) throws(CommandFailure) -> String? {
    var template = Array("/tmp/weir-validate-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(.infrastructure, "no temporary folder can be made")
    }
    let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let name = path.cut(at: "/", keepingEmpty: false).last ?? "file"
    let (script, file) = ("\(folder)/\(program.name)", "\(folder)/data/\(name)")
    defer {
      for path in [script, file] { unlink(path) }
      for path in ["\(folder)/data", folder] { rmdir(path) }
    }
    mkdir("\(folder)/data", 0o700)
    try write(program.bytes, to: script, mode: 0o700)
    try write(bytes, to: file, mode: 0o600)
    let words =
      program.isExecutable ? [script] : Interpreter.arguments(shell: "sh", file: script)
    let process = ChildProcess(
      program: "/usr/bin/env",
      arguments: words + [file],
      environment: ["PATH", "HOME", "USER", "LANG", "TZ"]
        .compactMap { name in environment[name].map { "\(name)=\($0)" } },
      folder: folder,
      input: [],
      timeout: Self.timeout,
      outputLimit: 64 << 10
    )
    do throws(GitError) {
      let outcome = try process.run()
      if outcome.isTimedOut { return "was not judged within \(Self.timeout) seconds" }
      guard outcome.exit != 0 else { return nil }
      let said = TextLines.of(outcome.text + outcome.errorText).filter { !$0.isEmpty }.prefix(5)
      let message = said.joined(separator: "; ")
      return message.isEmpty
        ? "is refused by \(program.name) (exit code \(outcome.exit))"
        : "is refused by \(program.name): \(message)"
    } catch {
      throw CommandFailure(.infrastructure, "\(program.name) cannot be run: \(error)")
    }
  }
  private func write(
    _ bytes: [UInt8],
    to path: String,
    mode: mode_t
  ) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    defer { if descriptor >= 0 { close(descriptor) } }
    var position = 0
    while descriptor >= 0, position < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, bytes.count - position)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      position += count
    }
    guard descriptor >= 0, position == bytes.count else {
      let reason = String(cString: strerror(errno))
      throw CommandFailure(.infrastructure, "\(path) cannot be written: \(reason)")
    }
  }
}
