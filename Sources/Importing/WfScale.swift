/// How large and how slow an imported trace may be.
package struct WfScale: Hashable, Sendable {
  /// Bytes of the largest file.
  package var maximumFileSize: Int64
  /// Bytes of all files together, made and given; files are never smaller than 32 bytes.
  package var maximumTotalSize: Int64
  /// How long the slowest task sleeps, the others in proportion; zero: none sleeps.
  package var longestSleep: Duration

  package init(
    maximumFileSize: Int64 = 16_384,
    maximumTotalSize: Int64 = 2_097_152,
    longestSleep: Duration = .zero
  ) {
    self.maximumFileSize = max(0, maximumFileSize)
    self.maximumTotalSize = max(0, maximumTotalSize)
    self.longestSleep = max(.zero, longestSleep)
  }

  /// What a file has at least, unless it is empty: room for a checksum that tells versions apart.
  static let smallest: Int64 = 32
  /// Taken for files whose size is unknown, before scaling.
  static let unknown: Int64 = 1024

  /// One factor for all sizes, at most 1.
  func factor(for sizes: some Sequence<Int64>) -> Double {
    var largest = 0.0
    var total = 0.0
    for size in sizes {
      largest = max(largest, Double(size))
      total += Double(size)
    }
    guard largest > 0 else { return 1 }
    return min(1, Double(maximumFileSize) / largest, Double(maximumTotalSize) / total)
  }

  static func scaled(_ size: Int64, by factor: Double) -> Int64 {
    size == 0 ? 0 : max(min(size, smallest), Int64(Double(size) * factor))
  }

  /// Seconds with three decimals, or nil for no sleep worth a process.
  func sleep(runtime: Double?, longest: Double) -> String? {
    guard let runtime, longest > 0 else { return nil }
    let limit = Double(longestSleep / .milliseconds(1))
    let milliseconds = Int64(limit * runtime / longest)
    guard milliseconds > 0 else { return nil }
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
