/// Durations such as `30s` and sizes such as `4G`, as the files write them.
package enum Quantity {
  /// Reads `500ms 30s 15m 4h 2d`; nil for anything else, and for more than a century.
  package static func duration(_ text: String) -> Duration? {
    guard let (number, unit) = parts(text) else { return nil }
    let milliseconds: Int64
    switch unit {
    case "ms": milliseconds = 1
    case "s": milliseconds = 1000
    case "m": milliseconds = 60_000
    case "h": milliseconds = 3_600_000
    case "d": milliseconds = 86_400_000
    default: return nil
    }
    let (total, overflow) = number.multipliedReportingOverflow(by: milliseconds)
    guard !overflow, total <= 36_525 * 86_400_000 else { return nil }
    return .milliseconds(total)
  }

  /// Reads `512K 32M 4G 1T` as bytes; nil for anything else.
  package static func size(_ text: String) -> Int64? {
    guard let (number, unit) = parts(text) else { return nil }
    let shift: Int64
    switch unit {
    case "K": shift = 10
    case "M": shift = 20
    case "G": shift = 30
    case "T": shift = 40
    default: return nil
    }
    let (total, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
    return overflow ? nil : total
  }

  private static func parts(_ text: String) -> (Int64, Substring)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int64(digits) else { return nil }
    return (number, text[digits.endIndex...])
  }
}
