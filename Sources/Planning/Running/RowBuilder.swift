import Hashing
package import Model

/// Builds the rows of `tasks.jsonl` from the state of a run.
package enum RowBuilder {
  /// Digest and count stand for the inputs of a row from here on.
  static let listedInputs = 50

  /// The row of a node that was not reused.
  ///
  /// What it read is the files of the commit that count for it and the outputs of the tasks that it
  /// needs.
  package static func row(
    of position: Int,
    in machine: RunMachine,
    changes: [Change]
  ) -> TaskRow {
    let node = machine.graph.nodes[position]
    let state = machine.nodes[position]
    if let row = state.earlier { return row }
    var row = TaskRow(
      task: node.definition.name,
      instance: node.instance,
      status: state.status
    )
    row.item = node.item?.value
    row.fingerprint = state.fingerprint
    let prompt = state.status == .waiting ? state.prompt : nil
    row.reason = state.reason.map {
      RunReason($0, changes: changes, message: state.problem ?? prompt)
    }
    if !state.attempts.isEmpty { row.backend = state.backend ?? "local" }
    row.host = state.host
    row.attempts = state.attempts
    row.outputs = state.outputs
    row.result = state.result
    row.log = state.log
    row.run = state.childRun
    if state.fingerprint != nil { row.inputs = inputs(of: position, in: machine) }
    return row
  }

  /// Files of the commit and outputs of needs, sorted by path.
  package static func inputs(of position: Int, in machine: RunMachine) -> InputRecord {
    let node = machine.graph.nodes[position]
    var files = machine.sources.inputs(of: node, in: machine.graph).versions
    for need in node.needs where need.kind != .order {
      for output in machine.knownOutputs(of: need.node)
      where need.kind == .everything || node.reads(output.path) {
        files.append(.init(path: output.path, version: output.version))
      }
    }
    files.sort { $0.path < $1.path }
    guard files.count > listedInputs else { return .files(files) }
    var writer = FingerprintWriter()
    for file in files {
      writer.add(file.path)
      writer.add(file.version)
    }
    return .digest(writer.digest, count: files.count)
  }
}

extension RunMachine {
  /// What a node made, as far as it has been supplied; of a fan-out what all its instances made.
  package func knownOutputs(of node: Int) -> [OutputRecord] {
    makers(of: node).flatMap { nodes[$0].outputs }
  }

  /// The nodes that make what a node stands for: itself, or all instances of a fan-out.
  package func makers(of node: Int) -> [Int] {
    guard graph.nodes[node].role == .gathering else { return [node] }
    return Array(graph.groups[graph.nodes[node].group].instances)
  }
}
