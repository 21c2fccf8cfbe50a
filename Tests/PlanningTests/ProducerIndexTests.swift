import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct ProducerIndexTests {
  private static let names = ["a", "ab", "a.b", "b", "*", "a*", "*b", "?", "[ab]", "**", "é"]

  private func pattern(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 1...3, using: &random))
      .map { _ in Self.names.randomElement(using: &random) ?? "a" }.joined(separator: "/")
  }

  private func nodes(making outputs: [String]) -> [Node] {
    outputs.enumerated().map { position, output in
      Node(
        definition: .make("t\(position)"),
        group: position,
        inputs: [],
        outputs: [OutputPattern(output)]
      )
    }
  }

  /// Whether the definition itself, pair by pair, lets one make what the other reads.
  private func mayMake(_ output: String, _ input: String) -> Bool {
    let (output, input) = (GlobPattern(output), GlobPattern(input))
    if output.mayIntersect(input) { return true }
    let isPlain = { (pattern: GlobPattern) in !GlobPattern.isPattern(pattern.text) }
    return isPlain(output) && GlobPattern(output.text + "/**").mayIntersect(input)
      || isPlain(input) && GlobPattern(input.text + "/**").mayIntersect(output)
  }

  @Test(arguments: 0..<200) func findsWhatComparingAllFinds(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let outputs = (0..<12).map { _ in pattern(&random) }
    let nodes = nodes(making: outputs)
    var index = ProducerIndex()
    index.add(nodes, from: 0, report: { _ in })
    for _ in 0..<12 {
      let input = pattern(&random)
      // Who makes the file itself is enough; that others make it too is told as an error.
      let isNamed = outputs.contains(input) && !GlobPattern.isPattern(input)
      let expected = isNamed ? [input] : Set(outputs.filter { mayMake($0, input) })
      let found = Set(index.makers(of: InputPattern(input)).map { outputs[$0] })
      #expect(found == expected, "\(input) of \(outputs)")
    }
  }

  /// What comes in parts, some of which are taken back, is found as what came at once.
  @Test(arguments: 0..<400) func growsInParts(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let nodes = nodes(
      making: (0..<Int.random(in: 2...12, using: &random)).map { _ in
        pattern(&random)
      }
    )
    var whole = ProducerIndex()
    var problems = 0
    whole.add(nodes, from: 0, report: { _ in problems += 1 })
    var grown = ProducerIndex()
    var grownProblems = 0
    var count = 0
    while count < nodes.count {
      let end = Int.random(in: count...nodes.count, using: &random)
      let other = self.nodes(making: (0..<end + 3).map { _ in pattern(&random) })
      grown.add(Array(nodes[..<count]) + other[count...], from: count, report: { _ in })
      grown.removeLast(Array(nodes[..<count]) + other[count...], from: count)
      grown.add(Array(nodes[..<end]), from: count, report: { _ in grownProblems += 1 })
      count = end
    }
    #expect((problems == 0) == (grownProblems == 0), "\(nodes.flatMap(\.outputs).map(\.path))")
    for _ in 0..<12 {
      let input = InputPattern(pattern(&random))
      #expect(Set(grown.makers(of: input)) == Set(whole.makers(of: input)), "\(input.path)")
    }
  }

  /// Each name in one folder is compared with those that begin alike, not with all.
  @Test func manyGlobsOfOneFolder() throws {
    let graph = try Graph.written(
      """
      tasks:
        split:
          foreach: {lines: f}
          outputs: ["out/${{ item }}.*"]
          run: 'true'
        join:
          foreach: {lines: f}
          inputs: ["out/${{ item }}.*.csv"]
          run: 'true'
      """,
      files: FanOutFiles(texts: ["f": (0..<20_000).map { "s\($0)\n" }.joined()])
    )
    let joins = graph.nodes.filter { $0.definition.name == "join" && $0.role == .work }
    #expect(joins.count == 20_000)
    #expect(joins.allSatisfy { $0.needs.count == 1 })
  }
}
