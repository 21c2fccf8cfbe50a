package import Model

/// Reads `weir.yaml` and the site's settings.
package enum SettingsFile {
  /// The settings of a file laid over others; nil when there is an error.
  ///
  /// Keys such as `secrets` are accepted from the site alone.
  package static func parse(
    _ bytes: [UInt8],
    path: String,
    isSite: Bool = false,
    over base: Settings = Settings()
  ) -> (settings: Settings?, diagnostics: [Diagnostic]) {
    var report = Report(file: path)
    let document = YAMLReader.read(bytes, report: &report)
    guard !report.hasErrors else { return (nil, report.sorted) }
    guard let root = document?.root, !root.isNull else { return (base, []) }
    guard root.kind == .mapping else {
      report.error(
        "the settings must be a map, not \(root.foundText)",
        at: root,
        hint: "for example: backends: {local: {slots: 8}}"
      )
      return (nil, report.sorted)
    }
    var checker = ShapeChecker(report: report, isSite: isSite)
    checker.check(root, is: .settings)
    report = checker.report
    var settings = base
    let fields = Fields(root)
    if let records = fields["records"] { read(Fields(records), into: &settings.records, &report) }
    if let local = fields["backends"].flatMap({ Fields($0)["local"] }).map(Fields.init) {
      if let slots = local.integer("slots") { settings.local.slots = slots }
      if let memory = local.size("memory") { settings.local.memory = memory }
    }
    return (report.hasErrors ? nil : settings, report.sorted)
  }

  private static func read(
    _ fields: Fields,
    into records: inout RecordSettings,
    _ report: inout Report
  ) {
    if let node = fields["branch"], let branch = node.string, !branch.isEmpty {
      if !isBranch(branch) {
        report.error("\"\(branch)\" is no name of a branch", at: node)
      } else {
        records.mode = branch == "same" ? .same : .branch(branch)
      }
    }
    if let interval = fields.duration("interval") { records.interval = interval }
    if let keep = fields.integer("keep") { records.keep = keep }
    if let push = fields["push"] { records.push = push.string }
    if let node = fields["mount"] {
      if node.scalarValue.bool == false {
        records.mount = .none
      } else if let path = node.string {
        if let problem = PathRule.problem(with: path) {
          report.error("\"mount\" \(problem)", at: node)
        }
        records.mount = .path(PathRule.normalized(path))
      }
    }
    if let size = fields.size("max_log") { records.maximumLog = size }
    if let size = fields.size("max_output") { records.maximumOutput = size }
    if let size = fields.size("max_run") { records.maximumRun = size }
    if let logs = fields.text("logs").flatMap(RecordSettings.Logs.init) { records.logs = logs }
  }

  /// The rules of `git check-ref-format --branch`.
  private static func isBranch(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"~^:?*[\\".utf8.contains($0) }
    guard isPlain, !name.hasPrefix("-"), !name.hasSuffix("."), name != "@", name != "HEAD",
      !name.contains(".."), !name.contains("@{")
    else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock")
    }
  }
}
