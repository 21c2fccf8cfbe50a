import Model

extension BinaryWriter {
  mutating func json(_ value: JSONValue) {
    switch value {
    case .null: byte(0)
    case .bool(let value): byte(value ? 2 : 1)
    case .integer(let value):
      byte(3)
      signed(value)
    case .number(let value):
      byte(4)
      fixed(value.bitPattern)
    case .string(let value):
      byte(5)
      text(value)
    case .array(let elements):
      byte(6)
      list(elements) { $0.json($1) }
    case .object(let members):
      byte(7)
      list(members.sorted { $0.key < $1.key }) { writer, member in
        writer.text(member.key)
        writer.json(member.value)
      }
    }
  }

  mutating func expression(_ value: Expression) {
    switch value {
    case .literal(let value):
      byte(0)
      json(value)
    case .context(let name):
      byte(1)
      text(name)
    case .member(let base, let name):
      byte(2)
      expression(base)
      text(name)
    case .index(let base, let key):
      byte(3)
      expression(base)
      expression(key)
    case .not(let operand):
      byte(4)
      expression(operand)
    case .binary(let symbol, let left, let right):
      byte(5)
      byte(UInt8(Expression.Operator.allCases.firstIndex(of: symbol) ?? 0))
      expression(left)
      expression(right)
    case .call(let name, let arguments):
      byte(6)
      text(name)
      list(arguments) { $0.expression($1) }
    }
  }

  mutating func template(_ value: Template) {
    location(value.location)
    text(value.source)
    guard value.constant != value.source else { return byte(0) }
    byte(1)
    list(value.segments) { writer, segment in
      switch segment {
      case .text(let text):
        writer.byte(0)
        writer.text(text)
      case .expression(let expression):
        writer.byte(1)
        writer.expression(expression)
      }
    }
  }

  mutating func script(_ value: ScriptTemplate) {
    location(value.location)
    text(value.source)
    guard value.pieces != [.text(value.source)] || !value.expressions.isEmpty else {
      return byte(0)
    }
    byte(1)
    list(value.expressions) { $0.expression($1) }
    list(value.pieces) { writer, piece in
      switch piece {
      case .text(let text):
        writer.byte(0)
        writer.text(text)
      case .reference(let index, let quoted):
        writer.byte(quoted ? 2 : 1)
        writer.count(index)
      case .integer(let index):
        writer.byte(3)
        writer.count(index)
      }
    }
  }
}

extension BinaryReader {
  mutating func json() -> JSONValue {
    nested(or: .null) { reader in
      switch reader.byte() {
      case 0: return .null
      case 1: return .bool(false)
      case 2: return .bool(true)
      case 3: return .integer(reader.signed())
      case 4: return .number(Double(bitPattern: reader.fixed()))
      case 5: return .string(reader.text())
      case 6: return .array(reader.list { $0.json() })
      case 7:
        let members = reader.list { ($0.text(), $0.json()) }
        return .object(Dictionary(members) { _, last in last })
      default:
        reader.fail()
        return .null
      }
    }
  }

  mutating func expression() -> Expression {
    nested(or: .literal(.null)) { reader in
      switch reader.byte() {
      case 0: return .literal(reader.json())
      case 1: return .context(reader.text())
      case 2: return .member(reader.expression(), reader.text())
      case 3: return .index(reader.expression(), reader.expression())
      case 4: return .not(reader.expression())
      case 5:
        let symbols = Expression.Operator.allCases
        let symbol = Int(reader.byte())
        guard symbol < symbols.count else {
          reader.fail()
          return .literal(.null)
        }
        return .binary(symbols[symbol], reader.expression(), reader.expression())
      case 6: return .call(reader.text(), reader.list { $0.expression() })
      default:
        reader.fail()
        return .literal(.null)
      }
    }
  }

  mutating func template() -> Template {
    let location = location()
    let source = text()
    guard bool() else {
      return Template(segments: [.text(source)], source: source, location: location)
    }
    let segments = list { reader -> Template.Segment in
      reader.bool() ? .expression(reader.expression()) : .text(reader.text())
    }
    return Template(segments: segments, source: source, location: location)
  }

  mutating func script() -> ScriptTemplate {
    let location = location()
    let source = text()
    guard bool() else { return ScriptTemplate(constant: source, location: location) }
    let expressions = list { $0.expression() }
    let pieces = list { reader -> ScriptTemplate.Piece in
      switch reader.byte() {
      case 0: return .text(reader.text())
      case 1: return .reference(index: reader.index(below: expressions.count), quoted: false)
      case 2: return .reference(index: reader.index(below: expressions.count), quoted: true)
      case 3: return .integer(index: reader.index(below: expressions.count))
      default:
        reader.fail()
        return .text("")
      }
    }
    return ScriptTemplate(
      pieces: pieces,
      expressions: expressions,
      source: source,
      location: location
    )
  }

  private mutating func index(below limit: Int) -> Int {
    let index = number()
    if index >= limit { fail() }
    return index
  }
}
