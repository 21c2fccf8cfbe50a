import Glibc
import Model
import WorkflowFiles

/// A moment as people type it: `2026-11-21`, RFC 3339, or `2h` for two hours ago.
enum TimeArgument {
  /// Reads a moment; with `isEnd` a day means its end rather than its beginning.
  static func parse(_ text: String, now: Timestamp, isEnd: Bool) throws -> Timestamp {
    if let duration = Quantity.duration(text) {
      return Timestamp(milliseconds: now.milliseconds - duration.wholeMilliseconds)
    }
    if let day = day(text) {
      return Timestamp(milliseconds: isEnd ? day.next - 1 : day.start)
    }
    if let time = moment(text) { return time }
    throw CommandFailure(
      .invalid,
      "\"\(text)\" is no time",
      hint: "a day like 2026-11-21, a moment like 2026-11-21T03:12:05Z, or 2h, 3d for that long ago"
    )
  }

  /// The day in the time zone of whoever asks.
  private static func day(_ text: String) -> (start: Int64, next: Int64)? {
    guard text.utf8.count == 10, let check = Timestamp("\(text)T00:00:00Z"),
      check.description.hasPrefix(text)
    else { return nil }
    func midnight(_ offset: Int64) -> Int64 {
      var fields = tm()
      fields.tm_year = Int32(check.fields.year - 1900)
      fields.tm_mon = Int32(check.fields.month - 1)
      fields.tm_mday = Int32(check.fields.day + offset)
      fields.tm_isdst = -1
      return Int64(mktime(&fields)) * 1000
    }
    return (midnight(0), midnight(1))
  }

  /// RFC 3339, with `Z` or an offset; up to three digits of a second count.
  private static func moment(_ text: String) -> Timestamp? {
    var text = text.uppercased()
    var offset: Int64 = 0
    if !text.hasSuffix("Z") {
      let zone = Array(text.suffix(6).utf8)
      guard zone.count == 6, zone[3] == UInt8(ascii: ":"),
        zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"),
        let hours = Int64(String(decoding: zone[1...2], as: UTF8.self)),
        let minutes = Int64(String(decoding: zone[4...5], as: UTF8.self))
      else { return nil }
      offset = (hours * 60 + minutes) * 60_000 * (zone[0] == UInt8(ascii: "-") ? -1 : 1)
      text = text.dropLast(6) + "Z"
    }
    if let dot = text.firstIndex(of: ".") {
      let digits = text[text.index(after: dot)...].dropLast()
      guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
      text = text[..<dot] + "." + (digits + "00").prefix(3) + "Z"
    }
    guard let time = Timestamp(text) else { return nil }
    return Timestamp(milliseconds: time.milliseconds - offset)
  }
}
