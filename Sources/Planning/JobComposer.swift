import Model

/// What is to be started for one attempt: an argument list and an environment, nothing pasted.
package struct CommandLine: Hashable, Sendable {
  package var arguments: [String]
  /// Without what the host and the backend add.
  package var environment: [(name: String, value: String)]
  /// Below the attempt's folder; empty for the folder itself.
  package var workingDirectory: String
  /// A script that the interpreter wants as a file; `{script}` in an argument stands for its path.
  package var scriptFile: String?
  /// The arguments that are the script's text, or with `scriptFile` those of the interpreter.
  ///
  /// All others are data.
  package var scriptWords: Range<Int>

  package init(
    arguments: [String],
    environment: [(name: String, value: String)],
    workingDirectory: String,
    scriptFile: String? = nil,
    scriptWords: Range<Int> = 0..<0
  ) {
    self.arguments = arguments
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.scriptFile = scriptFile
    self.scriptWords = scriptWords
  }

  package static func == (left: CommandLine, right: CommandLine) -> Bool {
    left.arguments == right.arguments && left.workingDirectory == right.workingDirectory
      && left.scriptFile == right.scriptFile && left.scriptWords == right.scriptWords
      && left.environment.elementsEqual(right.environment, by: ==)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(arguments)
  }
}

/// Composes the command line of a node from its situation.
package enum JobComposer {
  /// Longer scripts than this would not fit into one argument on Linux (128 KiB).
  package static let longestArgument = 120_000

  /// The placeholder of a script's file in the argument list of a declared interpreter.
  package static let scriptPlaceholder = "{script}"

  /// Variables that hold secrets are left out.
  package static func compose(_ situation: NodeSituation) throws(EvaluationError) -> CommandLine {
    let task = situation.node.definition
    let evaluator = Evaluator(situation.context)
    var command = CommandLine(
      arguments: [],
      environment: environment(of: situation),
      workingDirectory: try workingDirectory(of: task, evaluator)
    )
    switch task.action {
    case .run(let script):
      let text = render(script, values: situation.values)
      if let interpreter = situation.interpreter ?? Interpreter.ofFiles(shell: task.shell) {
        command.arguments = interpreter
        command.scriptFile = text
        command.scriptWords = 0..<interpreter.count
      } else {
        command.arguments = Interpreter.arguments(shell: task.shell, script: text)
        command.scriptWords = command.arguments.count - 1..<command.arguments.count
        if !task.args.isEmpty {
          command.arguments += Interpreter.argumentSeparator(shell: task.shell)
        }
      }
    case .command(let words):
      for word in words { command.arguments.append(try evaluator.text(word)) }
    case .script(let file):
      let path = RepositoryPath.normalized(try evaluator.text(file))
      let steps = command.workingDirectory.utf8.split(separator: UInt8(ascii: "/")).count
      let start =
        steps > 0
        ? String(repeating: "../", count: steps) : path.utf8.first == UInt8(ascii: "-") ? "./" : ""
      command.arguments =
        situation.interpreter.map { $0.map { Self.replacing($0, with: start + path) } }
        ?? Interpreter.arguments(shell: task.shell, file: start + path)
    case .workflow: break
    }
    for argument in task.args { command.arguments.append(try evaluator.text(argument)) }
    try refuseNul(command, in: task)
    return command
  }

  private static func environment(
    of situation: NodeSituation
  ) -> [(name: String, value: String)] {
    let task = situation.node.definition
    var environment: [(name: String, value: String)] = []
    for entry in task.environment where !entry.holdsSecret {
      environment.append((entry.name, situation.context.env[entry.name]?.plainText ?? ""))
    }
    for (name, value) in situation.params {
      environment.append((Names.environmentName(parameter: name), value.plainText))
    }
    if case .run(let script) = task.action {
      for (index, value) in situation.values.prefix(script.expressions.count).enumerated() {
        environment.append((ScriptTemplate.variable(index), value.plainText))
      }
    }
    return environment
  }

  private static func replacing(_ word: String, with path: String) -> String {
    guard let range = word.firstRange(of: scriptPlaceholder) else { return word }
    return word[..<range.lowerBound] + path + word[range.upperBound...]
  }

  /// Below the attempt's folder, without `.` parts.
  private static func workingDirectory(
    of task: TaskDefinition,
    _ evaluator: Evaluator
  ) throws(EvaluationError) -> String {
    guard let template = task.workingDirectory else { return "" }
    let path = try evaluator.text(template)
    let directory = RepositoryPath.normalized(path)
    if directory.isEmpty && path.utf8.first != UInt8(ascii: "/") { return "" }
    if let reason = RepositoryPath.problem(with: path) {
      throw EvaluationError(
        "the working directory \"\(path)\" of task \"\(task.name)\" \(reason)"
      )
    }
    return directory
  }

  private static func render(_ script: ScriptTemplate, values: [JSONValue]) -> String {
    var text = ""
    for piece in script.pieces {
      switch piece {
      case .text(let literal): text += literal
      case .reference(let index, true): text += "\"${\(ScriptTemplate.variable(index))}\""
      case .reference(let index, false): text += "${\(ScriptTemplate.variable(index))}"
      case .integer(let index): text += String(values[index].integer ?? 0)
      }
    }
    return text
  }

  private static func refuseNul(
    _ command: CommandLine,
    in task: TaskDefinition
  ) throws(EvaluationError) {
    guard
      command.arguments.contains(where: { $0.utf8.contains(0) })
        || command.environment.contains(where: { $0.value.utf8.contains(0) })
    else { return }
    throw EvaluationError(
      "a value of task \"\(task.name)\" holds a NUL byte, which no argument and no variable can"
    )
  }
}

/// How interpreters are called.
package enum Interpreter {
  /// The argument list that runs a script text.
  package static func arguments(shell: String, script: String) -> [String] {
    switch shell {
    case "bash": ["bash", "-euo", "pipefail", "-c", script]
    case "sh", "dash", "ash", "zsh", "ksh": [shell, "-e", "-c", script]
    case "python", "python3": ["python3", "-c", script]
    case "node", "perl", "ruby": [shell, "-e", script]
    default: [shell, "-c", script]
    }
  }

  /// The words of an interpreter that takes a script as a file alone.
  ///
  /// After a script text Rscript would take an argument `-e` for more of it.
  static func ofFiles(shell: String) -> [String]? {
    shell == "Rscript" ? [shell, JobComposer.scriptPlaceholder] : nil
  }

  /// Whether `-c` of a program takes a script in the language of `sh`.
  package static func isShell(_ program: String) -> Bool {
    ["bash", "sh", "dash", "ash", "zsh", "ksh"].contains(program)
  }

  /// What stands between a script text and its arguments: a shell takes the first as `$0`.
  static func argumentSeparator(shell: String) -> [String] {
    switch shell {
    case "python", "python3": []
    case "node", "perl", "ruby": ["--"]
    default: [shell]
    }
  }

  /// The argument list that runs a file, by its extension where the shell says nothing else.
  package static func arguments(shell: String, file: String) -> [String] {
    let name = file.cut(at: "/", keepingEmpty: false).last ?? file
    switch name.cutOnceFromEnd(at: ".")?.after {
    case "sh": return ["bash", file]
    case "py": return ["python3", file]
    case "R": return ["Rscript", file]
    case "pl": return ["perl", file]
    case "js": return ["node", file]
    default: return [shell == "python" ? "python3" : shell, file]
    }
  }
}
