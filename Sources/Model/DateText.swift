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
