import Model
import Testing

@testable import Planning

/// What GitHub's documentation says of a matrix.
@Suite struct MatrixTests {
  private func values(_ matrix: String) throws -> [JSONValue] {
    try items("matrix: \(matrix)").map(\.value)
  }

  private func keys(_ matrix: String) throws -> [String] {
    try items("matrix: \(matrix)").map(\.key)
  }

  @Test func everyCombinationWithTheFirstSlowest() throws {
    #expect(try keys("{a: [1, 2], b: [x, y]}") == ["1,x", "1,y", "2,x", "2,y"])
    #expect(try values("{a: [1, 2], b: [x]}") == [["a": 1, "b": "x"], ["a": 2, "b": "x"]])
    #expect(try keys("{a: [1, true, 2.5, null, x]}") == ["1", "true", "2.5", "null", "x"])
    #expect(try keys("{a: []}") == [])
    #expect(try keys("{a: [1, 2], b: []}") == [])
  }

  @Test func theExampleOfTheDocumentation() throws {
    let found = try values(
      """
      {fruit: [apple, pear], animal: [cat, dog], include: [{color: green},
       {color: pink, animal: cat}, {fruit: apple, shape: circle}, {fruit: banana},
       {fruit: banana, animal: cat}]}
      """
    )
    #expect(
      found == [
        ["fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"],
        ["fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"],
        ["fruit": "pear", "animal": "cat", "color": "pink"],
        ["fruit": "pear", "animal": "dog", "color": "green"],
        ["fruit": "banana"],
        ["fruit": "banana", "animal": "cat"],
      ]
    )
  }

  @Test func whatIsAddedIsNoPartOfTheKey() throws {
    #expect(
      try keys("{os: [linux, mac], include: [{os: linux, cc: gcc}, {os: bsd, cc: clang}]}")
        == ["linux", "mac", "bsd,clang"]
    )
  }

  @Test func includesAloneAreCombinations() throws {
    #expect(
      try values("{include: [{site: a, n: 1}, {site: b, n: 2}]}") == [
        ["site": "a", "n": 1], ["site": "b", "n": 2],
      ]
    )
  }

  @Test func excludesComeBeforeIncludes() throws {
    #expect(
      try keys("{os: [l, m], v: [1, 2], exclude: [{os: m, v: 1}]}") == ["l,1", "l,2", "m,2"]
    )
    #expect(try keys("{os: [l, m], v: [1, 2], exclude: [{os: m}]}") == ["l,1", "l,2"])
    #expect(
      try keys("{os: [l, m], v: [1], exclude: [{os: m}], include: [{os: m, v: 1}]}")
        == ["l,1", "m,1"]
    )
    #expect(try keys("{v: [1, 2], exclude: [{v: '1'}]}") == ["1", "2"])
    #expect(
      try values("{v: [1], exclude: [{v: 1}], include: [{new: x}]}") == [["new": "x"]]
    )
  }

  @Test func valuesMayBeComputed() throws {
    let found = try items(
      "matrix: {a: '${{ fromJSON(params.list) }}', b: ['${{ params.n }}', 'n${{ params.n }}']}",
      params: ["list": "[{\"k\": 1}, \"t\"]", "n": 7]
    )
    #expect(found.map(\.value)[0] == ["a": ["k": 1], "b": 7])
    #expect(found.map(\.key) == ["{\"k\":1},7", "{\"k\":1},n7", "t,7", "t,n7"])
  }

  @Test func longKeysAreDigests() throws {
    let long = String(repeating: "x", count: 33)
    let keys = try keys("{a: [\(long)], b: [\(long)]}")
    #expect(keys[0].count == 10)
    let short = String(repeating: "x", count: 32)
    #expect(try self.keys("{a: [\(short)], b: [\(short.dropLast())]}")[0].count == 64)
  }

  @Test func tooManyAreRefusedEarly() {
    let axis = "[\((0..<100).map(String.init).joined(separator: ", "))]"
    #expect(
      problem("matrix: {a: \(axis), b: \(axis), c: \(axis), d: \(axis), e: \(axis)}")
        == "the matrix has more than 1000 combinations"
    )
  }

  @Test func aValueThatIsNoListIsToldWhenItIsKnown() {
    #expect(
      problem("matrix: {a: '${{ fromJSON(\"{}\") }}'}".replacing("\"", with: "''"))
        == "the values of \"a\" of a matrix must be a list"
    )
  }
}
