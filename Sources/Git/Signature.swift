/// Who did something and when, as a commit says it.
package struct Signature: Hashable, Sendable {
  package let name: String
  package let email: String
  /// Seconds since 1970.
  package let time: Int64
  /// Minutes east of UTC.
  package let offset: Int

  package init(name: String, email: String, time: Int64, offset: Int = 0) {
    self.name = name
    self.email = email
    self.time = time
    self.offset = offset
  }

  /// The line that git stores: `Name <email> 1700000000 +0100`.
  ///
  /// What would end the name or the address early is left out.
  var line: String {
    let minutes = abs(offset)
    let digits = String(10000 + minutes / 60 * 100 + minutes % 60).dropFirst()
    let name = Signature.clean(name)
    return "\(name.isEmpty ? "unknown" : name) <\(Signature.clean(email))> \(time) "
      + "\(offset < 0 ? "-" : "+")\(digits)"
  }

  /// Reads such a line; nil if it has no address or no time.
  init?(line: some StringProtocol) {
    guard let open = line.firstIndex(of: "<"), let close = line.lastIndex(of: ">"), open < close
    else { return nil }
    let rest = line[line.index(after: close)...].split(separator: " ")
    guard let first = rest.first, let time = Int64(first) else { return nil }
    var offset = 0
    if rest.count > 1, let number = Int(rest[1]) {
      offset = (abs(number) / 100 * 60 + abs(number) % 100) * (number < 0 ? -1 : 1)
    }
    var name = line[..<open]
    while name.last == " " { name.removeLast() }
    self.init(
      name: String(name),
      email: String(line[line.index(after: open)..<close]),
      time: time,
      offset: offset
    )
  }

  private static func clean(_ text: String) -> String {
    let kept = text.unicodeScalars.filter { $0 != "<" && $0 != ">" && $0.value >= 32 }
    var result = String(String.UnicodeScalarView(kept))
    // Git strips these at the ends and complains about a name made of nothing else.
    while let last = result.last, " .,:;\"\\'".contains(last) { result.removeLast() }
    while let first = result.first, " .,:;\"\\'".contains(first) { result.removeFirst() }
    return result
  }
}
