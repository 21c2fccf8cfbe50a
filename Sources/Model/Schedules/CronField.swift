/// The numbers of one field, each below 64.
struct CronValues: Hashable, Sendable {
  private var bits: UInt64 = 0

  mutating func insert(_ value: Int) {
    bits |= 1 << UInt64(value)
  }

  func contains(_ value: Int) -> Bool {
    (0..<64).contains(value) && bits >> UInt64(value) & 1 == 1
  }

  /// The smallest number that is not below another.
  func first(from least: Int) -> Int? {
    guard least < 64 else { return nil }
    let rest = bits >> UInt64(max(least, 0))
    return rest == 0 ? nil : max(least, 0) + rest.trailingZeroBitCount
  }
}

/// What one of the five fields may say.
struct CronField: Sendable {
  let name: String
  private let range: ClosedRange<Int>
  /// The names of the numbers from the first of the range on.
  private let names: [String]

  static let minute = CronField(name: "minute", range: 0...59, names: [])
  static let hour = CronField(name: "hour", range: 0...23, names: [])
  static let day = CronField(name: "day of month", range: 1...31, names: [])
  static let month = CronField(
    name: "month",
    range: 1...12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
  )
  /// Sunday is 0, and 7 as well.
  static let weekday = CronField(
    name: "day of week",
    range: 0...7,
    names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
  )

  /// Reads a list of `*`, numbers, names and ranges, with or without a step.
  func values(of text: Substring) throws(CronProblem) -> CronValues {
    var result = CronValues()
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let span = try span(of: parts[0])
      var step = 1
      if parts.count == 2 {
        guard parts[0] == "*" || parts[0].contains("-") else {
          throw problem("a step needs a range, as in \(parts[0])-\(range.upperBound)/\(parts[1])")
        }
        // A larger one would not do what it says, such as */90 minutes.
        step = try value(parts[1], within: 1...range.count, names: [])
      }
      for value in stride(from: span.lowerBound, through: span.upperBound, by: step) {
        result.insert(range == 0...7 && value == 7 ? 0 : value)
      }
    }
    return result
  }

  private func span(of text: Substring) throws(CronProblem) -> ClosedRange<Int> {
    if text == "*" { return range }
    let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let first = try value(ends[0], within: range, names: names)
    guard ends.count == 2 else { return first...first }
    var last = try value(ends[1], within: range, names: names)
    // A week that ends with Sunday, as in FRI-SUN.
    if last == 0, first > 0, range.upperBound == 7 { last = 7 }
    guard first <= last else { throw problem("the range \(text) ends before it begins") }
    return first...last
  }

  private func value(
    _ text: Substring,
    within range: ClosedRange<Int>,
    names: [String]
  ) throws(CronProblem) -> Int {
    if let index = names.firstIndex(of: text.uppercased()) { return self.range.lowerBound + index }
    guard !text.isEmpty else { throw problem("a number is missing") }
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      let example = names.first.map { " or a name such as \($0)" } ?? ""
      throw problem("\(text) is no number\(example)")
    }
    guard let value = Int(text), range.contains(value) else {
      throw problem("\(text) is not within \(range.lowerBound)-\(range.upperBound)")
    }
    return value
  }

  private func problem(_ message: String) -> CronProblem {
    CronProblem(field: name, message: message)
  }
}
