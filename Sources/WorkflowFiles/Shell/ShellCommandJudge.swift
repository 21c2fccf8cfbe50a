/// Knows which commands run or calculate with what they are given.
enum ShellCommandJudge {
  private static let shells: Set<String> = [
    "sh", "bash", "dash", "zsh", "ksh", "ash", "mksh", "rbash", "fish", "csh", "tcsh", "su",
    "busybox",
  ]
  /// They take a command as their arguments.
  private static let wrappers: Set<String> = [
    "command", "builtin", "exec", "nohup", "time", "env", "sudo", "doas", "nice", "setsid",
    "stdbuf", "xargs", "timeout", "noglob", "nocorrect",
  ]
  /// They evaluate arguments, or take names that may hold subscripts.
  private static let evaluators: Set<String> = [
    "eval", "let", "declare", "typeset", "local", "integer", "float", "nameref", "alias", "trap",
    "source", ".", "unset", "read", "readarray", "mapfile", "getopts", "compgen", "complete",
    "bind", "fc", "autoload", "emulate", "vared", "zparseopts", "zstyle", "coproc", "print",
  ]
  private static let declarers: Set<String> = ["declare", "typeset", "local", "export", "readonly"]
  /// The shell runs or calculates with the values of these.
  private static let evaluatedVariables: Set<String> = [
    "PS0", "PS1", "PS2", "PS3", "PS4", "PROMPT_COMMAND", "BASH_ENV", "ENV", "RANDOM", "SRANDOM",
    "SECONDS", "LINENO", "HISTCMD", "OPTIND", "EPOCHSECONDS", "UID", "EUID", "PPID", "BASHPID",
    "COLUMNS", "LINES",
  ]

  static func judge(
    _ command: ShellCommand,
    upstream: [ShellWord],
    in scanner: inout ShellScanner
  ) {
    for word in command.words.prefix(while: { $0.assignedName != nil }) {
      assignment(word, in: &scanner)
    }
    guard var head = command.words.firstIndex(where: { $0.assignedName == nil }) else { return }
    if command.words[0].literal == "for" || command.words[0].literal == "select" {
      if command.words.count > 1 { refuse([command.words[1]], "as a name", in: &scanner) }
      return
    }
    while true {
      let word = command.words[head]
      refuse([word], "as a command", in: &scanner)
      if let name = word.commandName, wrappers.contains(name) {
        guard let next = wrapped(name, in: command, after: head, scanner: &scanner) else { return }
        head = next
      } else if !word.isSubstantial, head + 1 < command.words.count {
        // `$sudo run` may be `run` alone.
        head += 1
      } else {
        break
      }
    }
    let arguments = Array(command.words[(head + 1)...])
    shellCommands(command, in: &scanner)
    guard let name = command.words[head].commandName else { return }
    if shells.contains(name) { shell(name, command, arguments, upstream, in: &scanner) }
    if declarers.contains(name) { declaration(arguments, in: &scanner) }
    if evaluators.contains(name) {
      if name == "integer" || name == "float" || name == "nameref" {
        scanner.declaresIntegers = true
      }
      refuse(arguments, "in the arguments of \(name)", in: &scanner)
    }
    builtin(name, arguments, in: &scanner)
  }

  private static func refuse(
    _ words: some Sequence<ShellWord>,
    _ reason: String,
    in scanner: inout ShellScanner
  ) {
    for word in words {
      for atom in word.inside { scanner.refuse(atom, reason) }
    }
  }

  private static func assignment(_ word: ShellWord, in scanner: inout ShellScanner) {
    guard let name = word.assignedName else { return }
    scanner.assigned += Array(word.inside)
    if evaluatedVariables.contains(name) {
      refuse([word], "in the value of \(name)", in: &scanner)
    }
  }

  /// The word at which the command inside a wrapper begins.
  private static func wrapped(
    _ name: String,
    in command: ShellCommand,
    after head: Int,
    scanner: inout ShellScanner
  ) -> Int? {
    var next = head + 1
    var operands = name == "timeout" ? 1 : 0
    while next < command.words.count {
      let word = command.words[next]
      if name == "env", let option = word.literal, option.hasPrefix("-"),
        option.contains("S") || option.contains("split")
      {
        refuse(command.words[next...], "in the arguments of env \(option)", in: &scanner)
        return nil
      }
      let isOption = word.literal?.hasPrefix("-") ?? false
      let isVariable = name == "env" || name == "sudo" ? word.assignedName != nil : false
      if !isOption, !isVariable {
        guard operands > 0 else { return next }
        operands -= 1
      }
      next += 1
    }
    return nil
  }

