import Model

extension TemplateBuilder {
  /// How many attempts follow a failed one.
  mutating func retry(_ fields: Fields) -> RetryPolicy? {
    guard let node = fields["retry"] else { return nil }
    guard node.kind == .mapping else {
      return fields.integer("retry").map { RetryPolicy(limit: max(0, $0)) }
    }
    let inner = Fields(node)
    var retry = RetryPolicy(limit: max(0, inner.integer("limit") ?? 0))
    retry.delay = inner.duration("delay") ?? .zero
    retry.backoff = max(1, inner.number("backoff") ?? 1)
    retry.maximumDelay = inner.duration("max_delay")
    retry.onExit = inner.exitCodes("on_exit")
    if let longest = retry.maximumDelay, longest < retry.delay, let node = inner["max_delay"] {
      report.error("\"max_delay\" is less than \"delay\"", at: node)
    }
    if let node = inner["on_exit"], retry.onExit == [] {
      report.error("\"on_exit\" is empty", at: node, hint: "leave it out for any failure")
    }
    return retry
  }

  /// What exit codes mean.
  mutating func exitCodes(_ fields: Fields) -> ExitCodes {
    var codes = ExitCodes()
    guard let node = fields["exit_codes"], node.kind == .mapping else { return codes }
    let inner = Fields(node)
    if let success = inner.exitCodes("success") {
      codes.success = success
      if success.isEmpty, let node = inner["success"] {
        report.error("\"success\" is empty, so that nothing could succeed", at: node)
      }
    }
    codes.stop = inner.exitCodes("stop") ?? []
    for node in inner.items("stop") ?? [] {
      guard let code = node.scalarValue.integer, codes.success.contains(where: { $0 == code })
      else { continue }
      report.error(
        "the exit code \(code) is a success",
        at: node,
        hint: inner["success"] == nil ? "0 is one by default" : "take it from \"success\""
      )
    }
    return codes
  }

  /// When an earlier success stands in for an attempt.
  func cache(_ fields: Fields) -> CachePolicy {
    guard let node = fields["cache"] else { return .automatic }
    if node.kind == .mapping {
      return Fields(node).duration("max_age").map { .maximumAge($0) } ?? .automatic
    }
    return node.scalarValue.bool.map { $0 ? .always : .never } ?? .automatic
  }

  /// Backends in order of preference.
  mutating func backends(_ fields: Fields) -> [String]? {
    guard let node = fields["backend"], let items = fields.items("backend") else { return nil }
    let names = items.compactMap(\.string)
    if node.kind == .sequence {
      if names.isEmpty { report.error("\"backend\" is empty", at: node) }
      reportDuplicates(in: node, "the backend")
    }
    return names.isEmpty ? nil : names
  }

  /// How many instances run at once.
  func maxParallel(_ fields: Fields) -> MaxParallel? {
    guard let node = fields["max_parallel"] else { return nil }
    guard node.kind == .mapping else {
      return fields.integer("max_parallel").map { MaxParallel(instances: $0) }
    }
    let inner = Fields(node)
    return MaxParallel(items: inner.integer("items"), each: inner.integer("each"))
  }
}

extension Resources {
  /// The resources with what a map says.
  func merging(_ fields: Fields) -> Resources {
    var result = self
    if let cpus = fields.integer("cpus") { result.cpus = max(1, cpus) }
    if let memory = fields.size("memory") { result.memory = memory }
    if let time = fields.duration("time") { result.time = time }
    if let gpus = fields.integer("gpus") { result.gpus = max(0, gpus) }
    return result
  }
}

extension Fields {
  /// Exit codes of a list, or the only one.
  fileprivate func exitCodes(_ name: String) -> [Int32]? {
    items(name)?.compactMap { $0.scalarValue.integer.flatMap { Int32(exactly: $0) } }
  }
}
