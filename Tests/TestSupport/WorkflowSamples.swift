package import Model
package import Planning
import WorkflowFiles

extension Template {
  /// A template as a workflow's file would have it, with `${{ … }}`.
  package init(_ text: String) {
    self.init(
      segments: TemplateParser.parse(Array(text.utf8)).segments,
      source: text,
      location: nil
    )
  }
}

extension ScriptTemplate {
  /// A script whose expressions stand bare.
  package init(_ text: String) {
    var pieces: [Piece] = []
    var expressions: [Expression] = []
    for segment in Template(text).segments {
      switch segment {
      case .text(let literal): pieces.append(.text(literal))
      case .expression(let expression):
        pieces.append(.reference(index: expressions.count, quoted: true))
        expressions.append(expression)
      }
    }
    self.init(pieces: pieces, expressions: expressions, source: text, location: nil)
  }
}

extension TaskDefinition {
  /// A task of `sh`, with its paths and expressions as text; no inputs are few, not all.
  package static func make(
    _ name: String,
    run: String = "true",
    needs: [String] = [],
    after: [String] = [],
    inputs: [String]? = [],
    outputs: [String] = [],
    optional: [String] = [],
    publish: [String] = [],
    params: [String] = [],
    result: ResultFormat? = nil,
    env: [(String, String)] = [],
    policy: TaskPolicy = TaskPolicy()
  ) -> TaskDefinition {
    TaskDefinition(
      name: name,
      action: .run(ScriptTemplate(run)),
      needs: needs.map { Need(task: $0) } + after.map { Need(task: $0, orderOnly: true) },
      inputs: inputs?.map { Template($0) },
      outputs: outputs.map { OutputDeclaration(path: Template($0)) }
        + optional.map { OutputDeclaration(path: Template($0), optional: true) }
        + publish.map { OutputDeclaration(path: Template($0), publish: true) },
      params: params,
      resultFormat: result,
      environment: env.map { EnvironmentEntry(name: $0.0, value: Template($0.1)) },
      shell: "sh",
      policy: policy
    )
  }

  /// The task with one thing changed.
  package func with(_ change: (inout TaskDefinition) -> Void) -> TaskDefinition {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Workflow {
  /// A workflow called `build`.
  package static func make(
    _ tasks: TaskDefinition...,
    onFailure: FailurePolicy = .proceed
  ) -> Workflow { make(tasks, onFailure: onFailure) }

  package static func make(
    _ tasks: [TaskDefinition],
    onFailure: FailurePolicy = .proceed
  ) -> Workflow {
    Workflow(
      name: "build",
      file: "workflows/build.yaml",
      tasks: tasks,
      onFailure: onFailure
    )
  }
}

extension Graph {
  package static func make(
    _ tasks: TaskDefinition...,
    onFailure: FailurePolicy = .proceed,
    params: [String: JSONValue] = [:]
  ) throws(GraphProblems) -> Graph {
    try GraphBuilder.build(.make(tasks, onFailure: onFailure), params: params)
  }

  /// The position of a task.
  package func position(of task: String) -> Int {
    nodes.firstIndex { $0.definition.name == task } ?? -1
  }
}
