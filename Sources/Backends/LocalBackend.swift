import CSpawn
package import Engine
import Glibc
import Hashing
import Model
import Planning
import Supervision

/// Runs attempts on this machine: makes their folders, orders them from the run's supervisor,
/// takes in what they made.
package actor LocalBackend: Backend {
  /// What it needs to know of its surroundings.
  package struct Surroundings: Sendable {
    /// The folder for what may be deleted at any moment.
    package var cache: String
    /// The folder of this run's supervisor.
    package var supervisorFolder: String
    /// The program that starts a supervisor, and its arguments before those of the supervisor.
    package var executable: String
    package var hostEnvironment: [String: String]
    package var host: String
    package var run: String
    /// A variable, `NAME=value`, of every attempt of this run and of the runs inside it.
    package var marker: String

    package init(
      cache: String,
      supervisorFolder: String,
      executable: String,
      hostEnvironment: [String: String],
      host: String,
      run: String,
      marker: String
    ) {
      self.cache = cache
      self.supervisorFolder = supervisorFolder
      self.executable = executable
      self.hostEnvironment = hostEnvironment
      self.host = host
      self.run = run
      self.marker = marker
    }
  }

  package nonisolated let name = "local"
  package nonisolated let slots: Int
  private let around: Surroundings
  private let contents: any ContentStore
  private var deliver: @Sendable ([JobReport]) -> Void = { _ in }
  private var line: SupervisorLine?
  private var pool: WorkspacePool?
  private var running: [Supervision.AttemptToken: PreparedAttempt] = [:]

  package init(slots: Int, around: Surroundings, contents: any ContentStore) {
    self.slots = slots
    self.around = around
    self.contents = contents
  }

  package func open(
    _ deliver: @escaping @Sendable ([JobReport]) -> Void
  ) async throws(EngineError) {
    self.deliver = deliver
    try makeSupervisorFolder()
    pool = try WorkspacePool(cache: around.cache, run: around.run)
    let (facts, inlet) = AsyncStream.makeStream(of: [Fact]?.self)
    line = try SupervisorLine(around, slots: slots) { inlet.yield($0) }
    Task { for await batch in facts { await take(batch) } }
  }

  private func makeSupervisorFolder() throws(EngineError) {
    let folder = around.supervisorFolder
    let parent = String(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.endIndex))
    for path in [parent, folder] where mkdir(path, 0o700) != 0 && errno != EEXIST {
      throw FileTrouble.error("make", path)
    }
  }

  package func submit(_ jobs: [Job]) async throws(EngineError) {
    let files = jobs.flatMap { $0.folder.files + ($0.setup?.files ?? []) }
    let located = files.isEmpty ? [:] : try await contents.locate(files)
    var orders: [AttemptOrder] = []
    var refused: [JobReport] = []
    for job in jobs {
      do throws(EngineError) {
        let (attempt, order) = try await prepare(job, located)
        running[order.token] = attempt
        orders.append(order)
      } catch {
        let now = Timestamp(milliseconds: weir_wall_milliseconds())
        let message = error.hint.map { "\(error.message); \($0)" } ?? error.message
        refused.append(.notStarted(job.token, message, at: now, host: around.host))
      }
    }
    try line?.submit(orders)
    if !refused.isEmpty { deliver(refused) }
  }

  /// Makes the folder of an attempt and its order; one that is refused leaves its place to others.
  private func prepare(
    _ job: Job,
    _ located: [ObjectID: LocatedContent]
  ) async throws(EngineError) -> (PreparedAttempt, AttemptOrder) {
    guard var pool, let line else { throw EngineError("the local backend is not open") }
    let workspace = try pool.take()
    self.pool = pool
    let attempt: PreparedAttempt
    do throws(EngineError) {
      attempt = try await PreparedAttempt(
        job,
        in: workspace,
        located,
        trees: KeptTrees(cache: around.cache, contents: contents),
        cache: around.cache
      )
    } catch {
      empty(workspace)
      throw error
    }
    do throws(EngineError) {
      return (attempt, try attempt.order(base: line.environment, host: around.hostEnvironment))
    } catch {
      attempt.kept?.moveOut()
      empty(workspace)
      throw error
    }
  }

  /// Makes a place free again that nothing ran in.
  private func empty(_ workspace: Workspace) {
    do throws(EngineError) {
      try workspace.clear()
      pool?.giveBack(workspace)
    } catch {
      // A place that cannot be emptied is not used again; the run's end removes it.
    }
  }

  package func withdraw(_ tokens: [Engine.AttemptToken]?) async {
    let orders = tokens?.map(\.orderToken)
    line?.tell { client throws(SupervisionError) in try client.withdraw(orders) }
  }

  package func cancel(_ tokens: [Engine.AttemptToken]?, hard: Bool) async {
    let orders = tokens?.map(\.orderToken)
    line?.tell { client throws(SupervisionError) in
      if hard { try client.kill(orders) } else { try client.cancel(orders) }
    }
  }

  package func close() async {
    guard let line else { return }
    let trash = pool.map { [$0.root] } ?? []
    line.tell { client throws(SupervisionError) in try client.finish(deleting: trash) }
    self.line = nil
  }

  package func forget() async {
    _ = weir_remove_tree(around.supervisorFolder)
  }

  // MARK: - Facts of the supervisor

  private func take(_ facts: [Fact]?) async {
    guard let facts else { return lost() }
    var reports: [JobReport] = []
    var ended: [(PreparedAttempt, EndedFact)] = []
    for fact in facts {
      switch fact {
      case .started(let start):
        guard let attempt = running[start.token] else { continue }
        reports.append(.started(attempt.job.token, at: Timestamp(milliseconds: start.at)))
      case .ended(let end):
        guard let attempt = running.removeValue(forKey: end.token) else { continue }
        ended.append((attempt, end))
      case .withdrawn(let token, _):
        guard let attempt = running.removeValue(forKey: token) else { continue }
        recycle(attempt)
        reports.append(.withdrawn(attempt.job.token))
      case .opened, .intent, .closed: continue
      }
    }
    do throws(EngineError) {
      reports += try await AttemptEnd.reports(of: ended, contents, host: around.host)
    } catch {
      reports.append(.broken(error))
    }
    if !reports.isEmpty { deliver(reports) }
    for (attempt, _) in ended { recycle(attempt) }
  }

  /// Makes a place free again; a large tree stays where it is until the run's end removes it.
  private func recycle(_ attempt: PreparedAttempt) {
    attempt.kept?.moveOut()
    if attempt.job.standardInput != nil { unlink(attempt.workspace.standardInput) }
    guard attempt.shownTree?.isLinked != true else { return }
    let workspace = attempt.workspace
    do throws(EngineError) {
      if !workspace.isPristine() {
        if pool?.leave(workspace) == true { return }
        try workspace.clear()
      }
      pool?.giveBack(workspace)
    } catch {
      // A place that cannot be emptied is not used again; the run's end removes it.
    }
  }

  /// The supervisor is gone: what it ran cannot be known.
  private func lost() {
    guard line != nil, !running.isEmpty else { return }
    line = nil
    deliver([
      .broken(
        EngineError(
          "the supervisor of this run ended while \(running.count) tasks were running",
          hint: "look at \(around.supervisorFolder)"
        )
      )
    ])
  }
}

extension Engine.AttemptToken {
  /// What the supervisor calls it.
  var orderToken: Supervision.AttemptToken {
    .init(number: UInt64(node), attempt: UInt32(attempt))
  }
}
