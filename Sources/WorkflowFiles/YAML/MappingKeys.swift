import Model

/// The rules for the keys of any map: each is a scalar, and none stands twice.
enum MappingKeys {
  static func check(
    _ mapping: Int,
    entries: [YAMLDocument.Entry],
    text: [UInt8],
    report: inout Report
  ) {
    let children = Int(entries[mapping].length)
    var seen: [(bytes: ArraySlice<UInt8>, index: Int)] = []
    var known: [ArraySlice<UInt8>: Int] = [:]
    let isSmall = children <= 32
    if isSmall { seen.reserveCapacity(children / 2) } else { known.reserveCapacity(children / 2) }
    var index = mapping + 1
    let end = Int(entries[mapping].end)
    while index < end {
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
      let bytes = text[Int(key.start)..<Int(key.start + key.length)]
      let earlier: Int?
      if isSmall {
        earlier = seen.first { $0.bytes.elementsEqual(bytes) }?.index
        if earlier == nil { seen.append((bytes, index)) }
      } else {
        earlier = known[bytes]
        if earlier == nil { known[bytes] = index }
      }
      if let earlier {
        let name = String(decoding: bytes, as: UTF8.self)
        let first = location(entries[earlier])
        report.error(
          "duplicate key \"\(name)\"; the first stands at \(first.line):\(first.column)",
          at: location(written),
          length: name.unicodeScalars.count
        )
      }
    }
  }

  private static func location(_ entry: YAMLDocument.Entry) -> SourceLocation {
    SourceLocation(line: Int(entry.line), column: Int(entry.column))
  }
}
