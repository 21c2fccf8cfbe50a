import Glibc
import Model

/// Parts of a record in words.
enum RunWords {
  /// `2026-11-21 03:12`, in the time zone of whoever reads.
  static func minute(_ time: Timestamp) -> String { local(time, "%Y-%m-%d %H:%M") }

  /// `2026-11-21 03:12:05 +0100`.
  static func second(_ time: Timestamp) -> String { local(time, "%Y-%m-%d %H:%M:%S %z") }

  private static func local(_ time: Timestamp, _ format: String) -> String {
    var seconds = time_t(time.milliseconds / 1000)
    var fields = tm()
    guard localtime_r(&seconds, &fields) != nil else { return time.description }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let count = strftime(buffer.baseAddress, buffer.count, format, &fields)
      return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// `3 ran, 1 cached, 1 failed`.
  static func counts(_ counts: RunCounts) -> String {
    var parts: [String] = []
    for (count, word) in [
      (counts.ran, "ran"), (counts.cached, "cached"), (counts.failed, "failed"),
      (counts.blocked, "blocked"), (counts.skipped, "skipped"), (counts.cancelled, "cancelled"),
      (counts.lost, "lost"),
    ] where count > 0 { parts.append("\(count) \(word)") }
    return parts.joined(separator: ", ")
  }

  /// The name of `Name <email>`.
  static func name(of person: String) -> String {
    guard let open = person.lastIndex(of: "<"), person.hasSuffix(">") else { return person }
    let name = person[..<open].split(separator: " ").joined(separator: " ")
    return name.isEmpty ? String(person[person.index(after: open)...].dropLast()) : name
  }

  /// From the start to the end; nil while it runs.
  static func duration(_ run: RunRecord) -> Duration? {
    run.finishedAt.map { $0.since(run.startedAt ?? run.requestedAt) }
  }

  /// `12 bytes`, `3.4 K`, `10 M`.
  static func size(_ bytes: Int64) -> String {
    if bytes < 1024 { return "\(bytes) byte\(bytes == 1 ? "" : "s")" }
    var tenths = bytes * 10 / 1024
    for unit in ["K", "M", "G"] {
      if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
      if tenths < 10_240 { return "\(tenths / 10) \(unit)" }
      tenths /= 1024
    }
    return "\(tenths / 10) T"
  }

  /// How a task's attempt ended, or nil while it runs.
  static func end(_ attempt: AttemptRecord) -> String? {
    var parts: [String] = []
    if let cause = attempt.cause {
      parts.append(cause.rawValue.split(separator: "_").joined(separator: " "))
    }
    if let signal = attempt.signal {
      parts.append("signal \(signal)")
    } else if let exit = attempt.exit {
      parts.append("exit \(exit)")
    }
    let end = parts.joined(separator: ", ")
    guard let message = attempt.message else { return end.isEmpty ? nil : end }
    return end.isEmpty ? message : "\(end): \(message)"
  }
}
