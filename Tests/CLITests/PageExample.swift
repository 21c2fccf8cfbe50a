import Model
import TestSupport
import Testing

/// Runs an example of a page of documentation: commits its workflow as `example`, does what its
/// lines say, and compares what comes of it.
///
/// Without a command of its own it is run once.
struct PageExample {
  let repository: TestRepository
  let block: DocumentBlock

  /// A repository with the files, definitions and workflows that the blocks of a page name.
  static func repository(_ blocks: [DocumentBlock]) throws -> TestRepository {
    let repository = try TestRepository()
    for block in blocks {
      if let path = block.value(of: "file") { try repository.write(block.text, to: path) }
      if let name = block.value(of: "task") {
        try repository.write(block.text, to: "workflows/tasks/\(name).yaml")
      }
      if let name = block.value(of: "workflow") {
        try repository.write(block.text, to: "workflows/\(name).yaml")
      }
    }
    _ = try repository.shell("grep -rl '^#!' . --exclude-dir=.git | xargs chmod +x")
    try repository.commit()
    return repository
  }

  /// A command and what is expected of it.
  private struct Step {
    let command: String
    var expected: [PageExpectation] = []

    var exit: Int32 {
      for case .exit(let code) in expected.map(\.statement) { return code }
      return 0
    }
  }

  func carryOut() throws {
    try repository.commit(["workflows/example.yaml": block.text])
    var run = "example"
    for step in try steps() {
      let outcome = try repository.shell(
        """
        RUN=\(run)
        PATH="${WEIR%/*}:$PATH"
        MARKS=$PWD/../marks
        export PATH MARKS RUN
        mkdir -p "$MARKS"
        \(step.command)
        """
      )
      let said = outcome.output + outcome.errors
      try #require(outcome.exit == step.exit, "\(step.command): \(said)")
      run = Self.run(namedIn: said) ?? run
      var record: JSONValue?
      for expected in step.expected {
        let problem = try problem(with: expected, said: said, run: run, record: &record)
        #expect(problem == nil, "\(expected.text)")
      }
    }
  }

  private func steps() throws -> [Step] {
    var steps: [Step] = []
    for expected in try PageExpectation.all(of: block) {
      if case .command(let command) = expected.statement {
        steps.append(Step(command: command))
      } else {
        if steps.isEmpty { steps.append(Step(command: "weir run example")) }
        steps[steps.count - 1].expected.append(expected)
      }
    }
    return steps
  }

  /// The last run of the workflow that a text names.
  private static func run(namedIn text: String) -> String? {
    text.split(separator: "example/", omittingEmptySubsequences: false).dropFirst().last {
      RunID(String($0.prefix(24))) != nil
    }
    .map { "example/\($0.prefix(24))" }
  }

  /// What is there instead of what is expected.
  private func problem(
    with expected: PageExpectation,
    said: String,
    run: String,
    record: inout JSONValue?
  ) throws -> String? {
    switch expected.statement {
    case .command, .exit: return nil
    case .says(let text): return said.contains(text) ? nil : said
    case .saysNot(let text): return said.contains(text) ? said : nil
    default: break
    }
    if record == nil {
      record = try JSONReader.parse(repository.weirOutput("show", run, "--json"))
    }
    let rows = record?["tasks"]?.array ?? []
    let found: (wanted: String, there: String?)
    switch expected.statement {
    case .run(let status): found = (status, record?["status"]?.string)
    case .outputs(let values): found = (values, record?["outputs"].map(JSONWriter.compact))
    case .instances(let task, let keys):
      let there = rows.filter { $0["task"]?.string == task }.map { $0["instance"] ?? .null }
      found = (keys, JSONWriter.compact(.array(there)))
    case .task(let name, let task):
      guard let row = rows.first(where: { Self.name(of: $0) == name }) else { return "no \(name)" }
      return Self.problem(with: task, row)
    default: return nil
    }
    return found.there == found.wanted ? nil : found.there ?? "nothing"
  }

  private static func name(of row: JSONValue) -> String {
    (row["task"]?.string ?? "") + (row["instance"]?.string.map { "/\($0)" } ?? "")
  }

  private static func problem(with task: PageTask, _ row: JSONValue) -> String? {
    let attempts = row["attempts"]?.array ?? []
    let last = attempts.last
    let number = { (name: String) in last?[name].map { "\(name) \(JSONWriter.compact($0))" } }
    let remarks = [
      attempts.count == 1 ? "1 attempt" : "\(attempts.count) attempts",
      number("exit"), number("signal"), last?["cause"]?.string, row["reason"]?["kind"]?.string,
    ]
    let isAsExpected =
      row["status"]?.string == task.status
      && row["result"].map(JSONWriter.compact) == task.result
      && task.remarks.allSatisfy(remarks.contains)
    return isAsExpected ? nil : JSONWriter.compact(row)
  }
}
