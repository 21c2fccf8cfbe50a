package import Engine
import Git
import Hashing
package import Model

/// The text of a note under a source commit: which runs it caused.
enum RunNotes {
  /// At most so many runs stand in a note.
  static let limit = 20

  /// The note with one more run; the newest last, each run once.
  static func adding(_ run: RunRecord, duration: Duration, to text: String?) -> String {
    let name = run.reference.description
    var lines = (text ?? "").split(separator: "\n").map { String($0) }
      .filter { !$0.contains(name) }
    let counts = run.counts
    var line = "\(run.status.rawValue) \(name) (\(counts.ran) ran"
    if counts.cached > 0 { line += ", \(counts.cached) cached" }
    line += ", \(duration.forPeople))"
    lines.append(line)
    return lines.suffix(limit).joined(separator: "\n") + "\n"
  }
}

extension RecordsReader {
  /// Makes the notes anew from the records: those of every source commit that still exists.
  /// - Returns: how many commits have a note.
  package func rebuildNotes(at now: Timestamp) async throws(EngineError) -> Int {
    guard let tip = try await tip() else { return 0 }
    let records = try await records(of: try await runs(in: tip).reversed())
    var texts: [ObjectID: String] = [:]
    for record in records where record.status.isFinal {
      guard let source = ObjectID(hex: record.source.commit) else { continue }
      let duration = (record.finishedAt ?? record.requestedAt).since(record.requestedAt)
      texts[source] = RunNotes.adding(record, duration: duration, to: texts[source])
    }
    let who = Signature(name: "Weir", email: "weir@localhost", time: now.milliseconds / 1000)
    let sources = Array(texts.keys)
    do throws(GitError) {
      let present = await repository.perform { repository in
        Set(sources.filter { repository.contains($0) })
      }
      let notes: [ObjectID: String?] = texts.filter { present.contains($0.key) }
      try await repository.setNotes(
        notes,
        in: RecordsPlace.notesRef,
        by: who,
        message: "weir: notes\n"
      )
      return notes.count
    } catch {
      throw EngineError("make the notes anew", error)
    }
  }
}
