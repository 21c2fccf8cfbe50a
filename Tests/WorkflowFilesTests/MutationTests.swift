import Model
import Testing
import WorkflowFiles

/// Files that differ from good ones by a few bytes must be read or refused, never crash.
@Suite struct MutationTests {
  private static let words: [[UInt8]] =
    [
      "${{ ", " }}", "'", "\"", "[", "]", "{", "}", ": ", "- ", "\n", "&a ", "*a", "|\n", ">-\n",
      "#",
      "\t", "params.n", "tasks.list.result", "!", "&&", "(", ")", "$((", "$(", "<<E\n", "`", "\\",
      "0", "-1", "99999999999999999999", "null", "~", "\u{0}", "\u{e9}", "\u{202e}", "run: ",
      "eval ",
      "[[ ", " ]]", "case x in ", "esac", "---\n", "? ", "!!str ", "<<: ", "%YAML 1.2\n", "\r\n",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

  private static func mutated(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = text
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let position = Int.random(in: 0..<max(1, bytes.count), using: &random)
      let end = min(bytes.count, position + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.removeSubrange(min(position, end)..<end)
      case 1, 2: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: position)
      case 3 where position < bytes.count:
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      default:
        let copy = Array(bytes[min(position, end)..<end])
        bytes.insert(contentsOf: copy, at: Int.random(in: 0...bytes.count, using: &random))
      }
    }
    return bytes
  }

  @Test(arguments: 1...4) func workflowsAreReadOrRefused(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let seeds = [EveryKey.workflow, EveryKey.other, richWorkflow].map { Array($0.utf8) }
    for number in 0..<MutationCount.perSeed {
      let bytes = Self.mutated(seeds[number % seeds.count], &random)
      let parsed = EveryKey.parse(bytes)
      #expect((parsed.workflow == nil) == parsed.diagnostics.contains { $0.severity == .error })
      let format = DiagnosticText.Format.allCases[number % 3]
      _ = DiagnosticText.render(parsed.diagnostics, format: format) { _ in bytes }
      if let workflow = parsed.workflow {
        #expect(hasOrder(workflow))
        #expect(
          WorkflowCodec.decode(WorkflowCodec.encode(workflow, build: 1), build: 1) == workflow
        )
      }
    }
  }

  @Test(arguments: 1...4) func definitionsAreReadOrRefused(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 300)
    let workflow = Array(EveryKey.other.utf8)
    for _ in 0..<MutationCount.perSeed {
      let definition = Self.mutated(Array(EveryKey.definition.utf8), &random)
      let parsed = EveryKey.parse(workflow, definition: definition)
      #expect((parsed.workflow == nil) == parsed.diagnostics.contains { $0.severity == .error })
    }
  }

  /// Edges are drawn at random between small tasks: what is accepted can be put in an order.
  @Test(arguments: 1...4) func nothingCyclicIsAccepted(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 400)
    var accepted = 0
    for _ in 0..<MutationCount.perSeed {
      var text = "tasks:\n"
      for task in 0..<5 {
        text += "  t\(task):\n    run: x\n    outputs: [o\(task)/f]\n"
        let other = Int.random(in: 0..<10, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: text += "    needs: [t\(other % 5)]\n"
        case 1: text += "    inputs: [o\(other)/f]\n"
        case 2: text += "    inputs: [\"o\(other)/*\"]\n"
        case 3: text += "    env: {A: \"${{ tasks.t\(other % 5).result }}\"}\n"
        case 4: text += "    if: tasks.t\(other % 5).status == 'failed'\n"
        default: text += "    inputs: []\n"
        }
      }
      guard let workflow = parse(text).workflow else { continue }
      accepted += 1
      #expect(hasOrder(workflow), "\(text)")
    }
    #expect(accepted > MutationCount.perSeed / 20)
    #expect(accepted < MutationCount.perSeed)
  }

  @Test(arguments: 1...4) func settingsAndParamsAreReadOrRefused(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 100)
    let original = Array(
      """
      records: {branch: weir/runs, interval: 10s, keep: 500, push: false, mount: runs}
      backends: {local: {slots: 8, memory: 16G}, lab: {type: ssh, hosts: [{host: a, slots: 4}]}}
      limits: &x {instances: 200000}
      """.utf8
    )
    for _ in 0..<MutationCount.perSeed {
      let bytes = Self.mutated(original, &random)
      let (settings, diagnostics) = SettingsFile.parse(bytes, path: "weir.yaml")
      #expect((settings == nil) == !diagnostics.isEmpty)
      let (values, problems) = ParameterFile.parse(bytes, path: "p.json")
      #expect((values == nil) == !problems.isEmpty)
    }
  }

  @Test(arguments: 1...4) func scriptsAreReadOrRefused(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 200)
    let original = Array(
      """
      set -eu
      for f in a "$b" ${{ params.x }}; do [[ -f $f ]] && cat <<E > "${f%.txt}"; done
      $(date) `x` "$(echo "${{ params.x }}")" $((1 + 2)) 'q' $'\\n'
      E
      case $a in (x|y) a[1]=(b ${{ params.x }});; esac
      """.utf8
    )
    for _ in 0..<MutationCount.perSeed {
      let script = String(decoding: Self.mutated(original, &random), as: UTF8.self)
      let text =
        "params: {x: {}}\ntasks: {a: {run: \(JSONWriter.compact(.string(script)))}}"
      let parsed = parse(text)
      guard let task = parsed.workflow?.tasks.first, case .run(let template) = task.action else {
        continue
      }
      let rebuilt = template.pieces.compactMap { piece in
        if case .text(let text) = piece { text } else { nil }
      }.joined()
      #expect(rebuilt.utf8.count <= template.source.utf8.count)
    }
  }
}

/// How many files each test of this suite makes per seed; `scripts/fuzz-files` makes more.
enum MutationCount {
  static let perSeed = 1000
}

/// Whether the tasks can be put in an order in which each follows those that it names and those
/// whose outputs it reads; found out by taking away, again and again, what waits for nothing.
private func hasOrder(_ workflow: Workflow) -> Bool {
  var waits: [String: Set<String>] = [:]
  for task in workflow.tasks {
    var others = Set(task.needs.map(\.task))
    for reference in task.references where reference.context == "tasks" {
      if let name = reference.path.first { others.insert(name) }
    }
    for input in (task.inputs ?? []).compactMap(\.constant) {
      for other in workflow.tasks where other.name != task.name {
        for output in other.outputs.compactMap(\.path.constant)
        where GlobPattern(input).matches(output) || GlobPattern(output).matches(input) {
          others.insert(other.name)
        }
      }
    }
    waits[task.name] = others
  }
  while let free = waits.first(where: { $0.value.isDisjoint(with: waits.keys) })?.key {
    waits[free] = nil
  }
  return waits.isEmpty
}
