package import Model

extension WorkflowChecker {
  /// What a workflow asks for and the settings do not have: backends, shells and secrets.
  ///
  /// A secret that is missing is a warning, since settings of the site need not be everywhere.
  package static func check(_ workflow: Workflow, settings: Settings) -> [Diagnostic] {
    var report = Report(file: workflow.file)
    let backends = ["local"] + settings.backends.keys.filter { $0 != "local" }.sorted()
    let shells = ShellNames.builtIn + settings.shells.keys.sorted()
    let secrets = settings.secrets.keys.sorted()
    func tell(
      _ severity: Diagnostic.Severity,
      _ what: String,
      _ name: String,
      _ task: TaskDefinition,
      _ known: [String],
      _ hint: String
    ) {
      let near = report.suggestion(for: name, among: known)
      report.add(
        severity,
        "the task \"\(task.name)\" asks for the \(what) \"\(name)\", which is not declared",
        at: task.location,
        hint: near ?? hint,
        length: task.name.unicodeScalars.count
      )
    }
    for task in workflow.tasks {
      if case .workflow = task.action { continue }
      for name in task.policy.backends where !backends.contains(name) {
        tell(.error, "backend", name, task, backends, "declare it under \"backends\" in weir.yaml")
      }
      if let (name, kind) = task.firstBackend(beyond: settings) {
        report.error(
          "this version cannot run tasks on \"\(name)\", a backend of type \(kind.rawValue), "
            + "which the task \"\(task.name)\" asks for",
          at: task.location,
          hint: "name a backend of this machine as well: backend: [\(name), local]",
          length: task.name.unicodeScalars.count
        )
      }
      if task.usesShell, !ShellNames.isBuiltIn(task.shell), settings.shells[task.shell] == nil {
        tell(.error, "shell", task.shell, task, shells, "declare it under \"shells\" in weir.yaml")
      }
      for name in task.secretNames where settings.secrets[name] == nil {
        tell(
          .warning,
          "secret",
          name,
          task,
          secrets,
          "declare it under \"secrets\" in the site's settings"
        )
      }
    }
    return report.sorted
  }
}

/// The interpreters that need no declaration.
enum ShellNames {
  static let builtIn = [
    "bash", "sh", "dash", "ash", "zsh", "ksh", "python", "python3", "node", "perl", "ruby",
    "Rscript",
  ]

  static func isBuiltIn(_ name: String) -> Bool { builtIn.contains(name) }
}

extension TaskDefinition {
  /// Whether its shell runs anything: a script of a known ending names its interpreter itself.
  fileprivate var usesShell: Bool {
    switch action {
    case .run: true
    case .command, .workflow: setup != nil || !versions.isEmpty
    case .script: true
    }
  }

  /// The first of its declared backends, if this version can run tasks on none of them.
  fileprivate func firstBackend(beyond settings: Settings) -> (name: String, kind: BackendKind)? {
    let declared = policy.backends.compactMap { name in
      (name == "local" ? .local : settings.backends[name]).map { (name: name, kind: $0) }
    }
    return declared.contains { $0.kind == .local } ? nil : declared.first
  }

  /// The secrets in its environment, each once.
  fileprivate var secretNames: [String] {
    var names: [String] = []
    for expression in environment.flatMap(\.value.expressions) {
      for reference in expression.references where reference.context == "secrets" {
        guard let name = reference.path.first, !names.contains(name) else { continue }
        names.append(name)
      }
    }
    return names
  }
}
