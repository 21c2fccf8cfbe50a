import Model
import Testing

@Suite struct SecretFormsTests {
  private func forms(_ secret: String) -> Set<String> {
    Set(SecretForms.all(of: Array(secret.utf8)).map { String(decoding: $0, as: UTF8.self) })
  }

  /// What `base64` prints for the secret after 0, 1 and 2 other bytes, without the characters that
  /// depend on the surroundings.
  @Test func base64AtEveryPlace() {
    let forms = forms("hunter22")
    #expect(
      forms.isSuperset(of: [
        "aHVudGVyMjI=", "aHVudGVyMjI", "aHVudGVyMj", "h1bnRlcjIy", "odW50ZXIyM",
      ])
    )
  }

  @Test func urlSafeBase64() {
    #expect(forms("\u{3F}\u{3F}\u{3E}\u{3F}").contains("Pz8-Pw"))
    #expect(forms("\u{3F}\u{3F}\u{3E}\u{3F}").contains("Pz8+Pw"))
  }

  @Test func percentEncoding() {
    let forms = forms("p ä/ss?")
    #expect(
      forms.isSuperset(of: ["p%20%C3%A4%2Fss%3F", "p+%c3%a4%2fss%3f", "p%20%C3%A4/ss?"])
    )
  }

  @Test func jsonStrings() {
    let forms = forms("a\"b\\/ä<\t")
    #expect(
      forms.isSuperset(of: [
        #"a\"b\\/ä<\t"#, #"a\"b\\\/ä<\t"#, #"a\"b\\/\u00e4<\t"#, #"a\"b\\/\u00E4<\t"#,
        #"a\"b\\/ä\u003c\t"#,
      ])
    )
  }

  @Test func quotesOfShells() { #expect(forms("it's me").contains(#"it'\''s me"#)) }

  @Test func linesCountByThemselves() {
    let forms = forms("first line\nxy\nsecond line")
    #expect(forms.isSuperset(of: ["first line", "second line", "first line\nxy\nsecond line"]))
    #expect(!forms.contains("xy"))
  }
}
