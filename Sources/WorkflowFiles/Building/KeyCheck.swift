import Model

/// Keys of instances that the file alone shows.
extension TemplateBuilder {
  /// Tells keys of constant items that are no keys, and those that two items have.
  mutating func checkKeys(_ elements: [ValueTemplate], _ key: Template?, _ node: YAMLNode) {
    guard node.kind == .sequence else { return }
    var seen: [String: SourceLocation] = [:]
    for (element, node) in zip(elements, node.elements) {
      guard let item = element.constant, let text = Self.key(of: item, key) else { continue }
      if ["", ".", ".."].contains(text) {
        report.error("an instance cannot have the key \"\(text)\"", at: node)
      } else if let first = seen.updateValue(node.location, forKey: text) {
        report.error(
          "two instances have the key of \(JSONWriter.compact(item)); the first stands at \(first.line):\(first.column)",
          at: node,
          hint: key == nil ? "give the items keys of their own with \"key\"" : nil
        )
        seen[text] = first
      }
    }
  }

  /// The key of a constant item; nil where only the plan can tell.
  private static func key(of item: JSONValue, _ key: Template?) -> String? {
    guard let key else {
      // A digest of the content is the key of all that is no text, and as unique as the content.
      if let text = item.string, !text.isEmpty { return text }
      return "\u{0}" + JSONWriter.compact(item)
    }
    var text = ""
    for segment in key.segments {
      switch segment {
      case .text(let part): text += part
      case .expression(let expression):
        guard let value = member(expression, of: item) else { return nil }
        text += value.plainText
      }
    }
    return text
  }

  /// The value of `item` or `item.a.b`; nil for any other expression.
  private static func member(_ expression: Expression, of item: JSONValue) -> JSONValue? {
    switch expression {
    case .context("item"): item
    case .member(let base, let name): member(base, of: item).map { $0[name] ?? .null }
    default: nil
    }
  }
}
