package import Model
package import Planning

/// Brings the bytes that fan-outs are made of, as long as a plan asks for some.
package struct FanOutFetcher: Sendable {
  private let contents: any ContentStore

  package init(_ contents: any ContentStore) {
    self.contents = contents
  }

  /// Answers what a machine asks for among its actions, and gives the other actions, in order.
  package func answer(
    _ actions: [RunAction],
    _ machine: inout RunMachine,
    at now: Timestamp
  ) async throws(EngineError) -> [RunAction] {
    var rest: [RunAction] = []
    var open = actions[...]
    while let action = open.popFirst() {
      guard case .fetch(let node, let wanted) = action else {
        rest.append(action)
        continue
      }
      var files = FanOutFiles()
      for file in wanted {
        files.bytes[file.path] = try await contents.read(
          FolderContents.File(path: file.path, version: file.version, store: file.store)
        )
      }
      open += machine.apply(.fetched(node: node, files), at: now)
    }
    return rest
  }
}
