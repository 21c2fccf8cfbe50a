import TestSupport
import Testing

@testable import Model

@Suite struct LinearPatternTests {
  @Test(arguments: [
    ("", "", true), ("", "x", true), ("a", "bab", true), ("a", "b", false), ("abc", "xabcx", true),
    ("abc", "abxc", false), ("^abc$", "abc", true), ("^abc$", "abcd", false), ("^$", "", true),
    ("^$", "\n", false), ("a$", "a\n", false), ("b^", "b", false), ("a|b|", "", true),
    ("^(a|bc|)d$", "bcd", true), ("^(a|bc|)d$", "d", true), ("^(a|bc)d$", "abcd", false),
    ("a.c", "a\nc", false), ("a.c", "a\rc", false), ("a.c", "aéc", true),
    ("a.c", "a\u{2028}c", false),
    ("^.$", "é", true), ("^.$", "e\u{301}", false), ("^..$", "\r\n", false), ("^.$", "😀", true),
    ("(?:ab)+c", "ababc", true), ("^(ab)*$", "ababa", false), ("()", "", true),
    ("(|a)+b", "aab", true),
  ])
  func findsLiteralsAnchorsAndGroups(pattern: String, text: String, expected: Bool) throws {
    #expect(try LinearPattern(pattern).isFound(in: text) == expected)
  }

  @Test(arguments: [
    ("^a*$", "", true), ("^a*$", "aaab", false), ("^a+$", "", false), ("^a+$", "aaa", true),
    ("^a?b$", "b", true), ("^a?b$", "aab", false), ("^a{3}$", "aaa", true),
    ("^a{3}$", "aaaa", false),
    ("^a{2,}$", "a", false), ("^a{2,}$", "aaaaa", true), ("^a{0,}$", "", true),
    ("^a{1,2}$", "aa", true), ("^a{1,2}$", "aaa", false), ("^a{0}b$", "b", true),
    ("^a{0}b$", "ab", false),
    ("^a*?b+?c??$", "aabbc", true), ("^a{2}?$", "aa", true), ("^(a{2}){2}$", "aaaa", true),
    ("^(a{2}){2}$", "aaa", false), ("^(a*)*$", "aaa", true), ("^(a*)+b$", "b", true),
    ("^(a?){3}$", "aa", true), ("^(a?){3}$", "aaaa", false), ("^x{,y$", "x{,y", true),
    ("^{}$", "{}", true), ("a{", "a{", true), ("a{1", "a{1", true), ("a{x}", "a{x}", true),
    ("]}", "]}", true), ("^.{0,4000}$", "é", true), ("^.{3,5}$", "éàü", true),
    ("^.{3,5}$", "éà", false),
  ])
  func countsRepetitions(pattern: String, text: String, expected: Bool) throws {
    #expect(try LinearPattern(pattern).isFound(in: text) == expected)
  }

  @Test(arguments: [
    ("[abc]", "xbx", true), ("[abc]", "x", false), ("^[a-z]+$", "hello", true),
    ("^[a-z]+$", "Hello", false),
    ("^[^a-z]$", "A", true), ("^[^a-z]$", "\n", true), ("^[^a-z]$", "b", false),
    ("[-a]", "-", true),
    ("[a-]", "-", true), ("[a-]", "b", false), ("[\\]]", "]", true), ("[[]", "[", true),
    ("[\\^a]", "^", true),
    ("[a^]", "^", true), ("[.]", "x", false), ("[\\d_]", "7", true), ("[\\D]", "7", false),
    ("[^\\D]", "7", true),
    ("[\\x41-\\u0043]", "B", true), ("[а-я]", "ж", true), ("[a-z-9]", "-", true),
    ("[+--]", ",", true),
    ("[\\b]", "\u{8}", true), ("[a-cb-e]", "e", true), ("[$(){}*+?|^]", "|", true),
    ("[\\w\\s]", " ", true), ("[^\\w\\s]", "é", true), ("[\u{10000}-\u{10FFFF}]", "😀", true),
    ("^[\\s\\S]$", "\n", true),
  ])
  func knowsClasses(pattern: String, text: String, expected: Bool) throws {
    #expect(try LinearPattern(pattern).isFound(in: text) == expected)
  }

