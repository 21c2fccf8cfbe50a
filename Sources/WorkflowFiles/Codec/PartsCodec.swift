import Model

/// The parts of a task that others name or that it waits for.
extension BinaryWriter {
  mutating func uses(_ value: DefinitionUse) {
    text(value.name)
    text(value.file)
    location(value.location)
  }

  mutating func argument(_ value: TaskArgument) {
    parameter(value.param)
    optional(value.value) { $0.valueTemplate($1) }
  }

  mutating func condition(_ value: Condition) {
    expression(value.expression)
    text(value.source)
    location(value.location)
  }

  mutating func need(_ value: Need) {
    text(value.task)
    byte((value.orderOnly ? 1 : 0) | (value.optional ? 2 : 0))
    switch value.pairing {
    case nil: byte(0)
    case .key: byte(1)
    case .field(let name):
      byte(2)
      text(name)
    }
    location(value.location)
  }

  mutating func output(_ value: OutputDeclaration) {
    byte((value.optional ? 1 : 0) | (value.publish ? 2 : 0))
    template(value.path)
  }

  mutating func standardInput(_ value: StandardInput) {
    switch value {
    case .items: byte(0)
    case .template(let template):
      byte(1)
      self.template(template)
    }
  }

  mutating func setup(_ value: SetupDefinition) {
    text(value.run)
    list(value.inputs) { $0.text($1) }
    text(value.path)
    location(value.location)
  }

  mutating func approval(_ value: Approval) {
    optional(value.prompt) { $0.template($1) }
    list(value.by) { $0.text($1) }
  }
}

extension BinaryReader {
  mutating func uses() -> DefinitionUse {
    DefinitionUse(name: text(), file: text(), location: location())
  }

  mutating func argument() -> TaskArgument {
    TaskArgument(param: parameter(), value: optional { $0.valueTemplate() })
  }

  mutating func condition() -> Condition {
    Condition(expression: expression(), source: text(), location: location())
  }

  mutating func need() -> Need {
    let task = text()
    let flags = byte()
    var pairing: Need.Pairing?
    switch byte() {
    case 0: pairing = nil
    case 1: pairing = .key
    case 2: pairing = .field(text())
    default: fail()
    }
    return Need(
      task: task,
      orderOnly: flags & 1 != 0,
      optional: flags & 2 != 0,
      pairing: pairing,
      location: location()
    )
  }

  mutating func output() -> OutputDeclaration {
    let flags = byte()
    return OutputDeclaration(
      path: template(),
      optional: flags & 1 != 0,
      publish: flags & 2 != 0
    )
  }

  mutating func standardInput() -> StandardInput { bool() ? .template(template()) : .items }

  mutating func setup() -> SetupDefinition {
    SetupDefinition(
      run: text(),
      inputs: list { $0.text() },
      path: text(),
      location: location()
    )
  }

  mutating func approval() -> Approval {
    Approval(prompt: optional { $0.template() }, by: list { $0.text() })
  }

  /// A value that is written as its raw text.
  mutating func word<Word: RawRepresentable>() -> Word? where Word.RawValue == String {
    let word = Word(rawValue: text())
    if word == nil { fail() }
    return word
  }
}
