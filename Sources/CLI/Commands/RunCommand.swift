import ArgumentParser
import Engine
import Git
import Ledger
import Model
import Planning

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a workflow here and now, and records it.",
    discussion: """
      What runs is a commit: HEAD, or the one named with --at. Tasks whose fingerprint succeeded \
      before are reused; if nothing has changed, weir says so, makes no commit and exits with 0.
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The workflow; may be left out if there is only one.")
  var workflow: String?

  @Argument(help: "Tasks to run, with all that they need; none: all tasks.")
  var tasks: [String] = []

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter; @FILE reads its value.", valueName: "name=value")
  )
  var parameters: [String] = []

  @Option(name: .customLong("params"), help: "A YAML or JSON file of parameters.")
  var parameterFile: String?

  @Option(help: "The commit to run, as git names it.")
  var at: String?

  @Flag(help: "Run a snapshot of the tracked files as they are; its record stays local.")
  var dirty = false

  @Option(
    name: [.customShort("j", allowingJoined: true), .customLong("jobs")],
    help: "Tasks at a time."
  )
  var jobs: Int?

  @Flag(
    name: [.customShort("k"), .customLong("keep-going")],
    help: "Go on after a failure, whatever on_failure says."
  )
  var keepGoing = false

  @Flag(help: "Start nothing new after a failure.")
  var failFast = false

  @Flag(name: .shortAndLong, help: "Run every task, whatever its fingerprint.")
  var force = false

  @Option(help: ArgumentHelp("Go on with a run that waits.", valueName: "run"))
  var resume: String?

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Show the plan, like weir plan.")
  var dryRun = false

  @Flag(inversion: .prefixedNo, help: "Commit a record of the run.")
  var record = true

  @Option(help: "Write a JUnit report to this file.")
  var junit: String?

  @Flag(name: .customShort("x"), help: "Exit with the code of the task that failed.")
  var exitWithTaskCode = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j takes a number from 1") }
    if keepGoing && failFast { throw ValidationError("-k and --fail-fast exclude each other") }
    let isNewRun =
      workflow != nil || !parameters.isEmpty || parameterFile != nil || at != nil || dirty || force
      || dryRun || !record
    if resume != nil && isNewRun {
      throw ValidationError("--resume goes on with a run as it was asked for; it takes no others")
    }
    if dirty && at != nil { throw ValidationError("--dirty and --at exclude each other") }
  }

  var wish: PreparedRun.Wish {
    PreparedRun.Wish(
      workflow: workflow,
      tasks: tasks,
      assignments: parameters,
      revision: at,
      force: force,
      failFast: failFast,
      keepGoing: keepGoing
    )
  }

  func run() async throws {
    let session = try await Session.open(options)
    if let resume { return try await goOn(with: resume, session) }
    var wish = wish
    wish.params = try ParameterFileReader.read(parameterFile)
    let target =
      dirty ? try await DirtySnapshot(session).target() : try await session.target(at)
    if !dirty && !dryRun && at == nil { try await announceChangedFiles(session) }
    var prepared = try await PreparedRun.make(wish, session: session, target: target)
    if dirty { prepared = prepared.recordedLocally() }
    if dryRun { return PlanReport(options).show(try await PlanView.make(wish, prepared: prepared)) }
    try await carryOut(prepared) { executor in try await executor.run(wish) }
  }

  /// Goes on with a run that waited for somebody.
  private func goOn(with name: String, _ session: Session) async throws {
    let waiting = try await WaitingRun.find(name, session: session)
    let prepared = try await PreparedRun.make(waiting, session: session)
    try await carryOut(prepared) { executor in
      try await executor.resume(
        waiting.stored,
        record: waiting.record,
        request: waiting.request
      )
    }
  }

  private func carryOut(
    _ prepared: PreparedRun,
    _ body: (RunExecutor) async throws -> RunExecutor.Result
  ) async throws {
    let control = RunControl()
    let reporter = RunReporter(options: options, prepared: prepared, junit: junit)
    defer { reporter.close() }
    let signals = InterruptSignals { number in
      reporter.interrupted(number)
      control.interrupt()
    }
    defer { signals.stop() }
    if record, !dirty, prepared.settings.records.mode == .same, !prepared.place.isShared {
      reporter.notice(
        "what runs is at the tip of no branch; the record goes to \(prepared.place.shortName)"
      )
    }
    let executor = RunExecutor(
      prepared: prepared,
      observer: reporter.observer,
      control: control,
      jobs: jobs,
      records: record,
      notify: { reporter.notice($0) }
    )
    try await finish(try await body(executor), reporter, signals)
  }

  private func finish(
    _ result: RunExecutor.Result,
    _ reporter: RunReporter,
    _ signals: InterruptSignals
  ) async throws {
    switch result {
    case .upToDate(let machine, let tasks):
      if let machine { reporter.emptyFanOuts(machine) }
      try await reporter.upToDate(tasks: tasks, selected: self.tasks)
    case .notRun(let reason, let isCancelled):
      reporter.notRun(reason)
      if isCancelled { throw CommandFailure(signals.exitStatus ?? .cancelled, nil) }
    case .ended(let record, let machine, let recorded):
      let status = Self.exitStatus(record, signals)
      do throws(CommandFailure) {
        try reporter.ended(record, machine, recorded)
      } catch {
        // What the tasks did says more than a report that could not be written.
        guard status != .done else { throw error }
        _ = FailureReport.show(error)
      }
      if status == .taskFailed, exitWithTaskCode, let code = Self.failedCode(machine) {
        throw ExitCode(code)
      }
      if status != .done { throw CommandFailure(status, nil) }
    }
  }

  private func announceChangedFiles(_ session: Session) async throws {
    guard !options.quiet, session.repository.location.workTree != nil else { return }
    // An index that libgit2 cannot read is no reason not to run.
    guard let count = try? await session.repository.changedFileCount() else { return }
    if let note = Self.note(on: count) { Output.error(note) }
  }

  /// What is said of files that differ from the commit; `--dirty` takes those that git knows.
  private static func note(on count: ChangedFileCount) -> String? {
    func files(_ number: Int, _ kind: String) -> String {
      "\(number) \(kind) file\(number == 1 ? " takes" : "s take") no part"
    }
    switch (count.tracked, count.untracked) {
    case (0, 0): return nil
    case (0, let new): return "note: \(files(new, "new")); commit \(new == 1 ? "it" : "them")"
    case (let changed, 0):
      return "note: \(files(changed, "changed")); commit \(changed == 1 ? "it" : "them"), "
        + "or run with --dirty"
    case (let changed, let new):
      return "note: \(files(changed + new, "changed")); commit them, or run with --dirty, "
        + "which leaves \(new) out until git add knows \(new == 1 ? "it" : "them")"
    }
  }

  private static func exitStatus(_ record: RunRecord, _ signals: InterruptSignals) -> ExitStatus {
    switch record.status {
    case .succeeded: .done
    case .cancelled: signals.exitStatus ?? .cancelled
    case .failed where record.error == RunEngine.timeoutError: .timedOut
    case .waiting: .waiting
    default: .taskFailed
    }
  }

  /// The exit code of the first task that failed, 128 and the signal for one that was killed.
  private static func failedCode(_ machine: RunMachine) -> Int32? {
    for node in machine.participants where machine.nodes[node].status == .failed {
      guard !machine.graph.nodes[node].definition.policy.continueOnError,
        let attempt = machine.nodes[node].attempts.last
      else { continue }
      if attempt.cause == .timeout || attempt.cause == .idleTimeout { return 124 }
      if let code = attempt.exitCode, code != 0 { return code }
    }
    return nil
  }
}
