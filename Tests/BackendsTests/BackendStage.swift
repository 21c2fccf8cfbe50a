import Engine
import Glibc
import Hashing
import Model
import Synchronization
import TestSupport
import Testing

@testable import Backends
@testable import Planning

/// The local backend with a real supervisor, in a folder of its own.
final class BackendStage: Sendable {
  let folder = TemporaryFolder()
  let contents = MemoryContentStore()
  let backend: LocalBackend
  private let reports: AsyncStream<JobReport>
  private let inlet: AsyncStream<JobReport>.Continuation
  private let count = Mutex(0)

  var cache: String { folder.path + "/cache" }

  /// The workspaces stand in `cache`, or beside the supervisor.
  init(slots: Int = 2, cache: String? = nil) throws {
    (reports, inlet) = AsyncStream.makeStream(of: JobReport.self)
    backend = LocalBackend(
      slots: slots,
      around: .init(
        cache: cache ?? folder.path + "/cache",
        supervisorFolder: folder.path + "/state/run",
        executable: try Self.probe(),
        hostEnvironment: [
          "PATH": "/usr/local/bin:/usr/bin:/bin", "SECRET": "hidden", "EXTRA": "more",
        ],
        host: "here",
        run: "run-1",
        marker: "WEIR_ROOT_RUN=run-1"
      ),
      contents: contents
    )
  }

  /// The executable that stands beside the tests.
  private static func probe() throws -> String {
    var path = [CChar](repeating: 0, count: 4096)
    try #require(readlink("/proc/self/exe", &path, 4095) > 0)
    let own = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/supervise-probe"
  }

  func open() async throws {
    let inlet = inlet
    try await backend.open { for report in $0 { inlet.yield(report) } }
  }

  /// A file of the commit.
  func file(_ path: String, _ text: String, mode: UInt32 = 0o100644) throws -> FolderContents.File {
    let id = try contents.put(Array(text.utf8))
    return .init(path: path, version: FileVersion(mode: mode, id: id), store: .git)
  }

  func job(
    _ script: String,
    files: [FolderContents.File] = [],
    tree: FolderContents.Tree? = nil,
    outputs: [OutputPattern] = [],
    result: ResultFormat? = nil,
    timeout: Duration? = nil,
    idleTimeout: Duration? = nil,
    workingDirectory: String = "",
    collects: Bool = false
  ) -> Job {
    let node = count.withLock { count in
      count += 1
      return count
    }
    var job = Job(
      token: AttemptToken(node: node, attempt: 1),
      key: NodeKey(task: "t\(node)"),
      command: CommandLine(
        arguments: ["sh", "-e", "-c", script],
        environment: [("OWN", "v")],
        workingDirectory: workingDirectory,
        scriptWords: 3..<4
      ),
      folder: FolderContents(tree: tree, files: files),
      outputs: outputs,
      resultFormat: result
    )
    job.timeout = timeout
    job.idleTimeout = idleTimeout
    job.collectsAfterFailure = collects
    return job
  }

  /// How one attempt ended.
  struct End {
    let outcome: AttemptOutcome
    let log: String

    var message: String { outcome.record.message ?? "" }
    var cause: AttemptRecord.Cause? { outcome.record.cause }
    var paths: [String] { outcome.outputs.map(\.path) }
  }

  /// Carries jobs out one after the other.
  func run(_ job: Job) async throws -> End {
    try await backend.submit([job])
    return try await end(of: job)
  }

  /// How attempts ended that go on at the same time, in the order of their ends.
  func ends(of jobs: [Job]) async throws -> [End] {
    var open = Set(jobs.map(\.token))
    var ends: [End] = []
    for await report in reports {
      switch report {
      case .ended(let token, let outcome, let log) where open.remove(token) != nil:
        ends.append(End(outcome: outcome, log: Self.text(log)))
      case .broken(let error): throw error
      default: break
      }
      if open.isEmpty { break }
    }
    return ends
  }

  func end(of job: Job) async throws -> End {
    for await report in reports {
      switch report {
      case .ended(let token, let outcome, let log) where token == job.token:
        return End(outcome: outcome, log: Self.text(log))
      case .broken(let error): throw error
      default: continue
      }
    }
    throw EngineError("no end")
  }

  /// The next attempt to end, whichever it is.
  func nextEnd() async throws -> (node: Int, outcome: AttemptOutcome, end: End) {
    for await report in reports {
      if case .ended(let token, let outcome, let log) = report {
        return (token.node, outcome, End(outcome: outcome, log: Self.text(log)))
      }
    }
    throw EngineError("no end")
  }

  /// Waits for the next start, and gives its node.
  func started() async -> Int? {
    for await report in reports {
      if case .started(let token, _) = report { return token.node }
    }
    return nil
  }

  private static func text(_ log: LogContent?) -> String {
    switch log {
    case nil: ""
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    case .file(let path, _, _): FileContent.text(path)
    }
  }

  /// The text of an output.
  func text(_ path: String, _ end: End) -> String? {
    end.outcome.outputs.first { $0.path == path }
      .flatMap { contents.bytes(of: $0.version.id) }
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
