import Glibc
import Model
import Testing

@testable import Git
@testable import WorkflowFiles

/// A file, what `check` says of its shape, and what a public validator says by the schema.
struct ShapeCase {
  let kind: SchemaKind
  let text: String
  /// As Weir's own reader understands it; nil where it is no YAML.
  let value: JSONValue?
  /// What the shape checker says.
  let problems: [String]

  init(_ kind: SchemaKind, _ text: String) {
    self.kind = kind
    self.text = text
    var report = Report(file: "a.yaml")
    let root = YAMLReader.read(Array(text.utf8), report: &report)?.root
    guard let root, !report.hasErrors else {
      value = nil
      problems = report.diagnostics.map(\.message)
      return
    }
    value = root.value
    guard root.kind == .mapping else {
      problems = root.isNull && kind.structure == .settings ? [] : ["not a map"]
      return
    }
    var checker = ShapeChecker(report: report, isSite: kind == .site)
    checker.check(root, is: kind.structure)
    problems = checker.report.diagnostics.map(\.message)
  }
}

/// The public validator.
enum Verdicts {
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  /// With the first Python that has the validator.
  private static let launch = """
    for python in python3 /usr/bin/python3; do
      "$python" -c 'import jsonschema' 2>/dev/null && exec "$python" '\(root)/scripts/schema-verdicts'
    done
    echo 'jsonschema is missing; scripts/setup installs it' >&2
    exit 1
    """

  /// One verdict a case, `accepted` or `refused: why`, by the published schemas.
  static func of(_ cases: [ShapeCase]) throws -> [String] {
    let lines = try cases.map { file in
      let value = try #require(file.value, "\(file.problems): \(file.text)")
      return JSONWriter.compact(["of": .string(file.kind.rawValue), "value": value])
    }
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let outcome = try ChildProcess(
      program: "/bin/sh",
      arguments: ["-c", launch],
      environment: ["PATH=\(path)", "PYTHONUTF8=1"],
      folder: root,
      input: Array(lines.joined(separator: "\n").utf8),
      timeout: 300,
      outputLimit: 1 << 26
    ).run()
    try #require(outcome.exit == 0, "\(outcome.errorText)")
    let verdicts = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    try #require(verdicts.count == cases.count)
    return verdicts.map(String.init)
  }
}
