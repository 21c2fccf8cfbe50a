import CSpawn
import Engine
import Glibc
import Hashing
import Model
import Planning
import Supervision

/// An attempt whose folder stands ready.
struct PreparedAttempt: Sendable {
  let job: Job
  let workspace: Workspace
  let writer: FolderWriter
  let shownTree: KeptTrees.Shown?
  let kept: KeptPaths?
  private let setup: SetupScript?

  /// Fills the folder with what the job sees.
  init(
    _ job: Job,
    in workspace: Workspace,
    _ located: [ObjectID: LocatedContent],
    trees: KeptTrees,
    cache: String
  ) async throws(EngineError) {
    self.job = job
    self.workspace = workspace
    var writer = FolderWriter(folder: workspace.folder)
    var shown: KeptTrees.Shown?
    if let tree = job.folder.tree {
      shown = try await trees.show(tree, in: workspace.folder)
      Self.removeOutputs(job.outputs, in: workspace)
    }
    for file in job.folder.files {
      guard let content = located[file.version.id] else {
        throw EngineError(
          "\(file.path) (\(file.version.id.short)) is neither in the repository nor in the store"
        )
      }
      try writer.place(file, content)
    }
    for output in job.outputs {
      if output.isGlob {
        try writer.makeFolder(GlobPattern(output.path).fixedFolder)
      } else {
        try writer.makeParents(of: output.path)
      }
    }
    if !job.command.workingDirectory.isEmpty {
      try writer.makeFolder(job.command.workingDirectory)
    }
    kept = KeptPaths(job, folder: workspace.folder, cache: cache)
    setup = job.setup.map { SetupScript($0, in: workspace, cache: cache) }
    do throws(EngineError) {
      try kept?.moveIn(&writer)
      try setup?.prepare(located, &writer)
    } catch {
      kept?.moveOut()
      throw error
    }
    self.writer = writer
    shownTree = shown
  }

  /// What an attempt is to make does not exist before it does.
  private static func removeOutputs(_ outputs: [OutputPattern], in workspace: Workspace) {
    let root = weir_open(workspace.folder, O_RDONLY | O_DIRECTORY, 0)
    guard root >= 0 else { return }
    defer { close(root) }
    let collector = OutputCollector(workspace: workspace, inputs: [])
    for output in outputs {
      for path in (try? collector.paths(of: output, root)) ?? [] {
        unlinkat(root, path, 0)
      }
    }
  }

  /// What its exit codes mean.
  var exitMeaning: ExitMeaning {
    ExitMeaning(success: job.exitCodes.success, stop: job.exitCodes.stop)
  }

  /// The order for the supervisor.
  func order(
    base: EnvironmentID,
    host: [String: String]
  ) throws(EngineError) -> AttemptOrder {
    let directory = job.command.workingDirectory
    let process = try ProcessForm(job, in: workspace, host: host, setup: setup?.text)
    return AttemptOrder(
      token: job.token.orderToken,
      id: job.key.description,
      arguments: process.arguments,
      baseEnvironment: base,
      environment: process.environment,
      directory: directory.isEmpty ? workspace.folder : "\(workspace.folder)/\(directory)",
      input: process.input,
      log: OutputPolicy(path: workspace.log),
      result: job.resultFormat.map { _ in
        OutputPolicy(path: workspace.standardOutput, limit: Int64(ResultReader.limit))
      },
      limits: AttemptLimits(timeout: job.timeout, idleTimeout: job.idleTimeout),
      exitCodes: exitMeaning,
      group: UInt32(job.group),
      haltsOnFailure: job.haltsOnFailure,
      startsAfterHalt: job.startsAfterHalt,
      // No two attempts that go on at the same time have the same one.
      marker: "WEIR_TMP=\(workspace.temporary)",
      masked: Array(Set(job.secrets.flatMap(\.secrets).flatMap(SecretForms.all)))
    )
  }
}
