import Git
import Hashing
import Indexing
import Ledger
import Model
import Planning

/// Compares a task with the last time it ran: its definition at that commit, its parameters, what
/// it read.
actor ChangeExplainer {
  private let prepared: PreparedRun
  private let index: RunIndex
  private var sides: [String: Side?] = [:]

  /// One earlier run.
  private struct Side {
    let record: RunRecord
    let tree: ObjectID
    let workflow: Workflow
    let tasks: [String: TaskDefinition]
    let results: [String: JSONValue]
  }

  /// At most so many files of a whole tree are named.
  private static let namedFiles = 20

  init(prepared: PreparedRun, index: RunIndex) {
    self.prepared = prepared
    self.index = index
  }

  /// What differs; empty if it cannot be told, as when the old commit is gone.
  func changes(of position: Int, since last: PastOutcome, in machine: RunMachine) async -> [Change]
  {
    let node = machine.graph.nodes[position]
    guard let side = await side(of: last.run), let old = side.tasks[node.definition.name],
      let fragments = try? index.fragments(of: [last.row])[last.row]
    else { return [] }
    let needed = Set(
      node.definition.references.filter { $0.context == "tasks" }
        .compactMap(\.path.first)
    )
    var results: [String: JSONValue] = [:]
    for need in node.needs {
      let name = machine.graph.nodes[need.node].definition.name
      if needed.contains(name) { results[name] = machine.nodes[need.node].result ?? .null }
    }
    let before = TaskSnapshot(
      definition: old,
      params: side.record.params,
      inputs: InputRecord(text: fragments.inputs),
      upstreamResults: side.results
    )
    let after = TaskSnapshot(
      definition: node.definition,
      params: machine.graph.params,
      inputs: RowBuilder.inputs(of: position, in: machine),
      upstreamResults: results
    )
    let made = node.needs.flatMap { machine.graph.nodes[$0.node].outputs }
    let changes = ChangeFinder.changes(from: before, to: after) { path in
      made.contains { $0.covers(path) }
    }
    return await expandingTrees(changes, since: side)
  }

  /// Names the files by which two whole trees differ.
  private func expandingTrees(_ changes: [Change], since side: Side) async -> [Change] {
    guard changes.contains(where: { $0.kind == .tree }) else { return changes }
    let (old, new) = (side.tree, prepared.target.tree)
    let hidden = prepared.recordsFolder + "/"
    let differences =
      (try? await prepared.session.repository.perform { repository in
        try repository.diff(old, new).filter { !$0.path.hasPrefix(hidden) }
      }) ?? []
    return changes
      + differences.prefix(Self.namedFiles).map {
        Change(.input, name: $0.path, old: $0.old?.id.hex, new: $0.new?.id.hex)
      }
  }

  private func side(of run: String) async -> Side? {
    if let known = sides[run] { return known }
    let side = try? await load(run)
    sides[run] = side
    return side
  }

  private func load(_ run: String) async throws -> Side? {
    guard let record = try index.record(of: run), let id = ObjectID(hex: record.source.commit)
    else { return nil }
    let repository = prepared.session.repository
    let path = record.source.file
    let (tree, file) = try await repository.perform { repository in
      let tree = try repository.tree(of: id)
      return (tree, try repository.entry(at: path, in: tree))
    }
    guard let file else { return nil }
    let catalog = WorkflowCatalog(
      repository: repository,
      tree: tree,
      cache: prepared.session.folders.cache
    )
    let workflow = try await catalog.workflow(.init(path: path, id: file.id))
    return Side(
      record: record,
      tree: tree,
      workflow: workflow,
      tasks: Dictionary(workflow.tasks.map { ($0.name, $0) }) { _, last in last },
      results: try index.results(of: run)
    )
  }
}
