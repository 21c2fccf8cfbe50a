/// What holds between the keys of one structure.
enum KeyRule: Sendable {
  /// Of these keys no two stand together.
  case atMostOne([String])
  /// One of these keys stands at least.
  case atLeastOne([String])
  /// The keys stand only where one of the others does.
  case only([String], with: [String])
  /// The keys do not stand where the other does, for a reason that is the end of a sentence.
  case never([String], beside: String, because: String)
}

extension Structure {
  /// The rules for its keys; that a key must stand is said by its row.
  var rules: [KeyRule] {
    switch self {
    case .task: KeyRule.task
    case .definition: KeyRule.exactlyOne(["run", "command", "script"])
    case .foreach, .factor:
      KeyRule.exactlyOne(row(named: "product") == nil ? KeyRule.plainSources : KeyRule.sources)
        + [.only(["delimiter", "header", "split"], with: ["table"])]
    case .secret: KeyRule.exactlyOne(["env", "file", "command"])
    case .notification: KeyRule.exactlyOne(["webhook", "command"])
    default: []
    }
  }
}

extension KeyRule {
  fileprivate static func exactlyOne(_ names: [String]) -> [KeyRule] {
    [.atMostOne(names), .atLeastOne(names)]
  }

  fileprivate static let plainSources = ["list", "lines", "table", "glob", "json", "from"]
  fileprivate static let sources = plainSources + ["product"]

  fileprivate static let task: [KeyRule] = [
    .atLeastOne(["run", "command", "script", "uses", "workflow"]),
    .atMostOne(["run", "command", "script", "workflow"]),
    .atMostOne(["uses", "workflow"]),
    .only(["with"], with: ["uses", "workflow"]),
    .atMostOne(["foreach", "matrix"]),
    .only(["batch"], with: ["foreach"]),
    .only(["max_parallel"], with: ["foreach", "matrix"]),
    .never(
      [
        "args", "inputs", "outputs", "params", "result", "stdin", "shell", "env", "inherit",
        "working_directory", "retry", "timeout", "idle_timeout", "exit_codes", "missing_outputs",
        "versions", "keep", "setup", "backend", "resources", "priority", "complete",
      ],
      beside: "workflow",
      because: "the tasks of that workflow say it themselves"
    ),
    .never(["cache"], beside: "workflow", because: "a workflow is never reused as a whole"),
  ]
}
