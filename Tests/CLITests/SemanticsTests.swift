import TestSupport
import Testing

/// The cases of `docs/semantics.md`, carried out by the program itself.
@Suite struct SemanticsTests {
  private static let page = ExamplePage("semantics")
  private static let cases = PageCase.all(of: page.text)

  @Test func everyCaseIsSaidOnceAndCompared() {
    #expect(Self.cases.count >= 65)
    #expect(Set(Self.cases.map(\.number)).count == Self.cases.count)
    for each in Self.cases { #expect(each.cells.count == 3, "\(each)") }
  }

  @Test func everyCaseIsExpectedByAnExample() throws {
    let expected = try Self.page.runnable.flatMap(PageExpectation.all).flatMap(\.cases)
    #expect(Set(expected) == Set(Self.cases.map(\.number)))
  }

  @Test(arguments: page.runnable) func anExampleDoesWhatThePageSays(block: DocumentBlock) throws {
    let repository = try PageExample.repository(Self.page.blocks)
    try PageExample(repository: repository, block: block).carryOut()
  }
}
