import Hashing
import Ledger
import Model

/// One task of a run for people: everything that its row says.
struct TaskPage {
  let row: TaskRow
  let run: StoredRun

  func lines(_ style: Style) -> [String] {
    let name = TerminalText.line("\(run.reference)/\(row.name)")
    var lines = [
      "\(style.paint(name, .strong))  \(style.paint(row.status.rawValue, row.status.tone))"
    ]
    lines += facts(style)
    lines += attempts(style)
    lines += inputs(style)
    lines += outputs(style)
    return lines
  }

  private func facts(_ style: Style) -> [String] {
    var table = Table(indent: "  ")
    func add(_ name: String, _ value: String?) {
      if let value { table.add([Table.Cell(name, .faint), Table.Cell(value)]) }
    }
    if let reason = row.reason {
      add("reason", ReasonText.words(reason.kind))
      for change in reason.changes { add("", ReasonText.clause(change)) }
      add(row.status == .waiting ? "asks" : "", reason.message)
    }
    add("made by", row.cachedFrom)
    add("run", row.run)
    add("item", row.item.map { JSONWriter.compact($0) })
    add("backend", row.backend)
    add("host", row.host)
    add("result", row.result.map { JSONWriter.compact($0) })
    add("log", log)
    add("fingerprint", row.fingerprint?.hex)
    return table.lines(style)
  }

  private var log: String? {
    guard let log = row.log else { return nil }
    let place = log.path ?? "in the local store of the host that ran it"
    return "\(place), \(RunWords.size(log.bytes))\(log.truncated ? ", shortened in git" : "")"
  }

  private func attempts(_ style: Style) -> [String] {
    guard !row.attempts.isEmpty else { return [] }
    var table = Table(indent: "    ", right: [0, 3])
    for attempt in row.attempts {
      table.add([
        Table.Cell("\(attempt.number)"),
        Table.Cell(
          RunWords.end(attempt) ?? "running",
          attempt.exit == 0 ? .good : .bad
        ),
        Table.Cell(RunWords.second(attempt.startedAt)),
        Table.Cell(attempt.finishedAt.map { $0.since(attempt.startedAt).forPeople } ?? ""),
        Table.Cell(attempt.cpuSeconds.map { "cpu \(Self.hundredths($0)) s" } ?? ""),
        Table.Cell(attempt.maximumResidentSize.map { "memory \(RunWords.size($0))" } ?? ""),
      ])
    }
    return [style.paint("  attempts", .faint)] + table.lines(style)
  }

  private static func hundredths(_ seconds: Double) -> String {
    let whole = Int64(clamping: Int(max(0, min(seconds, 1e12)) * 100))
    return "\(whole / 100).\(padded(whole % 100, 2))"
  }

  private func inputs(_ style: Style) -> [String] {
    switch row.inputs {
    case .files(let files) where files.isEmpty: return []
    case .files(let files):
      var table = Table(indent: "    ")
      for file in files {
        table.add([
          Table.Cell(file.path), Table.Cell(file.version.id.short, .warning),
          Table.Cell(Self.kind(of: file.version), .faint),
        ])
      }
      return [style.paint("  inputs", .faint)] + table.lines(style)
    case .digest(let digest, let count):
      return [style.paint("  inputs", .faint), "    \(count) files, together \(digest.hex)"]
    }
  }

  private func outputs(_ style: Style) -> [String] {
    guard !row.outputs.isEmpty else { return [] }
    var table = Table(indent: "    ", right: [2])
    for output in row.outputs {
      table.add([
        Table.Cell(output.path), Table.Cell(output.version.id.short, .warning),
        Table.Cell(RunWords.size(output.size)),
        Table.Cell(output.store == .git ? "in git" : "in the local store"),
        Table.Cell(output.publish ? "published" : ""),
        Table.Cell(Self.kind(of: output.version), .faint),
      ])
    }
    return [style.paint("  outputs", .faint)] + table.lines(style)
  }

  /// What is not a plain file.
  private static func kind(of version: FileVersion) -> String {
    switch version.mode {
    case 0o040000: "folder"
    case 0o100755: "executable"
    case 0o120000: "link"
    default: ""
    }
  }
}
