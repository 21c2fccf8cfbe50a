import TestSupport
import Testing

@testable import Model

@Suite struct CronScheduleTests {
  private func minute(_ text: String) throws -> CalendarMinute {
    let parts = text.split(whereSeparator: { "- :".contains($0) }).compactMap { Int($0) }
    try #require(parts.count == 5)
    return CalendarMinute(
      year: parts[0],
      month: parts[1],
      day: parts[2],
      hour: parts[3],
      minute: parts[4]
    )
  }

  @Test(arguments: [
    ("* * * * *", "2026-11-21 03:12", "2026-11-21 03:13"),
    ("* * * * *", "2026-12-31 23:59", "2027-01-01 00:00"),
    ("0 3 * * *", "2026-11-21 02:59", "2026-11-21 03:00"),
    ("0 3 * * *", "2026-11-21 03:00", "2026-11-22 03:00"),
    ("*/5 * * * *", "2026-11-21 03:12", "2026-11-21 03:15"),
    ("*/5 * * * *", "2026-11-21 03:57", "2026-11-21 04:00"),
    ("1-10/3 * * * *", "2026-11-21 03:07", "2026-11-21 03:10"),
    ("1-10/3 * * * *", "2026-11-21 03:10", "2026-11-21 04:01"),
    ("5,35 8-17 * * *", "2026-11-21 17:35", "2026-11-22 08:05"),
    ("*/60 */24 * * *", "2026-11-21 00:00", "2026-11-22 00:00"),
    ("0 0 1 * *", "2026-11-21 03:12", "2026-12-01 00:00"),
    ("0 0 31 * *", "2026-03-31 00:00", "2026-05-31 00:00"),
    ("0 0 29 2 *", "2026-11-21 03:12", "2028-02-29 00:00"),
    ("0 0 29 2 *", "2096-02-29 00:00", "2104-02-29 00:00"),
    ("0 0 29 2 */7", "2096-02-29 00:00", "2128-02-29 00:00"),
    ("0 0 * JAN,jul *", "2026-02-01 00:00", "2026-07-01 00:00"),
    ("0 0 * * 0", "2026-11-21 03:12", "2026-11-22 00:00"),
    ("0 0 * * 7", "2026-11-21 03:12", "2026-11-22 00:00"),
    ("0 0 * * SUN", "2026-11-22 00:00", "2026-11-29 00:00"),
    ("0 0 * * mon-fri", "2026-11-20 12:00", "2026-11-23 00:00"),
    ("0 0 * * FRI-SUN", "2026-11-22 12:00", "2026-11-27 00:00"),
    ("0 0 * * 5-7", "2026-11-21 12:00", "2026-11-22 00:00"),
    ("00 09 * * *", "2026-11-21 03:12", "2026-11-21 09:00"),
    ("59 23 31 12 *", "2026-12-31 23:59", "2027-12-31 23:59"),
    (" 0\t3 *  * * ", "2026-11-21 03:12", "2026-11-22 03:00"),
  ])
  func findsTheNextTime(text: String, last: String, next: String) throws {
    let schedule = try CronSchedule(text)
    #expect(schedule.everFires)
    #expect(try schedule.next(after: minute(last))?.description == next)
  }

  /// 13 November 2026 is a Friday.
  @Test(arguments: [
    (
      "0 0 13 * FRI",
      [
        "2026-11-06", "2026-11-13", "2026-11-20", "2026-11-27", "2026-12-04", "2026-12-11",
        "2026-12-13",
      ]
    ),
    ("0 0 13 * *", ["2026-11-13", "2026-12-13", "2027-01-13"]),
    ("0 0 * * FRI", ["2026-11-06", "2026-11-13"]),
    ("0 0 */2 * FRI", ["2026-11-13", "2026-11-27", "2026-12-11"]),
    ("0 0 13 * */5", ["2026-11-13", "2026-12-13", "2027-06-13"]),
    ("0 0 31 2 MON", ["2027-02-01", "2027-02-08"]),
    ("0 0 1-31 * FRI", ["2026-11-02", "2026-11-03"]),
  ])
  func twoDayFieldsAreJoinedAsVixieDid(text: String, days: [String]) throws {
    let schedule = try CronSchedule(text)
    var last = try minute("2026-11-01 12:00")
    for day in days {
      last = try #require(schedule.next(after: last))
      #expect(last.description == day + " 00:00")
    }
  }

