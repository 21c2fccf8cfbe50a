package import Model

/// A task or an instance of a run, with its templates for paths expanded; or a joint, which stands
/// for a fan-out as a whole.
package struct Node: Sendable {
  /// What a node is there for.
  package enum Role: Hashable, Sendable {
    /// It has attempts: a task without a fan-out, or an instance.
    case work
    /// Makes the instances of a fan-out whose items only a run knows.
    case expansion
    /// Comes to its end with the last instance of a fan-out.
    case gathering
  }

  private final class Shared: Sendable {
    let definition: TaskDefinition

    init(_ definition: TaskDefinition) {
      self.definition = definition
    }
  }

  private let shared: Shared
  package let role: Role
  /// Position of its task in the workflow.
  package let group: Int
  /// What an instance is made for; nil for a task without fan-out, and for joints.
  package let item: FanOutItem?
  /// What it declares to read; nil: the whole tree.
  ///
  /// The file of `script` is among them.
  package let inputs: [InputPattern]?
  package let outputs: [OutputPattern]
  /// Files of the commit that the whole tree leaves out for this node, sorted.
  package let hidden: [String]
  /// Files that were given as values of params which it uses.
  package let submitted: [SubmittedFile]
  /// Sorted by position, each once.
  package internal(set) var needs: [NodeNeed] = []

  package var definition: TaskDefinition { shared.definition }
  /// The key of an instance; nil for a task without fan-out.
  package var instance: String? { item?.key }

  package init(
    definition: TaskDefinition,
    group: Int = 0,
    inputs: [InputPattern]?,
    outputs: [OutputPattern],
    hidden: [String] = [],
    submitted: [SubmittedFile] = []
  ) {
    self.submitted = submitted
    shared = Shared(definition)
    role = .work
    self.group = group
    item = nil
    self.inputs = inputs
    self.outputs = outputs
    self.hidden = hidden
  }

  private init(
    _ shared: Shared,
    role: Role,
    group: Int,
    item: FanOutItem?,
    inputs: [InputPattern]?,
    outputs: [OutputPattern],
    hidden: [String],
    submitted: [SubmittedFile]
  ) {
    self.submitted = submitted
    self.shared = shared
    self.role = role
    self.group = group
    self.item = item
    self.inputs = inputs
    self.outputs = outputs
    self.hidden = hidden
  }

  /// An instance of the same task.
  func instance(
    for item: FanOutItem,
    inputs: [InputPattern]?,
    outputs: [OutputPattern],
    hidden: [String]
  ) -> Node {
    Node(
      shared,
      role: .work,
      group: group,
      item: item,
      inputs: inputs,
      outputs: outputs,
      hidden: hidden,
      submitted: submitted
    )
  }

  /// A joint of the same task; `outputs` are those that its instances may come to make.
  func joint(_ role: Role, inputs: [InputPattern] = [], outputs: [OutputPattern] = []) -> Node {
    Node(
      shared,
      role: role,
      group: group,
      item: nil,
      inputs: inputs,
      outputs: outputs,
      hidden: [],
      submitted: submitted
    )
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

  package static func == (left: NodeKey, right: NodeKey) -> Bool {
    left.task == right.task
      && left.instance.map(ExactText.init) == right.instance.map(ExactText.init)
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

  /// It may have been skipped.
  package let optional: Bool

  package init(node: Int, kind: Kind, optional: Bool = false) {
    self.node = node
    self.kind = kind
    self.optional = optional
  }

  /// Whether the other node's outputs are not seen.
  package var orderOnly: Bool { kind == .order }
}
