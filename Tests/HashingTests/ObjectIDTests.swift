import Hashing
import Testing

@Test func hexDigitsGoBothWays() throws {
  let text = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
  let id = try #require(ObjectID(hex: text))
  #expect(id.hex == text)
  #expect(ObjectID(bytes: id.bytes) == id)
  #expect(ObjectID(hex: text.uppercased()) == id)
}

@Test(arguments: [
  "", "4b", "zz825dc642cb6eb9a060e54bf8d69288fbee4904", "4b825dc642cb6eb9a060e54bf8d69288fbee490",
])
func whatIsNoIdIsRefused(text: String) {
  #expect(ObjectID(hex: text) == nil)
}

@Test func idsGoThroughMemory() throws {
  let id = try #require(ObjectID(hex: "4b825dc642cb6eb9a060e54bf8d69288fbee4904"))
  var bytes = [UInt8](repeating: 0, count: 21)
  bytes.withUnsafeMutableBytes { if let base = $0.baseAddress { id.store(at: base + 1) } }
  #expect(Array(bytes.dropFirst()) == id.bytes)
  #expect(bytes.withUnsafeBytes { $0.baseAddress.map { ObjectID(loading: $0 + 1) } } == id)
}

@Test func idsSortLikeTheirBytes() throws {
  let small = try #require(ObjectID(hex: "00000000000000000000000000000000000000ff"))
  let large = try #require(ObjectID(hex: "0100000000000000000000000000000000000000"))
  #expect(small < large)
  #expect(ObjectID.zero < small)
}
