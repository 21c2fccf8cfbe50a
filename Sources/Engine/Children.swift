package import Model

/// Carries runs of other workflows out, as nodes of a run.
package protocol ChildRuns: Sendable {
  /// Runs a workflow to its end, or to a point where it waits.
  func run(_ order: ChildOrder) async throws(EngineError) -> RunRecord
  /// Ends the runs of these orders' nodes, given as `ChildOrder.parent`; also one that begins only
  /// afterwards.
  func cancel(_ nodes: [String]) async
}

/// What a run asks of another workflow.
package struct ChildOrder: Sendable {
  package var workflow: String
  package var params: [String: JSONValue]
  /// The node that it is: `WORKFLOW/ID/TASK`, and `/KEY` for an instance.
  package var parent: String
  /// The run that was begun and waited, `WORKFLOW/ID`; nil for a new one.
  package var resumed: String?

  package init(
    workflow: String,
    params: [String: JSONValue],
    parent: String,
    resumed: String? = nil
  ) {
    self.workflow = workflow
    self.params = params
    self.parent = parent
    self.resumed = resumed
  }
}

/// Stands where no workflow calls another.
package struct NoChildRuns: ChildRuns {
  package init() {}

  package func run(_ order: ChildOrder) async throws(EngineError) -> RunRecord {
    throw EngineError("the workflow \"\(order.workflow)\" cannot be run here", kind: .invalid)
  }

  package func cancel(_ nodes: [String]) async {}
}
