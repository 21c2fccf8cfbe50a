import Engine
import Git
import Glibc
import Hashing
import Indexing
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
  /// Not nil for a run inside another.
  var parent: ParentRun?

  /// The run that a run is a node of.
  struct ParentRun {
    let world: RunWorld
    /// The node: `WORKFLOW/ID/TASK`, and `/KEY` for an instance.
    let node: String
    let by: String
    /// How many runs it stands in.
    let depth: Int
  }

  /// What a run came to, or that there was nothing to do.
  enum Result {
    case upToDate(RunMachine?, tasks: Int)
    case ended(RunRecord, RunMachine, RecordedRun)
    /// Its group had no room for it; `isCancelled`: it waited, and gave way.
    case notRun(String, isCancelled: Bool)
  }

  func run(_ wish: PreparedRun.Wish) async throws -> Result {
    let (index, tip) = try await openIndex()
    let versions = VersionCommands(prepared.session.environment).outputs(of: prepared.workflow)
    let key = prepared.decisionKey(recordsTip: tip?.commit, tasks: wish.tasks, versions: versions)
    if !wish.force, parent == nil, let tasks = try index.upToDateTasks(key: key) {
      return .upToDate(nil, tasks: tasks)
    }
    let record = try await newRecord(at: SystemClock().now())
    let request = RunRequest(
      workflow: prepared.workflow.name,
      trigger: record.trigger,
      params: prepared.params,
      tasks: wish.tasks,
      commit: prepared.target.commit.hex,
      branch: prepared.target.branch,
      files: prepared.submitted
    )
    let result = try await carryOut(wish, record, request, index: index, tip: tip)
    if case .upToDate(let machine?, let tasks) = result, isRepeatable(machine) {
      try index.setUpToDate(key: key, tasks: tasks)
    }
    return result
  }

  /// Goes on with a run that waited.
  func resume(_ stored: StoredRun, record: RunRecord, request: RunRequest) async throws -> Result {
    let (index, tip) = try await openIndex()
    let reader = RecordsReader(repository: prepared.session.repository, place: prepared.place)
    var record = record
    record.owner = newOwner(epoch: record.owner.epoch + 1)
    record.host = HostName.current
    record.finishedAt = nil
    var wish = PreparedRun.Wish(workflow: prepared.workflow.name)
    wish.tasks = request.tasks
    return try await carryOut(
      wish,
      record,
      request,
      index: index,
      tip: tip,
      earlier: try await reader.rows(of: stored)
    )
  }

  private func openIndex() async throws -> (RunIndex, RecordsReader.Tip?) {
    let reader = RecordsReader(repository: prepared.session.repository, place: prepared.place)
    let upkeep = IndexUpkeep(reader: reader, folders: prepared.session.folders)
    let opened = try await upkeep.open(mayWrite: true)
    return (opened.index, opened.tip)
  }

  private func carryOut(
    _ wish: PreparedRun.Wish,
    _ record: RunRecord,
    _ request: RunRequest,
    index: RunIndex,
    tip: RecordsReader.Tip?,
    earlier: [TaskRow]? = nil
  ) async throws -> Result {
    let values = prepared.runValues(record)
    let gate: ConcurrencyGate?
    switch try await enterGroup(record.reference, values) {
    case .entered(let entered): gate = entered
    case .skipped(let reason): return .notRun(reason, isCancelled: false)
    case .superseded(let reason): return .notRun(reason, isCancelled: true)
    case nil: gate = nil
    }
    defer { gate?.leave() }
    let planned = try await PlannedRun.make(prepared, run: values)
    let selection = try prepared.selection(wish.tasks, in: planned.graph)
    let history = try RecordHistory(prepared: prepared, index: index, knownTip: tip?.commit)
    let contents = try await RunContents(
      repository: prepared.session.repository,
      folders: prepared.session.folders,
      limits: prepared.settings.records
    )
    try await keepFiles(of: record.reference, in: contents)
    let world =
      parent?.world
      ?? RunWorld(
        prepared,
        outermost: record.reference,
        slots: jobs ?? prepared.settings.local.slots ?? ProcessorCount.available,
        contents: contents,
        control: control,
        notify: notify
      )
    let machine = planned.machine(
      prepared,
      history: history.past,
      run: values,
      options: RunMachine.Options(
        window: world.slots * 2 + 6,
        force: wish.force,
        failFast: wish.failFast ? true : wish.keepGoing ? false : nil,
        selection: selection,
        recordsIdleRun: parent != nil,
        capacity: Capacity(cpus: world.slots)
      )
    )
    let ledger = ledger(contents, world)
    let engine = RunEngine(
      world: await engineWorld(world, ledger, contents, history),
      control: control,
      commitInterval: prepared.settings.records.interval
    )
    let outcome = try await engine.run(
      machine,
      record: record,
      request: request,
      jobs: JobFactory(
        run: record,
        trees: planned.trees,
        marker: world.marker,
        secrets: { name throws(EngineError) in try world.secrets.value(name) }
      ),
      earlier: earlier
    )
    switch outcome {
    case .upToDate(let machine): return .upToDate(machine, tasks: machine.participants.count)
    case .ended(let record, let machine, let recorded):
      await (ledger as? MountedLedger)?.settle()
      return .ended(record, machine, recorded)
    }
  }

  /// Waits for the turn of the run in its group; nil if it belongs to none.
  private func enterGroup(
    _ run: RunReference,
    _ values: [String: JSONValue]
  ) async throws -> ConcurrencyGate.Entry? {
    guard parent == nil, let concurrency = prepared.workflow.concurrency else { return nil }
    let evaluator = Evaluator(EvaluationContext(params: prepared.params, run: values))
    let group: String
    do throws(EvaluationError) {
      group = try concurrency.group.map(evaluator.text) ?? prepared.workflow.name
    } catch {
      throw CommandFailure(.invalid, "the concurrency group has no value: \(error)")
    }
    return try await ConcurrencyGate.enter(
      concurrency,
      group: group,
      run: run,
      folders: prepared.session.folders,
      queueLimit: prepared.settings.limits.runsQueued,
      control: control,
      notify: notify
    )
  }

  /// The files that a person gave become bytes of the run.
  private func keepFiles(of run: RunReference, in contents: RunContents) async throws {
    // Runs at the same commit may be given other files at the same time.
    let draft = "\(prepared.session.folders.cache)/given.\(run.id)"
    defer { unlink(draft) }
    for given in prepared.given {
      SmallFile.write(given.bytes, to: draft)
      _ = try await contents.add([NewContent(.file(draft))])
    }
  }

  private func ledger(_ contents: RunContents, _ world: RunWorld) -> any RunLedger {
    guard records else { return EmptyLedger() }
    let session = prepared.session
    let ledger = GitLedger(
      repository: session.repository,
      contents: contents,
      folders: session.folders,
      writers: world.writers,
      options: .init(
        settings: prepared.settings.records,
        place: prepared.place,
        notify: notify,
        interrupts: { [control] in control.interruptCount }
      ),
      clock: world.clock
    )
    let mount = RecordsMount(
      session: session,
      place: prepared.place,
      mount: prepared.settings.records.mount
    )
    return MountedLedger(inner: ledger, mount: mount, notify: notify)
  }

  private func engineWorld(
    _ world: RunWorld,
    _ ledger: any RunLedger,
    _ contents: RunContents,
    _ history: RecordHistory
  ) async -> RunEngine.World {
    RunEngine.World(
      backend: await world.backend.channel(),
      contents: contents,
      children: ChildRunner(prepared, world: world, records: records, parent: parent),
      journal: world.journal,
      ledger: ledger,
      history: history,
      observer: observer,
      clock: world.clock
    )
  }
}
