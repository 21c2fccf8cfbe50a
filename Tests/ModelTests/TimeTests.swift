import Testing

@testable import Model

@Suite struct TimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00.000Z", Int64(0)), ("1969-12-31T23:59:59.999Z", -1),
    ("2000-02-29T12:00:00.000Z", 951_825_600_000), ("2023-11-14T22:13:20.000Z", 1_700_000_000_000),
    ("2024-02-29T23:59:59.999Z", 1_709_251_199_999),
    ("2024-03-01T00:00:00.000Z", 1_709_251_200_000),
    ("2038-01-19T03:14:07.000Z", 2_147_483_647_000),
    ("2038-01-19T03:14:08.000Z", 2_147_483_648_000),
    ("2100-02-28T00:00:00.000Z", 4_107_456_000_000),
    ("2100-03-01T00:00:00.000Z", 4_107_542_400_000),
    ("2400-02-29T00:00:00.000Z", 13_574_563_200_000),
    ("1900-03-01T00:00:00.000Z", -2_203_891_200_000),
    ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func readsAndWrites(text: String, milliseconds: Int64) {
    #expect(Timestamp(text)?.milliseconds == milliseconds)
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }

  @Test func everyDayOfFourCenturiesComesBack() {
    var day = CalendarDay.daysSinceEpoch(year: 1999, month: 12, day: 31)
    var last: (Int64, Int64, Int64) = (1999, 12, 31)
    while last != (2400, 3, 1) {
      day += 1
      let date = CalendarDay.date(daysSinceEpoch: day)
      #expect(date > last)
      #expect(CalendarDay.daysSinceEpoch(year: date.0, month: date.1, day: date.2) == day)
      last = date
    }
  }

  @Test func withoutAFractionItIsRead() {
    #expect(Timestamp("2026-11-21T03:12:05Z") == Timestamp("2026-11-21T03:12:05.000Z"))
    #expect(Timestamp("2016-12-31T23:59:60Z") == Timestamp("2017-01-01T00:00:00Z"))
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-11-21T03:12:05", "2026-11-21 03:12:05Z", "2026/11/21T03:12:05Z",
    "2026-11-21T03.12.05Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-11-21T24:00:00Z",
    "2026-11-21T03:60:05Z", "2026-11-21T03:12:61Z", "2026-11-21T03:12:05.1Z",
    "2026-11-21T03:12:05.1234Z", "2026-11-21T03:12:05,123Z", "2026-11-21T03:12:05.123+00:00",
    "+026-11-21T03:12:05Z", "2026-11-21T03:12:05.-12Z", "２026-11-21T03:12:05Z",
  ])
  func refuses(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func timeThatPassedIsNeverNegative() {
    let early = Timestamp(milliseconds: 1000)
    #expect(early.adding(.milliseconds(1500)).since(early) == .milliseconds(1500))
    #expect(early.since(early.adding(.seconds(1))) == .zero)
    #expect(early < early.adding(.milliseconds(1)))
  }

  @Test(arguments: [
    (0, "0.0 s"), (49, "0.0 s"), (449, "0.4 s"), (9999, "9.9 s"), (10_000, "10 s"),
    (59_999, "59 s"),
    (60_000, "1 m 0 s"), (200_000, "3 m 20 s"), (3_599_999, "59 m 59 s"), (3_600_000, "1 h 0 m"),
    (7_500_000, "2 h 5 m"), (86_399_999, "23 h 59 m"), (86_400_000, "1 d 0 h"),
    (349_200_000, "4 d 1 h"),
  ])
  func durationsForPeople(milliseconds: Int, text: String) {
    #expect(Duration.milliseconds(milliseconds).forPeople == text)
  }
}

@Suite struct RunIDTests {
  private let start = Timestamp(milliseconds: 1_795_230_725_123)

  @Test func isMadeOfTimeAndLuck() {
    #expect(RunID(start: start, random: 0).text == "20261121-031205-00000000")
    #expect(RunID(start: start, random: .max).text == "20261121-031205-zzzzzzzz")
    #expect(RunID(start: start, random: 0b00010_00001).text == "20261121-031205-12000000")
    #expect(RunID(start: start, random: 1 << 40) == RunID(start: start, random: 0))
  }

  @Test func hasAPlace() throws {
    let id = RunID(start: start, random: 31)
    #expect(id.day == "2026-11-21")
    #expect(id.name == "031205-z0000000")
    #expect(RunID(day: id.day, name: id.name) == id)
    #expect(RunID(id.text) == id)
    let reference = RunReference(workflow: "variants", id: id)
    #expect(reference.folder == "variants/2026-11-21/031205-z0000000")
    #expect(reference.description == "variants/20261121-031205-z0000000")
    #expect(RunReference(reference.description) == reference)
  }

  @Test(arguments: [
    "", "20261121-031205-0000000", "20261121-031205-000000000", "20261121_031205-00000000",
    "20261121-031205-0000000l", "20261121-031205-0000000O", "20261121-031205-0000000Z",
    "2026112a-031205-00000000", "../../../../../../../etc", "20261121-031205-000000.0",
  ])
  func refuses(text: String) {
    #expect(RunID(text) == nil)
  }

  @Test func aPlaceHasOneSpelling() {
    for day in ["20261121", "2026-1-121", "-20261121-", "2026-11-2", "2026-11-211"] {
      #expect(RunID(day: day, name: "031205-00000000") == nil)
    }
    for text in ["a/b/c", "a", "/20261121-031205-00000000", "9a/20261121-031205-00000000", "a/x"] {
      #expect(RunReference(text) == nil)
    }
  }

  @Test func sortsByTime() {
    let later = RunID(start: start.adding(.seconds(1)), random: 0)
    #expect(RunID(start: start, random: .max) < later)
  }
}
