import Hashing
import Model
import TestSupport
import Testing

@testable import Planning

/// Each test changes one thing and says whether the fingerprint of the task `b` changes with it.
@Suite struct FingerprintTests {
  private struct Setup {
    var workflow = Workflow.make(
      .make("a", outputs: ["made"]),
      .make(
        "b",
        run: "cat x ${{ params.p }}",
        needs: ["a"],
        inputs: ["x", "dir"],
        outputs: ["out"],
        params: ["q"],
        env: [("E", "${{ params.e }}")]
      ),
      .make("other", run: "false")
    )
    var params: [String: JSONValue] = ["p": 1, "q": 2, "e": "v", "unused": 0]
    var sources = SourceListing(
      entries: [
        "x": FileVersion(mode: 0o100644, id: Sample.id(1)),
        "dir": FileVersion(mode: 0o040000, id: Sample.id(2)),
      ],
      folders: ["dir": [Sample.file("dir/f", 3)]]
    )
    var made = Sample.outcome(outputs: [Sample.output("made", 9)], result: ["r": 1])
    var run: [String: JSONValue] = ["id": "r1"]

    mutating func change(_ task: Int = 1, _ body: (inout TaskDefinition) -> Void) {
      body(&workflow.tasks[task])
    }

    func fingerprint() throws -> ContentDigest {
      let graph = try GraphBuilder.build(workflow, params: params)
      var machine = RunMachine(
        graph: graph,
        sources: sources,
        history: TaskHistory(),
        run: run,
        options: .init(window: 10)
      )
      _ = machine.apply(.began, at: Sample.start)
      _ = machine.apply(.attemptEnded(node: 0, made), at: Sample.start)
      return try #require(machine.nodes[1].fingerprint)
    }
  }

  private func changes(_ body: (inout Setup) -> Void) throws -> Bool {
    var changed = Setup()
    body(&changed)
    return try changed.fingerprint() != Setup().fingerprint()
  }

  @Test func itIsTheSameEachTime() throws {
    #expect(try !changes { _ in })
  }

