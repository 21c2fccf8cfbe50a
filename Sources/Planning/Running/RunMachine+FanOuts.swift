import Hashing
package import Model

/// Fan-outs: instances that appear while the run goes on, and the ends of all of them.
extension RunMachine {
  /// Makes the instances of a fan-out, or asks for the files that name its items.
  mutating func expand(_ node: Int) {
    if isCancelled, !outlivesCancel(node) {
      return settle(node, as: .cancelled, reason: .cancelled)
    }
    if isStopping, phase == .tasks { return settle(node, as: .skipped, reason: .stopped) }
    let wanted = filesToFetch(for: node)
    guard wanted.isEmpty else {
      fetching.insert(node)
      return actions.append(.fetch(node: node, wanted))
    }
    grow(node, FanOutFiles(matches: matches(for: node)))
  }

  mutating func fetched(_ node: Int, _ files: FanOutFiles) {
    guard fetching.remove(node) != nil, nodes[node].status == .pending else { return }
    if isCancelled, !outlivesCancel(node) {
      return settle(node, as: .cancelled, reason: .cancelled)
    }
    var files = files
    files.matches = matches(for: node)
    grow(node, files)
  }

  private mutating func grow(_ node: Int, _ files: FanOutFiles) {
    let group = graph.nodes[node].group
    let task = graph.nodes[node].definition
    do {
      let items = try FanOutExpander.items(
        of: task,
        expansionContext(of: node),
        files: files,
        limit: graph.maker.instanceLimit,
        earlier: graph.groups.reduce(0) { $0 + $1.instances.count }
      )
      let new = try graph.expand(group, into: items)
      nodes += [NodeState](repeating: NodeState(), count: new.count)
      if let gathering = graph.groups[group].gathering {
        nodes[gathering].openNeeds += new.count
        if options.selection?.contains(gathering) ?? false { options.selection?.formUnion(new) }
      }
      for position in new {
        count(position, 1)
        nodes[position].openNeeds = openNeeds(of: graph.nodes[position])
        if nodes[position].openNeeds == 0 { decidable.append(position) }
      }
      actions.append(.expanded(node: node))
      settle(node, as: .succeeded)
    } catch let problem as FanOutProblem {
      fail(node, problem.message)
    } catch let problems as GraphProblems {
      fail(node, problems.all.map(\.message).joined(separator: "; "))
    } catch {
      fail(node, "\(error)")
    }
  }

  private func expansionContext(of node: Int) -> EvaluationContext {
    EvaluationContext(
      params: graph.params,
      run: run,
      tasks: NodeSituation.taskValues(self, graph.nodes[node])
    )
  }

  /// The files that tasks made, or that the commit has, and that name the items.
  private func filesToFetch(for node: Int) -> [FanOutFile] {
    let paths = (try? graph.maker.sourcePaths(of: graph.nodes[node].definition))?.files ?? []
    guard !paths.isEmpty else { return [] }
    let made = graph.nodes[node].needs.filter { $0.kind != .order }.flatMap { outputs(of: $0.node) }
    return paths.compactMap { path in
      if let output = made.first(where: { $0.path == path }) {
        return FanOutFile(path: path, version: output.version, store: output.store)
      }
      return sources.exact(path)?.files.first { $0.path == path }
        .map { FanOutFile(path: path, version: $0.version, store: .git) }
    }
  }

  /// Files of the commit and those that tasks made, for each glob of the fan-out.
  private func matches(for node: Int) -> [String: [String]] {
    let globs = (try? graph.maker.sourcePaths(of: graph.nodes[node].definition))?.globs ?? []
    var found: [String: [String]] = [:]
    for glob in globs {
      let pattern = GlobPattern(glob)
      let made = graph.nodes[node].needs.filter { $0.kind != .order }
        .flatMap { outputs(of: $0.node) }.map(\.path).filter(pattern.matches)
      found[glob] = Set(made + sources.files(matching: glob).map(\.path)).sorted()
    }
    return found
  }

  /// All instances have come to their end: what they came to in sum.
  mutating func gather(_ node: Int) {
    let group = graph.groups[graph.nodes[node].group]
    guard group.isExpanded else {
      // The expansion itself ended in another way.
      let status = group.expansion.map { nodes[$0].status } ?? .failed
      return settle(node, as: status)
    }
    let states = group.instances.map { nodes[$0] }
    let tolerates = graph.nodes[node].definition.policy.continueOnError
    nodes[node].result = .array(states.map { $0.status.isSuccess ? $0.result ?? .null : .null })
    var writer = FingerprintWriter()
    for (position, state) in zip(group.instances, states) {
      writer.add(graph.nodes[position].instance ?? "")
      if let outcome = state.outcome {
        writer.add(outcome)
      } else {
        writer.add(state.status.rawValue)
      }
    }
    nodes[node].outcome = writer.digest
    let statuses = Set(states.map(\.status))
    let status: TaskStatus =
      if statuses.contains(.failed) && !tolerates || statuses.contains(.lost) {
        .failed
      } else if statuses.contains(.blocked) {
        .blocked
      } else if statuses.contains(.cancelled) {
        .cancelled
      } else if statuses == [.skipped] {
        .skipped
      } else {
        .succeeded
      }
    settle(node, as: status)
  }
}

/// A file that names the items of a fan-out.
package struct FanOutFile: Hashable, Sendable {
  package let path: String
  package let version: FileVersion
  package let store: OutputRecord.Store
}
