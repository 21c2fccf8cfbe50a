import Engine
import Git
import Hashing
import Model

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
