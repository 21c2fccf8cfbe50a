import Drawing
import Model

/// Five tasks as a run may leave them, one shared by two parents.
let variants = DrawableGraph(
  name: "variants",
  nodes: [
    DrawableNode(id: "index", label: "index", status: .cached),
    DrawableNode(id: "align", label: "align", status: .succeeded, detail: "2 m 14 s"),
    DrawableNode(id: "call", label: "call", status: .failed, detail: "exit 1"),
    DrawableNode(id: "notify", label: "notify", status: .blocked),
  ],
  edges: edges([("index", "align"), ("align", "call"), ("index", "call"), ("call", "notify")])
)

func edges(_ pairs: [(String, String)]) -> [DrawableEdge] {
  pairs.map { DrawableEdge(from: $0.0, to: $0.1) }
}

/// Nodes without states, named by their ids.
func plain(_ ids: [String], _ pairs: [(String, String)], name: String = "plain") -> DrawableGraph {
  DrawableGraph(
    name: name,
    nodes: ids.map { DrawableNode(id: $0, label: $0) },
    edges: edges(pairs)
  )
}

/// A graph in which each node follows one or two of the nodes shortly before it.
func woven(_ count: Int) -> DrawableGraph {
  let ids = (0..<count).map { "task-\($0)" }
  var pairs: [(String, String)] = []
  for number in 4..<count {
    pairs.append((ids[number - 1 - number * 7 % min(number, 12)], ids[number]))
    if number % 3 == 0 {
      pairs.append((ids[number - 1 - number * 5 % min(number, 9)], ids[number]))
    }
  }
  return plain(ids, pairs, name: "woven")
}
