/// What may stand as the value of a key; the shape checker, the schema and the messages all read
/// this one description.
indirect enum KeyType: Sendable {
  /// A scalar, taken as it is written.
  case text
  /// A scalar in which `${{ … }}` may stand.
  case template
  /// A script in which `${{ … }}` may stand.
  case script
  /// A name of a workflow, task or param.
  case name
  /// A name of a program or backend: a string that is not empty.
  case word
  case integer(ClosedRange<Int64>)
  case number
  case boolean
  case duration
  case size
  /// One of these words.
  case choice([String])
  /// `false` alone, since the rest comes with a later version.
  case off
  case list(KeyType)
  /// A list, or its only element.
  case oneOrMany(KeyType)
  /// Free keys.
  case map(KeyType)
  /// Keys that are names; the text says of what.
  case named(String, KeyType)
  /// Variables and their values; nothing is an empty text.
  case environment
  case structure(Structure)
  /// The first that fits.
  case alternatives([KeyType])
  /// Known, and refused by this version.
  case later(KeyType)
  /// Optional: nothing may stand here too.
  case nullable(KeyType)
  case anything
}

extension KeyType {
  /// What messages say was expected.
  var expected: String {
    switch self {
    case .text, .template: "a text"
    case .script: "a script"
    case .name: "a name"
    case .word: "a word"
    case .integer(let range):
      if range.lowerBound == range.upperBound {
        "the number \(range.lowerBound)"
      } else if range.upperBound == Int64.max {
        range.lowerBound == Int64.min
          ? "a whole number" : "a whole number of at least \(range.lowerBound)"
      } else {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
    case .number: "a number"
    case .boolean: "true or false"
    case .duration: "a duration"
    case .size: "a size"
    case .choice(let words): KeyType.list(of: words.map { "\"\($0)\"" })
    case .off: "false"
    case .list: "a list"
    case .oneOrMany(let type): "\(type.expected) or a list"
    case .map, .named, .environment, .structure: "a map"
    case .alternatives(let types):
      KeyType.list(of: types.filter { !$0.isLater }.map(\.expected))
    case .later(let type), .nullable(let type): type.expected
    case .anything: "a value"
    }
  }

  /// Whether this version refuses it.
  var isLater: Bool {
    if case .later = self { true } else { false }
  }

  /// `a, b or c`, each once.
  private static func list(of parts: [String]) -> String {
    var unique: [String] = []
    for part in parts where !unique.contains(part) { unique.append(part) }
    guard let last = unique.last, unique.count > 1 else { return unique.first ?? "nothing" }
    return unique.dropLast().joined(separator: ", ") + " or " + last
  }

  /// A whole number of at least so much.
  static func integer(from least: Int64) -> KeyType { .integer(least...Int64.max) }
}
