import Model

/// Whether a node is what a type asks for, without saying why not.
enum ScalarShape {
  /// Whether a node looks like the type, so that its problems are worth naming in its terms.
  static func fits(_ node: YAMLNode, _ type: KeyType) -> Bool {
    switch type {
    case .list: node.kind == .sequence
    case .oneOrMany(let element): node.kind == .sequence || fits(node, element)
    case .map, .named, .environment, .structure, .chosen: node.kind == .mapping
    case .alternatives(let types): types.contains { fits(node, $0) }
    case .later(let inner): fits(node, inner)
    case .nullable(let inner): node.isNull || fits(node, inner)
    case .name, .fileName, .variable, .host, .condition, .constant: node.string != nil
    case .value, .anything: true
    default: isValid(node, type)
    }
  }

  /// Whether a node is a value of a scalar type.
  static func isValid(_ node: YAMLNode, _ type: KeyType) -> Bool {
    guard node.isScalar, !node.isNull else { return false }
    switch type {
    case .text, .template, .script, .condition: return true
    case .constant: return !TemplateParser.hasExpression(node.textBytes)
    case .expression: return isExpression(node)
    case .name, .fileName: return node.string.map(Names.isValid) ?? false
    case .word: return node.string.map { !$0.isEmpty } ?? false
    case .variable: return node.string.map { NameRule.environmentProblem($0) == nil } ?? false
    case .host: return node.string.map(isHost) ?? false
    case .integer(let range): return node.scalarValue.integer.map(range.contains) ?? false
    case .number: return node.scalarValue.double?.isFinite ?? false
    case .numberFrom(let least): return node.scalarValue.double.map { $0 >= least } ?? false
    case .boolean: return node.scalarValue.bool != nil
    case .on: return node.scalarValue.bool == true
    case .off: return node.scalarValue.bool == false
    case .duration: return Quantity.duration(node.text) != nil
    case .size: return Quantity.size(node.text) != nil
    case .choice(let words): return node.string.map(words.contains) ?? false
    default: return true
    }
  }

  /// Whether the text starts with `${{` and ends with `}}`; the rest is the parser's to judge.
  private static func isExpression(_ node: YAMLNode) -> Bool {
    node.textBytes.starts(with: "${{".utf8) && node.textBytes.suffix(2).elementsEqual("}}".utf8)
  }

  /// `[USER@]NAME` or an address in brackets: nothing that ssh would take for an option.
  private static func isHost(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-"), text.utf8.count <= 255 else {
      return false
    }
    return text.utf8.allSatisfy { unit in
      switch unit {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "._-@:[]%".utf8.contains(unit)
      }
    } && !text.contains("@-")
  }
}

/// Why a name is refused, in words.
enum NameRule {
  static func hint(for name: String) -> String {
    if name.hasSuffix(".log") || name.hasSuffix(".lock") {
      return "a name ends neither in .log nor in .lock"
    }
    if name.utf8.count > 128 { return "a name has at most 128 characters" }
    return "a name starts with a letter and holds letters, digits, \"_\", \".\" and \"-\""
  }

  /// Nil for a name that an environment variable may have.
  static func environmentProblem(_ name: String) -> String? {
    let units = Array(name.utf8)
    let isWord = units.enumerated().allSatisfy { position, unit in
      switch unit {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "_"):
        true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): position > 0
      default: false
      }
    }
    guard isWord, !units.isEmpty else { return "\"\(name)\" is no name of an environment variable" }
    let isTaken =
      provided.contains(name) || name.hasPrefix("WEIR_PARAM_") || name.hasPrefix("WEIR_VALUE_")
    return isTaken ? "the variable \"\(name)\" is set by weir itself" : nil
  }

  /// What weir sets itself, without `WEIR_`.
  static let providedEndings = [
    "RUN", "WORKFLOW", "TASK", "INSTANCE", "ATTEMPT", "COMMIT", "BRANCH", "FOLDER", "TMP", "RESULT",
    "OUTPUT", "STATUS", "CPUS",
  ]

  private static let provided = Set(providedEndings.map { "WEIR_\($0)" })
}
