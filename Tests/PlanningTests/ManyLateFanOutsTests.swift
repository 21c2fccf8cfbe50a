import Model
import TestSupport
import Testing

@testable import Planning

/// Many fan-outs expand one after the other while a run goes on.
@Suite struct ManyLateFanOutsTests {
  private static let (fanOuts, instances) = (300, 100)

  /// Each reads, item by item, what the one before makes.
  private static let text: String = {
    var text = "tasks:\n  list: {run: 'true', result: json}\n"
    for number in 0..<fanOuts {
      text += """
          f\(number):
            foreach: {from: "${{ tasks.list.result }}"}
            inputs: [\(number == 0 ? "" : "\"out/\(number - 1).${{ item }}\"")]
            outputs: ["out/\(number).${{ item }}"]
            run: 'true'

        """
    }
    return text
  }()

  @Test func eachInstanceNeedsThoseBeforeIt() throws {
    var run = try MachineDriver(Self.text)
    let items = (0..<Self.instances).map { JSONValue.string("i\($0)") }
    run.end("list", Sample.outcome(result: .array(items)))
    let graph = run.machine.graph
    #expect(graph.nodes.count == 1 + Self.fanOuts * (2 + Self.instances))
    for number in 0..<Self.fanOuts {
      let group = graph.groups[number + 1]
      let gathering = try #require(group.gathering)
      let expansion = try #require(group.expansion)
      #expect(graph.nodes[gathering].needs.map(\.node) == ([expansion] + group.instances).sorted())
      let before = number == 0 ? [] : graph.groups[number].instances
      for (index, instance) in group.instances.enumerated() {
        let needs = before.isEmpty ? [] : [NodeNeed(node: before[index], kind: .files)]
        #expect(graph.nodes[instance].needs == needs)
      }
    }
  }

  /// A fan-out that came to nothing makes nothing, and others may.
  @Test func whatFailedToGrowLeavesNoTrace() throws {
    var run = try MachineDriver(
      """
      tasks:
        list: {run: 'true', result: json}
        own: {outputs: [o/x], run: 'true'}
        a: {foreach: {from: "${{ tasks.list.result }}"}, outputs: ["o/${{ item }}"], run: 'true'}
      """
    )
    run.end("list", Sample.outcome(result: ["y", "x"]))
    #expect(run.state("a").problem?.contains("output \"o/x\" belongs to one task alone") == true)
    let graph = run.machine.graph
    #expect(graph.nodes.count == 4)
    #expect(Set(graph.maker.producers.makers(of: InputPattern("o/x"))) == [1])
    #expect(Set(graph.maker.producers.makers(of: InputPattern("o/y"))) == [3])
  }
}
