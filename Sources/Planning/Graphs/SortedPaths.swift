import Model

/// Numbers by path in the order of bytes, so that all that begin alike are found at once.
struct SortedPaths: Sendable {
  private(set) var all: [(path: String, value: Int)] = []

  mutating func append(_ path: String, _ value: Int) {
    all.append((path, value))
  }

  mutating func sort() {
    all.sort { $0.path.isBefore($1.path) }
  }

  /// Those in a folder, at any depth; all of them for the root.
  func below(_ folder: String) -> ArraySlice<(path: String, value: Int)> {
    guard !folder.isEmpty else { return all[...] }
    return starting(with: folder + "/")
  }

  /// Those that begin with a text, which may end within a name.
  func starting(with text: String) -> ArraySlice<(path: String, value: Int)> {
    let start = firstIndex { $0.isBefore(text) }
    let end = firstIndex { $0.utf8.starts(with: text.utf8) || $0.isBefore(text) }
    return all[start..<end]
  }

  /// The end of the paths that come before a place in the order.
  private func firstIndex(where isBefore: (String) -> Bool) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(all[middle].path) { low = middle + 1 } else { high = middle }
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
