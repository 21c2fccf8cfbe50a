/// What may stand as the value of a key; the shape checker, the schema and the messages all read
/// this one description.
indirect enum KeyType: Sendable {
  /// A scalar, taken as it is written.
  case text
  /// A scalar in which no `${{ … }}` may stand.
  case constant
  /// A scalar in which `${{ … }}` may stand.
  case template
  /// A script in which `${{ … }}` may stand.
  case script
  /// A scalar that is one expression, with or without `${{ }}`.
  case condition
  /// A scalar that is one `${{ … }}`.
  case expression
  /// Anything, in whose texts `${{ … }}` may stand.
  case value
  /// A name of a workflow, task or param.
  case name
  /// The name of a file in a folder of the commit, without its ending.
  case fileName(folder: String)
  /// A name of a program or backend: a string that is not empty.
  case word
  /// The name of an environment variable that weir does not set itself.
  case variable
  /// A host as ssh takes it: `[USER@]NAME`.
  case host
  case integer(ClosedRange<Int64>)
  case number
  /// A number of at least so much.
  case numberFrom(Double)
  case boolean
  case duration
  case size
  /// One of these words.
  case choice([String])
  /// `true` alone.
  case on
  /// `false` alone.
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
  /// The structure that the word of a key chooses; the key must stand.
  case chosen(by: String, [Choice])
  /// The first that fits.
  case alternatives([KeyType])
  /// Known, and refused by this version.
  case later(KeyType)
  /// Optional: nothing may stand here too.
  case nullable(KeyType)
  case anything

  /// A word and the structure that it chooses.
  struct Choice: Sendable {
    let word: String
    let structure: Structure
  }
}

extension KeyType {
  /// What messages say was expected.
  var expected: String {
    switch self {
    case .text, .constant, .template: "a text"
    case .script: "a script"
    case .condition: "an expression"
    case .expression: "one expression in ${{ }}"
    case .name, .fileName: "a name"
    case .word: "a word"
    case .variable: "the name of a variable"
    case .host: "a host"
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
    case .numberFrom(let least): "a number of at least \(Int64(least))"
    case .boolean: "true or false"
    case .duration: "a duration"
    case .size: "a size"
    case .choice(let words): KeyType.list(of: words.map { "\"\($0)\"" })
    case .on: "true"
    case .off: "false"
    case .list: "a list"
    case .oneOrMany(let type): "\(type.expected) or a list"
    case .map, .named, .environment, .structure, .chosen: "a map"
    case .alternatives(let types):
      KeyType.list(of: types.filter { !$0.isLater }.map(\.expected))
    case .later(let type), .nullable(let type): type.expected
    case .value, .anything: "a value"
    }
  }

  /// Whether this version refuses it.
  var isLater: Bool {
    if case .later = self { true } else { false }
  }

  /// `a, b or c`, each once.
  static func list(of parts: [String]) -> String {
    var unique: [String] = []
    for part in parts where !unique.contains(part) { unique.append(part) }
    guard let last = unique.last, unique.count > 1 else { return unique.first ?? "nothing" }
    return unique.dropLast().joined(separator: ", ") + " or " + last
  }

  /// A whole number of at least so much.
  static func integer(from least: Int64) -> KeyType { .integer(least...Int64.max) }
}
