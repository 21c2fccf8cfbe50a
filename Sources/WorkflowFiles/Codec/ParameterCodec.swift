import Model

extension BinaryWriter {
  mutating func parameter(_ param: ParameterDefinition) {
    text(param.name)
    text(param.kind.rawValue)
    optional(param.defaultValue) { $0.json($1) }
    optional(param.description) { $0.text($1) }
    location(param.location)
    let limits = param.constraints
    optional(limits.items) { $0.text($1.rawValue) }
    optional(limits.allowed) { writer, values in writer.list(values) { $0.json($1) } }
    optional(limits.pattern) { $0.text($1) }
    optional(limits.minimum) { $0.fixed($1.bitPattern) }
    optional(limits.maximum) { $0.fixed($1.bitPattern) }
    optional(limits.minimumLength) { $0.signed(Int64($1)) }
    optional(limits.maximumLength) { $0.signed(Int64($1)) }
    list(limits.validators) { writer, validator in
      switch validator {
      case .named(let name):
        writer.byte(0)
        writer.text(name)
      case .pattern(let pattern):
        writer.byte(1)
        writer.text(pattern)
      }
    }
  }
}

extension BinaryReader {
  mutating func parameter() -> ParameterDefinition {
    var param = ParameterDefinition(name: text(), kind: kind())
    param.defaultValue = optional { $0.json() }
    param.description = optional { $0.text() }
    param.location = location()
    param.constraints.items = optional { $0.kind() }
    param.constraints.allowed = optional { reader in reader.list { $0.json() } }
    param.constraints.pattern = optional { $0.text() }
    param.constraints.minimum = optional { Double(bitPattern: $0.fixed()) }
    param.constraints.maximum = optional { Double(bitPattern: $0.fixed()) }
    param.constraints.minimumLength = optional { Int($0.signed()) }
    param.constraints.maximumLength = optional { Int($0.signed()) }
    param.constraints.validators = list { reader in
      reader.bool() ? .pattern(reader.text()) : .named(reader.text())
    }
    return param
  }

  private mutating func kind() -> ParameterDefinition.Kind { word() ?? .string }
}
