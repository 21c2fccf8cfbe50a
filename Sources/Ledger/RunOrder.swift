import Engine
import Git
import Model

extension RecordsReader {
  /// Runs in order, the newest first.
  ///
  /// An id knows the second in which its run was asked for; among several of one second the records
  /// tell more.
  static func newestFirst(
    _ runs: [StoredRun],
    _ repository: isolated Repository
  ) throws(GitError) -> [StoredRun] {
    var sorted = runs.sorted { $0.reference.id > $1.reference.id }
    var start = 0
    while start < sorted.count {
      let second = sorted[start].reference.id.second
      var end = start + 1
      while end < sorted.count, sorted[end].reference.id.second == second { end += 1 }
      if end - start > 1 {
        let moments = try sorted[start..<end].map { run throws(GitError) in
          (run: run, moment: try moment(of: run, repository))
        }
        sorted.replaceSubrange(
          start..<end,
          with: moments.sorted {
            ($0.moment, $0.run.reference.id) > ($1.moment, $1.run.reference.id)
          }
          .map(\.run)
        )
      }
      start = end
    }
    return sorted
  }

  /// When it was asked for; empty where the record cannot be read.
  private static func moment(
    of run: StoredRun,
    _ repository: isolated Repository
  ) throws(GitError) -> String {
    guard let text = try file("run.json", of: run, repository) else { return "" }
    return (try? JSONReader.parse(text))?["requested_at"]?.string ?? ""
  }
}
