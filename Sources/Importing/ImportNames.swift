import Model

/// Turns foreign texts into names and paths that a repository and Weir accept, each once.
struct ImportNames {
  private var names: Set<String> = []
  private var paths: Set<String> = []
  private var folders: Set<String> = []

  /// A name for a workflow or a task that has not been given away yet.
  mutating func name(for text: String) -> String {
    let valid = ImportNames.valid(text)
    var name = valid
    var number = 2
    while !names.insert(name).inserted {
      name = "\(valid.prefix(120))-\(number)"
      number += 1
    }
    return name
  }

  /// The nearest valid name: other characters become `-`, a letter comes first.
  static func valid(_ text: String) -> String {
    var name = String(
      text.unicodeScalars.map { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789_.-".unicodeScalars.contains(scalar))
          ? Character(scalar) : "-"
      }
    )
    if let first = name.first, !first.isLetter { name = "t-" + name }
    name = String((name.isEmpty ? "t" : name).prefix(128))
    if name.hasSuffix(".log") || name.hasSuffix(".lock") {
      name = String(name.prefix(127)) + "_"
    }
    return name
  }

  /// A path below `root` for a foreign path, which no other file has and no folder is.
  mutating func path(for text: String, below root: String) -> String {
    let parts = text.split(separator: "/").map { ImportNames.part(String($0)) }
    let safe = parts.filter { $0 != "." }.map { $0 == ".." ? "up" : $0 }
    var local = safe.isEmpty ? "file" : safe.joined(separator: "/")
    if isTaken(folderOf: "\(root)/\(local)") { local = safe.joined(separator: "_") }
    var path = "\(root)/\(local)"
    var number = 2
    while paths.contains(path) || folders.contains(path) {
      path = "\(root)/\(local)-\(number)"
      number += 1
    }
    paths.insert(path)
    folders.formUnion(ImportNames.folders(of: path))
    return path
  }

  private func isTaken(folderOf path: String) -> Bool {
    ImportNames.folders(of: path).contains { paths.contains($0) }
  }

  private static func folders(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
  }

  /// One step of a path: characters that mean something to a shell, a glob or YAML become `_`.
  private static func part(_ text: String) -> String {
    var part = String(
      text.unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789_.-+=,@".unicodeScalars.contains(scalar))
        return isPlain ? Character(scalar) : "_"
      }
    )
    part = String(part.prefix(200))
    return part.lowercased() == ".git" ? "_git" : part
  }
}
