import Hashing
import Model

/// The rules for keys of instances.
package enum InstanceKey {
  /// A key as the name of a file or a folder.
  package static func fileName(_ key: String) -> String {
    Names.encoded(key: key) { digest(of: $0) }
  }

  /// The longest text that is its own key, in characters.
  private static let longestPlain = 64

  /// The key of an item that has none: the item itself if it is a short printable text, the texts
  /// of a list of values joined by commas, else ten hexadecimal digits of its content.
  static func key(of value: JSONValue) -> String {
    switch value {
    case .array, .object, .null: break
    default:
      let text = value.plainText
      if isPlain(text) { return text }
    }
    return digest(of: value)
  }

  /// The key of values that belong together, such as those of a matrix.
  static func key(of values: [JSONValue]) -> String {
    let parts = values.map { value -> String in
      if case .string(let text) = value { return text }
      return JSONWriter.compact(value)
    }
    let joined = parts.joined(separator: ",")
    return isPlain(joined) ? joined : digest(of: .array(values))
  }

  /// Ten hexadecimal digits.
  static func digest(of value: JSONValue) -> String {
    digest(of: JSONWriter.compact(value))
  }

  static func digest(of text: String) -> String {
    var writer = FingerprintWriter()
    writer.add(text)
    return String(writer.digest.hex.prefix(10))
  }

  /// Why a key may not be used, as the end of a sentence; nil if it may.
  static func problem(with key: String) -> String? {
    switch key {
    case "": "is empty"
    case ".", "..": "means a folder"
    default: key.utf8.contains(0) ? "holds a NUL character" : nil
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard !scalars.isEmpty, scalars.count <= longestPlain else { return false }
    return scalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
      default: true
      }
    }
  }
}
