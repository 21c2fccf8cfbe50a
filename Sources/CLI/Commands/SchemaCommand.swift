import ArgumentParser
import Model
import WorkflowFiles

struct SchemaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of files, or the documentation of a key.",
    discussion: """
      weir schema                  the schema of workflows
      weir schema --of settings    that of weir.yaml
      weir schema tasks.retry      what there is to say about a key
      """
  )

  @OptionGroup var options: GlobalOptions

  @Argument(help: "A key, from the top of the file: tasks.retry, records.branch.")
  var key: String?

  @Option(help: "The files: workflow, task (a reusable definition), settings or site.")
  var of: SchemaKind?

  func run() async throws {
    guard let key else {
      return Output.text(JSONWriter.pretty((of ?? .workflow).schema))
    }
    let found: KeyDocumentation
    do throws(KeySearch.Problem) {
      found = try KeySearch.find(key, in: of.map { [$0] } ?? SchemaKind.allCases)
    } catch {
      throw CommandFailure(.invalid, error.message, hint: error.hint)
    }
    Output.text(options.json ? JSONWriter.compact(json(found)) + "\n" : page(found))
  }

  private func page(_ key: KeyDocumentation) -> String {
    let style = Style(options.color, environment: HostEnvironment.read())
    var facts = Table()
    func fact(_ name: String, _ value: String) { facts.add([.init(name, .faint), .init(value)]) }
    fact("in", key.kind.files)
    fact("type", key.type)
    if key.isRequired { fact("required", "yes") }
    if let value = key.defaultValue { fact("default", value.plainText) }
    fact("example", key.example)
    if let note = key.note { fact("note", note) }
    var keys = Table(indent: "  ")
    for key in key.keys { keys.add([.init(key.name, .strong), .init(key.summary)]) }
    var lines = [style.paint(key.path, .strong), "", key.summary, ""] + facts.lines(style)
    if !keys.rows.isEmpty { lines += ["", "keys"] + keys.lines(style) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func json(_ key: KeyDocumentation) -> JSONValue {
    var members: [String: JSONValue] = [
      "key": .string(key.path),
      "of": .string(key.kind.rawValue),
      "summary": .string(key.summary),
      "type": .string(key.type),
      "required": .bool(key.isRequired),
      "example": .string(key.example),
      "keys": .array(key.keys.map { .string($0.name) }),
    ]
    members["default"] = key.defaultValue
    members["note"] = key.note.map(JSONValue.string)
    return .object(members)
  }
}

extension SchemaKind: ExpressibleByArgument {}
