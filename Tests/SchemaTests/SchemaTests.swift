import Model
import TestSupport
import Testing

@testable import WorkflowFiles

/// The schemas and `check` agree on what a file looks like.
@Suite struct SchemaTests {
  @Test(arguments: SchemaKind.allCases) func thePublishedSchemaIsTheOneOfTheTable(
    kind: SchemaKind
  )
    throws
  {
    let path = "\(Verdicts.root)/docs/schema/\(kind.fileName)"
    let published = FileContent.text(path)
    #expect(
      published == JSONWriter.pretty(kind.schema),
      "weir schema --of \(kind.rawValue) > docs/schema/\(kind.fileName)"
    )
  }

  @Test func everyKeyStandsInASeed() {
    var seen: Set<String> = []
    for (kind, text) in SchemaSeeds.all {
      var report = Report(file: "a.yaml")
      guard let root = YAMLReader.read(Array(text.utf8), report: &report)?.root else { continue }
      note(root, kind.structure, &seen)
    }
    let all = Structure.allCases.flatMap { structure in
      structure.rows.map { "\(structure.rawValue).\($0.name)" }
    }
    #expect(all.filter { !seen.contains($0) } == [])
  }

  private func note(_ node: YAMLNode, _ structure: Structure, _ seen: inout Set<String>) {
    for (key, value) in node.pairs {
      if let row = structure.row(named: key.text) {
        seen.insert("\(structure.rawValue).\(row.name)")
        note(value, row.type, &seen)
      } else if let other = structure.otherKeys {
        note(value, other.type, &seen)
      }
    }
  }

  private func note(_ node: YAMLNode, _ type: KeyType, _ seen: inout Set<String>) {
    switch type {
    case .structure(let structure): note(node, structure, &seen)
    case .chosen(let key, let choices):
      let word = Fields(node).text(key)
      for choice in choices where choice.word == word { note(node, choice.structure, &seen) }
    case .oneOrMany(let inner) where node.kind != .sequence: note(node, inner, &seen)
    case .list(let inner), .oneOrMany(let inner):
      for element in node.elements { note(element, inner, &seen) }
    case .map(let inner), .named(_, let inner):
      for (_, value) in node.pairs { note(value, inner, &seen) }
    case .nullable(let inner): note(node, inner, &seen)
    case .alternatives(let types):
      if let fitting = types.first(where: { ScalarShape.fits(node, $0) }) {
        note(node, fitting, &seen)
      }
    default: break
    }
  }

  @Test func examplesOfTheTableHaveTheirKeysShape() {
    for structure in Structure.allCases {
      for row in structure.rows {
        var report = Report(file: "\(structure.rawValue).\(row.name)")
        guard let root = YAMLReader.read(Array(row.example.utf8), report: &report)?.root,
          let value = Fields(root)[row.name]
        else {
          Issue.record("\(report.file): \(row.example)")
          continue
        }
        var checker = ShapeChecker(report: report, isSite: true)
        checker.check(value, is: row.type, row: row, label: row.name)
        #expect(checker.report.diagnostics == [])
        #expect(row.exampleValue != nil)
      }
    }
  }

  @Test func defaultsAreOfKeysOfTheTableAndHaveTheirShape() {
    for (structure, values) in KeyDefaults.table {
      for (name, value) in values {
        guard let row = structure.row(named: name) else {
          Issue.record("\(structure.rawValue) has no key \(name)")
          continue
        }
        var report = Report(file: "\(structure.rawValue).\(name)")
        guard let node = YAMLReader.read(Array(JSONWriter.pretty(value).utf8), report: &report)
        else { continue }
        var checker = ShapeChecker(report: report)
        checker.check(node.root, is: row.type, row: row, label: name)
        #expect(checker.report.diagnostics == [])
      }
    }
  }

  @Test func goodFilesAreAcceptedByBoth() throws {
    var cases = SchemaSeeds.all.map { ShapeCase($0.0, $0.1) }
    for name in ["ci", "flaky", "iris", "report"] {
      cases.append(
        ShapeCase(.workflow, FileContent.text("\(Verdicts.root)/workflows/\(name).yaml"))
      )
    }
    let readme = DocumentBlock.all(of: FileContent.text("\(Verdicts.root)/README.md"))
    for block in ReferencePage.blocks + readme {
      if let kind = block.kind, !block.words.contains("refused") {
        cases.append(ShapeCase(kind, block.text))
      }
    }
    cases += [
      ShapeCase(.settings, FileContent.text("\(Verdicts.root)/weir.yaml")),
      ShapeCase(.settings, "~"),
    ]
    for (file, verdict) in zip(cases, try Verdicts.of(cases)) {
      #expect(file.problems == [], "\(file.text)")
      #expect(verdict == "accepted", "\(file.text)")
    }
  }

  @Test func filesOfAWrongShapeAreRefusedByBoth() throws {
    let cases = WrongShapes.all.map { ShapeCase($0.0, $0.1) }
    for (file, verdict) in zip(cases, try Verdicts.of(cases)) {
      #expect(file.problems != [], "check accepts \(file.text)")
      #expect(verdict.hasPrefix("refused"), "the schema accepts \(file.text)")
    }
  }
}
