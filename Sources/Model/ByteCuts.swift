/// Cuts at single bytes of ASCII.
///
/// Swift compares characters: `=` before a combining mark is not `=` to it, and a composed letter
/// equals a decomposed one. To files, programs and shells bytes count.
extension StringProtocol where UTF8View: BidirectionalCollection {
  /// The parts between all separators.
  package func cut(at separator: Unicode.Scalar, keepingEmpty: Bool = true) -> [String] {
    utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: !keepingEmpty)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// What stands before and after the first separator; nil without one.
  package func cutOnce(at separator: Unicode.Scalar) -> (before: String, after: String)? {
    utf8.firstIndex(of: UInt8(ascii: separator)).map(halves)
  }

  /// What stands before and after the last separator; nil without one.
  package func cutOnceFromEnd(
    at separator: Unicode.Scalar
  ) -> (before: String, after: String)? {
    utf8.lastIndex(of: UInt8(ascii: separator)).map(halves)
  }

  private func halves(_ position: Index) -> (before: String, after: String) {
    (
      String(decoding: utf8[..<position], as: UTF8.self),
      String(decoding: utf8[utf8.index(after: position)...], as: UTF8.self)
    )
  }

  /// Whether the bytes are the same; equal characters are not enough.
  package func isSame(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  package func hasBytes(atStart start: String) -> Bool {
    utf8.starts(with: start.utf8)
  }

  package func hasBytes(atEnd end: String) -> Bool {
    utf8.count >= end.utf8.count && utf8.suffix(end.utf8.count).elementsEqual(end.utf8)
  }

  /// Whether its bytes stand before those of another text in the order of numbers.
  package func isBefore(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }
}
