import ArgumentParser
import Model

struct ApproveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Lets a task go on that waits for approval; the approval is a commit."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("The task.", valueName: "run/task"))
  var subject: String

  @Option(name: .customShort("m"), help: "Why.")
  var message: String?

  func run() async throws {
    let maker = try await DecisionMaker.find(subject, options)
    try await maker.record(.approve, message: message)
  }
}

struct RejectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject",
    abstract: "Fails a task that waits for approval; the rejection is a commit."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("The task.", valueName: "run/task"))
  var subject: String

  @Option(name: .customShort("m"), help: "Why.")
  var message: String?

  func run() async throws {
    let maker = try await DecisionMaker.find(subject, options)
    try await maker.record(.reject, message: message)
  }
}

struct CompleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete",
    abstract: "Ends a task that was started and waits to be told its end (complete: external)."
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: ArgumentHelp("The task.", valueName: "run/task"))
  var subject: String

  @Option(help: ArgumentHelp("The task's result.", valueName: "json"))
  var result: String?

  @Flag(help: "The task failed.")
  var fail = false

  @Option(name: .customShort("m"), help: "Why.")
  var message: String?

  func validate() throws {
    if fail && result != nil { throw ValidationError("--fail and --result exclude each other") }
  }

  func run() async throws {
    var value: JSONValue?
    if let result {
      do throws(JSONError) {
        value = try JSONReader.parse(result)
      } catch {
        throw CommandFailure(
          .invalid,
          "--result is no JSON: \(error)",
          hint: "a text stands in quotes: --result '\"done\"'"
        )
      }
    }
    let maker = try await DecisionMaker.find(subject, options)
    try await maker.record(.complete, message: message, result: value, failed: fail)
  }
}
