import CSpawn
import Engine
import Glibc
import Model
import Planning

/// A job as a process is started: argument list, environment, and the files that carry what
/// fits into neither.
struct ProcessForm {
  private(set) var arguments: [String]
  /// `NAME=value`.
  private(set) var environment: [String] = []
  /// The file that its stdin is; nil for an empty one.
  private(set) var input: String?

  /// Linux refuses a longer argument or variable (`MAX_ARG_STRLEN`, with the NUL).
  private static let longestText = 128 << 10 - 1

  /// For the variables that the supervisor adds, in bytes.
  private static let reserve = 16 << 10

  private let workspace: Workspace

  init(
    _ job: Job,
    in workspace: Workspace,
    host: [String: String],
    setup: String?
  ) throws(EngineError) {
    self.workspace = workspace
    arguments = job.command.arguments
    var prologue = ""
    for (name, value) in job.command.environment {
      if value.utf8.count + name.utf8.count + 1 > Self.longestText,
        ScriptTemplate.isVariable(name), Interpreter.isShell(arguments.first ?? "")
      {
        prologue += try shellAssignment(of: name, value)
      } else {
        environment.append("\(name)=\(value)")
      }
    }
    environment += job.secrets.map { "\($0.name)=\($0.value)" }
    inherit(job, host)
    if !job.marker.isEmpty { environment.append(job.marker) }
    environment += [
      "WEIR_FOLDER=\(workspace.folder)", "WEIR_TMP=\(workspace.temporary)",
      "WEIR_RESULT=\(workspace.result)", "WEIR_OUTPUT=\(workspace.output)",
      "GIT_CEILING_DIRECTORIES=\(workspace.root)",
    ]
    if let script = job.command.scriptFile {
      let path = try write(script.utf8, to: "\(workspace.temporary)/script")
      for position in job.command.scriptWords {
        arguments[position] = Self.filled(arguments[position], script: path)
      }
    } else if let position = job.command.scriptWords.first {
      try placeScript(at: position, after: prologue)
    }
    if let setup {
      let path = try write(setup.utf8, to: workspace.setupInputs + ".sh")
      arguments = ["sh", path] + arguments
    }
    if let bytes = job.standardInput { input = try write(bytes, to: workspace.standardInput) }
    try refuseTooLong()
    try refuseTooMany()
  }

  private mutating func inherit(_ job: Job, _ host: [String: String]) {
    for name in job.inherit {
      guard let value = host[name],
        !environment.contains(where: { $0.hasBytes(atStart: "\(name)=") })
      else { continue }
      environment.append("\(name)=\(value)")
    }
  }

  /// Shell code that reads a value, byte by byte as it is, from a file.
  private func shellAssignment(
    of name: String,
    _ value: String
  ) throws(EngineError) -> String {
    _ = try write(value.utf8, to: "\(workspace.temporary)/\(name)")
    return "\(name)=$(cat \"$WEIR_TMP/\(name)\" && printf x); \(name)=${\(name)%x}; "
  }

  private static func filled(_ argument: String, script path: String) -> String {
    argument.split(separator: JobComposer.scriptPlaceholder, omittingEmptySubsequences: false)
      .joined(separator: path)
  }

  /// A script that is too long for an argument goes through a file.
  private mutating func placeScript(
    at position: Int,
    after prologue: String
  ) throws(EngineError) {
    guard arguments[position].utf8.count > JobComposer.longestArgument else {
      if !prologue.isEmpty { arguments[position] = prologue + arguments[position] }
      return
    }
    let path = try write(arguments[position].utf8, to: "\(workspace.temporary)/script")
    if Interpreter.isShell(arguments[0]) {
      arguments[position] = prologue + ". \"$WEIR_TMP/script\""
    } else {
      if arguments.count > position + 1, arguments[position + 1] == "--" {
        arguments.remove(at: position + 1)
      }
      arguments[position - 1...position] = [path]
    }
  }

  private func refuseTooLong() throws(EngineError) {
    let limit = "\(Self.longestText + 1) bytes, more than the system can hand over"
    for (position, argument) in arguments.enumerated()
    where argument.utf8.count > Self.longestText {
      throw EngineError(
        "argument \(position) of \"\(arguments[0].prefix(80))\" has more than \(limit)",
        hint: "hand the value over by `stdin`, or as a file"
      )
    }
    for entry in environment where entry.utf8.count > Self.longestText {
      let name = entry.prefix { $0 != "=" }
      throw EngineError(
        "the variable \(name) has more than \(limit)",
        hint: "hand the value over by `stdin`, or as a file"
      )
    }
  }

  /// All together have a limit too, which follows from that of the stack and is 6 MiB at most.
  private func refuseTooMany() throws(EngineError) {
    let words = arguments + environment
    let bytes = words.reduce(0) { $0 + $1.utf8.count + 1 + MemoryLayout<Int>.size }
    guard bytes + Self.reserve > min(sysconf(Int32(_SC_ARG_MAX)), 6 << 20) else { return }
    throw EngineError(
      "the arguments and variables of \"\(arguments[0].prefix(80))\" have \(bytes) bytes in all, more than the system can hand over",
      hint: "hand the values over by `stdin`, or as files"
    )
  }

  private func write(
    _ bytes: some Collection<UInt8>,
    to path: String
  ) throws(EngineError) -> String {
    let descriptor = weir_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FileTrouble.error("write", path) }
    defer { close(descriptor) }
    let content = Array(bytes)
    var position = 0
    while position < content.count {
      let count = content[position...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw FileTrouble.error("write", path) }
      position += count
    }
    return path
  }
}
