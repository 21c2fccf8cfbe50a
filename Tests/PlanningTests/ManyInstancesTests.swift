import Model
import TestSupport
import Testing

@testable import Planning

/// A hundred thousand instances are planned, run and reused.
@Suite struct ManyInstancesTests {
  private static let count = 100_000

  private static let graph = Result { try made() }

  private static func made() throws -> Graph {
    var table = "sample,reads\n"
    for row in 0..<count { table += "s\(row),data/\(row).fq\n" }
    return try Graph.written(
      """
      tasks:
        align:
          foreach: {table: t.csv, key: "${{ item.sample }}"}
          max_parallel: 50
          outputs: ["out/${{ item.sample }}.bam"]
          run: "bwa ${{ item.reads }}"
        call:
          foreach: {table: t.csv, key: "${{ item.sample }}"}
          needs: [{task: align, each: true}]
          inputs: ["out/${{ item.sample }}.bam"]
          outputs: ["calls/${{ item.sample }}.vcf"]
          run: 'true'
        summary: {needs: [call], run: 'true'}
      """,
      files: FanOutFiles(texts: ["t.csv": table])
    )
  }

  @Test func eachEndsOnce() throws {
    let graph = try Self.graph.get()
    #expect(graph.nodes.count == 2 * Self.count + 3)
    #expect(graph.nodes.reduce(0) { $0 + $1.needs.count } == 3 * Self.count + 1)
    var machine = RunMachine(
      graph: graph,
      sources: SourceListing(),
      history: TaskHistory(),
      run: [:],
      options: .init(window: 100)
    )
    var open = machine.apply(.began, at: Sample.start)
    var (orders, result) = (0, RunStatus?.none)
    while let action = open.popLast() {
      if case .start(let node, _) = action {
        orders += 1
        open += machine.apply(.attemptEnded(node: node, Sample.outcome()), at: Sample.start)
      }
      if case .finished(let status) = action { result = status }
    }
    #expect(result == .succeeded)
    #expect(orders == 2 * Self.count + 1)
    #expect(machine.counts.succeeded == orders)
  }

  @Test func theyAreCancelledAndStopped() throws {
    let graph = try Self.graph.get()
    for event in [RunEvent.cancelRequested, .attemptEnded(node: 0, Sample.outcome(exit: 1))] {
      var machine = RunMachine(
        graph: graph,
        sources: SourceListing(),
        history: TaskHistory(),
        run: [:],
        options: .init(window: 1, failFast: true)
      )
      _ = machine.apply(.began, at: Sample.start)
      var actions = machine.apply(event, at: Sample.start)
      if machine.isCancelled { actions += machine.apply(.withdrawn(node: 0), at: Sample.start) }
      #expect(machine.counts.total == 2 * Self.count + 1)
      #expect(actions.last == .finished(machine.isCancelled ? .cancelled : .failed))
    }
  }
}
