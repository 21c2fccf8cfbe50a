/// A JSON value in which `${{ … }}` may stand; a text that is one whole expression keeps its type.
package indirect enum ValueTemplate: Hashable, Sendable {
  case constant(JSONValue)
  case template(Template)
  case list([ValueTemplate])
  /// In the order of the file.
  case map([NamedValue])

  /// Its expressions in order.
  package var expressions: [Expression] {
    switch self {
    case .constant: []
    case .template(let template): template.expressions
    case .list(let elements): elements.flatMap(\.expressions)
    case .map(let members): members.flatMap(\.value.expressions)
    }
  }
}

/// A value with a name.
package struct NamedValue: Hashable, Sendable {
  package var name: String
  package var value: ValueTemplate
  package var location: SourceLocation?

  package init(name: String, value: ValueTemplate, location: SourceLocation? = nil) {
    self.name = name
    self.value = value
    self.location = location
  }
}

extension ValueTemplate {
  /// As it was written, as JSON with its templates as texts.
  package var source: String { JSONWriter.compact(written) }

  private var written: JSONValue {
    switch self {
    case .constant(let value): value
    case .template(let template): .string(template.source)
    case .list(let elements): .array(elements.map(\.written))
    case .map(let members):
      .object(Dictionary(members.map { ($0.name, $0.value.written) }) { _, last in last })
    }
  }
}
