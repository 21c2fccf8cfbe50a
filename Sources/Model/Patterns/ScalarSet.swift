/// The Unicode scalars that one step of a pattern takes.
struct ScalarSet: Sendable {
  private let ranges: [ClosedRange<UInt32>]
  private let isNegated: Bool
  private let ignoresCase: Bool
  /// The answers for U+0000 to U+007F, a bit each.
  private var ascii: (low: UInt64, high: UInt64) = (0, 0)

  init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false, ignoresCase: Bool = false) {
    self.ranges = ScalarSet.merged(ranges)
    self.isNegated = isNegated
    self.ignoresCase = ignoresCase
    var bits: (low: UInt64, high: UInt64) = (0, 0)
    for value in UInt32(0)..<64 {
      if decides(value) { bits.low |= 1 << UInt64(value) }
      if decides(value + 64) { bits.high |= 1 << UInt64(value) }
    }
    ascii = bits
  }

  func contains(_ scalar: UInt32) -> Bool {
    if scalar < 64 { return ascii.low >> UInt64(scalar) & 1 == 1 }
    if scalar < 128 { return ascii.high >> UInt64(scalar - 64) & 1 == 1 }
    return decides(scalar)
  }

  private func decides(_ scalar: UInt32) -> Bool {
    var isInside = isInRange(scalar)
    if ignoresCase, !isInside {
      isInside = ScalarSet.otherCases(of: scalar).contains { isInRange($0) }
    }
    return isInside != isNegated
  }

  private func isInRange(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  /// The lower-case and the upper-case form, where each is a single scalar.
  private static func otherCases(of scalar: UInt32) -> [UInt32] {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return [] }
    return [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { form in
      form.unicodeScalars.count == 1 ? form.unicodeScalars.first?.value : nil
    }
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// What is in none of some ranges.
  static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in merged(ranges) {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= 0x10_FFFF { result.append(next...0x10_FFFF) }
    return result
  }

  /// What `\d` takes.
  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  /// What `\w` takes.
  static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
  /// What `\s` takes, as ECMA-262 has it.
  static let space: [ClosedRange<UInt32>] = [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
    0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]
  /// What `.` does not take.
  static let lineEnds: [ClosedRange<UInt32>] = [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]
}
