import Model

extension BinaryWriter {
  mutating func valueTemplate(_ value: ValueTemplate) {
    switch value {
    case .constant(let value):
      byte(0)
      json(value)
    case .template(let template):
      byte(1)
      self.template(template)
    case .list(let elements):
      byte(2)
      list(elements) { $0.valueTemplate($1) }
    case .map(let members):
      byte(3)
      list(members) { $0.namedValue($1) }
    }
  }

  mutating func namedValue(_ value: NamedValue) {
    text(value.name)
    valueTemplate(value.value)
    location(value.location)
  }

  mutating func fanOut(_ value: FanOut) {
    source(value.source)
    optional(value.key) { $0.template($1) }
    switch value.batch {
    case nil: byte(0)
    case .size(let count):
      byte(1)
      self.count(count)
    case .count(let count):
      byte(2)
      self.count(count)
    }
    location(value.location)
  }

  private mutating func source(_ value: FanOutSource) {
    switch value {
    case .matrix(let matrix):
      byte(0)
      list(matrix.axes) { $0.namedValue($1) }
      list(matrix.include) { $0.valueTemplate($1) }
      list(matrix.exclude) { $0.valueTemplate($1) }
    case .list(let elements):
      byte(1)
      list(elements) { $0.valueTemplate($1) }
    case .lines(let path):
      byte(2)
      template(path)
    case .table(let table):
      byte(3)
      self.table(table)
    case .glob(let path):
      byte(4)
      template(path)
    case .json(let path):
      byte(5)
      template(path)
    case .value(let expression):
      byte(6)
      self.expression(expression)
    case .product(let parts):
      byte(7)
      list(parts) { writer, part in
        writer.text(part.name)
        writer.source(part.source)
      }
    }
  }

  private mutating func table(_ table: TableSource) {
    template(table.path)
    optional(table.delimiter) { $0.text($1) }
    switch table.header {
    case .firstRow: byte(0)
    case .names(let names):
      byte(1)
      list(names) { $0.text($1) }
    }
    list(table.split) { writer, split in
      writer.text(split.column)
      writer.text(split.separator)
    }
  }
}

extension BinaryReader {
  mutating func valueTemplate() -> ValueTemplate {
    nested(or: .constant(.null)) { reader in
      switch reader.byte() {
      case 0: return .constant(reader.json())
      case 1: return .template(reader.template())
      case 2: return .list(reader.list { $0.valueTemplate() })
      case 3: return .map(reader.list { $0.namedValue() })
      default:
        reader.fail()
        return .constant(.null)
      }
    }
  }

  mutating func namedValue() -> NamedValue {
    NamedValue(name: text(), value: valueTemplate(), location: location())
  }

  mutating func fanOut() -> FanOut {
    let source = source()
    let key = optional { $0.template() }
    var batch: Batch?
    switch byte() {
    case 0: batch = nil
    case 1: batch = .size(number())
    case 2: batch = .count(number())
    default: fail()
    }
    return FanOut(source: source, key: key, batch: batch, location: location())
  }

  private mutating func source() -> FanOutSource {
    nested(or: .list([])) { reader in
      switch reader.byte() {
      case 0:
        return .matrix(
          MatrixDefinition(
            axes: reader.list { $0.namedValue() },
            include: reader.list { $0.valueTemplate() },
            exclude: reader.list { $0.valueTemplate() }
          )
        )
      case 1: return .list(reader.list { $0.valueTemplate() })
      case 2: return .lines(reader.template())
      case 3: return .table(reader.table())
      case 4: return .glob(reader.template())
      case 5: return .json(reader.template())
      case 6: return .value(reader.expression())
      case 7:
        return .product(reader.list { NamedSource(name: $0.text(), source: $0.source()) })
      default:
        reader.fail()
        return .list([])
      }
    }
  }

  private mutating func table() -> TableSource {
    let path = template()
    let delimiter = optional { $0.text() }
    let header: TableSource.Header = bool() ? .names(list { $0.text() }) : .firstRow
    let split = list { ColumnSplit(column: $0.text(), separator: $0.text()) }
    return TableSource(path: path, delimiter: delimiter, header: header, split: split)
  }
}
