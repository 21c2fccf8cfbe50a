import Model
import TestSupport
import Testing

/// The examples of the pages of documentation, checked and run by the program itself.
@Suite struct WorkflowReferenceTests {
  /// A repository with the files, definitions and workflows that a page names.
  private static func repository(_ blocks: [DocumentBlock]) throws -> TestRepository {
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
    try repository.commit()
    return repository
  }

  @Test(arguments: zip(ExamplePage.all, [20, 6]))
  func thePageHasExamples(page: ExamplePage, count: Int) {
    #expect(page.runnable.count >= count)
    #expect(page.runnable.allSatisfy { !$0.expectations.isEmpty })
  }

  @Test(arguments: ExamplePage.all) func everyExampleIsChecked(page: ExamplePage) throws {
    let repository = try Self.repository(page.blocks)
    for block in page.blocks where block.words.first == "yaml" {
      let path =
        block.words.contains("settings")
        ? "weir.yaml" : block.words.contains("site") ? "settings.yaml" : "workflows/example.yaml"
      guard block.value(of: "task") == nil, block.value(of: "workflow") == nil else { continue }
      try repository.write(block.text, to: path)
      let outcome = try repository.weir("check", path)
      let isRefused = block.words.contains("refused")
      #expect(outcome.exit == (isRefused ? 2 : 0), "line \(block.line): \(outcome.errors)")
    }
  }

  @Test(arguments: ExamplePage.examples)
  func anExampleDoesWhatThePageSays(page: ExamplePage, block: DocumentBlock) throws {
    let repository = try Self.repository(page.blocks)
    try repository.commit(["workflows/example.yaml": block.text])
    var arguments = ["run", "example"]
    var exit: Int32 = 0
    var rows: [(name: String, rest: String)] = []
    for line in block.expectations {
      if line.hasPrefix("weir ") {
        arguments = line.split(separator: " ").dropFirst().map(String.init)
      } else if line.hasPrefix("exit ") {
        exit = try #require(Int32(line.dropFirst(5)))
      } else if line.hasPrefix("outputs ") {
        rows.append(("outputs", String(line.dropFirst(8))))
      } else {
        let end = try #require(line.firstRange(of: ": "), "\(line)")
        rows.append((String(line[..<end.lowerBound]), String(line[end.upperBound...])))
      }
    }
    let run = try TestRepository.run(TestRepository.weir, arguments, in: repository.path)
    try #require(run.exit == exit, "\(run.errors)")
    let found = try Self.found(repository.weirOutput("show", "example", "--json"))
    for row in rows { #expect(found[row.name] == row.rest, "\(row.name)") }
  }

  /// What each task and instance came to, as the page writes it.
  private static func found(_ record: String) throws -> [String: String] {
    let run = try JSONReader.parse(record)
    var found: [String: String] = [:]
    if let outputs = run["outputs"] { found["outputs"] = JSONWriter.compact(outputs) }
    for row in run["tasks"]?.array ?? [] {
      let instance = row["instance"]?.string.map { "/\($0)" } ?? ""
      let result = row["result"].map { " \(JSONWriter.compact($0))" } ?? ""
      found[(row["task"]?.string ?? "") + instance] = (row["status"]?.string ?? "") + result
    }
    return found
  }
}
