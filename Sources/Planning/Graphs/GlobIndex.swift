import Model

/// Patterns of outputs by what their paths begin with, so that of many in one folder those that
/// matter are found at once.
struct GlobIndex: Sendable {
  struct Glob: Sendable {
    let pattern: GlobPattern
    let node: Int
  }

  /// In the order in which they came.
  private var all: [Glob] = []
  /// Positions in `all` by the fixed start of the pattern.
  private var byStart: [String: [Int]] = [:]
  private var sorted = SortedPaths()
  /// Lengths of fixed starts, in bytes.
  private var lengths: Set<Int> = []

  mutating func add(_ more: [Glob]) {
    let starts = more.map(\.pattern.fixedStart)
    for (position, start) in zip(all.count..., starts) {
      byStart[start, default: []].append(position)
      lengths.insert(start.utf8.count)
    }
    sorted.add(zip(starts, all.count...).map { (path: $0, value: $1) })
    all += more
  }

  /// Takes back those of nodes from a position on, which were added last.
  mutating func removeLastBatch(from first: Int) {
    while let last = all.last, last.node >= first {
      byStart[last.pattern.fixedStart]?.removeLast()
      all.removeLast()
    }
    sorted.removeLastBatch()
  }

  /// Those that a path matches.
  func matching(_ path: String) -> [Glob] {
    positions(beginning: path).map { all[$0] }.filter { $0.pattern.matches(path) }
  }

  /// Those that may match a path which another pattern matches too, with their positions.
  func intersecting(_ pattern: GlobPattern) -> [(position: Int, glob: Glob)] {
    guard !all.isEmpty else { return [] }
    let start = pattern.fixedStart
    let longer = sorted.starting(with: start)
      .filter { $0.path.utf8.count > start.utf8.count }.map(\.value)
    return (positions(beginning: start) + longer).map { ($0, all[$0]) }
      .filter { $0.glob.pattern.mayIntersect(pattern) }
  }

  /// Those that match nothing outside a folder, except perhaps the folder itself.
  func below(_ folder: String) -> [Glob] {
    // What `folder/**` begins with has no slash at its end.
    let whole = (byStart[folder] ?? []).filter { all[$0].pattern.fixedFolder == folder }
    return (whole + sorted.below(folder).map(\.value)).map { all[$0] }
  }

  /// Those whose fixed start a text begins with.
  private func positions(beginning text: String) -> [Int] {
    guard !all.isEmpty else { return [] }
    let bytes = text.utf8
    return lengths.filter { $0 <= bytes.count }.flatMap { length -> [Int] in
      guard let start = String(bytes.prefix(length)) else { return [] }
      return byStart[start] ?? []
    }
  }
}
