package import Model

/// What one instance of a fan-out is made for.
package struct FanOutItem: Hashable, Sendable {
  /// Unique within the fan-out; follows from the content, never from the position.
  package let key: String
  /// The value of `item` or `matrix`; a list for a batch.
  package let value: JSONValue
  /// What `split` cut it from, as a key; its own key where nothing was cut.
  package let origin: String

  package init(key: String, value: JSONValue, origin: String? = nil) {
    self.key = key
    self.value = value
    self.origin = origin ?? key
  }
}

/// Why a fan-out has no items.
package struct FanOutProblem: Error, Hashable, Sendable {
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}

/// What fan-outs read: the bytes of files, and the paths of globs.
package struct FanOutFiles: Sendable {
  package var bytes: [String: [UInt8]]
  /// Sorted paths by glob.
  package var matches: [String: [String]]

  package init(bytes: [String: [UInt8]] = [:], matches: [String: [String]] = [:]) {
    self.bytes = bytes
    self.matches = matches
  }
}

/// An item before it has a key.
struct RawItem {
  var value: JSONValue
  /// The line of a file, or the position in a list; counted from 1.
  var place: Int
  /// What a default key is made of; nil: the value.
  var identity: JSONValue?
  /// The pieces that `split` cut, which follow the key.
  var pieces: [String] = []
}

/// The items of one source, in order.
struct RawItems {
  var items: [RawItem]
  /// What `place` counts, such as `line` or `item`.
  var unit: String
  /// The file that they stand in.
  var file: String?
  var shape = ItemShape.unknown

  /// `line 4 of data/samples.csv`, `item 3`.
  func place(of item: RawItem) -> String {
    "\(unit) \(item.place)" + (file.map { " of \($0)" } ?? "")
  }
}
