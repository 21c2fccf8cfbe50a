/// The name of a run: its UTC start and 40 random bits, such as `20261121-031205-7f3a9k2m`.
package struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The 24 characters.
  package let text: String

  /// Crockford's base32, lower case.
  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// Names the run that starts at a moment; of the random bits the lowest 40 count.
  package init(start: Timestamp, random: UInt64) {
    let at = start.fields
    var bits = random
    var letters: [UInt8] = []
    for _ in 0..<8 {
      letters.append(RunID.alphabet[Int(bits & 31)])
      bits >>= 5
    }
    text =
      "\(padded(at.year, 4))\(padded(at.month, 2))\(padded(at.day, 2))-\(padded(at.hour, 2))\(padded(at.minute, 2))\(padded(at.second, 2))-\(String(decoding: letters, as: UTF8.self))"
  }

  /// Reads a whole id; nil for anything else, an id never holds a separator or a dot.
  package init?(_ text: String) {
    let units = Array(text.utf8)
    guard units.count == 24 else { return nil }
    for (position, unit) in units.enumerated() {
      let isRight =
        switch position {
        case 8, 15: unit == UInt8(ascii: "-")
        case 16...: RunID.alphabet.contains(unit)
        default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
        }
      guard isRight else { return nil }
    }
    self.text = text
  }

  /// Puts an id together from its place in the records, `2026-11-21` and `031205-7f3a9k2m`.
  package init?(day: String, name: String) {
    self.init(day.filter { $0 != "-" } + "-" + name)
    guard self.day == day else { return nil }
  }

  /// `2026-11-21`, the folder of the day.
  package var day: String {
    let digits = Array(text.prefix(8))
    return "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
  }

  /// `031205-7f3a9k2m`, the folder of the run.
  package var name: String { String(text.dropFirst(9)) }

  /// The second that it begins with, `20261121-031205`.
  package var second: Substring { text.prefix(15) }

  package var description: String { text }

  package static func < (left: RunID, right: RunID) -> Bool { left.text < right.text }
}

/// Where a run stands: a workflow and an id.
package struct RunReference: Hashable, Sendable, CustomStringConvertible {
  package let workflow: String
  package let id: RunID

  package init(workflow: String, id: RunID) {
    self.workflow = workflow
    self.id = id
  }

  /// Reads `WORKFLOW/ID`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, Names.isValid(String(parts[0])), let id = RunID(String(parts[1]))
    else { return nil }
    self.init(workflow: String(parts[0]), id: id)
  }

  /// The folder in the tree of records: `WORKFLOW/YYYY-MM-DD/HHMMSS-xxxxxxxx`.
  package var folder: String { "\(workflow)/\(id.day)/\(id.name)" }

  /// `WORKFLOW/ID`.
  package var description: String { "\(workflow)/\(id)" }
}
