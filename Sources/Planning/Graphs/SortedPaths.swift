import Model

/// Numbers by path in the order of bytes, so that all that begin alike are found at once.
///
/// It grows in batches, which stay apart until a later one has come near their size: a batch costs
/// time by its own size, not by that of all.
struct SortedPaths: Sendable {
  typealias Entry = (path: String, value: Int)

  /// Each sorted; before something is added, each is more than twice as large as the next.
  private var batches: [[Entry]] = []

  mutating func add(_ more: [Entry]) {
    uniteBatches()
    batches.append(more.sorted(by: Self.precedes))
  }

  /// Takes back what was added last.
  mutating func removeLastBatch() { batches.removeLast() }

  /// Those in a folder, at any depth; all of them for the root.
  func below(_ folder: String) -> [Entry] {
    guard !folder.isEmpty else { return batches.flatMap { $0 } }
    return starting(with: folder + "/")
  }

  /// Those that begin with a text, which may end within a name.
  func starting(with text: String) -> [Entry] {
    batches.flatMap { batch in
      let start = Self.firstIndex(in: batch) { $0.isBefore(text) }
      let end = Self.firstIndex(in: batch) {
        $0.utf8.starts(with: text.utf8) || $0.isBefore(text)
      }
      return batch[start..<end]
    }
  }

  /// The end of the paths that come before a place in the order.
  private static func firstIndex(in batch: [Entry], where isBefore: (String) -> Bool) -> Int {
    var low = 0
    var high = batch.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(batch[middle].path) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Unites the last batches as long as they are of about one size.
  private mutating func uniteBatches() {
    while let last = batches.last, batches.count > 1,
      batches[batches.count - 2].count <= 2 * last.count + 1
    {
      let before = batches[batches.count - 2]
      batches.removeLast(2)
      batches.append(Self.united(before, last))
    }
  }

  private static func united(_ left: [Entry], _ right: [Entry]) -> [Entry] {
    var all: [Entry] = []
    all.reserveCapacity(left.count + right.count)
    var next = 0
    for entry in left {
      while next < right.count, precedes(right[next], entry) {
        all.append(right[next])
        next += 1
      }
      all.append(entry)
    }
    all += right[next...]
    return all
  }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.path.isBefore(right.path)
  }
}

/// The folders of paths.
enum PathFolders {
  /// The innermost first; without the root.
  static func above(_ path: String) -> [String] {
    var found: [String] = []
    var folder = path[...]
    while let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
      folder = folder[..<slash]
      found.append(String(folder))
    }
    return found
  }

  /// How many names a path has; any number where it has `**`.
  static func depth(_ path: String) -> Int {
    path.contains("**") ? .max : path.utf8.count { $0 == UInt8(ascii: "/") } + 1
  }
}
