package import Model

/// What is drawn: boxes with a label and perhaps a state, and arrows between them.
package struct DrawableGraph: Hashable, Sendable {
  package var name: String
  /// In the order in which equal choices are settled.
  package var nodes: [DrawableNode]
  /// Edges to unknown nodes, from a node to itself, and those that close a cycle are not drawn.
  package var edges: [DrawableEdge]

  package init(name: String, nodes: [DrawableNode], edges: [DrawableEdge]) {
    self.name = name
    self.nodes = nodes
    self.edges = edges
  }

  /// The states that occur, in the order of their declaration, and how often.
  var statusCounts: [(status: TaskStatus, count: Int)] {
    var counts: [TaskStatus: Int] = [:]
    for node in nodes {
      if let status = node.status { counts[status, default: 0] += 1 }
    }
    return TaskStatus.allCases.compactMap { status in
      counts[status].map { (status, $0) }
    }
  }
}

/// A box of the drawing.
package struct DrawableNode: Hashable, Sendable {
  /// Unique within the graph; the first of equal ones counts.
  package var id: String
  package var label: String
  package var status: TaskStatus?
  /// A few words below the label, such as a duration or a reason.
  package var detail: String?
  /// What a pointer that rests on the box and a screen reader tell; nil: label, state and detail.
  package var title: String?

  package init(
    id: String,
    label: String,
    status: TaskStatus? = nil,
    detail: String? = nil,
    title: String? = nil
  ) {
    self.id = id
    self.label = label
    self.status = status
    self.detail = detail
    self.title = title
  }

  /// The state and the detail as one line; nil where there is neither.
  var caption: String? {
    switch (status, detail) {
    case (nil, nil): nil
    case (let status?, nil): status.rawValue
    case (nil, let detail?): detail
    case (let status?, let detail?): "\(status.rawValue) · \(detail)"
    }
  }

  var fullTitle: String {
    if let title { return title }
    return caption.map { "\(label): \($0)" } ?? label
  }
}

/// An arrow between two nodes, named by their ids: `to` comes after `from`.
package struct DrawableEdge: Hashable, Sendable {
  package var from: String
  package var to: String

  package init(from: String, to: String) {
    self.from = from
    self.to = to
  }
}