  @Test(arguments: [
    ("^\\d+$", "0123456789", true), ("\\d", "٣", false), ("\\D", "12", false),
    ("^\\w+$", "az_AZ09", true),
    ("\\w", "é-", false), ("\\W", "é", true), ("^\\s{7}$", " \t\n\r\u{B}\u{C}\u{A0}", true),
    ("\\S", " \u{3000}", false),
    ("\\bcat\\b", "a cat!", true), ("\\bcat\\b", "concat", false), ("\\bcat", "cat", true),
    ("a\\B", "ab", true),
    ("a\\B", "a", false), ("\\Bb", "ab", true), ("^\\B$", "", true), ("\\b", "", false),
    ("\\n\\t\\r\\f\\v\\0", "\n\t\r\u{C}\u{B}\0", true), ("^\\\\\\.\\/\\-\\$$", "\\./-$", true),
    ("\\x41", "A", true), ("\\u00e9", "é", true), ("\\u{1F600}", "😀", true),
    ("\\uD83D\\uDE00", "😀", true),
    ("^\\.\\*$", ".*", true), ("\\.", "x", false), ("\\ ", " ", true),
  ])
  func knowsEscapes(pattern: String, text: String, expected: Bool) throws {
    #expect(try LinearPattern(pattern).isFound(in: text) == expected)
  }

  @Test(arguments: [
    ("(?i)hello", "HeLLo", true), ("(?i)HELLO", "hello", true), ("(?i)[a-f]+$", "ABC", true),
    ("(?i)[^a-f]", "A", false), ("(?i)é", "É", true), ("(?i)[à-ý]", "É", true),
    ("(?i)σ", "Σ", true),
    ("(?i)ß", "SS", false), ("é", "É", false), ("(?m)^b$", "a\nb\nc", true),
    ("^b$", "a\nb\nc", false),
    ("(?m)^$", "a\n\nb", true), ("(?s)a.b", "a\nb", true), ("(?is)A.B", "a\nb", true),
    ("(?im)^B", "a\nb", true),
    ("(?i)", "", true),
  ])
  func knowsFlags(pattern: String, text: String, expected: Bool) throws {
    #expect(try LinearPattern(pattern).isFound(in: text) == expected)
  }

  @Test func bytesThatAreNoTextCountAsReplacementCharacters() throws {
    #expect(try LinearPattern("^a\\uFFFD.b$").isFound(in: [0x61, 0xFF, 0xC3, 0x62]))
    #expect(try LinearPattern("^>").isFound(in: Array(">x\u{0}".utf8)))
    #expect(try !LinearPattern("é").isFound(in: [0xC3]))
  }

  @Test func twoOfTheSameTextAreEqual() throws {
    #expect(try LinearPattern("a+") == LinearPattern("a+"))
    #expect(try LinearPattern("a+") != LinearPattern("a*"))
    #expect(try Set([LinearPattern("a+"), LinearPattern("a+")]).count == 1)
  }

  /// A matcher that backtracks over these would not end within the age of the universe.
  @Test(arguments: [
    ("(a+)+$", "a", "!", false), ("(a|a)*b", "a", "", false), ("(a*)*b", "a", "", false),
    ("^(a|aa)+$", "a", "!", false), ("(x+x+)+y", "x", "", false),
    ("(.*)(.*)(.*)(.*)(.*)[^a]$", "a", "", false),
    ("(a?){100}b", "a", "", false), ("^(([a-z])+.)+[A-Z]([a-z])+$", "a", "", false),
    ("a{0,200}b", "a", "b", true),
  ])
  func timeIsLinear(pattern: String, unit: String, end: String, expected: Bool) throws {
    let text = String(repeating: unit, count: 10_240) + end
    #expect(try LinearPattern(pattern).isFound(in: text) == expected)
  }

  @Test func agreesWithTheRegexOfTheLanguage() throws {
    var random = SeededRandom(seed: 7)
    let pieces = ["a", "b", ".", "[ab]", "[^a]", "^", "$", "(a|b)", "(ab)", "(|a)", "c"]
    let signs = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "*?", "{2,}"]
    for _ in 0..<400 {
      let pattern = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        let isPlace = ["^", "$"].contains(piece)
        return piece + (isPlace ? "" : signs[Int.random(in: 0..<signs.count, using: &random)])
      }.joined(separator: Bool.random(using: &random) ? "" : "|")
      let ours = try LinearPattern(pattern)
      let theirs = try Regex(pattern)
      for _ in 0..<10 {
        let text = String(
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            ["a", "b", "c", " "][Int.random(in: 0..<4, using: &random)] as Character
          }
        )
        #expect(ours.isFound(in: text) == text.contains(theirs), "\(pattern) in \"\(text)\"")
      }
    }
  }
}
