/// The ways in which programs write a secret down: as it is, and as encoders and shells change it.
package enum SecretForms {
  /// Bytes that a secret must have; less could not be told from the text around it.
  package static let minimumLength = 4

  /// Every form of a secret that is long enough, each once.
  ///
  /// Base64 is given at the three places at which a secret may start within a longer text, without
  /// the characters that depend on what stands around it.
  package static func all(of secret: [UInt8]) -> [[UInt8]] {
    var forms: Set<[UInt8]> = [secret]
    for line in secret.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      forms.insert(Array(line))
    }
    for form in forms {
      forms.formUnion(base64(form))
      forms.formUnion(percent(form))
      forms.formUnion(json(form))
      forms.insert(shellQuoted(form))
    }
    return forms.filter { $0.count >= minimumLength }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  // MARK: - Base64 (RFC 4648)

  private static let standard = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
  )
  private static let urlSafe = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
  )
  /// Columns at which common encoders break lines.
  private static let wraps = [64, 76]

  private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
    var forms: [[UInt8]] = []
    for alphabet in [standard, urlSafe] {
      for start in 0..<3 {
        let encoded = encode([UInt8](repeating: 0, count: start) + bytes, alphabet)
        let leading = start == 0 ? 0 : start + 1
        let bits = (start + bytes.count) * 8
        forms.append(Array(encoded[min(leading, bits / 6)..<(bits / 6)]))
      }
      let whole = encode(bytes, alphabet)
      let padding = [UInt8](repeating: UInt8(ascii: "="), count: (3 - bytes.count % 3) % 3)
      forms += [whole, whole + padding]
      for wrap in wraps where whole.count > wrap {
        forms += stride(from: 0, to: whole.count, by: wrap).map {
          Array(whole[$0..<min($0 + wrap, whole.count)])
        }
      }
    }
    return forms
  }

  /// Without padding.
  private static func encode(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    var (value, bits) = (UInt32(0), 0)
    for byte in bytes {
      value = value << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        encoded.append(alphabet[Int(value >> UInt32(bits) & 63)])
      }
    }
    if bits > 0 { encoded.append(alphabet[Int(value << UInt32(6 - bits) & 63)]) }
    return encoded
  }

  // MARK: - URLs (RFC 3986)

  /// What encoders leave as it is besides letters and digits.
  private static let unreserved = ["-._~", "-._", "-._~/", "-_.!~*'()", "-_.!~*'();/?:@&=+$,#"]

  private static func percent(_ bytes: [UInt8]) -> [[UInt8]] {
    var forms: [[UInt8]] = []
    for kept in unreserved.map({ Array($0.utf8) }) {
      for digits in [Array("0123456789ABCDEF".utf8), Array("0123456789abcdef".utf8)] {
        for space in [Array("%20".utf8), Array("+".utf8)] {
          forms.append(
            bytes.flatMap { byte -> [UInt8] in
              if isAlphanumeric(byte) || kept.contains(byte) { return [byte] }
              return byte == 0x20 ? space : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
          )
        }
      }
    }
    return forms
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  // MARK: - JSON (RFC 8259)

  /// Inside quotes: with and without `\/`, in ASCII alone, and with what is special in HTML escaped.
  private static func json(_ bytes: [UInt8]) -> [[UInt8]] {
    let text = String(decoding: bytes, as: UTF8.self)
    var forms: [[UInt8]] = []
    for slash in ["/", "\\/"] {
      for isASCII in [false, true] {
        for html in ["", "<>&", "<>&'"] {
          for uppercase in [false, true] {
            let escaped = text.unicodeScalars.map { scalar -> String in
              if scalar == "/" { return slash }
              let mustEscape =
                html.unicodeScalars.contains(scalar) || (isASCII && !scalar.isASCII)
              return jsonText(of: scalar, mustEscape, uppercase)
            }
            forms.append(Array(escaped.joined().utf8))
          }
        }
      }
    }
    return forms
  }

  private static func jsonText(
    of scalar: Unicode.Scalar,
    _ mustEscape: Bool,
    _ uppercase: Bool
  ) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\u{08}": return "\\b"
    case "\u{0C}": return "\\f"
    default: break
    }
    guard mustEscape || scalar.value < 0x20 else { return String(scalar) }
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: uppercase)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  // MARK: - Shells

  /// As `set -x` shows it between single quotes.
  private static func shellQuoted(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == 0x27 ? Array(#"'\''"#.utf8) : [$0] }
  }
}
