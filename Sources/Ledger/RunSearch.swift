package import Engine
import Git
package import Model

/// A name of a run that a person typed, which fits none or several.
package enum RunSearchError: Error, Hashable, Sendable {
  case none(String)
  case several(String, [RunReference])
  case engine(EngineError)
}

extension RecordsReader {
  /// Finds the run that a person means: `WORKFLOW/ID`, an id or the start of one, `latest` (which is
  /// no node of another run), `WORKFLOW/latest`, or a workflow's name for its latest.
  package func find(_ name: String) async throws(RunSearchError) -> StoredRun {
    guard let (current, tip) = try await currentRuns() else { throw .none(name) }
    if name == "latest" {
      do throws(EngineError) {
        if let run = try await outermost(current) { return run }
      } catch {
        throw .engine(error)
      }
    }
    if let run = try Self.pick(name, from: current) { return run }
    let removed: [StoredRun]
    do throws(EngineError) {
      removed = try await removedRuns(before: tip)
    } catch {
      throw .engine(error)
    }
    if let run = try Self.pick(name, from: removed) { return run }
    throw .none(name)
  }

  /// The first of some runs that is no node of another; only as many records are read as it takes.
  package func outermost(_ runs: [StoredRun]) async throws(EngineError) -> StoredRun? {
    let batch = 8
    for start in stride(from: 0, to: runs.count, by: batch) {
      let some = Array(runs[start..<min(start + batch, runs.count)])
      let own = try await records(of: some).first { $0.parent == nil }
      if let own { return some.first { $0.reference == own.reference } }
    }
    return nil
  }

  private func currentRuns() async throws(RunSearchError) -> ([StoredRun], Tip)? {
    do throws(EngineError) {
      guard let tip = try await tip() else { return nil }
      return (try await runs(in: tip), tip)
    } catch {
      throw .engine(error)
    }
  }

  /// The run that a name means among some, newest first; nil if it fits none.
  package static func pick(
    _ name: String,
    from runs: [StoredRun]
  ) throws(RunSearchError) -> StoredRun? {
    let found = try pick(name, from: runs.map(\.reference))
    return found.flatMap { found in runs.first { $0.reference == found } }
  }

  /// The same for runs that have no record yet.
  package static func pick(
    _ name: String,
    from runs: [RunReference]
  ) throws(RunSearchError) -> RunReference? {
    if name == "latest" { return runs.first }
    let parts = name.split(separator: "/", maxSplits: 1).map { String($0) }
    var candidates = runs
    var prefix = name
    if parts.count == 2 {
      candidates = runs.filter { $0.workflow == parts[0] }
      prefix = parts[1]
      if prefix == "latest" { return candidates.first }
    } else if let latest = runs.first(where: { $0.workflow == name }) {
      return latest
    }
    let fitting = candidates.filter {
      $0.id.text.hasPrefix(prefix) || $0.id.name.hasPrefix(prefix)
        || $0.id.text.hasSuffix("-\(prefix)")
    }
    if fitting.count > 1 { throw .several(name, fitting) }
    return fitting.first
  }
}
