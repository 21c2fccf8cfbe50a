import TestSupport
import Testing

/// The examples of the pages of documentation, checked and run by the program itself.
@Suite struct WorkflowReferenceTests {
  @Test(arguments: zip(ExamplePage.all, [20, 6]))
  func thePageHasExamples(page: ExamplePage, count: Int) throws {
    #expect(page.runnable.count >= count)
    #expect(try page.runnable.map(PageExpectation.all).allSatisfy { !$0.isEmpty })
  }

  @Test(arguments: ExamplePage.all) func everyExampleIsChecked(page: ExamplePage) throws {
    let repository = try PageExample.repository(page.blocks)
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
    let repository = try PageExample.repository(page.blocks)
    try PageExample(repository: repository, block: block).carryOut()
  }
}
