package import Model

/// A task of a run, with its templates for paths expanded.
package struct Node: Sendable {
  package let definition: TaskDefinition
  /// The key of an instance; nil for a task without fan-out.
  package let instance: String?
  /// What it declares to read; nil: the whole tree.
  ///
  /// The file of `script` is among them.
  package let inputs: [InputPattern]?
  package let outputs: [OutputPattern]
  /// Sorted by position, each once.
  package internal(set) var needs: [NodeNeed]

  package init(
    definition: TaskDefinition,
    instance: String? = nil,
    inputs: [InputPattern]?,
    outputs: [OutputPattern],
    needs: [NodeNeed] = []
  ) {
    self.definition = definition
    self.instance = instance
    self.inputs = inputs
    self.outputs = outputs
    self.needs = needs
  }

  /// Whether a file is among its inputs.
  func reads(_ path: String) -> Bool {
    inputs?.contains { $0.covers(path) } ?? true
  }

  /// Whether another node's inputs cover all that this one declares to make, by name.
  func isReadWhole(by other: Node) -> Bool {
    guard let inputs = other.inputs else { return true }
    return outputs.allSatisfy { output in
      !output.isGlob && inputs.contains { $0.covers(output.path) }
    }
  }

  /// What history knows it by.
  package var key: NodeKey { NodeKey(task: definition.name, instance: instance) }
}

/// The name of a task or an instance within its workflow.
package struct NodeKey: Hashable, Sendable, CustomStringConvertible {
  package let task: String
  package let instance: String?

  package init(task: String, instance: String? = nil) {
    self.task = task
    self.instance = instance
  }

  /// `task` or `task/key`.
  package var description: String { instance.map { "\(task)/\($0)" } ?? task }
}

/// An edge: another node that comes first.
package struct NodeNeed: Hashable, Sendable {
  /// Position in the graph.
  package let node: Int
  package let kind: Kind

  /// What of the other node counts.
  package enum Kind: Hashable, Sendable {
    /// Its outputs are not seen, and its changes do not count.
    case order
    /// Those of its outputs that the inputs match.
    case files
    /// All that it makes.
    case everything
  }

  package init(node: Int, kind: Kind) {
    self.node = node
    self.kind = kind
  }

  /// Whether the other node's outputs are not seen.
  package var orderOnly: Bool { kind == .order }
}

/// A path or glob that a task reads.
package struct InputPattern: Hashable, Sendable {
  package let path: String
  package let isGlob: Bool

  package init(_ path: String) {
    self.path = path
    isGlob = GlobPattern.isPattern(path)
  }

  /// Whether a file is among what it reads; a folder stands for all below it.
  package func covers(_ candidate: String) -> Bool {
    PathCover.covers(path, isGlob: isGlob, candidate)
  }
}

/// A path or glob that a task makes.
package struct OutputPattern: Hashable, Sendable {
  package let path: String
  package let isGlob: Bool
  package let optional: Bool
  package let publish: Bool

  package init(_ path: String, optional: Bool = false, publish: Bool = false) {
    self.path = path
    isGlob = GlobPattern.isPattern(path)
    self.optional = optional
    self.publish = publish
  }

  /// Whether a collected path belongs to this pattern; a folder stands for all below it.
  package func covers(_ candidate: String) -> Bool {
    PathCover.covers(path, isGlob: isGlob, candidate)
  }
}

/// What a declared path stands for.
private enum PathCover {
  static func covers(_ path: String, isGlob: Bool, _ candidate: String) -> Bool {
    if isGlob { return GlobPattern(path).matches(candidate) }
    return candidate == path || candidate.hasPrefix(path + "/")
  }
}
