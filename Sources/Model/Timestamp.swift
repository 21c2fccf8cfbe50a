/// A moment in UTC, to the millisecond, as records write it (RFC 3339).
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Reads `2026-11-21T03:12:05Z` or `…05.123Z`; nil for anything else.
  package init?(_ text: String) {
    let parts = Array(text.utf8)
    guard parts.count >= 20, parts.last == UInt8(ascii: "Z"),
      [4, 7, 10, 13, 16].map({ parts[$0] }) == Array("--T::".utf8)
    else { return nil }
    func number(_ range: Range<Int>) -> Int64? {
      parts[range].allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        ? Int64(String(decoding: parts[range], as: UTF8.self)) : nil
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
    else { return nil }
    var fraction: Int64 = 0
    if parts.count > 20 {
      guard parts.count == 24, parts[19] == UInt8(ascii: "."), let value = number(20..<23) else {
        return nil
      }
      fraction = value
    }
    let days = CalendarDay.daysSinceEpoch(year: year, month: month, day: day)
    // A day that the month does not have would be one of the next.
    guard CalendarDay.date(daysSinceEpoch: days) == (year, month, day) else { return nil }
    milliseconds = (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fraction
  }

  /// The calendar day and the time of day, in UTC.
  package var fields: TimestampFields { TimestampFields(milliseconds: milliseconds) }

  /// `2026-11-21T03:12:05.123Z`.
  package var description: String {
    let at = fields
    return
      "\(padded(at.year, 4))-\(padded(at.month, 2))-\(padded(at.day, 2))T\(padded(at.hour, 2)):\(padded(at.minute, 2)):\(padded(at.second, 2)).\(padded(at.millisecond, 3))Z"
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The time that passed since an earlier moment; never negative, since wall clocks jump.
  package func since(_ earlier: Timestamp) -> Duration {
    .milliseconds(max(0, milliseconds - earlier.milliseconds))
  }

  /// The moment a duration later.
  package func adding(_ duration: Duration) -> Timestamp {
    Timestamp(milliseconds: milliseconds + duration.wholeMilliseconds)
  }
}

/// A moment taken apart, in UTC.
package struct TimestampFields: Sendable {
  package let year: Int64
  package let month: Int64
  package let day: Int64
  package let hour: Int64
  package let minute: Int64
  package let second: Int64
  package let millisecond: Int64

  init(milliseconds: Int64) {
    let seconds = milliseconds.dividedDown(by: 1000)
    let days = seconds.dividedDown(by: 86_400)
    let rest = seconds - days * 86_400
    (year, month, day) = CalendarDay.date(daysSinceEpoch: days)
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
    millisecond = milliseconds - seconds * 1000
  }
}

extension Duration {
  /// The duration in milliseconds, fractions cut.
  package var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}

/// A number with leading zeros.
package func padded(_ number: Int64, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
