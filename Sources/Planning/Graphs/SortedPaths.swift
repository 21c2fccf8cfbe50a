/// Numbers by path, so that all below a folder are found at once.
struct SortedPaths: Sendable {
  private(set) var all: [(path: String, value: Int)] = []

  mutating func append(_ path: String, _ value: Int) {
    all.append((path, value))
  }

  mutating func sort() {
    all.sort { $0.path < $1.path }
  }

  /// Those in a folder, at any depth; all of them for the root.
  func below(_ folder: String) -> ArraySlice<(path: String, value: Int)> {
    guard !folder.isEmpty else { return all[...] }
    let start = firstIndex(atOrAfter: folder + "/")
    let end = firstIndex(atOrAfter: folder + "0")
    return all[start..<max(start, end)]
  }

  private func firstIndex(atOrAfter path: String) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The folders of paths.
enum PathFolders {
  /// The innermost first; without the root.
  static func above(_ path: String) -> [String] {
    var found: [String] = []
    var folder = path[...]
    while let slash = folder.lastIndex(of: "/") {
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
