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
    read(backends: fields.pairs("backends"), into: &settings)
    read(shells: fields.pairs("shells"), into: &settings, &report)
    if let limits = fields.map("limits") {
      if let count = limits.integer("instances") { settings.limits.instances = count }
      if let count = limits.integer("runs_queued") { settings.limits.runsQueued = count }
    }
    for (key, value) in fields.pairs("secrets") where value.kind == .mapping {
      settings.secrets[key.text] = secret(Fields(value), &report)
    }
    if let secret = fields.map("serve")?.map("hook_secret") { _ = self.secret(secret, &report) }
    for notification in fields.elements("notify") where notification.kind == .mapping {
      refuseEmpty(Fields(notification), "command", &report)
    }
    SettingsMeaning.check(fields, report: &report)
    return (report.hasErrors ? nil : settings, report.sorted)
  }

  /// A backend that stands in a later file replaces one of that name; of `local`, key by key.
  private static func read(
    backends: [(key: YAMLNode, value: YAMLNode)],
    into settings: inout Settings
  ) {
    for (key, value) in backends where value.kind == .mapping {
      let fields = Fields(value)
      if key.text == "local" {
        if let slots = fields.integer("slots") { settings.local.slots = slots }
        if let memory = fields.size("memory") { settings.local.memory = memory }
      } else if let kind = fields.text("type").flatMap(BackendKind.init) {
        settings.backends[key.text] = kind
      }
    }
  }

  private static func read(
    shells: [(key: YAMLNode, value: YAMLNode)],
    into settings: inout Settings,
    _ report: inout Report
  ) {
    for (key, value) in shells where value.kind == .sequence {
      let words = value.elements.map(\.text)
      if ShellNames.isBuiltIn(key.text) {
        report.error("the shell \"\(key.text)\" is built in", at: key, hint: "choose another name")
      }
      if words.filter({ $0.contains("{script}") }).count != 1 {
        report.error(
          "\"{script}\" must stand in one word of the shell \"\(key.text)\"",
          at: value,
          hint: "for example: [\(words.first ?? key.text), \"{script}\"]"
        )
      } else if words.first.map({ $0.isEmpty || $0.contains("{script}") }) ?? true {
        report.error("the shell \"\(key.text)\" names no program", at: value)
      }
      settings.shells[key.text] = words
    }
  }

  private static func secret(_ fields: Fields, _ report: inout Report) -> SecretSource? {
    refuseEmpty(fields, "command", &report)
    if let name = fields.text("env") { return .environment(name) }
    if let path = fields.text("file") { return .file(path) }
    guard let command = fields["command"], command.kind == .sequence else { return nil }
    return .command(command.elements.map(\.text))
  }

  private static func refuseEmpty(_ fields: Fields, _ key: String, _ report: inout Report) {
    guard let node = fields[key], node.kind == .sequence,
      fields.elements(key).first.map({ $0.text.isEmpty }) ?? true
    else { return }
    report.error("\"\(key)\" is empty", at: node)
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
