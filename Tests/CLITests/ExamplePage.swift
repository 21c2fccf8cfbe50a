import TestSupport
import Testing

/// A page of documentation whose examples are tests.
struct ExamplePage: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  let blocks: [DocumentBlock]

  static let all = ["workflow-reference", "coming-from"].map(ExamplePage.init)

  /// The examples that are run, each with its page.
  static let examples = all.flatMap { page in page.runnable.map { (page, $0) } }

  init(_ name: String) {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    self.name = name
    text = FileContent.text("\(root)/docs/\(name).md")
    blocks = DocumentBlock.all(of: text)
  }

  var testDescription: String { name }

  var runnable: [DocumentBlock] { blocks.filter { $0.words.prefix(2) == ["yaml", "run"] } }
}
