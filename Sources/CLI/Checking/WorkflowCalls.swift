import Model

/// Checks tasks that are runs of other workflows: that those exist, take what they are given, and
/// do not call each other in a circle.
struct WorkflowCalls {
  private let workflows: [String: Workflow]
  /// The files of workflows that cannot be read as such, by name.
  private let broken: [String: String]

  init(_ workflows: [Workflow], broken: [String: String] = [:]) {
    self.workflows = Dictionary(workflows.map { ($0.name, $0) }) { first, _ in first }
    self.broken = broken
  }

  func problems(of workflow: Workflow) -> [Diagnostic] {
    var found: [Diagnostic] = []
    func error(_ message: String, _ location: SourceLocation?, _ hint: String? = nil) {
      found.append(
        Diagnostic(.error, file: workflow.file, location: location, message: message, hint: hint)
      )
    }
    for task in workflow.tasks {
      guard case .workflow(let name, let values) = task.action else { continue }
      if workflows[name] == nil, let file = broken[name] {
        error(
          "the task \"\(task.name)\" calls the workflow \"\(name)\", which has problems itself",
          task.location,
          "see \(file)"
        )
        continue
      }
      guard let other = workflows[name] else {
        error(
          "the task \"\(task.name)\" calls the workflow \"\(name)\", which is not there",
          task.location,
          Spelling.closest(to: name, among: workflows.keys.sorted()).map {
            "did you mean \"\($0)\"?"
          }
        )
        continue
      }
      if task.condition == nil, let circle = circle(from: workflow.name, through: name) {
        error("workflows call each other: \(circle.joined(separator: " -> "))", task.location)
      }
      let known = other.params.map(\.name)
      for value in values {
        let place = value.location ?? task.location
        guard let param = other.params.first(where: { $0.name == value.name }) else {
          error(
            "workflow \"\(name)\" has no param \"\(value.name)\"",
            place,
            Spelling.closest(to: value.name, among: known).map { "did you mean \"\($0)\"?" }
          )
          continue
        }
        guard case .constant(let constant) = value.value else { continue }
        do throws(ParameterError) {
          _ = try ParameterText.accept(constant, for: param)
        } catch let wrong {
          error(
            "param \"\(param.name)\" of workflow \"\(name)\" \(wrong.message)",
            place,
            wrong.hint
          )
        }
      }
      let given = Set(values.map(\.name))
      for param in other.params where param.defaultValue == nil && !given.contains(param.name) {
        error(
          "the task \"\(task.name)\" gives no value for \"\(param.name)\" of workflow \"\(name)\"",
          task.location,
          "with: {\(param.name): …}"
        )
      }
    }
    return found
  }

  /// The way from a workflow through one that it calls back to itself; a call with an `if` may come
  /// to an end.
  private func circle(from start: String, through next: String) -> [String]? {
    var open = [[start, next]]
    var seen: Set<String> = []
    while let way = open.popLast() {
      guard let last = way.last else { continue }
      if last == start { return way }
      guard seen.insert(last).inserted else { continue }
      for task in workflows[last]?.tasks ?? [] where task.condition == nil {
        if case .workflow(let name, _) = task.action { open.append(way + [name]) }
      }
    }
    return nil
  }
}

extension Workflow {
  /// The names of the workflows that its tasks call.
  var calledWorkflows: [String] {
    tasks.compactMap { if case .workflow(let name, _) = $0.action { name } else { nil } }
  }
}
