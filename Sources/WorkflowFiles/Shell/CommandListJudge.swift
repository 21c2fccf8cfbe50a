import Model

/// Finds the expressions of a list of words that stand in what a shell or an interpreter runs.
enum CommandListJudge {
  struct Refusal {
    var word: Int
    /// Which of the word's expressions.
    var expression: Int
    var reason: String
  }

  static func refusals(in templates: [Template]) -> [Refusal] {
    guard templates.contains(where: { $0.constant == nil }) else { return [] }
    var command = ShellCommand()
    var owners: [(word: Int, expression: Int)] = []
    for (index, template) in templates.enumerated() {
      let first = owners.count
      owners += template.expressions.indices.map { (index, $0) }
      command.append(word(template, expressions: first..<owners.count))
    }
    var scanner = ShellScanner([], atoms: owners.map { _ in 0..<0 }, dialect: .bash)
    scanner.isList = true
    scanner.places = owners.map { _ in .bare }
    ShellCommandJudge.judgeProgram(command, in: &scanner)
    return zip(scanner.places, owners).compactMap { place, owner in
      guard case .digits(let reason) = place else { return nil }
      return Refusal(word: owner.word, expression: owner.expression, reason: reason)
    }
  }

  private static func word(_ template: Template, expressions: Range<Int>) -> ShellWord {
    var word = ShellWord()
    if case .text(let text) = template.segments.first { word.prefix = text }
    word.isConstant = expressions.isEmpty
    word.isSubstantial = true
    word.isPlain = false
    word.inside = expressions
    if word.prefix.isEmpty, let first = expressions.first {
      word.atoms = [ShellWord.Atom(index: first, isFirst: true)]
    }
    if let equals = word.prefix.firstIndex(of: "=") {
      word.assignedName = ShellScanner.assignedName(Array(word.prefix[..<equals].utf8))
    }
    return word
  }
}
