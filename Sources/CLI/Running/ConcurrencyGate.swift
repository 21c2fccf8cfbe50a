import Engine
import Glibc
import Ledger
import Model
import Planning

/// Keeps runs of one group from going on all at once, across processes: each run holds a locked
/// file as long as it lives, and waits, gives way or takes its turn by those of the others.
final class ConcurrencyGate: Sendable {
  /// How a run came through.
  enum Entry {
    case entered(ConcurrencyGate)
    /// Others go on, and this one is not to wait.
    case skipped(String)
    /// It waited, and a later one took its turn.
    case superseded(String)
  }

  private static let pause = Duration.milliseconds(200)
  private let folder: GroupFolder
  private let ticket: GroupFolder.Ticket

  private init(_ folder: GroupFolder, _ ticket: GroupFolder.Ticket) {
    self.folder = folder
    self.ticket = ticket
  }

  /// Comes in as soon as there is room, or says why not.
  static func enter(
    _ concurrency: Concurrency,
    group: String,
    run: RunReference,
    folders: StateFolders,
    queueLimit: Int,
    control: RunControl,
    notify: (String) -> Void
  ) async throws -> Entry {
    let folder = try GroupFolder(folders, group: group)
    let ticket = try folder.takeTicket(run.id.text)
    var hasWaited = false
    while true {
      // Before a look for room, which may have come at the same moment.
      if folder.isAsked(ticket, to: .giveWay) || control.interruptCount > 0 {
        folder.drop(ticket)
        return .superseded("a later run of the group \"\(group)\" takes the turn")
      }
      let (running, ahead) = try folder.others(than: ticket)
      if running.count < concurrency.limit, ahead.isEmpty {
        try folder.mark(ticket, .running)
        let gate = ConcurrencyGate(folder, ticket)
        gate.listen(control)
        return .entered(gate)
      }
      let who = "\(running.count) run\(running.count == 1 ? "" : "s") of the group \"\(group)\""
      if concurrency.whenFull == .skip {
        folder.drop(ticket)
        return .skipped("\(who) \(running.count == 1 ? "goes" : "go") on")
      }
      if !hasWaited {
        guard ahead.count < queueLimit else {
          folder.drop(ticket)
          throw CommandFailure(
            .refused,
            "\(ahead.count) runs of the group \"\(group)\" wait already",
            hint: "limits.runs_queued bounds how many may wait"
          )
        }
        if concurrency.whenFull == .replace { folder.ask(running, to: .end) }
        if concurrency.whenFull != .queue { folder.ask(ahead, to: .giveWay) }
        notify("\(who) \(running.count == 1 ? "goes" : "go") on; waiting for a turn")
        hasWaited = true
      }
      try? await Task.sleep(for: pause)
    }
  }

  /// Ends the run when another takes its place.
  private func listen(_ control: RunControl) {
    let (folder, ticket) = (folder, ticket)
    Task { [weak self] in
      while self != nil {
        if folder.isAsked(ticket, to: .end) { return control.interrupt() }
        try? await Task.sleep(for: Self.pause)
      }
    }
  }

  /// Makes room for the next one.
  func leave() { folder.drop(ticket) }
}
