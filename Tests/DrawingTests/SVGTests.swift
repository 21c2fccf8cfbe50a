import Drawing
import Testing

@Suite("A graph as SVG")
struct SVGTests {
  @Test func aSmallGraphVerbatim() {
    let graph = plain(["make", "test"], [("make", "test")])
    #expect(
      GraphSVG.render(graph) == """
        <svg xmlns="http://www.w3.org/2000/svg" class="weir-graph" width="204" height="64" viewBox="0 0 204 64" role="graphics-document" aria-label="plain">
        <title>plain</title>
        <style>
        .weir-graph{--ground:#ffffff;--ink:#1f2328;--soft:#59636e;--line:#8c959f;--box:#f6f8fa;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .weir-graph .ground{fill:var(--ground)}
        .weir-graph .node rect{fill:var(--box);stroke:var(--line);stroke-width:1.25}
        .weir-graph .node:hover rect{stroke-width:2.25}
        .weir-graph text{fill:var(--ink);font-size:13px}
        .weir-graph .caption,.weir-graph .legend text{fill:var(--soft);font-size:11px}
        .weir-graph .small text{font-size:10px}
        .weir-graph .edge{fill:none;stroke:var(--line);stroke-width:1.25}
        .weir-graph .many{stroke-width:.75;stroke-opacity:.35}
        .weir-graph .tip{fill:var(--line)}
        .weir-graph .mark{fill:none;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;stroke-dasharray:none}
        @media (prefers-color-scheme:dark){
        .weir-graph{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--line:#6e7681;--box:#161b22}
        }
        </style>
        <rect class="ground" width="204" height="64"/>
        <path class="edge" d="M80 32L124 32"/>
        <path class="tip" d="M124 32l-7-3.5v7Z"/>
        <g>
        <g class="node" role="graphics-symbol" aria-label="make" transform="translate(16 16)"><title>make</title><rect width="64" height="32" rx="7"/><text x="12" y="20.5">make</text></g>
        <g class="node" role="graphics-symbol" aria-label="test" transform="translate(124 16)"><title>test</title><rect width="64" height="32" rx="7"/><text x="12" y="20.5">test</text></g>
        </g>
        </svg>

        """
    )
  }

  @Test func statesHaveColoursMarksAndALegend() {
    let svg = GraphSVG.render(variants)
    #expect(
      svg.contains(
        """
        <g class="node failed" role="graphics-symbol" aria-label="call: failed · exit 1" transform="translate(351 16)"><title>call: failed · exit 1</title><rect width="120" height="46" rx="7"/><path class="mark" transform="translate(10 17)" d="M3 3 9 9M9 3 3 9"/><text x="30" y="20">call</text><text class="caption" x="30" y="36">failed · exit 1</text></g>
        """
      )
    )
    #expect(svg.contains(".weir-graph .failed rect{fill:#ffebe9;stroke:#cf222e}"))
    #expect(svg.contains(".weir-graph .failed rect{fill:#3d1518;stroke:#f85149}"))
    #expect(svg.contains("@media (prefers-color-scheme:dark){"))
    for text in ["1 succeeded", "1 cached", "1 failed", "1 blocked"] {
      #expect(svg.contains(">\(text)</text>"))
    }
    #expect(!svg.contains(".running"))
  }

  @Test func textIsEscaped() {
    let graph = DrawableGraph(
      name: "<a & \"b\">",
      nodes: [DrawableNode(id: "x", label: "x<y>\u{1}", title: "</title><script>")],
      edges: []
    )
    let svg = GraphSVG.render(graph)
    #expect(svg.contains("aria-label=\"&lt;a &amp; &quot;b&quot;&gt;\""))
    #expect(svg.contains(">x&lt;y&gt;\u{FFFD}</text>"))
    #expect(svg.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"))
    #expect(!svg.contains("<script"))
  }

  @Test func aGraphWithoutNodesIsStillADrawing() {
    let svg = GraphSVG.render(DrawableGraph(name: "empty", nodes: [], edges: []))
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
  }
}
