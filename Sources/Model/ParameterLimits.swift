/// Compares a value with what its declaration asks for beyond its type.
enum ParameterLimits {
  static func check(
    _ value: JSONValue,
    _ limits: ParameterConstraints
  ) throws(ParameterError) {
    if let allowed = limits.allowed, !allowed.contains(value) {
      let words = allowed.map { $0.string.map { "\"\($0)\"" } ?? JSONWriter.compact($0) }
      let near = value.string.flatMap {
        Spelling.closest(to: $0, among: allowed.compactMap(\.string))
      }
      throw ParameterError(
        "must be one of \(words.joined(separator: ", "))",
        hint: near.map { "did you mean \"\($0)\"?" }
      )
    }
    if let number = value.double {
      if let least = limits.minimum, number < least {
        throw ParameterError("must be at least \(shown(least))")
      }
      if let most = limits.maximum, number > most {
        throw ParameterError("must be at most \(shown(most))")
      }
    }
    switch value {
    case .string(let text):
      try length(text.unicodeScalars.count, "character", limits)
      if let pattern = limits.pattern, let search = try? LinearPattern(pattern),
        !search.isFound(in: text)
      {
        throw ParameterError("must match the pattern \(pattern)")
      }
    case .array(let elements): try length(elements.count, "element", limits)
    default: break
    }
  }

  private static func length(
    _ count: Int,
    _ unit: String,
    _ limits: ParameterConstraints
  ) throws(ParameterError) {
    if let least = limits.minimumLength, count < least {
      throw ParameterError("must have at least \(least) \(unit)\(least == 1 ? "" : "s")")
    }
    if let most = limits.maximumLength, count > most {
      throw ParameterError("must have at most \(most) \(unit)\(most == 1 ? "" : "s")")
    }
  }

  private static func shown(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? number.description
  }
}
