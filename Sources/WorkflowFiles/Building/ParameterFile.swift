package import Model

/// Reads files of values, as `--params FILE` names them.
package enum ParameterFile {
  /// The values by name, from YAML or JSON; nil when there is an error.
  package static func parse(
    _ bytes: [UInt8],
    path: String
  ) -> (values: [String: JSONValue]?, diagnostics: [Diagnostic]) {
    var report = Report(file: path)
    let document = YAMLReader.read(bytes, report: &report)
    guard !report.hasErrors else { return (nil, report.sorted) }
    guard let root = document?.root, !root.isNull else { return ([:], []) }
    guard root.kind == .mapping else {
      report.error(
        "a file of params must be a map, not \(root.foundText)",
        at: root,
        hint: "for example: caller: gatk"
      )
      return (nil, report.sorted)
    }
    for (key, value) in root.pairs where !value.value.isFinite {
      report.error("\"\(key.text)\" holds a number that JSON has not", at: value)
    }
    for (key, _) in root.pairs where !Names.isValid(key.text) {
      report.error(
        "\"\(key.text)\" is no valid name for a param",
        at: key,
        hint: NameRule.hint(for: key.text)
      )
    }
    return (report.hasErrors ? nil : root.value.object ?? [:], report.sorted)
  }
}
