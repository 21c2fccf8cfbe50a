import CYaml
import Model

/// What libyaml would read as something else than YAML 1.2 does.
extension YAMLLayout {
  /// A name of an anchor that libyaml ends early.
  func checkName(_ event: yaml_event_t, from start: Point, report: inout Report) {
    let isNamed =
      switch event.type {
      case YAML_ALIAS_EVENT: true
      case YAML_SCALAR_EVENT: event.data.scalar.anchor != nil
      case YAML_MAPPING_START_EVENT: event.data.mapping_start.anchor != nil
      case YAML_SEQUENCE_START_EVENT: event.data.sequence_start.anchor != nil
      default: false
      }
    guard isNamed else { return }
    var position = nameStart(from: start.byte) + 1
    while position < bytes.count, YAMLLayout.isNameUnit(bytes[position]) { position += 1 }
    guard position < bytes.count, !YAMLLayout.isSpace(bytes[position]) else { return }
    if isFlow, YAMLLayout.isFlowIndicator(bytes[position]) { return }
    report.error(
      "a space must follow the name of an \(event.type == YAML_ALIAS_EVENT ? "alias" : "anchor")",
      at: place(of: position, after: start),
      hint: "a name holds letters, digits, \"-\" and \"_\""
    )
  }

  /// A text that starts with `?` in brackets, which libyaml reads as the sign of a key.
  func checkQuestion(at position: Int, report: inout Report) {
    guard position + 1 < bytes.count else { return }
    let next = bytes[position + 1]
    guard !YAMLLayout.isSpace(next), !YAMLLayout.isFlowIndicator(next) else { return }
    report.error(
      "no text in brackets can start with \"?\"",
      at: place(of: position, after: last),
      hint: "put the text in quotes"
    )
  }

  /// The `&` or `*`, behind a tag and the comments after it.
  private func nameStart(from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "&"), UInt8(ascii: "*"): return position
      case UInt8(ascii: "!"):
        while position < bytes.count, !YAMLLayout.isSpace(bytes[position]) { position += 1 }
      case UInt8(ascii: "#"): position = lineEnd(from: position)
      default: position += 1
      }
    }
    return position
  }

  private static func isNameUnit(_ unit: UInt8) -> Bool {
    switch unit {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isFlowIndicator(_ unit: UInt8) -> Bool {
    switch unit {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
