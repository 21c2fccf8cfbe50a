import Hashing
import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct ChangeFinderTests {
  private let base = TaskDefinition.make(
    "a",
    run: "go ${{ params.p }}",
    outputs: ["out"],
    params: ["q"],
    env: [("E", "1")]
  )

  private func changes(
    _ change: (inout TaskSnapshot) -> Void,
    made: Set<String> = []
  ) -> [Change] {
    let old = TaskSnapshot(
      definition: base,
      params: ["p": 1, "q": "x", "unused": 1],
      inputs: .files([Sample.file("a", 1), Sample.file("b", 2)]),
      upstreamResults: ["up": 1]
    )
    var new = old
    change(&new)
    return ChangeFinder.changes(from: old, to: new) { made.contains($0) }
  }

  @Test func nothing() {
    #expect(changes { _ in } == [])
    #expect(changes { $0.params["unused"] = 2 } == [])
    #expect(changes { $0.definition.description = "x" } == [])
    #expect(changes { $0.definition.policy.retry.limit = 9 } == [])
    #expect(changes { $0.definition.outputs[0].publish = true } == [])
  }

  @Test func definitions() {
    #expect(changes { $0.definition.action = .run(ScriptTemplate("stop")) } == [Change(.command)])
    #expect(changes { $0.definition.args = [Template("x")] } == [Change(.command)])
    #expect(changes { $0.definition.shell = "bash" } == [Change(.shell, old: "sh", new: "bash")])
    #expect(
      changes { $0.definition.environment = [EnvironmentEntry(name: "F", value: Template("2"))] }
        == [Change(.environment, name: "E", old: "1"), Change(.environment, name: "F", new: "2")]
    )
    #expect(
      changes { $0.definition.outputs[0].optional = true } == [Change(.definition, name: "outputs")]
    )
    #expect(changes { $0.definition.resultFormat = .json } == [Change(.definition, name: "result")])
    #expect(
      changes { $0.definition.workingDirectory = Template("d") }
        == [Change(.definition, name: "working_directory")]
    )
  }

  @Test func parameters() {
    #expect(changes { $0.params["p"] = 2 } == [Change(.parameter, name: "p", old: "1", new: "2")])
    #expect(
      changes { $0.params["q"] = nil } == [Change(.parameter, name: "q", old: "\"x\"", new: "null")]
    )
  }

  @Test func upstreams() {
    #expect(
      changes { $0.upstreamResults["up"] = ["v": 2] }
        == [Change(.upstreamResult, name: "up", old: "1", new: "{\"v\":2}")]
    )
  }

  @Test func inputs() {
    let (one, seven) = (Sample.id(1).hex, Sample.id(7).hex)
    let set = { (files: [InputRecord.InputFile]) in
      { (snapshot: inout TaskSnapshot) in snapshot.inputs = .files(files) }
    }
    let b = Sample.file("b", 2)
    #expect(
      changes(set([Sample.file("a", 7), b])) == [Change(.input, name: "a", old: one, new: seven)]
    )
    #expect(
      changes(set([Sample.file("a", 7), b]), made: ["a"])
        == [Change(.upstreamOutput, name: "a", old: one, new: seven)]
    )
    #expect(changes(set([b])) == [Change(.input, name: "a", old: "100644:\(one)")])
    #expect(
      changes(set([Sample.file("a", 1), b, Sample.file("c", 7)]))
        == [Change(.input, name: "c", new: "100644:\(seven)")]
    )
    let executable = InputRecord.InputFile(
      path: "a",
      version: FileVersion(mode: 0o100755, id: Sample.id(1))
    )
    #expect(
      changes(set([executable, b]))
        == [Change(.input, name: "a", old: "100644:\(one)", new: "100755:\(one)")]
    )
    let tree = InputRecord.InputFile(
      path: ".",
      version: FileVersion(mode: 0o040000, id: Sample.id(7))
    )
    #expect(
      changes(set([Sample.file("a", 1), b, tree])) == [
        Change(.tree, name: ".", new: "040000:\(seven)")
      ]
    )
  }

  @Test func manyInputsAreOneChange() throws {
    let digest = { (number: Int) in
      var writer = FingerprintWriter()
      writer.add(number)
      return InputRecord.digest(writer.digest, count: 60)
    }
    #expect(
      changes { $0.inputs = digest(1) } == [Change(.input, old: "2 files", new: "60 files")]
    )
    let same = TaskSnapshot(definition: base, params: [:], inputs: digest(1))
    #expect(ChangeFinder.changes(from: same, to: same) { _ in false } == [])
  }
}
