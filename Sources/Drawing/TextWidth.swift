/// How wide a text is likely to be in a sans-serif face, without asking a font.
enum TextWidth {
  /// An estimate in pixels that errs on the wide side.
  static func estimate(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + factor(of: $1) } * size
  }

  /// The text, or its beginning and end around an ellipsis where it would be wider than `limit`.
  static func shortened(_ text: String, size: Double, limit: Double) -> String {
    guard estimate(text, size: size) > limit else { return text }
    let characters = Array(text)
    var kept = min(characters.count - 1, Int(limit / (size * 0.3)))
    while kept > 2 {
      let tail = kept / 3
      let candidate = String(characters.prefix(kept - tail)) + "…" + String(characters.suffix(tail))
      if estimate(candidate, size: size) <= limit { return candidate }
      kept -= 1
    }
    return String(characters.prefix(1)) + "…"
  }

  private static func factor(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "|", "!", "'": 0.31
    case "f", "t", "r", "(", ")", "[", "]", "/", " ", "-", "\"": 0.40
    case "m", "M", "W", "@", "%": 0.92
    case "w": 0.80
    case "A"..."Z", "_": 0.70
    case "0"..."9": 0.60
    default: scalar.value < 0x80 ? 0.58 : scalar.value < 0x1100 ? 0.66 : 1.05
    }
  }
}
