import ArgumentParser
import Git
import Glibc
import Model
import Planning
import WorkflowFiles

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validates workflows and settings; every problem at once.",
    discussion: "Without files: weir.yaml and all of workflows/, as they stand in the work tree."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "Files to check.")
  var files: [String] = []

  @Option(help: "How to print problems: text, json or github.")
  var format: DiagnosticText.Format?

  func run() async throws {
    let checked =
      try files.isEmpty ? everything() : files.map { try CheckedFile(reading: $0, as: $0) }
    let shape = format ?? (options.json ? .json : .text)
    let problems = checked.flatMap(\.diagnostics)
    let text = DiagnosticText.render(problems, format: shape) { path in
      checked.first { $0.path == path }?.text
    }
    if shape == .text { Output.errorText(text) } else { Output.text(text) }
    if shape == .text, problems.isEmpty, !options.quiet { Output.line(summary(checked)) }
    if problems.contains(where: { $0.severity == .error }) { throw CommandFailure(.invalid, nil) }
  }

  private func summary(_ checked: [CheckedFile]) -> String {
    let tasks = checked.reduce(0) { $0 + ($1.workflow?.tasks.count ?? 0) }
    return "\(checked.count) file\(checked.count == 1 ? "" : "s"), \(tasks) tasks: no problems"
  }

  private func everything() throws -> [CheckedFile] {
    let repository = try Repository.discover(from: ".")
    guard let root = repository.location.workTree else {
      throw CommandFailure(
        .invalid,
        "this is a bare repository, which has no files",
        hint: "name files, or run weir check in a clone"
      )
    }
    var checked: [CheckedFile] = []
    if SmallFile.exists("\(root)/weir.yaml") {
      checked.append(try CheckedFile(reading: "\(root)/weir.yaml", as: "weir.yaml"))
    }
    for name in Self.workflowFiles(in: "\(root)/workflows") {
      checked.append(
        try CheckedFile(reading: "\(root)/workflows/\(name)", as: "workflows/\(name)")
      )
    }
    return CheckedFile.refusingTwins(checked)
  }

  private static func workflowFiles(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if [".yaml", ".yml", ".json"].contains(where: { name.hasSuffix($0) }) { names.append(name) }
    }
    return names.sorted()
  }
}

extension DiagnosticText.Format: ExpressibleByArgument {}

/// A file that was looked at, and what there is to say about it.
private struct CheckedFile {
  let path: String
  let text: [UInt8]
  let workflow: Workflow?
  var diagnostics: [Diagnostic]

  init(reading file: String, as path: String) throws {
    guard let text = SmallFile.read(file) else {
      throw CommandFailure(
        .invalid,
        "could not read \(path): \(String(cString: strerror(errno)))"
      )
    }
    self.path = path
    self.text = text
    if path.split(separator: "/").last == "weir.yaml" {
      diagnostics = SettingsFile.parse(text, path: path).diagnostics
      workflow = nil
      return
    }
    let parsed = WorkflowFile.parse(text, path: path)
    diagnostics = parsed.diagnostics
    workflow = parsed.workflow
    if let workflow { diagnostics += Self.graphProblems(workflow, path) }
  }

  /// What only the graph shows, where params have values.
  private static func graphProblems(_ workflow: Workflow, _ path: String) -> [Diagnostic] {
    var params: [String: JSONValue] = [:]
    for param in workflow.params { params[param.name] = param.defaultValue ?? .string("value") }
    do throws(GraphProblems) {
      _ = try GraphBuilder.build(workflow, params: params)
      return []
    } catch {
      return error.all.map {
        Diagnostic(.error, file: path, location: $0.location, message: $0.message, hint: $0.hint)
      }
    }
  }

  /// Two workflows of one name would share their records.
  static func refusingTwins(_ files: [CheckedFile]) -> [CheckedFile] {
    var seen: [String: String] = [:]
    return files.map { file in
      guard let name = file.workflow?.name else { return file }
      guard let other = seen[name] else {
        seen[name] = file.path
        return file
      }
      var file = file
      file.diagnostics.append(
        Diagnostic(
          .error,
          file: file.path,
          location: SourceLocation(line: 1, column: 1),
          message: "the name \"\(name)\" is taken by \(other)"
        )
      )
      return file
    }
  }
}
