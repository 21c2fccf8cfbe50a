/// Why a text is no schedule.
package struct CronProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which of the five fields is wrong, such as `day of month`; nil when it is the whole text.
  package let field: String?
  /// What is wrong, as a clause.
  package let message: String

  package var description: String { field.map { "\($0): \(message)" } ?? message }
}

/// When something happens again and again, as cron writes it: minute, hour, day of month, month
/// and day of week, or a word such as `@daily`.
///
/// When both day fields are restricted, a day needs to match one of them, as with Vixie's cron; a
/// field that begins with `*` restricts nothing in this sense.
package struct CronSchedule: Hashable, Sendable {
  /// The schedule as it was written.
  package let text: String
  private let minutes: CronValues
  private let hours: CronValues
  private let days: CronValues
  private let months: CronValues
  private let weekdays: CronValues
  private let eitherDayIsEnough: Bool

  private static let words = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
  ]

  package init(_ text: String) throws(CronProblem) {
    self.text = text
    var fields = CronSchedule.fields(of: text)
    if let word = fields.first, word.hasPrefix("@") {
      guard fields.count == 1 else {
        throw CronProblem(field: nil, message: "\(word) stands alone")
      }
      guard let meaning = CronSchedule.words[word.lowercased()] else {
        throw CronProblem(
          field: nil,
          message: "\(word) is not known; there are @hourly, @daily, @midnight, @weekly, @monthly, "
            + "@yearly and @annually"
        )
      }
      fields = CronSchedule.fields(of: meaning)
    }
    guard fields.count == 5 else {
      throw CronProblem(
        field: nil,
        message: "5 fields are needed (minute, hour, day of month, month, day of week), not "
          + "\(fields.count)"
      )
    }
    minutes = try CronField.minute.values(of: fields[0])
    hours = try CronField.hour.values(of: fields[1])
    days = try CronField.day.values(of: fields[2])
    months = try CronField.month.values(of: fields[3])
    weekdays = try CronField.weekday.values(of: fields[4])
    eitherDayIsEnough = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
  }

  private static func fields(of text: String) -> [Substring] {
    text.split(whereSeparator: { $0 == " " || $0 == "\t" })
  }

  /// Whether there is a day on which it happens; there is none for the 31st of February.
  package var everFires: Bool {
    if eitherDayIsEnough { return true }
    // In 400 years every date, 29 February too, falls on every day of the week.
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let first = days.first(from: 1) ?? 1
    return longest.indices.contains { months.contains($0 + 1) && first <= longest[$0] }
  }

  /// The first time after a minute, that minute itself not included; nil if there is none.
  package func next(after last: CalendarMinute) -> CalendarMinute? {
    guard everFires else { return nil }
    if firstDay(last.year, last.month, from: last.day) == last.day,
      let time = time(on: last, after: last.hour * 60 + last.minute)
    {
      return time
    }
    var month = last.month
    var day = last.day + 1
    // The calendar repeats itself after 400 years.
    for year in last.year...last.year + 400 {
      while month <= 12 {
        if let day = firstDay(year, month, from: day) {
          let date = CalendarMinute(year: year, month: month, day: day, hour: 0, minute: 0)
          return time(on: date, after: -1)
        }
        month += 1
        day = 1
      }
      month = 1
    }
    return nil
  }

  private func firstDay(_ year: Int, _ month: Int, from day: Int) -> Int? {
    guard months.contains(month) else { return nil }
    let year = Int64(year)
    let next = month == 12 ? (year + 1, 1) : (year, Int64(month) + 1)
    let start = CalendarDay.daysSinceEpoch(year: year, month: Int64(month), day: 1)
    let end = CalendarDay.daysSinceEpoch(year: next.0, month: next.1, day: 1)
    // 1970-01-01 was a Thursday.
    let weekday = Int(start + 4 - (start + 4).dividedDown(by: 7) * 7)
    return (0..<Int(end - start)).first { offset in
      let isDay = days.contains(offset + 1)
      let isWeekday = weekdays.contains((weekday + offset) % 7)
      return offset + 1 >= day && (eitherDayIsEnough ? isDay || isWeekday : isDay && isWeekday)
    }.map { $0 + 1 }
  }

  private func time(on date: CalendarMinute, after minuteOfDay: Int) -> CalendarMinute? {
    let earliest = minuteOfDay + 1
    var hour = hours.first(from: earliest / 60)
    var minute = minutes.first(from: hour == earliest / 60 ? earliest % 60 : 0)
    if minute == nil {
      hour = hours.first(from: earliest / 60 + 1)
      minute = minutes.first(from: 0)
    }
    guard let hour, let minute else { return nil }
    return CalendarMinute(
      year: date.year,
      month: date.month,
      day: date.day,
      hour: hour,
      minute: minute
    )
  }
}
