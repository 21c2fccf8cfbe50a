import Model

/// The style sheet inside the drawing: it follows the reader's light or dark scheme.
enum SVGStyle {
  /// Rules for the parts of every drawing and for the states that occur in this one.
  static func sheet(_ statuses: [TaskStatus]) -> String {
    let light = statuses.map { rule($0, StatusLook.of($0).light) }.joined()
    let dark = statuses.map { rule($0, StatusLook.of($0).dark) }.joined()
    let dashed = statuses.filter { StatusLook.of($0).isDashed }
      .map { ".weir-graph .\($0.rawValue){stroke-dasharray:4 3}\n" }
      .joined()
    return """
      <style>
      .weir-graph{--ground:#ffffff;--ink:#1f2328;--soft:#59636e;--line:#8c959f;--box:#f6f8fa;\
      font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
      .weir-graph .ground{fill:var(--ground)}
      .weir-graph .node rect{fill:var(--box);stroke:var(--line);stroke-width:1.25}
      .weir-graph .node:hover rect{stroke-width:2.25}
      .weir-graph text{fill:var(--ink);font-size:13px}
      .weir-graph .caption,.weir-graph .legend text{fill:var(--soft);font-size:11px}
      .weir-graph .small text{font-size:10px}
      .weir-graph .edge{fill:none;stroke:var(--line);stroke-width:1.25}
      .weir-graph .many{stroke-width:.75;stroke-opacity:.35}
      .weir-graph .tip{fill:var(--line)}
      .weir-graph .mark{fill:none;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;\
      stroke-dasharray:none}
      \(dashed)\(light)@media (prefers-color-scheme:dark){
      .weir-graph{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--line:#6e7681;--box:#161b22}
      \(dark)}
      </style>

      """
  }

  private static func rule(
    _ status: TaskStatus,
    _ colours: (fill: String, stroke: String)
  ) -> String {
    let name = status.rawValue
    return """
      .weir-graph .\(name) rect{fill:#\(colours.fill);stroke:#\(colours.stroke)}
      .weir-graph .\(name) .mark{stroke:#\(colours.stroke)}

      """
  }
}
