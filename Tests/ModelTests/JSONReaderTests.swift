import Testing

@testable import Model

@Suite struct JSONReaderTests {
  @Test(
    arguments: [
      ("null", JSONValue.null), ("true", true), ("false", false), ("[]", []), ("{}", [:]),
      (" \n\t\r1 ", 1), ("0", 0), ("-0", 0), ("-1", -1),
      ("9223372036854775807", 9_223_372_036_854_775_807),
      ("-9223372036854775808", .integer(.min)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("1.0", 1.0), ("1e2", 100.0), ("1E+2", 100.0), ("1e-2", 0.01), ("-1.5e3", -1500.0),
      ("0.1", 0.1), ("0e1", 0.0), ("1e-400", 0.0), ("-0.0", .number(-0.0)),
      (#""""#, ""), (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#""\u0041\u00e9""#, "Aé"), (#""\uD83D\uDE00""#, "😀"), (#""\ud83d\ude00x""#, "😀x"),
      (#""\u0000""#, "\0"), (#""\u2028""#, "\u{2028}"), ("\"\u{7F}\"", "\u{7F}"), ("\"é😀\"", "é😀"),
      ("[1,[2,[3]]]", [1, [2, [3]]]), (#"{"a":{"b":[null]}}"#, ["a": ["b": [nil]]]),
      (#"[1 , "x" ]"#, [1, "x"]), (#"{"":0}"#, ["": 0]),
      (#"{ "a" : 1 , "b" : 2 }"#, ["a": 1, "b": 2]),
    ] as [(String, JSONValue)]
  )
  func reads(text: String, value: JSONValue) throws {
    #expect(try JSONReader.parse(text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "nulll", "True", "tru", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{",
    "}",
    #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,"a":1}"#, #"{a:1}"#, "{'a':1}", #"{"a" 1}"#,
    #"{"a":1 "b":2}"#, #"{"a":1}}"#, "1 2", "1,", "01", "-01", "-", "+1", ".5", "1.", "1.e1", "1e",
    "1e+", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "'a'", #"""#, #""a"#,
    #""\"#, #""\x""#, #""\u""#, #""\u12""#, #""\u12G4""#, #""\u+123""#, #""\u-123""#,
    #""\uD800""#, #""\uDC00""#, #""\uD800\u0041""#, #""\uD800\uD800""#, #""\uD83Dx""#,
    "\"\n\"", "\"\t\"", "\"\u{1F}\"", "\u{FEFF}1", "1\u{0}", "1\u{A0}", "/* */1", "[1]//",
    #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"[{"x":{"k":1,"k":2}}]"#,
  ])
  func refuses(text: String) {
    #expect(throws: JSONError.self) { try JSONReader.parse(text) }
  }

  @Test func refusesBytesThatAreNoUTF8() {
    let bad: [[UInt8]] = [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22], [0x22, 0x5C, 0x6E, 0x80, 0x22], [0xFF], [0xEF, 0xBB, 0xBF, 0x31],
    ]
    for bytes in bad {
      #expect(throws: JSONError.self) { try JSONReader.parse(bytes) }
    }
  }

  @Test func depthHasALimit() throws {
    let nested = { (depth: Int) in
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try JSONReader.parse(nested(512)).array?.count == 1)
    #expect(throws: JSONError(message: "nested too deeply", offset: 512)) {
      try JSONReader.parse(nested(513))
    }
    #expect(throws: JSONError.self) {
      try JSONReader.parse(String(repeating: "[", count: 1_000_000))
    }
    #expect(throws: JSONError.self) {
      try JSONReader.parse(String(repeating: #"{"a":"#, count: 1_000_000))
    }
  }

  @Test func errorsSayWhatAndWhere() {
    #expect(throws: JSONError(message: "the key \"a\" stands twice", offset: 12)) {
      try JSONReader.parse(#"{"a":1,"a":2}"#)
    }
    #expect(throws: JSONError(message: "something follows the value", offset: 2)) {
      try JSONReader.parse("1 x")
    }
  }
}
