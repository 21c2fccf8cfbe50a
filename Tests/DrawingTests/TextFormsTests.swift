import Drawing
import Model
import Testing

@Suite("A graph as text")
struct TextFormsTests {
  @Test func aTreeNamesSharedNodesAgain() {
    #expect(
      GraphTextTree.render(variants) == """
        variants
        └─ index  [cached]
           ├─ align  [succeeded · 2 m 14 s]
           │  └─ call  [failed · exit 1]
           │     └─ notify  [blocked]
           └─ call (above, with what follows it)

        """
    )
  }

  @Test func aTreeOfSeveralRootsEndsWithTheLast() {
    let graph = plain(["a", "b", "c"], [("a", "c"), ("b", "c")])
    #expect(
      GraphTextTree.render(graph) == """
        plain
        ├─ a
        │  └─ c
        └─ b
           └─ c (above)

        """
    )
  }

  @Test func aDeepTreeGoesOnAtTheLeftEdge() {
    let ids = (0..<60).map { "n\($0)" }
    let text = GraphTextTree.render(plain(ids, Array(zip(ids, ids.dropFirst()))))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix("└─ n24 (goes on below)") })
    #expect(lines.contains("└─ n24"))
    #expect(lines.allSatisfy { $0.count < 120 })
    #expect(lines.filter { $0.hasSuffix(" n59") }.count == 1)
  }

  @Test func aTreeDoesNotObeyItsLabels() {
    let graph = plain(["a\u{1B}[31m\nb"], [], name: "x\ty")
    #expect(GraphTextTree.render(graph) == "x y\n└─ a [31m b\n")
  }

  @Test func mermaidHasAClassForEachState() {
    #expect(
      GraphMermaid.render(variants) == """
        flowchart LR
          n1["index<br/>cached"]:::cached
          n2["align<br/>succeeded · 2 m 14 s"]:::succeeded
          n3["call<br/>failed · exit 1"]:::failed
          n4["notify<br/>blocked"]:::blocked
          n1 --> n2
          n2 --> n3
          n1 --> n3
          n3 --> n4
          classDef succeeded fill:#dafbe1,stroke:#1a7f37,color:#1f2328
          classDef cached fill:#ddf4ff,stroke:#0969da,color:#1f2328
          classDef failed fill:#ffebe9,stroke:#cf222e,color:#1f2328
          classDef blocked fill:#fff1e5,stroke:#bc4c00,color:#1f2328

        """
    )
  }

  @Test func mermaidReadsNothingIntoLabels() {
    let graph = plain(["1. \"a\" <b> `c` _d_ #e; é"], [])
    #expect(
      GraphMermaid.render(graph) == """
        flowchart LR
          n1["#49;. #34;a#34; #60;b#62; #96;c#96; #95;d#95; #35;e#59; é"]

        """
    )
  }

  @Test func dotQuotesEverything() {
    let graph = DrawableGraph(
      name: "a\"b",
      nodes: [
        DrawableNode(id: "x\\y", label: "x\\y", title: "two\nlines"),
        DrawableNode(id: "z", label: "z", status: .skipped, detail: "not \"needed\""),
      ],
      edges: edges([("x\\y", "z"), ("z", "nobody")])
    )
    #expect(
      GraphDOT.render(graph) == #"""
        digraph "a\"b" {
          rankdir=LR
          node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#8c959f", fontname="sans-serif", fontsize=11]
          edge [color="#8c959f", arrowsize=0.7]
          "x\\y" [label="x\\y", tooltip="two\nlines"]
          "z" [label="z\nskipped · not \"needed\"", class="skipped", fillcolor="#f6f8fa", color="#818b98", style="rounded,filled,dashed"]
          "x\\y" -> "z"
        }

        """#
    )
  }

  @Test func cyclesAndUnknownEndsDoNotHang() {
    let graph = plain(["a", "b", "c"], [("a", "b"), ("b", "a"), ("c", "c"), ("c", "nobody")])
    #expect(
      GraphTextTree.render(graph) == """
        plain
        ├─ c
        └─ a
           └─ b

        """
    )
    #expect(GraphSVG.render(graph).contains(">c</text>"))
  }
}
