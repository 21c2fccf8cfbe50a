/// Walks through the words of an interpreter and refuses values in what it runs.
struct InterpreterJudge {
  let name: String
  let interpreter: Interpreter
  private let words: ArraySlice<ShellWord>
  private var position: Int
  /// Whether options are still read.
  private var readsOptions = true
  private var hasProgram = false
  private var readsInput = false
  private var operands = 0

  private init(_ name: String, _ interpreter: Interpreter, _ words: ArraySlice<ShellWord>) {
    self.name = name
    self.interpreter = interpreter
    self.words = words
    position = words.startIndex
  }

  /// Refuses what it runs of its arguments; says whether it runs its input.
  static func judge(
    _ name: String,
    _ interpreter: Interpreter,
    _ words: ArraySlice<ShellWord>,
    in scanner: inout ShellScanner
  ) -> Bool {
    var judge = InterpreterJudge(name, interpreter, words)
    while judge.position < words.endIndex { judge.step(in: &scanner) }
    return interpreter.runsInput && (judge.readsInput || !judge.hasProgram)
  }

  private mutating func step(in scanner: inout ShellScanner) {
    let word = words[position]
    if readsOptions {
      if word.literal == "--" {
        readsOptions = false
        position += 1
        return
      }
      if word.prefix.hasPrefix("-"), word.literal != "-" { return option(word, in: &scanner) }
      if isUnclear(word) {
        refuse(words[position...], "where an option of \(name) could stand", in: &scanner)
        return finish()
      }
    }
    operand(word, in: &scanner)
  }

  /// Whether a word may be an option with a program, or no word at all.
  private func isUnclear(_ word: ShellWord) -> Bool {
    guard !word.isConstant, word.prefix.isEmpty else { return false }
    if !word.isSubstantial { return true }
    guard word.startsWithValue else { return false }
    if case .program = interpreter.operands, !hasProgram { return false }
    return interpreter.hasOpenOptions
  }

  private mutating func finish() {
    hasProgram = true
    position = words.endIndex
  }

  private mutating func operand(_ word: ShellWord, in scanner: inout ShellScanner) {
    position += 1
    operands += 1
    switch interpreter.operands {
    case .script: script(word, in: &scanner)
    case .program:
      if !hasProgram, let literal = word.literal, interpreter.verbs.contains(literal) { return }
      if !hasProgram { refuse([word], "in a program that \(name) runs", in: &scanner) }
      hasProgram = true
      if interpreter.endsAtProgram { finish() }
    case .programs(let others):
      guard operands > others else { return }
      let rest = words[(position - 1)...]
      let programs = rest.prefix { name != "parallel" || $0.literal?.hasPrefix(":::") != true }
      refuse(
        interpreter.endsAtProgram ? programs : rest.prefix(1),
        "in what \(name) runs",
        in: &scanner
      )
      hasProgram = true
      if interpreter.endsAtProgram { finish() }
    case .data: break
    }
  }

  private mutating func script(_ word: ShellWord, in scanner: inout ShellScanner) {
    if hasProgram { return finish() }
    if let literal = word.literal, interpreter.verbs.contains(literal) {
      refuse(words[position...], "in the arguments of \(name) \(literal)", in: &scanner)
    } else if let literal = word.literal, interpreter.launchers.contains(literal) {
      return
    } else {
      if word.startsWithValue { refuse([word], "as the script of \(name)", in: &scanner) }
      readsInput = word.literal.map { $0 == "-" || $0.hasPrefix("/dev/") } ?? false
    }
    finish()
  }

  private mutating func option(_ word: ShellWord, in scanner: inout ShellScanner) {
    position += 1
    let isLong = word.prefix.hasPrefix("--") || interpreter.hasLongNames
    switch isLong ? longOption(word.prefix) : cluster(word) {
    case .text(let option, let isJoined):
      hasProgram = true
      let taken = words[position...].prefix(isJoined ? 0 : 1)
      refuse([word] + taken, "in the arguments of \(name) \(option)", in: &scanner)
      position += taken.count
      if interpreter.endsAtText { finish() }
    case .file(let count):
      hasProgram = true
      if words[position...].prefix(count).contains(where: { $0.literal == "-" }) {
        readsInput = true
      }
      position += count
      if interpreter.endsAtText { finish() }
    case .valued(let count): position += count
    case .flag where !word.isConstant && !isLong:
      refuse(words[(position - 1)...], "where an option of \(name) could stand", in: &scanner)
      finish()
    case .flag:
      if !word.isConstant, !word.prefix.contains("=") {
        refuse([word], "where an option of \(name) could stand", in: &scanner)
      }
    }
  }

  private enum Meaning {
    case text(String, isJoined: Bool)
    case file(taking: Int)
    case valued(taking: Int)
    case flag
  }

  private func longOption(_ text: String) -> Meaning {
    let option = String(text.prefix { $0 != "=" })
    let isJoined = text.contains("=")
    // Many programs know their options by how these begin.
    func isKnown(_ options: Set<String>) -> Bool {
      options.contains(option)
        || (option.count > 2 && option.hasPrefix("--")
          && options.contains { $0.hasPrefix("--") && $0.hasPrefix(option) })
    }
    if interpreter.paired.contains(option) { return .valued(taking: 2) }
    if interpreter.valued.contains(option) { return .valued(taking: isJoined ? 0 : 1) }
    if isKnown(interpreter.texts) { return .text(option, isJoined: isJoined) }
    if isKnown(interpreter.files) { return .file(taking: isJoined ? 0 : 1) }
    return .flag
  }

  private func cluster(_ word: ShellWord) -> Meaning {
    let letters = word.prefix.dropFirst()
    for index in letters.indices {
      let option = "-\(letters[index])"
      let isLast = letters.index(after: index) == letters.endIndex && word.isConstant
      if interpreter.texts.contains(option) {
        // `node -pe PROGRAM` are two options with one program.
        let rest = letters[letters.index(after: index)...]
        let isPair = word.isConstant && rest.allSatisfy { interpreter.texts.contains("-\($0)") }
        return .text(option, isJoined: !isLast && !isPair)
      }
      if interpreter.files.contains(option) { return .file(taking: isLast ? 1 : 0) }
      if interpreter.valued.contains(option) { return .valued(taking: isLast ? 1 : 0) }
      if interpreter.attached.contains(letters[index]) { return .valued(taking: 0) }
    }
    return .flag
  }

  private func refuse(
    _ words: some Sequence<ShellWord>,
    _ reason: String,
    in scanner: inout ShellScanner
  ) {
    ShellCommandJudge.refuse(words, reason, in: &scanner)
  }
}
