import Glibc
import Model
import Testing
import WorkflowFiles

/// The cases of the public yaml-test-suite.
@Suite struct YAMLSuiteTests {
  struct Case {
    let id: String
    let text: [UInt8]
    let isError: Bool
    let json: String?
  }

  /// What Weir does not accept of YAML 1.2, by what its message says.
  private static let unsupported: [(message: String, cases: String)] = [
    (
      "a second document starts here",
      "35KP 5TYM 6WLZ 6XDY 6ZKB 9DXL 9KAX 9WXW JHB9 KSS4 L383 PUW8 RZT7 U9NS"
    ),
    ("something follows the end of the document", "7Z25 M7A3"),
    ("the file is empty", "8G76 98YD AVM7"),
    (
      "the tag ",
      "2AUY 2XXW 33X3 565N 6CK3 74H7 7FWL C4HZ CC74 CUP7 F2C7 FH7J J7PZ L94M M5C3 P76L UGM3 Z67P Z9M4"
    ),
    (
      "a key must be a text",
      "4FJ6 6BFJ 6PBE 9MMW KK5P LX3P M2N8/01 M5DY Q9WF RZP5 SBG9 V9D5 X38W XW4D"
    ),
    ("only %YAML and %TAG may follow", "2LFX 6LVF MUS6/05 MUS6/06 W4TN"),
    ("YAML 1.2 is read", "BEC7"),
    // What libyaml, which knows YAML 1.1, refuses.
    (
      "a tab cannot indent",
      "6BCT 6CA3 96NN/00 96NN/01 A2M4 DK95/00 DK95/03 DK95/04 Q5MG R4YG Y79Y/001 Y79Y/010"
    ),
    ("something follows the end of the document", "DK3J FP8R"),
    ("expected a key of the map", "2JQS 6M2F M2N8/00 NHX8 NKF9 S3PD SM9W/01 UKK6/00"),
    (
      "expected \",\" or \"}\"",
      "4MUZ/00 4MUZ/01 4MUZ/02 5MUD 9SA2 K3WX NJ66 UT92 VJP3/01"
    ),
    ("expected a value", "58MP 5T43 CFD4 DBG4 HM87/00 HWV9 QT73"),
    ("a \":\" is not allowed here", "4ABK FRK4"),
    ("a name must follow", "8XYN W5VH"),
    // What libyaml reads as something else.
    ("a space must follow the name of an anchor", "2SXE Y2GN"),
    ("no text in brackets can start with \"?\"", "652Z HM87/01"),
  ]

  private static func cases() throws -> [Case] {
    let root = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    let file = try #require(fopen("\(root)/Fixtures/yaml-test-suite.json", "r"))
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 17) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
    guard case .object(let suite) = try JSONReader.parse(bytes),
      case .array(let list) = try #require(suite["cases"])
    else { return [] }
    return list.compactMap { element in
      guard case .object(let members) = element, case .string(let id)? = members["id"],
        case .string(let text)? = members["yaml"]
      else { return nil }
      var json: String?
      if case .string(let text)? = members["json"] { json = text }
      return Case(id: id, text: Array(text.utf8), isError: members["fail"] != nil, json: json)
    }
  }

  @Test func everyErrorIsRefusedAtAPlace() throws {
    let errors = try Self.cases().filter(\.isError)
    #expect(errors.count == 94)
    for error in errors {
      let (document, diagnostics) = YAMLDocument.parse(error.text, path: "a.yaml")
      #expect(document == nil, "\(error.id)")
      #expect(!diagnostics.isEmpty, "\(error.id)")
      #expect(diagnostics.allSatisfy { $0.location != nil }, "\(error.id)")
    }
  }

  @Test func everyOtherCaseIsReadOrListed() throws {
    var expected: [String: String] = [:]
    for (message, cases) in Self.unsupported {
      for id in cases.split(separator: " ") { expected[String(id)] = message }
    }
    let valid = try Self.cases().filter { !$0.isError }
    #expect(valid.count == 308)
    for item in valid {
      let (document, diagnostics) = YAMLDocument.parse(item.text, path: "a.yaml")
      let said = diagnostics.map(\.message)
      if let message = expected.removeValue(forKey: item.id) {
        #expect(document == nil, "\(item.id)")
        #expect(said.contains { $0.hasPrefix(message) }, "\(item.id): \(said)")
      } else {
        let value = try #require(document, "\(item.id): \(said)").root.value
        guard let json = item.json else { continue }
        let wanted = try JSONReader.parse(json)
        #expect(JSONWriter.compact(value) == JSONWriter.compact(wanted), "\(item.id)")
      }
    }
    #expect(expected.isEmpty)
  }
}
