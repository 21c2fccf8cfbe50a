import ArgumentParser
import Git
import Glibc
import Model
import WorkflowFiles

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes weir.yaml, a first workflow and the ignore rules.",
    discussion: "What is there already stays as it is."
  )

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Make the git hooks, too.")
  var hooks = false

  func run() async throws {
    let session = try await Session.open(options)
    guard let root = session.repository.location.workTree else {
      throw CommandFailure(
        .invalid,
        "this is a bare repository, which has no files",
        hint: "run weir init in a clone and push"
      )
    }
    let settings = try await settingsText(session)
    var made: [String] = []
    let starters = [("weir.yaml", settings), ("workflows/hello.yaml", StarterFiles.workflow)]
    for (path, text) in starters + StarterFiles.schemas
    where try write(text, to: path, below: root) {
      made.append(path)
    }
    if try ignoreRecords(session) { made.append(".git/info/exclude") }
    try await showNotes(session)
    if hooks { made += try installHooks(session) }
    if options.json {
      Output.line(JSONWriter.compact(["made": .array(made.map(JSONValue.string))]))
    } else if !options.quiet {
      for path in made { Output.line("made \(path)") }
      if made.isEmpty { Output.line("everything is there already") }
      Output.line(
        "next: git add weir.yaml workflows && git commit -m \"First workflow\" && weir run hello"
      )
    }
  }

  private func installHooks(_ session: Session) throws -> [String] {
    let (made, kept) = try HookFiles(session.repository.location).install()
    for name in kept where !options.quiet {
      Output.error("note: the hook \(name) is there already and stays as it is")
    }
    return made.map { ".git/hooks/\($0)" }
  }

  /// A branch `weir` and branches below `weir/` cannot both be.
  private func settingsText(_ session: Session) async throws -> String {
    let clash = try await session.repository.reference("refs/heads/weir") != nil
    return StarterFiles.settings(recordsBranch: clash ? "weir-runs" : "weir/runs")
  }

  /// - Returns: false if the file is there already.
  private func write(_ text: String, to path: String, below root: String) throws -> Bool {
    let target = "\(root)/\(path)"
    if let slash = target.lastIndex(of: "/") { mkdir(String(target[..<slash]), 0o777) }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw CommandFailure(
        .infrastructure,
        "could not write \(path): \(String(cString: strerror(errno)))"
      )
    }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
      throw CommandFailure(
        .infrastructure,
        "could not write \(path): \(String(cString: strerror(errno)))"
      )
    }
    return true
  }

  /// The mount of the records is no file of the user's.
  private func ignoreRecords(_ session: Session) throws -> Bool {
    try InfoExclude(session.repository.location).add("/runs/")
  }

  /// Lets a plain `git log` show the runs of each commit.
  private func showNotes(_ session: Session) async throws {
    guard try await session.repository.configString("notes.displayRef") == nil else { return }
    _ = try await GitProgram().require(
      ["config", "--local", "--add", "notes.displayRef", "refs/notes/weir"],
      in: session.repository.location.commonDirectory
    )
  }
}

/// What `weir init` writes.
private enum StarterFiles {
  static func settings(recordsBranch: String) -> String {
    """
    # yaml-language-server: $schema=workflows/.schema/\(SchemaKind.settings.fileName)
    # Settings of Weir; every key has a default.
    records:
      branch: \(recordsBranch)    # the records of runs: git log \(recordsBranch)
    backends:
      local: {}             # slots: tasks at a time, one a core by default

    """
  }

  static let workflow = """
    # yaml-language-server: $schema=.schema/\(SchemaKind.workflow.fileName)
    description: A first workflow; weir run hello
    tasks:
      greet:
        run: |
          echo "Hello from $(uname -s)" > greeting.txt
        inputs: []
        outputs: [greeting.txt]
      count:
        run: wc -c < greeting.txt
        inputs: [greeting.txt]
        result: text

    """

  /// What editors read beside the files, without a network.
  static var schemas: [(path: String, text: String)] {
    [SchemaKind.workflow, .task, .settings].map { kind in
      ("workflows/.schema/\(kind.fileName)", JSONWriter.pretty(kind.schema))
    }
  }
}
