package import Model

/// A value together with the pointer that leads to it.
struct JSONPlace {
  let value: JSONValue
  let pointer: String

  /// The member of a map; nil where it is missing, null, or this is no map.
  subscript(key: String) -> JSONPlace? {
    guard let member = value[key], member != .null else { return nil }
    return JSONPlace(value: member, pointer: JSONPointer.appending(key, to: pointer))
  }

  /// The elements of a list; nothing where this is none.
  var elements: [JSONPlace] {
    (value.array ?? []).enumerated().map { position, element in
      JSONPlace(value: element, pointer: "\(pointer)/\(position)")
    }
  }
}

/// Pointers into JSON texts, as RFC 6901 writes them.
package enum JSONPointer {
  static func appending(_ key: String, to pointer: String) -> String {
    var escaped = ""
    for character in key {
      switch character {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.append(character)
      }
    }
    return "\(pointer)/\(escaped)"
  }

  /// Where the value that a pointer names begins in a text that has been read as JSON; where it
  /// does not exist, the nearest value around it.
  package static func location(of pointer: String, in text: [UInt8]) -> SourceLocation {
    let tokens = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    var scanner = JSONPlaceScanner(text)
    for token in tokens {
      let key = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
      guard scanner.enter(key) else { break }
    }
    return scanner.location
  }
}
