import Model
import TestSupport
import Testing

/// A page of documentation whose examples are tests.
struct ExamplePage: Sendable, CustomTestStringConvertible {
  let name: String
  let blocks: [DocumentBlock]

  static let all = ["workflow-reference", "coming-from"].map(ExamplePage.init)

  init(_ name: String) {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    self.name = name
    blocks = DocumentBlock.all(of: FileContent.text("\(root)/docs/\(name).md"))
  }

  var testDescription: String { name }

  var runnable: [DocumentBlock] { blocks.filter { $0.words.prefix(2) == ["yaml", "run"] } }

  /// A repository with the files, definitions and workflows that the page names.
  func repository() throws -> TestRepository {
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
}

/// One runnable example.
struct PageExample: Sendable, CustomTestStringConvertible {
  let page: ExamplePage
  let block: DocumentBlock

  static let all = ExamplePage.all.flatMap { page in
    page.runnable.map { PageExample(page: page, block: $0) }
  }

  var testDescription: String { "\(page.name), \(block)" }
}

/// The examples of the pages, checked and run by the program itself.
@Suite struct WorkflowReferenceTests {
  @Test(arguments: ExamplePage.all) func aPageHasExamples(page: ExamplePage) {
    #expect(page.runnable.count >= 5)
    #expect(page.runnable.allSatisfy { !$0.expectations.isEmpty })
  }

  @Test(arguments: ExamplePage.all) func everyExampleIsChecked(page: ExamplePage) throws {
    let repository = try page.repository()
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

  @Test(arguments: PageExample.all) func anExampleDoesWhatThePageSays(example: PageExample) throws {
    let block = example.block
    let repository = try example.page.repository()
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