  /// `sh -c` anywhere in a command, such as behind `find -exec`.
  private static func shellCommands(_ command: ShellCommand, in scanner: inout ShellScanner) {
    for (index, word) in command.words.enumerated() {
      guard let name = word.commandName, shells.contains(name), index + 1 < command.words.count,
        let option = command.words[index + 1].literal, runsText(option)
      else { continue }
      refuse(command.words[(index + 2)...], "in the arguments of \(name) \(option)", in: &scanner)
      return
    }
  }

  private static func runsText(_ option: String) -> Bool {
    (option.hasPrefix("-") && !option.hasPrefix("--") && option.contains("c"))
      || option == "--command"
  }

  private static func shell(
    _ name: String,
    _ command: ShellCommand,
    _ arguments: [ShellWord],
    _ upstream: [ShellWord],
    in scanner: inout ShellScanner
  ) {
    scanner.scriptReaders.insert(command.id)
    refuse(command.hereStrings, "in a text that a shell runs", in: &scanner)
    for (index, word) in arguments.enumerated() {
      if let option = word.literal, option.hasPrefix("-") || option.hasPrefix("+") {
        if runsText(option) {
          refuse(arguments[(index + 1)...], "in the arguments of \(name) \(option)", in: &scanner)
          return
        }
        continue
      }
      if word.startsWithValue { refuse([word], "as the script of \(name)", in: &scanner) }
      if name != "su", name != "busybox" { return }
    }
    refuse(upstream, "in a text that a shell runs", in: &scanner)
  }

  private static func declaration(_ arguments: [ShellWord], in scanner: inout ShellScanner) {
    let options = arguments.compactMap(\.literal).filter { $0.hasPrefix("-") }
    if options.contains(where: { $0.contains("i") || $0.contains("n") }) {
      scanner.declaresIntegers = true
    }
  }

  private static func builtin(
    _ name: String,
    _ arguments: [ShellWord],
    in scanner: inout ShellScanner
  ) {
    switch name {
    case "export", "readonly":
      for word in arguments {
        if word.assignedName == nil {
          refuse([word], "as a name in \(name)", in: &scanner)
        } else {
          assignment(word, in: &scanner)
        }
      }
    case "printf":
      let hasVariable = arguments.contains { $0.literal?.hasPrefix("-v") ?? false }
      if hasVariable || scanner.dialect.calculatesArguments {
        refuse(arguments, "in the arguments of printf\(hasVariable ? " -v" : "")", in: &scanner)
      } else if let first = arguments.first, first.prefix.isEmpty {
        refuse(arguments, "in the arguments of a printf without a fixed format", in: &scanner)
      }
    case "test", "[": test(name, arguments, in: &scanner)
    case "wait":
      if arguments.contains(where: { $0.literal == "-p" }) {
        refuse(arguments, "in the arguments of wait -p", in: &scanner)
      }
    case "exit", "return", "shift", "break", "continue":
      if scanner.dialect.calculatesArguments {
        refuse(arguments, "in the arguments of \(name)", in: &scanner)
      }
    default: break
    }
  }

  private static let comparisons: Set<String> = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]
  private static let binaryOperators: Set<String> = [
    "=", "==", "!=", "<", ">", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-ef", "-nt", "-ot",
  ]

  /// In `[ … ]` a value must not stand where an operator could, since `-v` evaluates subscripts.
  private static func test(
    _ name: String,
    _ arguments: [ShellWord],
    in scanner: inout ShellScanner
  ) {
    let literals = arguments.map { $0.literal ?? "" }
    for option in ["-v", "-R"] where literals.contains(option) {
      refuse(arguments, "in the arguments of \(name) \(option)", in: &scanner)
    }
    if scanner.dialect.calculatesArguments, let found = literals.first(where: comparisons.contains)
    {
      refuse(arguments, "in the arguments of \(name) \(found)", in: &scanner)
    }
    for (index, word) in arguments.enumerated() where word.startsWithValue {
      let before = index > 0 ? literals[index - 1] : ""
      let after = index + 1 < literals.count ? literals[index + 1] : ""
      let isOperand =
        binaryOperators.contains(before) || binaryOperators.contains(after)
        || (before.count == 2 && before.hasPrefix("-") && before != "-a" && before != "-o")
      if !isOperand {
        refuse([word], "where an operator of \(name) could stand", in: &scanner)
      }
    }
  }
}
