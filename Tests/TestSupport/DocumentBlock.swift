/// A fenced block of a page of documentation.
package struct DocumentBlock: Sendable, CustomStringConvertible {
  /// What stands after the fence, the language first.
  package let words: [String]
  package let text: String
  /// Of the fence, from 1.
  package let line: Int

  /// What a word such as `file=data/a.csv` says.
  package func value(of name: String) -> String? {
    words.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  package var description: String { "line \(line)" }

  /// The blocks of a page.
  package static func all(of page: String) -> [DocumentBlock] {
    var blocks: [DocumentBlock] = []
    var open: (words: [String], line: Int, text: String)?
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if let block = open {
        if line == "```" {
          blocks.append(DocumentBlock(words: block.words, text: block.text, line: block.line))
          open = nil
        } else {
          open?.text += line + "\n"
        }
      } else if line.hasPrefix("```") {
        open = (line.dropFirst(3).split(separator: " ").map(String.init), index + 1, "")
      }
    }
    return blocks
  }
}
