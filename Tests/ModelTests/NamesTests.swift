import Testing

@testable import Model

@Suite struct NamesTests {
  @Test(arguments: [
    "a", "Z", "a1", "align-reads", "a_b.c", "log", "a.logs", String(repeating: "a", count: 128),
  ])
  func valid(name: String) { #expect(Names.isValid(name)) }

  @Test(arguments: [
    "", "1a", "-a", ".a", "_a", "a b", "a/b", "é", "aé", "a.log", "a.lock", "a\n", "a\0",
    String(repeating: "a", count: 129),
  ])
  func invalid(name: String) { #expect(!Names.isValid(name)) }

  @Test(arguments: [
    ("s1", "s1"), ("a,b=1_2-.x", "a,b=1_2-.x"), ("a/b", "a%2Fb"), ("a b", "a%20b"), ("é", "%C3%A9"),
    ("%", "%25"), ("\n", "%0A"), ("\0", "%00"), ("~+@:", "%7E%2B%40%3A"),
  ])
  func keysAsFileNames(key: String, name: String) {
    #expect(Names.encoded(key: key) { _ in "0123456789abcdef" } == name)
  }

  @Test func longNamesAreCutAndTellThemselvesApart() {
    let digest = { (key: String) in key.hasSuffix("x") ? "1111111111aaaa" : "2222222222aaaa" }
    let whole = String(repeating: "a", count: 200)
    #expect(Names.encoded(key: whole, digest: digest) == whole)
    let cut = Names.encoded(key: whole + "x", digest: digest)
    #expect(cut == String(repeating: "a", count: 189) + "-1111111111")
    #expect(Names.encoded(key: whole + "y", digest: digest) != cut)
    let wide = Names.encoded(key: String(repeating: "é", count: 40), digest: digest)
    #expect(wide.utf8.count == 200)
  }

  @Test(arguments: [
    ("caller", "WEIR_PARAM_CALLER"), ("min-qual", "WEIR_PARAM_MIN_QUAL"), ("a.b", "WEIR_PARAM_A_B"),
    ("X9", "WEIR_PARAM_X9"),
  ])
  func parametersAsVariables(parameter: String, name: String) {
    #expect(Names.environmentName(parameter: parameter) == name)
  }
}
