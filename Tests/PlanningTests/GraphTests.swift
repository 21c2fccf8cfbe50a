import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct GraphTests {
  /// Edges as `from>to`, order-only ones as `from~to`.
  private func edges(_ graph: Graph) -> [String] {
    graph.nodes.flatMap { node in
      node.needs.map { need in
        let sign = need.orderOnly ? "~" : ">"
        return graph.nodes[need.node].definition.name + sign + node.definition.name
      }
    }.sorted()
  }

  private func problems(
    _ tasks: TaskDefinition...,
    params: [String: JSONValue] = [:]
  ) -> [String] {
    do throws(GraphProblems) {
      _ = try GraphBuilder.build(.make(tasks), params: params)
      return []
    } catch {
      return error.all.map(\.message)
    }
  }

  @Test(arguments: [
    (["out/x"], ["out/x"], true), (["out/x"], ["out/y"], false), (["out/x"], ["out"], true),
    (["out"], ["out/x"], true), (["out"], ["out/x/y"], true), (["out"], ["outer"], false),
    (["outer"], ["out"], false), (["out/x.csv"], ["out/*.csv"], true),
    (["out/x.csv"], ["out/*.txt"], false),
    (["out/x.csv"], ["**"], true), (["out/x.csv"], ["**/*.csv"], true),
    (["out/d/x.csv"], ["out/*.csv"], false),
    (["out/*.csv"], ["out/x.csv"], true), (["out/*.csv"], ["out/x.txt"], false),
    (["out/*.csv"], ["out"], true), (["out/**"], ["out/d"], true),
    (["out/*.csv"], ["out/*.csv"], true),
    (["out/*.csv"], ["out/*.txt"], false), (["out/*.csv"], ["other"], false),
    (["out"], ["out/*.csv"], true), (["out"], ["out/d/*.csv"], true),
    (["out/d"], ["out/*/x.csv"], true),
    (["out/d"], ["out/*.csv"], false), (["a-b"], ["a"], false), (["a.b"], ["a"], false),
    (["a0"], ["a"], false),
  ])
  func filesMakeEdges(outputs: [String], inputs: [String], isEdge: Bool) throws {
    let graph = try Graph.make(.make("a", outputs: outputs), .make("b", inputs: inputs))
    #expect(edges(graph) == (isEdge ? ["a>b"] : []))
  }

  @Test func needsAndExpressionsMakeEdges() throws {
    let graph = try Graph.make(
      .make("a"),
      .make("b"),
      .make("c", needs: ["a"], after: ["b"]),
      .make("d", run: "echo ${{ tasks.a.result }}"),
      .make("e", after: ["a"], env: [("X", "${{ tasks.a.status }}")]),
      .make("f", needs: ["a"], after: ["a"])
    )
    #expect(edges(graph) == ["a>c", "a>d", "a>e", "a>f", "b~c"])
  }

  @Test func aFileEdgeIsMoreThanOrder() throws {
    let graph = try Graph.make(.make("a", outputs: ["x"]), .make("b", after: ["a"], inputs: ["x"]))
    #expect(edges(graph) == ["a>b"])
  }

  @Test func parametersExpandPaths() throws {
    let graph = try Graph.make(
      .make("a", outputs: ["out/${{ params.s }}.bam"]),
      .make("b", inputs: ["./out//${{ params.s }}.bam"]),
      params: ["s": "s1"]
    )
    #expect(edges(graph) == ["a>b"])
    #expect(graph.nodes[1].inputs?.map(\.path) == ["out/s1.bam"])
  }

  @Test func aScriptIsAnInputOfItsOwn() throws {
    let script = { (inputs: [String]?) in
      TaskDefinition.make("b", inputs: inputs).with { $0.action = .script(Template("bin/x.sh")) }
    }
    let graph = try Graph.make(.make("a", outputs: ["bin"]), script([]))
    #expect(edges(graph) == ["a>b"])
    #expect(graph.nodes[1].inputs?.map(\.path) == ["bin/x.sh"])
    #expect(try Graph.make(script(["bin/x.sh"])).nodes[0].inputs?.count == 1)
    #expect(try Graph.make(script(nil)).nodes[0].inputs == nil)
  }

  @Test func cyclesAreShownAsAWay() {
    #expect(problems(.make("a", needs: ["a"])) == ["these tasks need each other: a -> a"])
    #expect(
      problems(
        .make("z"),
        .make("a", needs: ["c"]),
        .make("b", needs: ["a"]),
        .make("c", needs: ["b"])
      )
        == ["these tasks need each other: a -> b -> c -> a"]
    )
    #expect(
      problems(.make("a", inputs: ["y"], outputs: ["x"]), .make("b", inputs: ["x"], outputs: ["y"]))
        == ["these tasks need each other: a -> b -> a"]
    )
    #expect(
      problems(.make("a", after: ["b"]), .make("b", after: ["a"]))
        == ["these tasks need each other: a -> b -> a"]
    )
    #expect(
      problems(.make("tail", needs: ["a"]), .make("a", needs: ["b"]), .make("b", needs: ["a"]))
        == ["these tasks need each other: a -> b -> a"]
    )
  }

  @Test func anOutputBelongsToOneTask() {
    let clash = { (path: String) in
      ["output \"\(path)\" belongs to one task alone, but tasks \"a\" and \"b\" both make it"]
    }
    #expect(problems(.make("a", outputs: ["x"]), .make("b", outputs: ["./x"])) == clash("x"))
    #expect(problems(.make("a", outputs: ["o/*"]), .make("b", outputs: ["o/x"])) == clash("o/x"))
    #expect(problems(.make("a", outputs: ["o"]), .make("b", outputs: ["o/x"])) == clash("o/x"))
    #expect(
      problems(.make("a", outputs: ["o"]), .make("b", outputs: ["o/d/*.x"])) == clash("o/d/*.x")
    )
    #expect(
      problems(.make("a", outputs: ["o/*.x"]), .make("b", outputs: ["o/a*"])) == clash("o/a*")
    )
    #expect(problems(.make("a", outputs: ["**/x"]), .make("b", outputs: ["o/*"])) == clash("o/*"))
    #expect(
      problems(.make("a", outputs: ["x", "x"]))
        == ["output \"x\" belongs to one task alone, but task \"a\" declares it twice"]
    )
    #expect(problems(.make("a", outputs: ["o/*.x"]), .make("b", outputs: ["o/*.y"])) == [])
    #expect(problems(.make("a", outputs: ["o", "o/x", "o/*.y"])) == [])
  }

  @Test(arguments: [
    ("/etc/x", "is absolute; paths stand below the task's folder"),
    ("a/../../x", "leaves the task's folder"),
    (".git/hooks/x", "reaches into a .git folder"), ("", "is empty"),
    (".", "names the task's folder itself"),
    ("../\u{301}x", "leaves the task's folder"), ("a\0", "holds a NUL byte"),
  ])
  func pathsStayInTheFolder(path: String, problem: String) {
    let message = "\"\(path)\" of task \"a\" \(problem)"
    #expect(problems(.make("a", inputs: [path])) == [message])
    #expect(problems(.make("a", outputs: [path])) == [message])
    let value: [String: JSONValue] = ["p": .string(path)]
    #expect(problems(.make("a", inputs: ["${{ params.p }}"]), params: value) == [message])
    #expect(problems(.make("a", outputs: ["${{ params.p }}"]), params: value) == [message])
  }

  @Test func everyProblemIsToldAtOnce() {
    #expect(
      problems(.make("a", needs: ["x"], inputs: ["../i"], outputs: ["${{ item.s }}"])) == [
        "\"../i\" of task \"a\" leaves the task's folder",
        "a path of task \"a\" has no value: item has no value here",
        "task \"a\" needs \"x\", which is no task here",
      ]
    )
  }

  @Test func orderAndDepthFollowTheEdges() throws {
    let graph = try Graph.make(
      .make("d", needs: ["b", "c"]),
      .make("b", needs: ["a"]),
      .make("c", needs: ["a"]),
      .make("a"),
      .make("alone")
    )
    let place = Dictionary(uniqueKeysWithValues: graph.order.enumerated().map { ($1, $0) })
    for (position, node) in graph.nodes.enumerated() {
      for need in node.needs { #expect((place[need.node] ?? 0) < (place[position] ?? 0)) }
    }
    #expect(graph.depth == [1, 2, 2, 3, 1])
    #expect(graph.closure(of: ["b"]) == [1, 3])
    #expect(graph.closure(of: ["d", "alone"]) == [0, 1, 2, 3, 4])
    #expect(graph.closure(of: []) == [])
  }

  @Test func aWideGraphIsBuiltQuickly() throws {
    var tasks = (0..<5000).map { TaskDefinition.make("t\($0)", outputs: ["out/\($0).txt"]) }
    tasks.append(.make("gather", inputs: (0..<5000).map { "out/\($0).txt" }))
    tasks.append(.make("glob", inputs: ["out/*.txt"]))
    let graph = try GraphBuilder.build(.make(tasks), params: [:])
    #expect(graph.nodes[5000].needs.count == 5000)
    #expect(graph.nodes[5001].needs.count == 5000)
    let listing = SourceListing()
    #expect(listing.inputs(of: graph.nodes[5000], in: graph).missing == [])
  }
}
