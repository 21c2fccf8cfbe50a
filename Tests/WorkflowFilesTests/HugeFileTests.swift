import Model
import Testing

@testable import WorkflowFiles

@Suite struct HugeFileTests {
  @Test func thousandsOfProblemsAreCounted() {
    var text = "tasks: {a: {run: b}}\n"
    for number in 0..<1500 { text += "k\(number): 1\n" }
    let told = parse(text).diagnostics
    #expect(told.count == 1001)
    #expect(told.last?.message == "and 500 more problems")
  }

  @Test func nobodyLooksForWhatIsNotTold() {
    var report = Report(file: "f")
    #expect(report.suggestion(for: "tsks", among: ["tasks"]) == "did you mean \"tasks\"?")
    while !report.isFull { report.error("wrong", at: nil) }
    #expect(report.suggestion(for: "tsks", among: ["tasks"]) == nil)
    report.omitError()
    #expect(report.sorted.last?.message == "and 1 more problems")
  }

  /// Keys that are unknown, and names of tasks that are none, of tasks without an action.
  @Test(arguments: [("tasks: {a: {run: b}}\n", "k", 99_000), ("tasks:\n", "  -", 199_000)])
  func aHundredThousandProblemsAreCounted(head: String, key: String, more: Int) {
    let text = head + (0..<100_000).map { "\(key)\($0): {}\n" }.joined()
    let told = parse(text).diagnostics
    #expect(told.count == 1001)
    #expect(told.last?.message == "and \(more) more problems")
  }

  @Test func manyExpressionsAreRefusedOnce() {
    let many = String(repeating: "${{ 1 }}", count: 1001)
    #expect(
      parse("tasks: {a: {run: b, args: ['\(many)']}}").diagnostics.map(\.message)
        == ["the text has too many expressions, or too many that are wrong"]
    )
    let wrong = String(repeating: "${{ ", count: 10_000)
    #expect(parse("tasks: {a: {run: b, args: ['\(wrong)']}}").diagnostics.count == 21)
    let places = String(repeating: "'${{ 'x' }}' ", count: 900)
    #expect(
      parse("tasks: {a: {run: \(JSONWriter.compact(.string(places)))}}").diagnostics.count == 20
    )
  }

  @Test func longPipelinesAndManyAssignmentsAreRead() {
    let script =
      String(repeating: "a=1 ", count: 50_000) + "x ${{ 'y' }}"
      + String(repeating: "| cat ", count: 50_000)
    let parsed = parse("tasks: {a: {run: \(JSONWriter.compact(.string(script)))}}")
    #expect(parsed.diagnostics == [])
  }
}
