import Testing

@testable import Model

@Suite struct GlobTests {
  @Test(arguments: [
    ("a", "a", true), ("a", "b", false), ("a/b", "a/b", true), ("a/b", "a", false),
    ("*", "a", true),
    ("*", "a/b", false), ("*", "", false), ("*.txt", "a.txt", true), ("*.txt", ".txt", true),
    ("*.txt", "a.txtx", false), ("a*", "a", true), ("a*b*c", "axxbyyc", true),
    ("a*b*c", "acb", false),
    ("*a*a*a*", "aaa", true), ("*a*a*a*a", "aaa", false), ("?", "a", true), ("?", "", false),
    ("?", "é", true), ("a?c", "abc", true), ("a?c", "a/c", false), ("data/*.fq", "data/x.fq", true),
    ("data/*.fq", "data/y/x.fq", false), ("**", "a", true), ("**", "a/b/c", true),
    ("a/**", "a/b", true),
    ("a/**", "a/b/c", true), ("a/**", "b/a", false), ("**/c", "c", true), ("**/c", "a/b/c", true),
    ("**/c", "a/c/b", false), ("a/**/c", "a/c", true), ("a/**/c", "a/b/x/c", true),
    ("a/**/c", "b/c", false), ("**/a/**", "x/a/y", true), ("**/**", "a", true),
    ("a**", "abc", true),
    ("a**", "a/b", false), ("**/*.R", "src/x.R", true), ("[abc]", "b", true), ("[abc]", "d", false),
    ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]", "d", true), ("[!a-c]", "a", false),
    ("[^a]", "b", true), ("[]]", "]", true), ("[]a]", "a", true), ("[!]a]", "b", true),
    ("[!]a]", "]", false), ("[!]a]", "a", false), ("[a-]", "-", true), ("[-a]", "-", true),
    ("[0-9a-f]", "e", true), ("[0-9a-f]", "g", false), ("[", "[", true), ("a[", "a[", true),
    ("[]", "[]", true), ("[!]", "[!]", true), ("a\\b", "a\\b", true), ("é*", "été", true),
    (".*", ".git", true), ("*", ".git", true), ("a//b", "a/b", true),
  ])
  func matches(pattern: String, path: String, expected: Bool) {
    #expect(GlobPattern(pattern).matches(path) == expected)
  }

  @Test(arguments: [
    ("*.txt", ""), ("a/*.txt", "a"), ("a/b/**/c", "a/b"), ("a/b?/c", "a"), ("**", ""),
    ("a/b", "a/b"),
    ("a/[x]/c", "a/x"), ("a/[x]", "a"), ("a/[xy]/c", "a"), ("[[]a/[*]/?", "[a/*"),
    ("/\u{301}/*", "\u{301}"),
  ])
  func fixedFolders(pattern: String, folder: String) {
    #expect(GlobPattern(pattern).fixedFolder == folder)
  }

  @Test(arguments: [
    ("a", "a", true), ("a", "b", false), ("a/*", "a/b", true), ("a/*", "b/*", false),
    ("*.txt", "*.csv", false), ("*.txt", "a*", true), ("a*", "b*", false), ("a/**", "a/b/c", true),
    ("a/**", "b/**", false), ("**/x", "a/**", true), ("**/x.R", "a/*.py", false),
    ("**", "a/b", true),
    ("a/**", "a", true), ("*", "a/b", false), ("a/*/c", "a/b/*", true), ("a/*/c", "a/b", false),
    ("[ab]*", "c*", true), ("out/*_1.txt", "out/*_2.txt", false), ("out/x*y", "out/*y", true),
    ("**/a/**/b", "a/**", true), ("**/a", "b/**/c", false),
  ])
  func mayIntersect(left: String, right: String, expected: Bool) {
    #expect(GlobPattern(left).mayIntersect(GlobPattern(right)) == expected)
    #expect(GlobPattern(right).mayIntersect(GlobPattern(left)) == expected)
  }

  @Test func patternsThatMatchOnePathMayIntersect() {
    let patterns = [
      "*", "**", "a*", "*b", "a/*", "**/b", "a/**", "a/?", "[ab]", "a/[!c]", "ab", "a/b", "a/b/c",
      "**/b/*", "*/b", "a/**/c", "?b",
    ]
    let paths = ["a", "b", "ab", "a/b", "a/b/c", "b/b", "a/x/c", "x/b/y", "bb"]
    for left in patterns.map({ GlobPattern($0) }) {
      for right in patterns.map({ GlobPattern($0) }) {
        let common = paths.filter { left.matches($0) && right.matches($0) }
        if !common.isEmpty { #expect(left.mayIntersect(right), "\(left.text) \(right.text)") }
      }
    }
  }

  @Test func manyStarsAreQuick() {
    let deep = String(repeating: "**/a/", count: 200) + "b"
    #expect(!GlobPattern(deep).matches(String(repeating: "a/", count: 400) + "c"))
    #expect(
      !GlobPattern(deep).mayIntersect(GlobPattern(String(repeating: "**/a/", count: 200) + "c"))
    )
    let wide = String(repeating: "*a", count: 200) + "b"
    #expect(!GlobPattern(wide).matches(String(repeating: "a", count: 2000)))
  }
}
