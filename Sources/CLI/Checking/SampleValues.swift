import Model

/// Values for params that have no default, so that a graph can be looked at.
enum SampleParameters {
  static func values(of workflow: Workflow) -> [String: JSONValue] {
    Dictionary(
      workflow.params.map { ($0.name, $0.defaultValue ?? value(of: $0)) }
    ) { _, last in last }
  }

  private static func value(of param: ParameterDefinition) -> JSONValue {
    if let first = param.constraints.allowed?.first { return first }
    switch param.kind {
    case .string, .path, .file, .json: return .string(param.name)
    case .integer: return .integer(Int64(param.constraints.minimum ?? 1))
    case .number: return .number(param.constraints.minimum ?? 1)
    case .boolean: return false
    case .date: return "2026-01-01"
    case .datetime: return "2026-01-01T00:00:00Z"
    case .list: return []
    }
  }
}

/// Values of a run that is not there, for the same purpose.
enum SampleRun {
  /// An id that no run has.
  static let id = "00000000-000000-00000000"

  static func values(of workflow: Workflow) -> [String: JSONValue] {
    [
      "id": .string(id), "workflow": .string(workflow.name),
      "commit": .string(String(repeating: "0", count: 40)), "branch": "main",
      "trigger": .string(Trigger.Kind.manual.rawValue), "scheduled_at": .null,
    ]
  }
}
