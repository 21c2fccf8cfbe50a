import Model

/// Compares a value with what its declaration asks for beyond its type.
enum ParameterLimits {
  static func check(
    _ value: JSONValue,
    _ limits: ParameterConstraints
  ) throws(WorkflowFileError) {
    if let allowed = limits.allowed, !allowed.contains(value) {
      let words = allowed.map { $0.string.map { "\"\($0)\"" } ?? JSONWriter.compact($0) }
      let near = value.string.flatMap {
        Spelling.closest(to: $0, among: allowed.compactMap(\.string))
      }
      throw WorkflowFileError(
        "must be one of \(words.joined(separator: ", "))",
        hint: near.map { "did you mean \"\($0)\"?" }
      )
    }
    if let number = value.double {
      if let least = limits.minimum, number < least {
        throw WorkflowFileError("must be at least \(shown(least))")
      }
      if let most = limits.maximum, number > most {
        throw WorkflowFileError("must be at most \(shown(most))")
      }
    }
    switch value {
    case .string(let text):
      try length(text.unicodeScalars.count, "character", limits)
      if let pattern = limits.pattern, let regex = try? Regex(pattern), !text.contains(regex) {
        throw WorkflowFileError("must match the pattern \(pattern)")
      }
    case .array(let elements): try length(elements.count, "element", limits)
    default: break
    }
  }

  private static func length(
    _ count: Int,
    _ unit: String,
    _ limits: ParameterConstraints
  ) throws(WorkflowFileError) {
    if let least = limits.minimumLength, count < least {
      throw WorkflowFileError("must have at least \(least) \(unit)\(least == 1 ? "" : "s")")
    }
    if let most = limits.maximumLength, count > most {
      throw WorkflowFileError("must have at most \(most) \(unit)\(most == 1 ? "" : "s")")
    }
  }

  private static func shown(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? number.description
  }
}

/// Dates as RFC 3339 writes them.
enum DateText {
  /// `2026-11-21`, if the calendar has that day.
  static func isDate(_ text: String) -> Bool {
    let units = Array(text.utf8)
    guard units.count == 10, units[4] == UInt8(ascii: "-"), units[7] == UInt8(ascii: "-"),
      let year = number(units[0..<4]), let month = number(units[5..<7]),
      let day = number(units[8..<10]), (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }

  /// `2026-11-21T03:12:05Z`, with fractions of a second or an offset such as `+01:00`.
  static func isDateTime(_ text: String) -> Bool {
    let units = Array(text.utf8)
    guard units.count >= 20, isDate(String(decoding: units[0..<10], as: UTF8.self)),
      units[10] == UInt8(ascii: "T"), units[13] == UInt8(ascii: ":"),
      units[16] == UInt8(ascii: ":"), let hour = number(units[11..<13]), hour < 24,
      let minute = number(units[14..<16]), minute < 60, let second = number(units[17..<19]),
      second <= 60
    else { return false }
    var rest = units[19...]
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
      }
      guard !fraction.isEmpty else { return false }
      rest = rest[fraction.endIndex...]
    }
    if rest.elementsEqual("Z".utf8) { return true }
    guard rest.count == 6, let sign = rest.first,
      sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      rest[rest.startIndex + 3] == UInt8(ascii: ":"),
      let hours = number(rest[(rest.startIndex + 1)..<(rest.startIndex + 3)]), hours < 24,
      let minutes = number(rest[(rest.startIndex + 4)...]), minutes < 60
    else { return false }
    return true
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
