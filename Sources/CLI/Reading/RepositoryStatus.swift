import Hashing
import Ledger
import Model

/// How the workflows of a commit stand, and what goes on.
struct RepositoryStatus {
  struct Entry {
    let workflow: String
    let last: RunRecord?
    let state: WorkflowFreshness.State
  }

  let target: Session.Target
  let entries: [Entry]
  /// Newest first; running, waiting and pending ones, and those whose owner is gone.
  let open: [RunRecord]
  /// What those that wait wait for.
  let waiting: [WaitingTasks]
  /// Runs that go on and have no record yet.
  let unrecorded: [RunID]

  /// Runs among which open ones are looked for, beside the last of each workflow.
  private static let newest = 50

  /// Reads it for all workflows or for one.
  static func read(
    _ session: Session,
    _ options: GlobalOptions,
    workflow: String?,
    at revision: String?
  ) async throws -> RepositoryStatus {
    let target = try await target(session, revision)
    let records = try await RecordsView.open(session, options)
    let liveness = RunLiveness(folders: session.folders)
    let index = try await SharedIndex.open(session, records.reader)
    var entries: [Entry] = []
    for name in try await names(session, target) where workflow == nil || workflow == name {
      var last: RunRecord?
      if let run = try await records.newest(1, workflow: name).first {
        var record = try await records.record(of: run)
        record.status = liveness.status(of: record)
        last = record
      }
      let state = await WorkflowFreshness.state(
        of: name,
        at: target,
        session: session,
        index: index
      )
      entries.append(Entry(workflow: name, last: last, state: state))
    }
    let runs = try await records.newest(newest, workflow: workflow)
    var open = try await records.reader.records(of: runs).filter { !$0.status.isFinal }
    for position in open.indices { open[position].status = liveness.status(of: open[position]) }
    var waiting: [WaitingTasks] = []
    for record in open where record.status == .waiting {
      guard let run = runs.first(where: { $0.reference == record.reference }) else { continue }
      let rows = try await records.reader.rows(of: run)
      waiting.append(await WaitingTasks.read(record, rows, session))
    }
    let known = Set(runs.map(\.reference.id))
    let unrecorded = workflow == nil ? liveness.supervised().filter { !known.contains($0) } : []
    return RepositoryStatus(
      target: target,
      entries: entries,
      open: open,
      waiting: waiting,
      unrecorded: unrecorded
    )
  }

  /// A revision that is no branch is judged as a commit of the branch that is checked out, since
  /// tasks without outputs are fresh or stale on a branch.
  private static func target(
    _ session: Session,
    _ revision: String?
  ) async throws -> Session.Target {
    let target = try await session.target(revision)
    guard target.branch == nil, let head = try? await session.target(nil) else { return target }
    return Session.Target(
      commit: target.commit,
      tree: target.tree,
      branch: head.branch,
      info: target.info
    )
  }

  /// The workflows of a commit; one whose file is invalid goes by the file's name.
  static func names(_ session: Session, _ target: Session.Target) async throws -> [String] {
    let catalog = WorkflowCatalog(
      repository: session.repository,
      tree: target.tree,
      cache: session.folders.cache
    )
    var names: [String] = []
    for file in try await catalog.files() {
      names.append((try? await catalog.workflow(file))?.name ?? file.stem)
    }
    return names
  }

  func lines(_ style: Style, now: Timestamp, width: Int?) -> [String] {
    guard !entries.isEmpty else { return ["no workflow at \(target.commit.short)"] }
    var table = Table(right: [4])
    for entry in entries {
      let last = entry.last
      table.add([
        Table.Cell(entry.workflow, .strong),
        Table.Cell(last?.status.rawValue ?? "never ran", last?.status.tone ?? .faint),
        Table.Cell(last.map { RunWords.minute($0.startedAt ?? $0.requestedAt) } ?? ""),
        Table.Cell(
          last.map { "\(now.since($0.startedAt ?? $0.requestedAt).forPeople) ago" } ?? "",
          .faint
        ),
        Table.Cell(last.flatMap(RunWords.duration)?.forPeople ?? ""),
        Table.Cell(entry.state.words, entry.state.tone),
      ])
    }
    return table.lines(style, width: width) + openLines(style, now: now, width: width)
  }

  private func openLines(_ style: Style, now: Timestamp, width: Int?) -> [String] {
    var table = Table()
    for id in unrecorded {
      table.add([
        Table.Cell(id.text, .strong), Table.Cell("running", .note), Table.Cell("not recorded yet"),
      ])
    }
    for run in open {
      let start = run.startedAt ?? run.requestedAt
      table.add([
        Table.Cell(run.reference.description, .strong),
        Table.Cell(run.status.rawValue, run.status.tone),
        Table.Cell(RunWords.counts(run.counts)),
        Table.Cell("for \(now.since(start).forPeople)"),
        Table.Cell(run.host == HostName.current ? "" : "on \(run.host)"),
      ])
    }
    guard !table.rows.isEmpty else { return [] }
    return [""] + table.lines(style, width: width)
      + waiting.flatMap { $0.lines(style, indent: "  ") }
  }

  /// Documented in docs/formats-cli.md.
  var json: JSONValue {
    [
      "commit": .string(target.commit.hex),
      "workflows": .array(
        entries.map { entry in
          var members = entry.state.json
          members["workflow"] = .string(entry.workflow)
          members["last"] = entry.last?.json
          return .object(members)
        }
      ),
      "open": .array(open.map(\.json)),
      "unrecorded": .array(unrecorded.map { .string($0.text) }),
    ]
  }
}
