/// Knows which commands run or calculate with what they are given.
enum ShellCommandJudge {
  /// They evaluate arguments, or take names that may hold subscripts.
  private static let evaluators: Set<String> = [
    "eval", "let", "declare", "typeset", "local", "integer", "float", "nameref", "alias", "trap",
    "source", ".", "unset", "read", "readarray", "mapfile", "getopts", "compgen", "complete",
    "bind", "fc", "autoload", "emulate", "vared", "zparseopts", "zstyle", "coproc", "print",
    "enable", "hash", "jobs", "repeat",
  ]
  private static let declarers: Set<String> = [
    "declare", "typeset", "local", "integer", "float", "nameref",
  ]

  static func judge(
    _ command: ShellCommand,
    upstream: [ShellCommand],
    in scanner: inout ShellScanner
  ) {
    for word in command.words.prefix(while: { $0.assignedName != nil }) {
      assignment(word, in: &scanner)
    }
    guard let start = command.words.firstIndex(where: { $0.assignedName == nil }) else { return }
    if command.words[0].literal == "for" || command.words[0].literal == "select" {
      if command.words.count > 1 { refuse([command.words[1]], "as a name", in: &scanner) }
      return
    }
    guard let head = head(of: command, from: start, in: &scanner) else { return }
    let arguments = Array(command.words[(head + 1)...])
    ShellInvocation.judge(command, head: head, upstream: upstream, in: &scanner)
    guard let name = command.words[head].commandName else { return }
    if declarers.contains(name) { declaration(name, arguments, in: &scanner) }
    if evaluators.contains(name) {
      refuse(arguments, "in the arguments of \(name)", in: &scanner)
    }
    builtin(name, command, arguments, upstream, in: &scanner)
  }

  /// The position of the word that names what is run in the end; nil if nothing is.
  private static func head(
    of command: ShellCommand,
    from start: Int,
    in scanner: inout ShellScanner
  ) -> Int? {
    var head = start
    while true {
      let word = command.words[head]
      for atom in word.inside { scanner.refuseAsCommand(atom) }
      if let name = word.commandName, let wrapper = ShellWrapper.known[name] {
        let inner = wrapper.command(in: command.words, after: head)
        let options = command.words[(head + 1)..<(inner ?? command.words.count)]
        guard wrapped(name, command, options, in: &scanner), let inner else { return nil }
        head = inner
      } else if head + 1 < command.words.count,
        !word.isSubstantial || word.literal?.hasPrefix("-") == true
      {
        // `$sudo run` may be `run` alone, and so is `time -p run`.
        head += 1
      } else {
        return head
      }
    }
  }

  /// Judges what stands before the command inside a wrapper; false if that is not one command.
  private static func wrapped(
    _ name: String,
    _ command: ShellCommand,
    _ options: ArraySlice<ShellWord>,
    in scanner: inout ShellScanner
  ) -> Bool {
    for word in options where word.assignedName != nil { assignment(word, in: &scanner) }
    let literals = options.compactMap(\.literal).filter { $0.hasPrefix("-") }
    switch name {
    case "env":
      let splits: (String) -> Bool = {
        $0.hasPrefix("--") ? $0.hasPrefix("--split") : $0.contains("S")
      }
      guard let option = literals.first(where: splits) else { return true }
      refuse(
        command.words[options.startIndex...],
        "in the arguments of env \(option)",
        in: &scanner
      )
      return false
    case "command":
      // `command -v NAME` only looks for it.
      return !literals.contains { $0.contains("v") || $0.contains("V") }
    default: return true
    }
  }

  static func refuse(
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
    if EvaluatedVariables.inScripts.contains(name) {
      refuse([word], "in the value of \(name)", in: &scanner)
    }
  }

  private static func declaration(
    _ name: String,
    _ arguments: [ShellWord],
    in scanner: inout ShellScanner
  ) {
    let mayCalculate = arguments.contains { word in
      guard word.assignedName == nil else { return false }
      guard let option = word.literal else { return true }
      return option.hasPrefix("-") && (option.contains("i") || option.contains("n"))
    }
    if mayCalculate || ["integer", "float", "nameref"].contains(name) {
      scanner.declaresIntegers = true
    }
  }

  private static func builtin(
    _ name: String,
    _ command: ShellCommand,
    _ arguments: [ShellWord],
    _ upstream: [ShellCommand],
    in scanner: inout ShellScanner
  ) {
    switch name {
    case "alias": if !arguments.isEmpty { scanner.definesAliases = true }
    case "source", ".": ShellInvocation.sourced(command, upstream: upstream, in: &scanner)
    case "export", "readonly": export(name, arguments, in: &scanner)
    case "printf": printf(arguments, in: &scanner)
    case "test", "[": test(name, arguments, in: &scanner)
    case "wait":
      // `-p NAME` assigns.
      let mayAssign = arguments.contains { word in
        word.literal.map { $0.hasPrefix("-") && $0.contains("p") } ?? mayBeOption(word)
      }
      if mayAssign { refuse(arguments, "in the arguments of wait", in: &scanner) }
    case "set", "exit", "return", "shift", "break", "continue":
      if scanner.dialect.calculatesArguments {
        refuse(arguments, "in the arguments of \(name)", in: &scanner)
      }
    default: break
    }
  }

  private static func mayBeOption(_ word: ShellWord) -> Bool {
    !word.isConstant && (word.prefix.isEmpty || word.prefix.hasPrefix("-"))
  }

  private static func export(
    _ name: String,
    _ arguments: [ShellWord],
    in scanner: inout ShellScanner
  ) {
    // `readonly -a` reads a value such as `([0]=x)` once more.
    let hasOption = arguments.contains { word in
      word.literal?.hasPrefix("-") ?? (word.assignedName == nil)
    }
    for word in arguments {
      if word.assignedName == nil || hasOption {
        refuse([word], "as a name in \(name)", in: &scanner)
      } else {
        assignment(word, in: &scanner)
      }
    }
  }

  private static func printf(_ arguments: [ShellWord], in scanner: inout ShellScanner) {
    let hasVariable = arguments.contains { $0.literal?.hasPrefix("-v") ?? false }
    if hasVariable || scanner.dialect.calculatesArguments {
      refuse(arguments, "in the arguments of printf\(hasVariable ? " -v" : "")", in: &scanner)
    } else if let first = arguments.first, mayBeOption(first) {
      refuse(arguments, "in the arguments of a printf without a fixed format", in: &scanner)
    }
  }

  private static let comparisons: Set<String> = ["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]
  private static let binaryOperators: Set<String> = [
    "=", "==", "!=", "<", ">", "=~", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-ef", "-nt", "-ot",
  ]

  /// In `[ … ]` a value must not stand where an operator could, nor behind what may be one, since
  /// `-v` evaluates subscripts.
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
    for (index, word) in arguments.enumerated() where !word.inside.isEmpty {
      let before = index > 0 ? literals[index - 1] : "!"
      let after = index + 1 < literals.count ? literals[index + 1] : ""
      let isOperand =
        !before.isEmpty
        && (!mayBeOption(word) || binaryOperators.contains(before)
          || binaryOperators.contains(after)
          || (before.count == 2 && before.hasPrefix("-") && before != "-a" && before != "-o"))
      if !isOperand {
        refuse([word], "where an operator of \(name) could stand", in: &scanner)
      }
    }
  }
}
