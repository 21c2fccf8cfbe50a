import Model
import WorkflowFiles

/// The values of a workflow's parameters: given ones, then defaults; every problem at once.
enum ParameterValues {
  static func values(
    for workflow: Workflow,
    given: [String: JSONValue],
    assignments: [String]
  ) throws -> [String: JSONValue] {
    var values: [String: JSONValue] = [:]
    var problems: [String] = []
    let known = Dictionary(workflow.params.map { ($0.name, $0) }) { _, last in last }
    func unknown(_ name: String) -> String {
      let close = Spelling.closest(to: name, among: Array(known.keys))
      return "workflow \"\(workflow.name)\" has no param \"\(name)\""
        + (close.map { "; did you mean \"\($0)\"?" } ?? "")
    }
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      guard let definition = known[name] else {
        problems.append(unknown(name))
        continue
      }
      do throws(WorkflowFileError) {
        values[name] = try ParameterText.accept(value, for: definition)
      } catch {
        problems.append("param \"\(name)\" \(error.message)")
      }
    }
    for assignment in assignments {
      guard let equals = assignment.firstIndex(of: "=") else {
        problems.append("-p \(assignment): expected name=value")
        continue
      }
      let name = String(assignment[..<equals])
      var text = String(assignment[assignment.index(after: equals)...])
      guard let definition = known[name] else {
        problems.append(unknown(name))
        continue
      }
      if text.hasPrefix("@") {
        guard let bytes = SmallFile.read(String(text.dropFirst())),
          let content = String(validating: bytes, as: UTF8.self)
        else {
          problems.append("param \"\(name)\": the file \(text.dropFirst()) cannot be read")
          continue
        }
        text = content
      }
      do throws(WorkflowFileError) {
        values[name] = try ParameterText.value(of: text, for: definition)
      } catch {
        problems.append("param \"\(name)\" \(error.message)")
      }
    }
    for definition in workflow.params where values[definition.name] == nil {
      if let value = definition.defaultValue {
        values[definition.name] = value
      } else {
        problems.append("param \"\(definition.name)\" has no value and no default")
      }
    }
    guard problems.isEmpty else {
      throw CommandFailure(
        .invalid,
        problems.joined(separator: "\nerror: "),
        hint: "give values with -p name=value or --params FILE"
      )
    }
    return values
  }
}