  @Test(arguments: [
    ("@hourly", "0 * * * *"), ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"), ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"),
    ("@Daily ", "0 0 * * *"),
  ])
  func knowsWords(word: String, meaning: String) throws {
    let named = try CronSchedule(word)
    let spelled = try CronSchedule(meaning)
    #expect(named.text == word)
    var last = try minute("2026-11-21 03:12")
    for _ in 0..<20 {
      let next = try #require(named.next(after: last))
      #expect(spelled.next(after: last) == next)
      last = next
    }
  }

  @Test(arguments: [
    ("0 0 31 2 *", false), ("0 0 30 2 *", false), ("0 0 29 2 *", true),
    ("0 0 31 4,6,9,11 *", false), ("0 0 31 4-7 *", true),
    ("0 0 30-31 FEB */2", false), ("0 0 31 2 0", true), ("0 0 31 2 0-7", true), ("* * * * *", true),
  ])
  func knowsWhatNeverHappens(text: String, fires: Bool) throws {
    let schedule = try CronSchedule(text)
    #expect(schedule.everFires == fires)
    #expect(try (schedule.next(after: minute("2026-11-21 03:12")) != nil) == fires)
  }

  @Test(arguments: [
    ("60 * * * *", "minute", "60 is not within 0-59"),
    ("* 24 * * *", "hour", "24 is not within 0-23"),
    ("* * 0 * *", "day of month", "0 is not within 1-31"),
    ("* * 32 * *", "day of month", "32 is not within 1-31"),
    ("* * * 13 *", "month", "13 is not within 1-12"),
    ("* * * * 8", "day of week", "8 is not within 0-7"),
    ("99999999999999999999 * * * *", "minute", "99999999999999999999 is not within 0-59"),
    ("x * * * *", "minute", "x is no number"),
    ("-1 * * * *", "minute", "a number is missing"), ("+1 * * * *", "minute", "+1 is no number"),
    ("1,,2 * * * *", "minute", "a number is missing"),
    ("1- * * * *", "minute", "a number is missing"),
    ("1-2-3 * * * *", "minute", "2-3 is no number"), ("** * * * *", "minute", "** is no number"),
    ("? * * * *", "minute", "? is no number"),
    ("* * * FOO *", "month", "FOO is no number or a name such as JAN"),
    ("* * * * JAN", "day of week", "JAN is no number or a name such as SUN"),
    ("JAN * * * *", "minute", "JAN is no number"),
    ("10-5 * * * *", "minute", "the range 10-5 ends before it begins"),
    ("* * * * WED-MON", "day of week", "the range WED-MON ends before it begins"),
    ("*/0 * * * *", "minute", "0 is not within 1-60"),
    ("*/90 * * * *", "minute", "90 is not within 1-60"),
    ("*/ * * * *", "minute", "a number is missing"),
    ("*/2/3 * * * *", "minute", "2/3 is no number"),
    ("5/15 * * * *", "minute", "a step needs a range, as in 5-59/15"),
    ("* * * * */MON", "day of week", "MON is no number"),
    ("* * L * *", "day of month", "L is no number"),
  ])
  func saysWhichFieldAndWhy(text: String, field: String, message: String) {
    #expect(throws: CronProblem(field: field, message: message)) { try CronSchedule(text) }
  }

  @Test(arguments: [
    ("", "5 fields are needed (minute, hour, day of month, month, day of week), not 0"),
    ("* * * *", "5 fields are needed (minute, hour, day of month, month, day of week), not 4"),
    ("0 * * * * *", "5 fields are needed (minute, hour, day of month, month, day of week), not 6"),
    (
      "@reboot",
      "@reboot is not known; there are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually"
    ),
    ("@daily 3", "@daily stands alone"),
  ])
  func saysWhatIsWrongWithTheWhole(text: String, message: String) {
    #expect(throws: CronProblem(field: nil, message: message)) { try CronSchedule(text) }
    #expect(CronProblem(field: nil, message: message).description == message)
    #expect(CronProblem(field: "hour", message: "x").description == "hour: x")
  }

  @Test func agreesWithLookingAtEveryMinute() throws {
    var random = SeededRandom(seed: 3)
    func values(_ range: ClosedRange<Int>, _ most: Int) -> Set<Int> {
      Set(
        (0..<Int.random(in: 1...most, using: &random)).map { _ in
          Int.random(in: range, using: &random)
        }
      )
    }
    func list(_ values: Set<Int>) -> String {
      values.sorted().map(String.init).joined(separator: ",")
    }
    for _ in 0..<60 {
      let (minutes, hours) = (values(0...59, 3), values(0...23, 4))
      let (days, months, weekdays) = (values(1...31, 6), values(1...3, 3), values(0...6, 2))
      let schedule = try CronSchedule(
        "\(list(minutes)) \(list(hours)) \(list(days)) \(list(months)) \(list(weekdays))"
      )
      // Tuesday 30 December 2025, three weeks of minutes.
      var (date, weekday, expected) = ((2025, 12, 30), 2, [CalendarMinute]())
      for _ in 0..<60 {
        let isDay = months.contains(date.1) && (days.contains(date.2) || weekdays.contains(weekday))
        for minute in 0..<1440
        where isDay && hours.contains(minute / 60) && minutes.contains(minute % 60) {
          expected.append(
            CalendarMinute(
              year: date.0,
              month: date.1,
              day: date.2,
              hour: minute / 60,
              minute: minute % 60
            )
          )
        }
        weekday = (weekday + 1) % 7
        date.2 += 1
        if date.2 > (date.1 == 2 ? 28 : 31) {
          date = date.1 == 12 ? (date.0 + 1, 1, 1) : (date.0, date.1 + 1, 1)
        }
      }
      var last = try minute("2025-12-29 23:59")
      for time in expected {
        last = try #require(schedule.next(after: last))
        #expect(last == time, "\(schedule.text)")
      }
    }
  }
}
