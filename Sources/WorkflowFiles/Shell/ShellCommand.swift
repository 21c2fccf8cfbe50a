/// One word of a command, with its quotes removed where it is constant.
struct ShellWord {
  struct Atom {
    var index: Int
    /// Nothing stands before it in the word.
    var isFirst: Bool
  }

  /// What it starts with, up to anything that is expanded.
  var prefix = ""
  /// Nothing in it is expanded.
  var isConstant = true
  /// Holds text or quotes, so that it cannot expand to no word at all.
  var isSubstantial = false
  /// No quotes and no backslash; keywords and numbers of files are plain.
  var isPlain = true
  /// The expressions that are part of its text.
  var atoms: [Atom] = []
  /// Those in substitutions inside it too.
  var inside = 0..<0
  /// The name before an `=` that stands ahead of everything else.
  var assignedName: String?
  /// Where it stands.
  var range = 0..<0

  /// Nil when something in it is expanded.
  var literal: String? { isConstant ? prefix : nil }

  /// Whether it may begin with a value.
  var startsWithValue: Bool {
    atoms.contains(where: \.isFirst) || (!isConstant && prefix.isEmpty && !inside.isEmpty)
  }

  /// The last part of the path of a constant word.
  var commandName: String? {
    literal.map { text in text.split(separator: "/").last.map(String.init) ?? text }
  }
}

/// A command as far as it has been read.
struct ShellCommand {
  var id = 0
  private(set) var words: [ShellWord] = []
  /// Files and here-strings that it reads.
  var inputs: [ShellWord] = []
  var hasHeredoc = false

  /// Whether the next word is the command's name.
  private(set) var isAtStart = true
  var isLoop: Bool {
    words.count == 1 && (words[0].literal == "for" || words[0].literal == "select")
  }

  var hasInput: Bool { hasHeredoc || !inputs.isEmpty }

  /// Whether `do` may stand behind its words: `for NAME do` goes through the arguments.
  var isLoopWithoutList: Bool {
    words.count == 2 && (words[0].literal == "for" || words[0].literal == "select")
  }

  init(id: Int = 0) {
    self.id = id
  }

  mutating func append(_ word: ShellWord) {
    words.append(word)
    if word.assignedName == nil { isAtStart = false }
  }
}

/// The commands of one script or substitution.
struct CommandList {
  enum CaseState {
    case subject
    case keyword
    case pattern
    case body
  }

  var command = ShellCommand()
  /// The commands whose output the command reads.
  var upstream: [ShellCommand] = []
  var cases: [CaseState] = []
  var parentheses = 0
  var startsConditional = false
  private(set) var expectsFunctionName = false

  init() {}

  var isInPattern: Bool { cases.last == .pattern }

  private static let openers: Set<String> = [
    "if", "then", "elif", "else", "while", "until", "do", "!", "{", "time", "fi", "done", "}",
  ]

  /// Takes a word that belongs to the grammar; false for a word of a command.
  mutating func take(_ word: ShellWord, isAtStart: Bool) -> Bool {
    switch cases.last {
    case .subject:
      cases[cases.count - 1] = .keyword
      return true
    case .keyword:
      if word.literal == "in" { cases[cases.count - 1] = .pattern }
      return true
    case .pattern:
      if word.isPlain, word.literal == "esac" { cases.removeLast() }
      return true
    case .body, nil: break
    }
    if expectsFunctionName {
      expectsFunctionName = false
      return true
    }
    guard isAtStart, word.isPlain, let literal = word.literal else { return false }
    if CommandList.openers.contains(literal) {
      return true
    }
    switch literal {
    case "case": cases.append(.subject)
    case "esac" where !cases.isEmpty: cases.removeLast()
    case "function": expectsFunctionName = true
    case "[[": startsConditional = true
    default: return false
    }
    return true
  }
}
