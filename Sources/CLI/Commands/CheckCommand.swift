import ArgumentParser
import Git
import Model
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
    let repository = try? Repository.discover(from: ".")
    let place = CheckedPlace(repository: repository)
    let checked = files.isEmpty ? try place.everything() : place.files(files)
    let judged = try await RepositoryChecks(place, HostEnvironment.read()).judge(checked)
    let shape = format ?? (options.json ? .json : .text)
    let problems = judged.flatMap(\.diagnostics)
    let texts = Dictionary(judged.map { ($0.path, $0.text) }) { first, _ in first }
    let text = DiagnosticText.render(problems, format: shape) { texts[$0] ?? place.text(of: $0) }
    if shape == .text { Output.errorText(text) } else { Output.text(text) }
    if shape == .text, problems.isEmpty, !options.quiet { Output.line(summary(judged)) }
    if problems.contains(where: { $0.severity == .error }) { throw CommandFailure(.invalid, nil) }
  }

  private func summary(_ checked: [CheckedFile]) -> String {
    let tasks = checked.reduce(0) { $0 + ($1.workflow?.tasks.count ?? 0) }
    let files = "\(checked.count) file\(checked.count == 1 ? "" : "s")"
    return "\(files), \(tasks) task\(tasks == 1 ? "" : "s"): no problems"
  }
}

extension DiagnosticText.Format: ExpressibleByArgument {}
