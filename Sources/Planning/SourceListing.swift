package import Hashing
package import Model

/// What a graph wants to know of the commit that runs.
package struct SourceQuestion: Hashable, Sendable {
  /// Exact paths of files or folders.
  package var paths: Set<String> = []
  package var globs: Set<String> = []
  /// Whether some task sees the whole tree.
  package var wholeTree = false
  /// What the whole tree leaves out: `runs`, and what this workflow publishes.
  package var excluded: Set<String> = []
  /// The folder of the records, which no glob looks into unless it begins there.
  package var records = ""

  package init() {}

  /// The question of those nodes of a graph that may run.
  package init(_ graph: Graph, mount: String) {
    for node in graph.nodes {
      guard let inputs = node.inputs else {
        wholeTree = true
        if case .script(let template) = node.definition.action, let path = template.constant {
          paths.insert(path)
        }
        continue
      }
      for input in inputs {
        if input.isGlob { globs.insert(input.path) } else { paths.insert(input.path) }
      }
    }
    records = mount
    excluded = Set([mount] + graph.publishedPatterns.map(\.path))
  }
}

/// The answer: files of the commit, by git's own ids, without reading them.
package struct SourceListing: Sendable {
  package typealias File = InputRecord.InputFile

  /// Exact paths that exist; a folder has the mode 0o040000.
  package var entries: [String: FileVersion]
  /// Files that match a glob, sorted by path.
  package var matches: [String: [File]]
  /// The files of exact paths that are folders, sorted by path.
  package var folders: [String: [File]]
  /// The id of the whole tree without what is left out.
  package var wholeTree: ObjectID?

  package init(
    entries: [String: FileVersion] = [:],
    matches: [String: [File]] = [:],
    folders: [String: [File]] = [:],
    wholeTree: ObjectID? = nil
  ) {
    self.entries = entries
    self.matches = matches
    self.folders = folders
    self.wholeTree = wholeTree
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
    guard let inputs = node.inputs else {
      if let tree = wholeTree {
        result.versions = [.init(path: ".", version: FileVersion(mode: 0o040000, id: tree))]
      }
      return result
    }
    let made = node.needs.filter { !$0.orderOnly }.flatMap { graph.nodes[$0.node].outputs }
    let own = node.outputs
    func isMade(_ path: String) -> Bool {
      (made.contains { $0.covers(path) }) || own.contains { $0.covers(path) }
    }
    var seen: Set<String> = []
    for input in inputs {
      if input.isGlob {
        let files = (matches[input.path] ?? []).filter {
          !isMade($0.path) && seen.insert($0.path).inserted
        }
        result.versions += files
        result.files += files
      } else if made.contains(where: { $0.covers(input.path) }) {
        continue
      } else if let version = entries[input.path] {
        guard seen.insert(input.path).inserted else { continue }
        result.versions.append(.init(path: input.path, version: version))
        if version.mode == 0o040000 {
          result.files += (folders[input.path] ?? []).filter { !isMade($0.path) }
        } else {
          result.files.append(.init(path: input.path, version: version))
        }
      } else if !(made.contains { $0.path.hasPrefix(input.path + "/") || $0.isGlob }) {
        result.missing.append(input.path)
      }
    }
    result.versions.sort { $0.path < $1.path }
    result.files.sort { $0.path < $1.path }
    return result
  }
}
