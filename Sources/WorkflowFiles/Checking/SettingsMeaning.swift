import Model

/// What is wrong with settings beyond the shape of each key.
enum SettingsMeaning {
  static func check(_ fields: Fields, report: inout Report) {
    for (_, value) in fields.pairs("backends") where value.kind == .mapping {
      hosts(Fields(value), &report)
    }
    if let watch = fields.map("watch"), let node = watch["branches"],
      watch.items("branches")?.isEmpty == true
    {
      report.error("\"branches\" is empty, so that nothing would run", at: node)
    }
    for notification in fields.elements("notify") where notification.kind == .mapping {
      let inner = Fields(notification)
      if let node = inner["on"], inner.items("on")?.isEmpty == true {
        report.error("\"on\" is empty", at: node)
      }
      if let node = inner["webhook"], let address = node.string, !isWebAddress(address) {
        report.error(
          "\"\(address)\" is no address of the web",
          at: node,
          hint: "for example: https://example.org/hook"
        )
      }
    }
    if let trust = fields.map("trust"), trust.text("require") == "all",
      trust["allowed_signers"] == nil, let node = trust["require"]
    {
      report.error("\"require: all\" needs \"allowed_signers\"", at: node)
    }
    if let serve = fields.map("serve") { check(serve: serve, &report) }
  }

  private static func hosts(_ backend: Fields, _ report: inout Report) {
    guard let node = backend["hosts"], node.kind == .sequence else { return }
    if node.count == 0 { report.error("\"hosts\" is empty", at: node) }
    var seen: Set<String> = []
    for element in node.elements {
      let name = element.kind == .mapping ? Fields(element)["host"] : element
      guard let name, let text = name.string, !seen.insert(text).inserted else { continue }
      report.error("the host \"\(text)\" stands twice", at: name)
    }
  }

  private static func check(serve: Fields, _ report: inout Report) {
    if let node = serve["listen"], let address = node.string, !isListening(address) {
      report.error(
        "\"\(address)\" is no address to listen at",
        at: node,
        hint: "for example: 127.0.0.1:7878, or unix:/run/weir.sock"
      )
    }
    guard let limits = serve.map("compat")?.map("analytics_automated"),
      let soft = limits.integer("soft_limit"), let hard = limits.integer("hard_limit"),
      soft > hard, let node = limits["hard_limit"]
    else { return }
    report.error("\"hard_limit\" is less than \"soft_limit\"", at: node)
  }

  private static func isWebAddress(_ text: String) -> Bool {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
    let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    return !host.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  /// `HOST:PORT`, `[ADDRESS]:PORT` or `unix:PATH`.
  private static func isListening(_ text: String) -> Bool {
    if text.hasPrefix("unix:") { return text.utf8.count > 5 }
    guard let colon = text.lastIndex(of: ":") else { return false }
    let host = text[..<colon]
    let port = text[text.index(after: colon)...]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    return !host.isEmpty && (isBracketed || !host.contains(":"))
      && port.allSatisfy { $0.isASCII && $0.isNumber } && (UInt16(port) != nil)
  }
}
