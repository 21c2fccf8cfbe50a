import Model
import WorkflowFiles

/// The values of a workflow's parameters: given ones, then defaults.
enum ParameterValues {
  /// The values, the names of the params that a person gave, and every problem.
  static func values(
    for workflow: Workflow,
    given: [String: JSONValue],
    assignments: [String]
  ) -> (values: [String: JSONValue], given: Set<String>, problems: [String]) {
    var values: [String: JSONValue] = [:]
    var problems: [String] = []
    var refused: Set<String> = []
    let known = Dictionary(workflow.params.map { ($0.name, $0) }) { _, last in last }
    func unknown(_ name: String) -> String {
      let close = Spelling.closest(to: name, among: Array(known.keys))
      return "workflow \"\(workflow.name)\" has no param \"\(name)\""
        + (close.map { "; did you mean \"\($0)\"?" } ?? "")
    }
    func refuse(_ name: String, _ error: ParameterError) {
      refused.insert(name)
      let hint = error.hint.map { " (\($0))" } ?? ""
      problems.append("param \"\(name)\" \(error.message)\(hint)")
    }
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let definition = known[name] else {
        problems.append(unknown(name))
        continue
      }
      do throws(ParameterError) {
        values[name] = try ParameterText.accept(value, for: definition)
      } catch {
        refuse(name, error)
      }
    }
    for assignment in assignments {
      guard case (let name, var text)? = assignment.cutOnce(at: "=") else {
        problems.append("-p \(assignment): expected name=value")
        continue
      }
      guard let definition = known[name] else {
        problems.append(unknown(name))
        continue
      }
      if text.utf8.first == UInt8(ascii: "@") {
        text.unicodeScalars.removeFirst()
        if definition.kind != .file {
          guard let bytes = SmallFile.read(text),
            let content = String(validating: bytes, as: UTF8.self)
          else {
            refused.insert(name)
            problems.append("param \"\(name)\": the file \(text) cannot be read")
            continue
          }
          text = content
        }
      }
      do throws(ParameterError) {
        values[name] = try ParameterText.value(of: text, for: definition)
      } catch {
        refuse(name, error)
      }
    }
    let names = Set(values.keys)
    for definition in workflow.params
    where values[definition.name] == nil && !refused.contains(definition.name) {
      if let value = definition.defaultValue {
        values[definition.name] = value
      } else {
        problems.append("param \"\(definition.name)\" has no value and no default")
      }
    }
    return (values, names, problems)
  }

  /// All problems in one failure.
  static func failure(_ problems: [String]) -> CommandFailure {
    CommandFailure(
      .invalid,
      problems.map(TerminalText.line).joined(separator: "\nerror: "),
      hint: "give values with -p name=value or --params FILE"
    )
  }
}
