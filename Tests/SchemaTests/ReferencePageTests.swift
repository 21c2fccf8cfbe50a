import Glibc
import Model
import TestSupport
import Testing

@testable import WorkflowFiles

/// `docs/workflow-reference.md`.
enum ReferencePage {
  static let path = "\(Verdicts.root)/docs/workflow-reference.md"

  static var text: String { FileContent.text(path) }

  static var blocks: [DocumentBlock] { DocumentBlock.all(of: text) }
}

extension DocumentBlock {
  /// Of which files it is one.
  var kind: SchemaKind? {
    guard words.first == "yaml" else { return nil }
    if words.contains("settings") { return .settings }
    if words.contains("site") { return .site }
    return value(of: "task") == nil ? .workflow : .task
  }
}

/// The tables of the reference are those of the program.
@Suite struct ReferencePageTests {
  /// The page with each table below its `<!-- keys NAME -->` as it should be.
  private static func updated(_ page: String) throws -> String {
    var lines: [Substring] = []
    var isTable = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if isTable, line.isEmpty || line.hasPrefix("|") { continue }
      if isTable { lines.append("") }
      lines.append(line)
      isTable = line.hasPrefix("<!-- keys ")
      guard isTable else { continue }
      let name = line.dropFirst(10).prefix { $0 != " " }
      let structure = try #require(Structure(rawValue: String(name)), "\(line)")
      lines += [""] + table(of: structure).map { $0[...] }
    }
    return lines.joined(separator: "\n")
  }

  private static func table(of structure: Structure) -> [String] {
    var lines = ["| key | value | default | meaning | example |", "|---|---|---|---|---|"]
    for row in structure.rows {
      let key = KeyDocumentation(path: row.name, kind: .site, row: row, structure: structure)
      var meaning = row.summary
      if row.isRequired { meaning += " Required." }
      if row.support == .inert { meaning += " *No effect yet.*" }
      if row.support == .site { meaning += " *Of the site alone.*" }
      let value = key.defaultValue.map { code($0.plainText) } ?? ""
      let cells = [code(row.name), key.type, value, meaning, code(row.example)]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    return lines
  }

  private static func code(_ text: String) -> String {
    "`\(text.replacing("|", with: "\\|"))`"
  }

  @Test func tablesAreThoseOfTheProgram() throws {
    let page = ReferencePage.text
    let wanted = try Self.updated(page)
    if getenv("WEIR_UPDATE_DOCS") != nil {
      let file = try #require(fopen(ReferencePage.path, "w"))
      fputs(wanted, file)
      fclose(file)
    } else {
      #expect(page == wanted, "WEIR_UPDATE_DOCS=1 swift test --filter ReferencePageTests")
    }
  }

  @Test func everyKeyStandsInATable() {
    let page = ReferencePage.text
    let without = Structure.allCases.filter { structure in
      !structure.rows.isEmpty && !page.contains("<!-- keys \(structure.rawValue) -->")
    }
    #expect(without == [])
  }

  /// What has an effect is shown at work: in an example that is run, or in a file that stands beside
  /// them.
  @Test func everyKeyIsInAnExampleThatIsRun() {
    let text = ReferencePage.blocks.filter { block in
      block.words.prefix(2) == ["yaml", "run"]
        || ["file", "task", "workflow"].contains { block.value(of: $0) != nil }
    }.map(\.text).joined()
    let missing = Structure.allCases.flatMap { structure in
      structure.rows.filter { row in
        ![.inert, .site].contains(row.support) && !text.contains(" \(row.name):")
          && !text.contains("{\(row.name):")
          && !text.contains("\n\(row.name):")
      }.map { "\(structure.rawValue).\($0.name)" }
    }
    #expect(missing == [])
  }
}
