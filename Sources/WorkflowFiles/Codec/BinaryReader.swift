import Model

/// Reads what `BinaryWriter` wrote; anything else fails, and after a failure all reads are empty.
struct BinaryReader {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int
  private(set) var failed = false
  private var depth = 0

  init(_ bytes: [UInt8], range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  var isAtEnd: Bool { position == end }

  mutating func fail() {
    failed = true
    position = end
  }

  mutating func byte() -> UInt8 {
    guard position < end else {
      fail()
      return 0
    }
    position += 1
    return bytes[position - 1]
  }

  mutating func unsigned() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let unit = byte()
      value |= UInt64(unit & 0x7F) << shift
      if unit < 0x80 { return value }
      shift += 7
    }
    fail()
    return 0
  }

  mutating func signed() -> Int64 {
    let value = unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func fixed() -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { value |= UInt64(byte()) << shift }
    return value
  }

  /// A number of things of which each takes at least a byte.
  mutating func count() -> Int {
    guard let value = Int(exactly: unsigned()), value <= end - position else {
      fail()
      return 0
    }
    return value
  }

  /// A number that is no larger than any file.
  mutating func number() -> Int {
    guard let value = Int(exactly: unsigned()), value <= Int(Int32.max) else {
      fail()
      return 0
    }
    return value
  }

  mutating func text() -> String {
    let length = count()
    guard !failed else { return "" }
    let start = position
    position += length
    guard let text = String(validating: bytes[start..<position], as: UTF8.self) else {
      fail()
      return ""
    }
    return text
  }

  mutating func bool() -> Bool {
    let value = byte()
    if value > 1 { fail() }
    return value == 1
  }

  mutating func duration() -> Duration {
    let seconds = signed()
    let attoseconds = signed()
    guard seconds.magnitude < 1 << 53, attoseconds.magnitude < 1_000_000_000_000_000_000 else {
      fail()
      return .zero
    }
    return Duration(secondsComponent: seconds, attosecondsComponent: attoseconds)
  }

  mutating func location() -> SourceLocation? {
    let line = number()
    return line == 0 ? nil : SourceLocation(line: line, column: number())
  }

  mutating func optional<Value>(_ read: (inout BinaryReader) -> Value) -> Value? {
    bool() ? read(&self) : nil
  }

  mutating func list<Value>(_ read: (inout BinaryReader) -> Value) -> [Value] {
    let count = count()
    var values: [Value] = []
    values.reserveCapacity(min(count, 1_000_000))
    for _ in 0..<count {
      guard !failed else { return [] }
      values.append(read(&self))
    }
    return values
  }

  /// Reads something that may contain itself, to a bounded depth.
  mutating func nested<Value>(or empty: Value, _ read: (inout BinaryReader) -> Value) -> Value {
    guard depth < 1000 else {
      fail()
      return empty
    }
    depth += 1
    defer { depth -= 1 }
    return read(&self)
  }
}
