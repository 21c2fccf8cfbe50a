import Testing

@testable import Model

@Suite struct UTF8ScanTests {
  private func firstInvalid(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { UTF8Scan.firstInvalid(in: $0) }
  }

  @Test func scalarsOfEveryLengthAreRead() {
    let edges: [UInt32] = [0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x1_0000, 0x10_FFFF]
    for value in edges + Array(stride(from: 0, to: 0x11_0000, by: 97)) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let units = Array(String(scalar).utf8)
      let read = units.withUnsafeBufferPointer { UTF8Scan.scalar(at: 0, in: $0) }
      if read?.value != value || read?.length != units.count {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }

  /// The decoder of the language is asked what it makes of the same bytes.
  @Test func twoBytesAreJudgedAsTheLanguageDoes() {
    for first in UInt8.min...UInt8.max {
      for second: UInt8 in [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] {
        for rest in [[], [0x80], [0x80, 0xBF], [0xBF, 0x80, 0x41]] as [[UInt8]] {
          let bytes = [first, second] + rest
          let isValid = String(validating: bytes, as: UTF8.self) != nil
          if (firstInvalid(bytes) == nil) != isValid { Issue.record("\(bytes)") }
        }
      }
    }
  }

  @Test func theFirstBadByteIsNamed() {
    let text = Array("0123456789 é 😀 0123456789".utf8)
    #expect(firstInvalid(text) == nil)
    #expect(firstInvalid([]) == nil)
    for offset in [0, 1, 7, 8, 9, 20, text.count]
    where offset == text.count || text[offset] & 0xC0 != 0x80 {
      #expect(firstInvalid(text[..<offset] + [0xFF] + text[offset...]) == offset)
    }
  }
}
