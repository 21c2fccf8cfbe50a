/// The rules for names of workflows, tasks and params, and for keys in file names.
package enum Names {
  /// Names that mean something else where a workflow is named.
  package static let reserved: Set<String> = ["published", "inbox", "tasks", "latest"]

  /// Whether a text matches `[A-Za-z][A-Za-z0-9_.-]{0,127}` and ends neither in `.log` nor
  /// `.lock`.
  package static func isValid(_ text: String) -> Bool {
    let units = text.utf8
    guard let first = units.first, isLetter(first), units.count <= 128 else { return false }
    guard units.allSatisfy({ isLetter($0) || isDigit($0) || "_.-".utf8.contains($0) }) else {
      return false
    }
    return !text.hasSuffix(".log") && !text.hasSuffix(".lock")
  }

  /// A key as a file name: bytes other than letters, digits and `._,=-` become `%XX`; what would
  /// be longer than 200 bytes is cut and ends in a digest that the caller computes.
  package static func encoded(key: String, digest: (String) -> String) -> String {
    var name = ""
    for unit in key.utf8 {
      if isLetter(unit) || isDigit(unit) || "._,=-".utf8.contains(unit) {
        name.unicodeScalars.append(Unicode.Scalar(unit))
      } else {
        let hex = String(unit, radix: 16, uppercase: true)
        name += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    guard name.utf8.count > 200 else { return name }
    return String(name.prefix(189)) + "-" + digest(key).prefix(10)
  }

  /// The environment variable of a parameter: capitals, other characters `_`.
  package static func environmentName(parameter: String) -> String {
    var name = "WEIR_PARAM_"
    for unit in parameter.uppercased().utf8 {
      name.unicodeScalars.append(
        isLetter(unit) || isDigit(unit) ? Unicode.Scalar(unit) : Unicode.Scalar(UInt8(ascii: "_"))
      )
    }
    return name
  }

  private static func isLetter(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(unit)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(unit)
  }

  private static func isDigit(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
  }
}
