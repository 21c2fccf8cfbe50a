import Hashing
package import Model

/// One side of a comparison: a task as it was declared, and what it read.
package struct TaskSnapshot: Sendable {
  package var definition: TaskDefinition
  package var params: [String: JSONValue]
  package var inputs: InputRecord
  /// Results of the tasks that it needs, by name.
  package var upstreamResults: [String: JSONValue]

  package init(
    definition: TaskDefinition,
    params: [String: JSONValue],
    inputs: InputRecord,
    upstreamResults: [String: JSONValue] = [:]
  ) {
    self.definition = definition
    self.params = params
    self.inputs = inputs
    self.upstreamResults = upstreamResults
  }
}

/// Says what makes the fingerprints of a task differ between two runs.
package enum ChangeFinder {
  /// `made` tells which paths are outputs of other tasks.
  package static func changes(
    from old: TaskSnapshot,
    to new: TaskSnapshot,
    made: (String) -> Bool
  ) -> [Change] {
    var changes = definitionChanges(old.definition, new.definition)
    changes += parameterChanges(old, new)
    for (name, value) in new.upstreamResults.sorted(by: { $0.key < $1.key }) {
      let before = old.upstreamResults[name] ?? .null
      guard before != value else { continue }
      changes.append(
        Change(
          .upstreamResult,
          name: name,
          old: JSONWriter.compact(before),
          new: JSONWriter.compact(value)
        )
      )
    }
    changes += inputChanges(old.inputs, new.inputs, made: made)
    return changes
  }

  private static func definitionChanges(
    _ old: TaskDefinition,
    _ new: TaskDefinition
  ) -> [Change] {
    var changes: [Change] = []
    if old.action.source != new.action.source
      || old.args.map(\.source) != new.args.map(\.source)
    {
      changes.append(Change(.command))
    }
    if old.shell != new.shell { changes.append(Change(.shell, old: old.shell, new: new.shell)) }
    let before = Dictionary(
      old.environment.map { ($0.name, $0.value.source) },
      uniquingKeysWith: { $1 }
    )
    let after = Dictionary(
      new.environment.map { ($0.name, $0.value.source) },
      uniquingKeysWith: { $1 }
    )
    for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
      changes.append(Change(.environment, name: name, old: before[name], new: after[name]))
    }
    let outputs = { (task: TaskDefinition) in
      task.outputs.map { "\($0.path.source)\($0.optional ? "?" : "")" }
    }
    if outputs(old) != outputs(new) { changes.append(Change(.definition, name: "outputs")) }
    if old.resultFormat != new.resultFormat {
      changes.append(Change(.definition, name: "result"))
    }
    if old.workingDirectory?.source != new.workingDirectory?.source {
      changes.append(Change(.definition, name: "working_directory"))
    }
    return changes
  }

  private static func parameterChanges(_ old: TaskSnapshot, _ new: TaskSnapshot) -> [Change] {
    var names = Set(new.definition.params)
    for reference in new.definition.references where reference.context == "params" {
      if let name = reference.path.first { names.insert(name) }
    }
    return names.sorted().compactMap { name in
      let before = old.params[name] ?? .null
      let after = new.params[name] ?? .null
      guard before != after else { return nil }
      return Change(
        .parameter,
        name: name,
        old: JSONWriter.compact(before),
        new: JSONWriter.compact(after)
      )
    }
  }

  private static func inputChanges(
    _ old: InputRecord,
    _ new: InputRecord,
    made: (String) -> Bool
  ) -> [Change] {
    guard case .files(let before) = old, case .files(let after) = new else {
      // Of so many files a digest is recorded: which of them changed is not known.
      return old == new ? [] : [Change(.input, old: countText(old), new: countText(new))]
    }
    let oldVersions = Dictionary(
      before.map { ($0.path, $0.version) },
      uniquingKeysWith: { $1 }
    )
    let newVersions = Dictionary(
      after.map { ($0.path, $0.version) },
      uniquingKeysWith: { $1 }
    )
    return Set(oldVersions.keys).union(newVersions.keys).sorted().compactMap { path in
      let (was, now) = (oldVersions[path], newVersions[path])
      guard was != now else { return nil }
      let kind: Change.Kind = path == "." ? .tree : made(path) ? .upstreamOutput : .input
      let sameMode = was?.mode == now?.mode
      let text = { (version: FileVersion?) in
        version.map { sameMode ? $0.id.hex : $0.text }
      }
      return Change(kind, name: path, old: text(was), new: text(now))
    }
  }

  private static func countText(_ record: InputRecord) -> String {
    switch record {
    case .files(let files): "\(files.count) files"
    case .digest(_, let count): "\(count) files"
    }
  }
}
