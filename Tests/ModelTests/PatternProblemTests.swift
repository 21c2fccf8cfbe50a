import Testing

@testable import Model

@Suite struct PatternProblemTests {
  @Test(arguments: [
    ("(a)\\1", "backreferences are not supported", 3),
    ("\\k<a>", "backreferences are not supported", 0),
    ("a(?=b)", "lookahead is not supported", 1), ("a(?!b)", "lookahead is not supported", 1),
    ("(?<=a)b", "lookbehind is not supported", 0), ("(?<!a)b", "lookbehind is not supported", 0),
    ("(?<year>a)", "named groups are not supported", 0),
    ("(?P<year>a)", "named groups are not supported", 0),
    ("(?>a)", "this kind of group is not supported", 0),
    ("a(?i)b", "flags stand at the start of the pattern alone", 1),
    ("(?i:a)b", "flags hold for a whole pattern", 3), ("(?ix)a", "the flag x is unknown", 3),
    ("(?i", "a ( without its )", 0),
    ("a(b", "a ( without its )", 1), ("(", "a ( without its )", 0), ("a)b", "a ) without its (", 1),
    ("a|)", "a ) without its (", 2),
    ("ab[c", "a [ without its ]", 2), ("[a-", "a [ without its ]", 0),
    ("[", "a [ without its ]", 0),
    ("[]", "an empty class; a bracket in it is written \\]", 0),
    ("[^]", "an empty class; a bracket in it is written \\]", 0),
    ("[z-a]", "a range ends before it begins", 1),
    ("[a-\\d]", "a range needs single characters at its ends", 1),
    ("[\\w-z]", "a range needs single characters at its ends", 1),
    ("[[:alpha:]]", "POSIX classes are not supported", 1),
    ("*a", "there is nothing to repeat", 0), ("a|+", "there is nothing to repeat", 2),
    ("(?)", "this kind of group is not supported", 0),
    ("({2})", "there is nothing to repeat", 1), ("^*", "there is nothing to repeat", 1),
    ("a\\b+", "there is nothing to repeat", 3),
    ("a**", "a repetition is repeated", 2), ("a{2}{3}", "a repetition is repeated", 4),
    ("a++", "a repetition is repeated", 2),
    ("a{3,2}", "the bounds of a count are swapped", 1),
    ("a{,5}", "a count needs a lower bound, as in {0,5}", 1),
    ("a\\", "a backslash ends the pattern", 1), ("\\q", "the escape \\q is unknown", 0),
    ("\\é", "the escape \\é is unknown", 0),
    ("\\cA", "the escape \\c is unknown", 0), ("\\pL", "Unicode classes are not supported", 0),
    ("\\01", "octal escapes are not supported", 0),
    ("\\x4", "an escape lacks its hexadecimal digits", 0),
    ("a\\u12G4", "an escape lacks its hexadecimal digits", 1),
    ("\\u{}", "an escape lacks its hexadecimal digits", 0),
    ("\\u{41", "an escape lacks its hexadecimal digits", 0),
    ("\\u{110000}", "no Unicode character", 0), ("\\uD800", "no Unicode character", 0),
    ("\\uD800\\u0041", "a lone surrogate", 0),
    ("😀é(", "a ( without its )", 2),
  ])
  func saysWhatAndWhere(pattern: String, message: String, offset: Int) {
    #expect(throws: PatternProblem(message: message, offset: offset)) { try LinearPattern(pattern) }
  }

  @Test(arguments: [
    ("x(a{1000}){1000}", 1), ("a{10001}", 0), ("a{99999999999999999999}", 0),
    ("((((a{99}){99}){99}){99}){99}", 2),
    ("((){1000}){1000}", 0), ("(a*){9999,}", 0), ("(|){5000}", 0),
  ])
  func programsHaveALimit(pattern: String, offset: Int) {
    #expect(throws: PatternProblem(message: "too large", offset: offset)) {
      try LinearPattern(pattern)
    }
  }

  @Test func longPatternsHaveALimitToo() throws {
    _ = try LinearPattern(String(repeating: "a", count: 9_000))
    for (unit, count) in [("a", 1_000_000), ("a|", 4_000)] {
      #expect(throws: PatternProblem(message: "too large", offset: 0)) {
        try LinearPattern(String(repeating: unit, count: count))
      }
    }
  }

  @Test func groupsHaveALimit() throws {
    let nested = { (depth: Int) in
      String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
    }
    _ = try LinearPattern(nested(100))
    #expect(throws: PatternProblem(message: "nested too deeply", offset: 100)) {
      try LinearPattern(nested(101))
    }
    #expect(throws: PatternProblem(message: "nested too deeply", offset: 100)) {
      try LinearPattern(String(repeating: "(", count: 10_000))
    }
  }

  @Test func theDescriptionCountsFromOne() {
    let problem = PatternProblem(message: "a ( without its )", offset: 0)
    #expect(problem.description == "a ( without its ) at character 1")
  }
}
