import Model

/// How a state looks: colours, a mark that says the same without colour, and dashes for what
/// did not happen.
struct StatusLook {
  /// Fill and stroke on light ground, as `rrggbb`.
  let light: (fill: String, stroke: String)
  /// Fill and stroke on dark ground.
  let dark: (fill: String, stroke: String)
  let isDashed: Bool
  /// SVG path in a square of 12 by 12, drawn as a line.
  let mark: String

  private init(
    _ light: (String, String),
    _ dark: (String, String),
    dashed: Bool = false,
    mark: String
  ) {
    self.light = (light.0, light.1)
    self.dark = (dark.0, dark.1)
    isDashed = dashed
    self.mark = mark
  }

  private static let check = "M2 6.5 5 9.5 10.5 3"
  private static let cross = "M3 3 9 9M9 3 3 9"
  private static let clock = "M6 1.5a4.5 4.5 0 1 0 .01 0M6 3.5V6l2 1.5"

  static func of(_ status: TaskStatus) -> StatusLook {
    switch status {
    case .pending:
      StatusLook(("f6f8fa", "818b98"), ("1b2027", "7d8590"), dashed: true, mark: "M2.5 6H9.5")
    case .queued: StatusLook(("f6f8fa", "59636e"), ("21262d", "9198a1"), mark: clock)
    case .running:
      StatusLook(("fff8c5", "9a6700"), ("3a2d0b", "d29922"), mark: "M3.5 2 10 6 3.5 10Z")
    case .waiting:
      StatusLook(("fbefff", "8250df"), ("2b1f45", "a371f7"), mark: "M4 2.5V9.5M8 2.5V9.5")
    case .succeeded: StatusLook(("dafbe1", "1a7f37"), ("12301c", "3fb950"), mark: check)
    case .cached:
      StatusLook(
        ("ddf4ff", "0969da"),
        ("10263f", "4493f8"),
        mark: "M10 6a4 4 0 1 1-1.2-2.9M9.5 1v2.5H7"
      )
    case .failed: StatusLook(("ffebe9", "cf222e"), ("3d1518", "f85149"), mark: cross)
    case .skipped:
      StatusLook(
        ("f6f8fa", "818b98"),
        ("1b2027", "7d8590"),
        dashed: true,
        mark: "M2 3 5.5 6 2 9M6.5 3 10 6 6.5 9"
      )
    case .blocked:
      StatusLook(
        ("fff1e5", "bc4c00"),
        ("37200f", "db6d28"),
        mark: "M6 1.5a4.5 4.5 0 1 0 .01 0M3 9 9 3"
      )
    case .cancelled:
      StatusLook(
        ("eff2f5", "59636e"),
        ("2a2f36", "9198a1"),
        dashed: true,
        mark: "M3 3H9V9H3Z"
      )
    case .lost:
      StatusLook(
        ("ffebe9", "cf222e"),
        ("3d1518", "f85149"),
        dashed: true,
        mark: "M4 4.2a2 2 0 1 1 2.9 1.9C6.2 6.5 6 6.8 6 7.6M6 9.6V10"
      )
    }
  }
}
