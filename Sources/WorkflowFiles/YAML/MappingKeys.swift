import Model

/// The rules for the keys of any map: each is a scalar, and none stands twice.
enum MappingKeys {
  static func check(
    _ mapping: Int,
    entries: [YAMLDocument.Entry],
    text: [UInt8],
    report: inout Report
  ) {
    let count = Int(entries[mapping].length) / 2
    var table = count > 16 ? SeenKeys(capacity: count) : nil
    var index = mapping + 1
    let end = Int(entries[mapping].end)
    while index < end, !report.isFull {
      let written = entries[index]
      let key = written.kind == .alias ? entries[Int(written.start)] : written
      let value = Int(written.end)
      defer { index = Int(entries[value].end) }
      guard key.kind == .scalar else {
        report.error(
          "a key must be a text, not \(key.kind == .mapping ? "a map" : "a list")",
          at: location(written),
          hint: "a text that contains \"{\" or \"[\" must stand in quotes"
        )
        continue
      }
      let earlier =
        table == nil
        ? earlier(than: index, in: mapping, entries: entries, text: text)
        : table?.insert(index, entries: entries, text: text)
      if let earlier {
        let name = String(
          decoding: text[Int(key.start)..<Int(key.start + key.length)],
          as: UTF8.self
        )
        let first = location(entries[earlier])
        report.error(
          "duplicate key \"\(name.shortened)\"; the first stands at \(first.line):\(first.column)",
          at: location(written),
          length: name.unicodeScalars.count
        )
      }
    }
  }

  /// Looks through all keys before one, which is the quickest way in a small map.
  private static func earlier(
    than index: Int,
    in mapping: Int,
    entries: [YAMLDocument.Entry],
    text: [UInt8]
  ) -> Int? {
    var other = mapping + 1
    while other < index {
      if isSame(other, index, entries: entries, text: text) { return other }
      other = Int(entries[Int(entries[other].end)].end)
    }
    return nil
  }

  private static func location(_ entry: YAMLDocument.Entry) -> SourceLocation {
    SourceLocation(line: Int(entry.line), column: Int(entry.column))
  }

  /// The entry that holds the content of a key.
  fileprivate static func content(
    _ index: Int,
    _ entries: [YAMLDocument.Entry]
  ) -> YAMLDocument.Entry {
    let entry = entries[index]
    return entry.kind == .alias ? entries[Int(entry.start)] : entry
  }

  fileprivate static func isSame(
    _ left: Int,
    _ right: Int,
    entries: [YAMLDocument.Entry],
    text: [UInt8]
  ) -> Bool {
    let (left, right) = (content(left, entries), content(right, entries))
    guard left.length == right.length, left.kind == .scalar else { return false }
    for offset in 0..<Int(left.length)
    where text[Int(left.start) + offset] != text[Int(right.start) + offset] {
      return false
    }
    return true
  }
}

/// The keys of a large map by their hash, without copies of them.
private struct SeenKeys {
  /// The entry of a key, or 0.
  private var slots: [UInt32]

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  /// The entry of an equal key that is known already; otherwise this one becomes known.
  mutating func insert(_ index: Int, entries: [YAMLDocument.Entry], text: [UInt8]) -> Int? {
    let key = MappingKeys.content(index, entries)
    var hasher = Hasher()
    text.withUnsafeBytes { bytes in
      let range = Int(key.start)..<Int(key.start) + Int(key.length)
      hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
    var slot = hasher.finalize() & (slots.count - 1)
    while slots[slot] != 0 {
      let known = Int(slots[slot])
      if MappingKeys.isSame(known, index, entries: entries, text: text) { return known }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(index)
    return nil
  }
}
