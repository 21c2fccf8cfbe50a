import Model
import Testing
import WorkflowFiles

/// A file that uses all that this version knows.
let richWorkflow = """
  weir: 1
  name: rich
  description: "All of it: \\u00e9"
  on: {push: {branches: [main]}, schedule: [{cron: "0 3 * * *", timezone: Europe/Paris}]}
  params:
    caller: {type: string, enum: [gatk, freebayes], default: gatk, pattern: "^[a-z]+$", max_length: 20}
    n: {type: integer, minimum: 0, maximum: 100, default: 30, description: how many}
    ratio: {type: number, default: 0.5}
    tree: {type: json, default: {a: [1, null, true, {b: "x"}]}}
    names: {type: list, items: string, min_length: 1, default: [a, b]}
  env: {LC_ALL: C, BASE: "${{ params.caller }}-${{ run.id }}"}
  defaults: {timeout: 4h, retry: 1, shell: sh}
  timeout: 12h
  on_failure: stop
  tasks:
    index:
      run: |
        samtools faidx ref.fa > "${{ params.caller }}"
        echo ${{ params.names[0] }} $((1 + ${{ params.n }})) "$(cat ${{ env.BASE }})"
      inputs: [ref.fa, "data/*.csv", "in/${{ params.caller }}.txt"]
      outputs: [ref.fa.fai, {path: "out/${{ params.caller }}", optional: true, publish: true}]
      params: all
      result: json
    list: {command: [ls, -l, "${{ default(params.caller, 'x') }}"], needs: [index], timeout: 500ms}
    summary:
      description: The end
      needs: [{task: list, order: true}]
      script: scripts/summary.py
      args: ["--n", "${{ tasks.list.result == 'a' && !params.n || contains(params.names, 'a') }}"]
      env: {BASE: other}
      shell: bash
      working_directory: src
      idle_timeout: 10m
      continue_on_error: true
      cache: {max_age: 1d}
      backend: lab
    never: {run: "true", cache: false, inputs: []}
    always: {run: "true", cache: true}
  """

@Suite struct CodecTests {
  @Test func everyFieldComesBack() throws {
    for text in [EveryKey.workflow, EveryKey.other] {
      let parsed = EveryKey.parse(Array(text.utf8))
      #expect(parsed.diagnostics == [])
      let workflow = try #require(parsed.workflow)
      let bytes = WorkflowCodec.encode(workflow, build: 42)
      #expect(WorkflowCodec.decode(bytes, build: 42) == workflow)
    }
  }

  /// A field that is the same everywhere could be forgotten unnoticed.
  @Test func theSampleVariesEveryField() throws {
    var census = FieldCensus()
    for (path, text) in [("a.yaml", EveryKey.workflow), ("b.yaml", EveryKey.other)] {
      census.count(try #require(EveryKey.parse(Array(text.utf8), path: path).workflow))
    }
    #expect(census.values.count > 80)
    #expect(census.constant == [])
  }

  @Test func aWorkflowComesBackEqual() throws {
    let parsed = parse(richWorkflow)
    #expect(parsed.diagnostics == [])
    let workflow = try #require(parsed.workflow)
    let bytes = WorkflowCodec.encode(workflow, build: 42)
    #expect(WorkflowCodec.decode(bytes, build: 42) == workflow)
    #expect(WorkflowCodec.decode(bytes, build: 43) == nil)
  }

  @Test func damagedBytesAreNoWorkflow() throws {
    let workflow = try #require(parse(richWorkflow).workflow)
    let bytes = WorkflowCodec.encode(workflow, build: 42)
    for count in bytes.indices {
      #expect(WorkflowCodec.decode(Array(bytes[..<count]), build: 42) == nil)
    }
    #expect(WorkflowCodec.decode(bytes + [0], build: 42) == nil)
    var random = SeededRandom(seed: 1)
    for _ in 0..<2000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] ^=
          UInt8.random(in: 1...255, using: &random)
      }
      #expect(damaged == bytes || WorkflowCodec.decode(damaged, build: 42) == nil)
    }
  }

  @Test func damageBehindARightChecksumDoesNoHarm() throws {
    let workflow = try #require(parse(richWorkflow).workflow)
    let bytes = WorkflowCodec.encode(workflow, build: 42)
    var random = SeededRandom(seed: 2)
    for _ in 0..<5000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let position = Int.random(in: 21..<damaged.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: damaged[position] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged.insert(UInt8.random(in: 0...255, using: &random), at: position)
        default: damaged.remove(at: position)
        }
      }
      _ = WorkflowCodec.decode(WorkflowCodec.resealed(damaged), build: 42)
    }
  }
}
