import Model

/// What is wrong with the triggers of a workflow beyond their shape.
enum TriggerCheck {
  static func check(_ node: YAMLNode?, of workflow: String, report: inout Report) {
    guard let node, node.kind == .mapping else { return }
    let fields = Fields(node)
    for item in fields.items("after") ?? [] where item.string == workflow {
      report.error("the workflow \"\(workflow)\" cannot run after itself", at: item)
    }
    if let push = fields.map("push") {
      for key in ["branches", "tags", "paths"] { checkPatterns(push, key, &report) }
    }
    for entry in fields.elements("schedule") where entry.kind == .mapping {
      let schedule = Fields(entry)
      if let cron = schedule["cron"], cron.isScalar, !cron.isNull { check(cron, &report) }
      if let zone = schedule["timezone"], let name = zone.string, !isZone(name) {
        report.error(
          "\"\(name)\" is no name of a time zone",
          at: zone,
          hint: "for example: Europe/Paris, or UTC"
        )
      }
    }
  }

  private static func check(_ cron: YAMLNode, _ report: inout Report) {
    do throws(CronProblem) {
      guard try !CronSchedule(cron.text).everFires else { return }
      report.error(
        "\"\(cron.text)\" never happens: no month that it names has such a day",
        at: cron
      )
    } catch {
      report.error(
        "\"\(cron.text)\" is no schedule: \(error.description)",
        at: cron,
        hint: "for example: 0 3 * * *"
      )
    }
  }

  /// Patterns of which one with `!` leaves out what others before it let in.
  private static func checkPatterns(_ push: Fields, _ key: String, _ report: inout Report) {
    let patterns = push.items(key) ?? []
    for pattern in patterns where ["", "!"].contains(pattern.text) {
      report.error("a pattern in \"\(key)\" is empty", at: pattern)
    }
    guard let node = push[key], !patterns.isEmpty,
      patterns.allSatisfy({ $0.text.hasPrefix("!") })
    else { return }
    report.error(
      "\"\(key)\" only leaves out: nothing could match",
      at: node,
      hint: "begin with \"**\""
    )
  }

  /// Whether a text is shaped like `UTC`, `Europe/Paris` or `Etc/GMT+5`.
  private static func isZone(_ name: String) -> Bool {
    name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.utf8.first, part.utf8.count <= 32 else { return false }
      let isLetter = { (unit: UInt8) in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(unit | 0x20)
      }
      return isLetter(first)
        && part.utf8.allSatisfy { unit in
          isLetter(unit) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
            || "_+-".utf8.contains(unit)
        }
    }
  }
}
