import Hashing
import Testing

@Test func hexDigitsGoBothWays() throws {
  let text = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  let id = try #require(ObjectID(hex: text))
  #expect(id.hex == text)
  #expect(ObjectID(bytes: id.bytes) == id)
  #expect(ObjectID(hex: text.uppercased()) == id)
}

@Test(arguments: ["", "4b", "zz825dc642cb6eb9a060e54bf8d69288fbee4904", "4b825dc642cb6eb9a060e54bf8d69288fbee490"])
func whatIsNoIdIsRefused(text: String) {
  #expect(ObjectID(hex: text) == nil)
}

@Test func idsSortLikeTheirBytes() throws {
  let small = try #require(ObjectID(hex: "00000000000000000000000000000000000000ff"))
  let large = try #require(ObjectID(hex: "0100000000000000000000000000000000000000"))
  #expect(small < large)
  #expect(ObjectID.zero < small)
}
