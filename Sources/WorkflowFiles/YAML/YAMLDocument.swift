package import Model

/// A parsed YAML or JSON file: one flat array of nodes in the order of the file.
package final class YAMLDocument: Sendable {
  enum Kind: UInt8 {
    case mapping
    case sequence
    case scalar
    case alias
  }

  enum Style: UInt8 {
    case plain
    case singleQuoted
    case doubleQuoted
    case literal
    case folded
  }

  struct Entry {
    var kind: Kind
    var style: Style = .plain
    var line: UInt32
    var column: UInt32
    /// Where the text of a scalar begins, or the entry that an alias stands for.
    var start: UInt32 = 0
    /// The bytes of a scalar's text, or the number of direct children.
    var length: UInt32 = 0
    /// The entry after this one and everything below it.
    var end: UInt32 = 0
  }

  let entries: [Entry]
  let text: [UInt8]
  let source: YAMLSource

  init(entries: [Entry], text: [UInt8], source: YAMLSource) {
    self.entries = entries
    self.text = text
    self.source = source
  }

  /// The node at the top.
  package var root: YAMLNode { YAMLNode(self, 0) }

  /// The document, or every problem that keeps it from being read.
  package static func parse(
    _ bytes: [UInt8],
    path: String
  ) -> (document: YAMLDocument?, diagnostics: [Diagnostic]) {
    var report = Report(file: path)
    let document = YAMLReader.read(bytes, report: &report)
    if document == nil, !report.hasErrors { report.error("the file is empty", at: nil) }
    return (report.hasErrors ? nil : document, report.sorted)
  }
}

/// One node of a document; an alias shows what it stands for.
package struct YAMLNode: Sendable {
  let document: YAMLDocument
  /// Where it is written, which for an alias is another entry than its content.
  let written: Int
  let index: Int

  init(_ document: YAMLDocument, _ written: Int) {
    self.document = document
    self.written = written
    let entry = document.entries[written]
    index = entry.kind == .alias ? Int(entry.start) : written
  }

  var entry: YAMLDocument.Entry { document.entries[index] }

  /// Where it is written.
  package var location: SourceLocation {
    let entry = document.entries[written]
    return SourceLocation(line: Int(entry.line), column: Int(entry.column))
  }

  /// Whether it is a map, a list or a scalar.
  var kind: YAMLDocument.Kind { entry.kind }

  var isScalar: Bool { kind == .scalar }

  /// The bytes of a scalar as the document means them.
  var textBytes: ArraySlice<UInt8> {
    let entry = entry
    guard entry.kind == .scalar else { return [] }
    return document.text[Int(entry.start)..<Int(entry.start) + Int(entry.length)]
  }

  /// The text of a scalar, whatever its type; empty for a collection.
  package var text: String { String(decoding: textBytes, as: UTF8.self) }

  /// How many characters a caret line marks.
  var displayLength: Int {
    guard isScalar, written == index else { return 1 }
    let quotes = entry.style == .singleQuoted || entry.style == .doubleQuoted ? 2 : 0
    guard entry.style != .literal, entry.style != .folded else { return 1 }
    return text.unicodeScalars.count + quotes
  }

  /// The number of elements or pairs.
  var count: Int {
    let entry = entry
    return entry.kind == .mapping ? Int(entry.length) / 2 : Int(entry.length)
  }

  /// The elements of a list; empty for anything else.
  var elements: YAMLElements {
    YAMLElements(document: document, range: childRange(of: .sequence))
  }

  /// The pairs of a map; empty for anything else.
  var pairs: YAMLPairs { YAMLPairs(document: document, range: childRange(of: .mapping)) }

  private func childRange(of kind: YAMLDocument.Kind) -> Range<Int> {
    let entry = entry
    return entry.kind == kind ? index + 1..<Int(entry.end) : 0..<0
  }
}

/// The elements of a list, one after another.
struct YAMLElements: Sequence, IteratorProtocol {
  let document: YAMLDocument
  var range: Range<Int>

  mutating func next() -> YAMLNode? {
    guard let index = range.first else { return nil }
    range = Int(document.entries[index].end)..<range.upperBound
    return YAMLNode(document, index)
  }
}

/// The pairs of a map, one after another.
struct YAMLPairs: Sequence, IteratorProtocol {
  let document: YAMLDocument
  var range: Range<Int>

  mutating func next() -> (key: YAMLNode, value: YAMLNode)? {
    guard let key = range.first else { return nil }
    let value = Int(document.entries[key].end)
    range = Int(document.entries[value].end)..<range.upperBound
    return (YAMLNode(document, key), YAMLNode(document, value))
  }
}
