import TestSupport
import Testing

@testable import Model

@Suite struct JSONWriterTests {
  private let sample: JSONValue = [
    "b": [1, 2.5, nil, true, "x"], "a": ["z": [:], "y": []], "": "é",
  ]

  @Test func compactHasSortedKeysAndNoSpaces() {
    #expect(
      JSONWriter.compact(sample) == #"{"":"é","a":{"y":[],"z":{}},"b":[1,2.5,null,true,"x"]}"#
    )
  }

  @Test func prettyHasTwoSpacesAndANewline() {
    #expect(
      JSONWriter.pretty(sample) == """
        {
          "": "é",
          "a": {
            "y": [],
            "z": {}
          },
          "b": [
            1,
            2.5,
            null,
            true,
            "x"
          ]
        }

        """
    )
  }

  @Test(arguments: [
    ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{8}\u{1F}\u{7F}", #""\u0000\u0008\u001f\u007f""#),
    ("é😀\u{2028}", "\"é😀\u{2028}\""), ("", "\"\""),
  ])
  func escapes(text: String, written: String) {
    #expect(JSONWriter.compact(.string(text)) == written)
  }

  @Test(
    arguments: [
      (JSONValue.integer(.min), "-9223372036854775808"), (1.0, "1.0"), (0.1, "0.1"),
      (1e21, "1e+21"),
      (.number(.leastNonzeroMagnitude), "5e-324"), (.number(.infinity), "null"),
      (.number(.nan), "null"), (-0.0, "-0.0"),
    ] as [(JSONValue, String)]
  )
  func numbers(value: JSONValue, written: String) {
    #expect(JSONWriter.compact(value) == written)
  }

  @Test func everyTextComesBack() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<500 {
      let value = Self.randomValue(depth: 4, &random)
      #expect(try JSONReader.parse(JSONWriter.compact(value)) == value)
      #expect(try JSONReader.parse(JSONWriter.pretty(value)) == value)
    }
  }

  private static func randomValue(depth: Int, _ random: inout SeededRandom) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .integer(.random(in: .min ... .max, using: &random))
    case 3: .number(.random(in: -1e9...1e9, using: &random))
    case 4: .string(randomText(&random))
    case 5:
      .array(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          randomValue(depth: depth - 1, &random)
        }
      )
    default:
      .object(
        Dictionary(
          (0..<Int.random(in: 0...4, using: &random)).map { _ in
            (randomText(&random), randomValue(depth: depth - 1, &random))
          },
          uniquingKeysWith: { $1 }
        )
      )
    }
  }

  private static func randomText(_ random: inout SeededRandom) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "\"", "\\", "\n", "\0", "é", "😀", "\u{2028}", "/", "\u{7F}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
    }
    return text
  }
}
