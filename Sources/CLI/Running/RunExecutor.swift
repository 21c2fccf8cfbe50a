import Backends
import Engine
import Git
import Glibc
import Hashing
import Indexing
import Journal
import Ledger
import Model
import Planning

/// Wires a prepared run to this machine and carries it out.
struct RunExecutor {
  let prepared: PreparedRun
  let observer: any RunObserver
  let control: RunControl
  /// Attempts at a time; nil: as the settings say, else one a core.
  let jobs: Int?
  let records: Bool
  let notify: @Sendable (String) -> Void

  /// What a run came to, or that there was nothing to do.
  enum Result {
    case upToDate(tasks: Int)
    case ended(RunRecord, RunMachine, RecordedRun)
  }

  func run(_ wish: PreparedRun.Wish) async throws -> Result {
    let folders = prepared.session.folders
    let reader = RecordsReader(repository: prepared.session.repository, place: prepared.place)
    let upkeep = IndexUpkeep(reader: reader, folders: folders)
    let (index, tip) = try await upkeep.open(mayWrite: true)
    let key = prepared.decisionKey(recordsTip: tip?.commit, tasks: wish.tasks)
    if !wish.force, let tasks = try index.upToDateTasks(key: key) { return .upToDate(tasks: tasks) }
    let clock = SystemClock()
    let now = clock.now()
    var record = try await newRecord(at: now)
    let graph = try await prepared.graph(run: prepared.runValues(record))
    let selection = try prepared.selection(wish.tasks, in: graph)
    let (sources, tree) = try await SourceReader(
      repository: prepared.session.repository,
      tree: prepared.target.tree
    ).answer(SourceQuestion(graph, mount: prepared.recordsFolder))
    let history = try RecordHistory(prepared: prepared, index: index, knownTip: tip?.commit)
    let slots = jobs ?? prepared.settings.local.slots ?? ProcessorCount.available
    let failFast = wish.failFast || graph.workflow.onFailure == .stop && !wish.keepGoing
    let machine = RunMachine(
      graph: graph,
      sources: sources,
      history: history.past,
      run: prepared.runValues(record),
      options: RunMachine.Options(
        window: slots * 2 + 6,
        force: wish.force,
        failFast: failFast,
        selection: selection
      )
    )
    record.version = Weir.version
    let world = try await world(
      slots: slots,
      run: record.reference,
      history: history,
      clock: clock
    )
    let engine = RunEngine(
      world: world,
      control: control,
      commitInterval: prepared.settings.records.interval
    )
    let request = RunRequest(
      workflow: prepared.workflow.name,
      trigger: record.trigger,
      params: prepared.params,
      tasks: wish.tasks,
      commit: prepared.target.commit.hex,
      branch: prepared.target.branch
    )
    let outcome = try await engine.run(
      machine,
      record: record,
      request: request,
      jobs: JobFactory(run: record, tree: tree, failFast: failFast)
    )
    switch outcome {
    case .upToDate(let machine):
      if isRepeatable(machine) {
        try index.setUpToDate(key: key, tasks: machine.participants.count)
      }
      return .upToDate(tasks: machine.participants.count)
    case .ended(let record, let machine, let recorded):
      await (world.ledger as? MountedLedger)?.settle()
      return .ended(record, machine, recorded)
    }
  }

  /// Whether the same decision holds as long as its key is the same: nothing depends on the time
  /// or on files of the local store.
  private func isRepeatable(_ machine: RunMachine) -> Bool {
    machine.participants.allSatisfy { node in
      guard case .maximumAge = machine.graph.nodes[node].definition.policy.cache else {
        return machine.nodes[node].past.map { !$0.isLocal } ?? false
      }
      return false
    }
  }

  private func newRecord(at now: Timestamp) async throws -> RunRecord {
    var random = SystemRandomNumberGenerator()
    let id = RunID(start: now, random: random.next())
    let by = try await prepared.session.person()
    return RunRecord(
      reference: RunReference(workflow: prepared.workflow.name, id: id),
      status: .pending,
      owner: RunOwner(host: HostName.current, token: String(random.next(), radix: 36)),
      source: RunSource(
        commit: prepared.target.commit.hex,
        branch: prepared.target.branch,
        file: prepared.file.path
      ),
      trigger: Trigger(kind: .manual, by: by, at: now),
      params: prepared.params,
      requestedAt: now,
      host: HostName.current,
      version: Weir.version
    )
  }

  private func world(
    slots: Int,
    run: RunReference,
    history: RecordHistory,
    clock: SystemClock
  ) async throws -> RunEngine.World {
    let session = prepared.session
    let folders = session.folders
    let contents = try await RunContents(
      repository: session.repository,
      folders: folders,
      limits: prepared.settings.records
    )
    let supervisorFolder = "\(folders.state)/runs/\(run.id)"
    let backend = LocalBackend(
      slots: slots,
      around: .init(
        cache: folders.cache,
        supervisorFolder: supervisorFolder,
        executable: Executable.path,
        hostEnvironment: session.environment,
        host: HostName.current,
        run: run.id.text
      ),
      contents: contents
    )
    let ledger = GitLedger(
      repository: session.repository,
      contents: contents,
      folders: folders,
      options: .init(
        settings: prepared.settings.records,
        place: prepared.place,
        notify: notify,
        interrupts: { [control] in control.interruptCount }
      ),
      clock: clock
    )
    let mount = RecordsMount(
      session: session,
      place: prepared.place,
      mount: prepared.settings.records.mount
    )
    return RunEngine.World(
      backend: backend,
      journal: JournalDatabase(path: "\(folders.state)/journal.sqlite"),
      ledger: records ? MountedLedger(inner: ledger, mount: mount, notify: notify) : EmptyLedger(),
      history: history,
      observer: observer,
      clock: clock
    )
  }
}

/// The program that runs.
enum Executable {
  /// The path of this very program, so that a supervisor is of the same build.
  static var path: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return "weir" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The processors that this process may use.
enum ProcessorCount {
  static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
