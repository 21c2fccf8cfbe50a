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

  /// Fills the folder with what the job sees.
  init(
    _ job: Job,
    in workspace: Workspace,
    _ located: [ObjectID: LocatedContent],
    trees: KeptTrees
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

  /// The order for the supervisor.
  func order(base: EnvironmentID, marker: String) -> AttemptOrder {
    let (token, command) = (job.token, job.command)
    var environment = command.environment.map { "\($0.name)=\($0.value)" }
    environment += [
      "WEIR_FOLDER=\(workspace.folder)", "WEIR_TMP=\(workspace.temporary)",
      "WEIR_RESULT=\(workspace.result)", "WEIR_OUTPUT=\(workspace.output)",
      "GIT_CEILING_DIRECTORIES=\(workspace.root)",
    ]
    let directory =
      command.workingDirectory.isEmpty
      ? workspace.folder : "\(workspace.folder)/\(command.workingDirectory)"
    return AttemptOrder(
      token: .init(number: UInt64(token.node), attempt: UInt32(token.attempt)),
      id: job.key.description,
      arguments: arguments(),
      baseEnvironment: base,
      environment: environment,
      directory: directory,
      log: OutputPolicy(path: workspace.log),
      result: job.resultFormat.map { _ in
        OutputPolicy(path: workspace.standardOutput, limit: Int64(ResultReader.limit))
      },
      limits: AttemptLimits(timeout: job.timeout, idleTimeout: job.idleTimeout),
      haltsOnFailure: job.haltsOnFailure,
      marker: marker
    )
  }

  /// A script that is too long for an argument goes through a file.
  private func arguments() -> [String] {
    var arguments = job.command.arguments
    guard let program = arguments.first,
      let position = arguments.indices.dropFirst(2).first(where: {
        ["-c", "-e"].contains(arguments[$0 - 1])
          && arguments[$0].utf8.count > JobComposer.longestArgument
      })
    else { return arguments }
    let path = workspace.temporary + "/script"
    let descriptor = weir_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { return arguments }
    defer { close(descriptor) }
    arguments[position].withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    if Interpreter.isShell(program) {
      arguments[position] = ". \"$WEIR_TMP/script\""
    } else {
      if arguments.count > position + 1, arguments[position + 1] == "--" {
        arguments.remove(at: position + 1)
      }
      arguments[position - 1...position] = [path]
    }
    return arguments
  }
}