  @Test func theDefinitionCounts() throws {
    #expect(
      try changes { $0.change { $0.action = .run(ScriptTemplate("cat  x ${{ params.p }}")) } }
    )
    #expect(try changes { $0.change { $0.action = .command([Template("cat x ${{ params.p }}")]) } })
    #expect(try changes { $0.change { $0.shell = "bash" } })
    #expect(try changes { $0.change { $0.args = [Template("more")] } })
    #expect(try changes { $0.change { $0.environment[0].name = "F" } })
    #expect(try changes { $0.change { $0.environment[0].value = Template("v") } })
    #expect(try changes { $0.change { $0.environment = [] } })
    #expect(try changes { $0.change { $0.workingDirectory = Template("dir") } })
    #expect(try changes { $0.change { $0.resultFormat = .text } })
    #expect(try changes { $0.change { $0.outputs[0].path = Template("out2") } })
    #expect(try changes { $0.change { $0.outputs[0].optional = true } })
    #expect(try changes { $0.change { $0.name = "b2" } })
    #expect(try changes { $0.workflow.name = "deploy" })
  }

  @Test func valuesThatAreUsedCount() throws {
    #expect(try changes { $0.params["p"] = 2 })
    #expect(try changes { $0.params["p"] = "1" })
    #expect(try changes { $0.params["q"] = 3 })
    #expect(try changes { $0.params["e"] = "w" })
    #expect(try !changes { $0.params["unused"] = 1 })
    #expect(try !changes { $0.run["id"] = "r2" })
    let readsRun = { (setup: inout Setup) in
      setup.change { $0.args = [Template("${{ run.id }}")] }
    }
    var first = Setup()
    var second = Setup()
    readsRun(&first)
    readsRun(&second)
    second.run["id"] = "r2"
    #expect(try first.fingerprint() != second.fingerprint())
  }

  @Test func inputsCount() throws {
    #expect(try changes { $0.sources.entries["x"]?.id = Sample.id(7) })
    #expect(try changes { $0.sources.entries["x"]?.mode = 0o100755 })
    #expect(try changes { $0.sources.entries["dir"]?.id = Sample.id(7) })
    #expect(
      try !changes { $0.sources.entries["elsewhere"] = FileVersion(mode: 0o100644, id: .zero) }
    )
    #expect(try !changes { $0.change { $0.inputs?.reverse() } })
    #expect(try !changes { $0.change { $0.inputs?.append(Template("./x")) } })
  }

  @Test func whatNeedsMadeCounts() throws {
    #expect(try changes { $0.made.outputs = [Sample.output("made", 10)] })
    #expect(try changes { $0.made.outputs[0].version.mode = 0o100755 })
    #expect(try changes { $0.made.outputs[0].path = "made/x" })
    #expect(try changes { $0.made.result = ["r": 2] })
    #expect(try changes { $0.made.result = nil })
    #expect(try !changes { $0.made.outputs[0].size = 99 })
    #expect(try !changes { $0.made.outputs[0].store = .local })
    #expect(try !changes { $0.made.host = "elsewhere" })
    #expect(try !changes { $0.change(0) { $0.action = .run(ScriptTemplate("other way")) } })
    #expect(try changes { $0.change { $0.needs = [] } })
  }

  @Test func orderAloneDoesNotCount() throws {
    let setup = { (result: JSONValue) in
      var setup = Setup()
      setup.change { $0.needs = [Need(task: "a", orderOnly: true)] }
      setup.made.result = result
      return setup
    }
    #expect(try setup(1).fingerprint() == setup(2).fingerprint())
  }

  @Test func howItIsCarriedOutDoesNotCount() throws {
    #expect(try !changes { $0.change { $0.description = "new words" } })
    #expect(try !changes { $0.change { $0.policy.timeout = .seconds(1) } })
    #expect(try !changes { $0.change { $0.policy.idleTimeout = .seconds(1) } })
    #expect(try !changes { $0.change { $0.policy.retry.limit = 5 } })
    #expect(try !changes { $0.change { $0.policy.continueOnError = true } })
    #expect(try !changes { $0.change { $0.policy.backends = ["lab"] } })
    #expect(try !changes { $0.change { $0.policy.cache = .always } })
    #expect(try !changes { $0.change { $0.outputs[0].publish = true } })
    #expect(try !changes { $0.change { $0.location = SourceLocation(line: 1, column: 1) } })
    #expect(try !changes { $0.change(2) { $0.action = .run(ScriptTemplate("changed")) } })
    #expect(try !changes { $0.workflow.tasks.append(.make("new")) })
    #expect(try !changes { $0.workflow.description = "x" })
    #expect(try !changes { $0.workflow.timeout = .seconds(9) })
    #expect(try !changes { $0.workflow.file = "workflows/moved.yml" })
  }

  @Test func partsDoNotRunTogether() throws {
    let digest = { (words: [String], args: [String]) in
      let task = TaskDefinition.make("t").with {
        $0.action = .command(words.map { Template($0) })
        $0.args = args.map { Template($0) }
      }
      return Fingerprint.compute(
        workflow: "w",
        node: Node(definition: task, inputs: [], outputs: []),
        values: [],
        params: [],
        inputs: [],
        upstreams: []
      )
    }
    let splits: [([String], [String])] = [
      (["ab"], []), (["a", "b"], []), (["a"], ["b"]), (["a", "1"], ["b"]), (["a", "1", "b"], []),
      (["", "ab"], []), (["ab", ""], []),
    ]
    #expect(Set(splits.map { digest($0.0, $0.1) }).count == splits.count)
  }

  @Test func oneKnownFingerprintStays() {
    var writer = FingerprintWriter()
    #expect(writer.digest.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    writer.add("abc")
    #expect(writer.digest.hex == "1a60c38bbdf04315e5d12747a45f7e02d9da3ea6e7dea87270e4acf8c900d110")
  }
}
