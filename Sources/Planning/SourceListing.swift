package import Hashing
package import Model

/// The answer to a `SourceQuestion`: files of the commit, by git's own ids, without reading them.
package struct SourceListing: Sendable {
  package typealias File = InputRecord.InputFile

  /// Exact paths that exist; a folder has the mode 0o040000.
  package var entries: [String: FileVersion]
  /// Files that match a glob, sorted by path.
  package var matches: [String: [File]]
  /// The files of exact paths that are folders, sorted by path.
  package var folders: [String: [File]]
  /// The ids of the whole tree without what is left out, by what is left out besides.
  package var wholeTrees: [[String]: ObjectID]
  /// Every file, sorted by path, where the question wanted that.
  package var everything: [File]?

  package init(
    entries: [String: FileVersion] = [:],
    matches: [String: [File]] = [:],
    folders: [String: [File]] = [:],
    wholeTrees: [[String]: ObjectID] = [:],
    everything: [File]? = nil
  ) {
    self.entries = entries
    self.matches = matches
    self.folders = folders
    self.wholeTrees = wholeTrees
    self.everything = everything
  }

  /// The files that match a glob.
  package func files(matching glob: String) -> [File] {
    if let known = matches[glob] { return known }
    guard let everything else { return [] }
    let pattern = GlobPattern(glob)
    return files(below: pattern.fixedFolder, in: everything).filter { pattern.matches($0.path) }
  }

  /// The files of an exact path: itself, or what is in the folder; and its versions, where a
  /// folder may count as a whole.
  ///
  /// Nil for a path that the commit does not have.
  package func exact(_ path: String) -> (versions: [File], files: [File])? {
    // Another spelling of the same characters is another file.
    if let index = entries.index(forKey: path), entries[index].key.isSame(as: path) {
      let version = entries[index].value
      let own = File(path: path, version: version)
      return ([own], version.mode == 0o040000 ? folders[path] ?? [] : [own])
    }
    guard let everything else { return nil }
    let position = firstIndex(atOrAfter: path, in: everything)
    if position < everything.count, everything[position].path.isSame(as: path) {
      return ([everything[position]], [everything[position]])
    }
    let inside = files(below: path, in: everything)
    return inside.isEmpty ? nil : (inside, inside)
  }

  private func files(below folder: String, in all: [File]) -> [File] {
    guard !folder.isEmpty else { return all }
    let start = firstIndex(atOrAfter: folder + "/", in: all)
    return Array(all[start..<max(start, firstIndex(atOrAfter: folder + "0", in: all))])
  }

  private func firstIndex(atOrAfter path: String, in all: [File]) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].path.isBefore(path) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What one node reads of the commit.
package struct SourceInputs: Sendable {
  /// For the fingerprint and the record: files, and folders as a whole.
  package var versions: [InputRecord.InputFile]
  /// For the folder of an attempt: files alone.
  package var files: [InputRecord.InputFile]
  /// Declared exact paths that neither the commit nor another node has.
  package var missing: [String]
}

extension SourceListing {
  /// Where a path or glob of a node is made by a node that it needs, the commit's file is not it.
  package func inputs(of node: Node, in graph: Graph) -> SourceInputs {
    var result = SourceInputs(versions: [], files: [], missing: [])
    result.versions = node.submitted.map {
      .init(path: $0.path, version: FileVersion(mode: 0o100644, id: $0.id))
    }
    guard let inputs = node.inputs else {
      if let tree = wholeTrees[node.hidden] {
        let whole = File(path: ".", version: FileVersion(mode: 0o040000, id: tree))
        result.versions.insert(whole, at: 0)
      }
      if let script = graph.script(of: node), exact(script) == nil, !graph.brings(script, to: node)
      {
        result.missing.append(script)
      }
      return result
    }
    let made = graph.outputPatterns(ofNeedsOf: node)
    let own = node.outputs
    func isMade(_ path: String) -> Bool {
      (made.contains { $0.covers(path) }) || own.contains { $0.covers(path) }
    }
    var seen: Set<ExactText> = []
    let submitted = Set(node.submitted.map(\.path))
    for input in inputs where !submitted.contains(input.path) {
      if input.isGlob {
        let files = files(matching: input.path).filter {
          !isMade($0.path) && seen.insert(ExactText($0.path)).inserted
        }
        result.versions += files
        result.files += files
      } else if made.contains(where: { $0.covers(input.path) }) {
        continue
      } else if let found = exact(input.path) {
        guard seen.insert(ExactText(input.path)).inserted else { continue }
        result.versions += found.versions
        result.files += found.files.filter { $0.path.isSame(as: input.path) || !isMade($0.path) }
      } else if !(made.contains { $0.path.hasBytes(atStart: input.path + "/") || $0.isGlob }) {
        result.missing.append(input.path)
      }
    }
    result.versions.sort { $0.path.isBefore($1.path) }
    result.files.sort { $0.path.isBefore($1.path) }
    return result
  }
}

extension Graph {
  /// What the needs of a node declare to make, but for those that count by order alone.
  func outputPatterns(ofNeedsOf node: Node) -> [OutputPattern] {
    node.needs.filter { !$0.orderOnly }.flatMap { need -> [OutputPattern] in
      let other = nodes[need.node]
      guard other.role == .gathering else { return other.outputs }
      return groups[other.group].instances.flatMap { nodes[$0].outputs } + other.outputs
    }
  }
}
