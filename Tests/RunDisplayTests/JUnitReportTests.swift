import Foundation
import FoundationXML
import Model
import Planning
import Testing

@testable import CLI

struct JUnitReportTests {
  /// The elements of the JUnit schema that Jenkins publishes, as far as it is used: attributes that
  /// must stand, attributes that may, and elements within.
  private static let schema:
    [String: (required: Set<String>, optional: Set<String>, within: Set<String>)] = [
      "testsuites": (
        ["tests", "failures", "errors", "time"], ["name", "disabled"], ["testsuite"]
      ),
      "testsuite": (
        ["name", "tests", "failures", "errors", "time"], ["skipped", "timestamp", "hostname"],
        ["properties", "testcase"]
      ),
      "properties": ([], [], ["property"]),
      "property": (["name", "value"], [], []),
      "testcase": (
        ["name", "classname", "time"], [], ["skipped", "failure", "error", "system-out"]
      ),
      "skipped": ([], ["message", "type"], []),
      "failure": ([], ["message", "type"], []),
      "error": ([], ["message", "type"], []),
      "system-out": ([], [], []),
    ]

  /// Requires that a report is well-formed and fits the schema; gives its cases by name.
  static func check(_ text: String) throws -> [String: XMLElement] {
    let root = try #require(try XMLDocument(xmlString: text).rootElement())
    #expect(root.name == "testsuites")
    var open = [root]
    while let element = open.popLast() {
      let rule = try #require(schema[element.name ?? ""], "\(element.name ?? "")")
      let names = Set((element.attributes ?? []).compactMap(\.name))
      #expect(rule.required.isSubset(of: names))
      #expect(names.isSubset(of: rule.required.union(rule.optional)))
      let inner = (element.children ?? []).compactMap { $0 as? XMLElement }
      #expect(inner.allSatisfy { rule.within.contains($0.name ?? "") })
      for name in ["tests", "failures", "errors"] where rule.required.contains(name) {
        #expect(Int(element.attribute(forName: name)?.stringValue ?? "") != nil)
      }
      open += inner
    }
    let cases = try root.nodes(forXPath: "testsuite/testcase").compactMap { $0 as? XMLElement }
    #expect(root.attribute(forName: "tests")?.stringValue == String(cases.count))
    return Dictionary(
      cases.map { ($0.attribute(forName: "name")?.stringValue ?? "", $0) }
    ) { first, _ in first }
  }

  @Test
  func reportOfARun() throws {
    var run = try SampleRun([
      SampleRun.task("good"), SampleRun.task("bad"), SampleRun.task("after", needs: ["bad"]),
      SampleRun.task("allowed", tolerated: true), SampleRun.task("flaky", retry: 1),
      SampleRun.task("gone"),
    ])
    let tails = LogTails(keepsAll: true)
    run.end(0)
    run.end(1, exit: 3)
    run.end(3, exit: 4)
    run.end(4, exit: 1)
    run.end(4)
    run.end(5, exit: nil, cause: .lost)
    for node in [0, 1] {
      tails.nodeSettled(
        node,
        machine: run.machine,
        at: SampleRun.start,
        log: log("a <b> & \"c\" ]]> \u{1}\u{FFFE}end\n")
      )
    }
    let text = JUnitReport(run.ended(.failed), run.machine, tails: tails).text
    let cases = try Self.check(text)
    func element(_ name: String, _ child: String) -> XMLElement? {
      cases[name]?.elements(forName: child).first
    }
    #expect(element("good", "system-out")?.stringValue == "a <b> & \"c\" ]]> ^Aend")
    #expect(element("bad", "failure")?.attribute(forName: "message")?.stringValue == "exit code 3")
    #expect(element("bad", "failure")?.stringValue == "a <b> & \"c\" ]]> ^Aend")
    #expect(element("after", "skipped") != nil)
    #expect(element("allowed", "skipped") != nil)
    #expect(element("flaky", "system-out")?.stringValue == "attempt 1: exit code 1")
    #expect(element("gone", "error")?.attribute(forName: "type")?.stringValue == "lost")
    #expect(cases["good"]?.attribute(forName: "time")?.stringValue == "1.000")
    for line in [
      "<testsuites name=\"weir\" tests=\"6\" failures=\"1\" errors=\"1\" time=\"41.000\">",
      "timestamp=\"2026-11-21T03:12:05\" hostname=\"host\">",
      "<property name=\"run\" value=\"hello/20261121-031205-7f3a9k2m\"/>",
      "<property name=\"commit\" value=\"0123456789abcdef0123456789abcdef01234567\"/>",
      "<property name=\"param.a\" value=\"x &lt; y\"/>",
    ] { #expect(text.contains(line)) }
  }

  @Test
  func everyCharacterCanBeWritten() throws {
    let all = String(
      String.UnicodeScalarView(
        (0...0x3000).compactMap(Unicode.Scalar.init) + ["\u{FFFD}", "\u{FFFE}", "\u{1F600}"]
      )
    )
    let report = JUnitReport(
      name: all,
      properties: [(all, all)],
      timestamp: nil,
      host: "h",
      time: .zero,
      cases: [
        .init(
          className: all,
          name: all,
          time: .zero,
          outcome: .failure(message: all, type: "exit", text: all),
          output: all
        )
      ]
    )
    #expect(try Self.check(report.text).count == 1)
  }
}
