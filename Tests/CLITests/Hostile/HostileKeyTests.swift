import Model
import Testing

/// The value that a shell executes wherever it evaluates, at every key of a workflow.
@Suite struct HostileKeyTests {
  private static let value = HostileStrings.evaluated

  private static let cases = HostileKeyCases.all + HostileKeyCases.param

  /// The schema names the keys, so that none is forgotten here.
  @Test func `Each key of the format has a case`() throws {
    let stage = try HostileStage([:])
    var keys: Set<String> = []
    func collect(_ value: JSONValue) {
      for (name, member) in value.object ?? [:] {
        if name == "properties" { keys.formUnion((member.object ?? [:]).keys) }
        collect(member)
      }
      for element in value.array ?? [] { collect(element) }
    }
    for kind in ["workflow", "task"] {
      collect(try JSONReader.parse(try stage.weir(["schema", "--of", kind]).bytes))
    }
    #expect(keys.count > 90)
    #expect(keys.subtracting(Self.cases.map(\.key)) == [])
  }

  @Test func `The value at each key`() throws {
    var texts: [(place: String, text: String, fate: HostileKeyCases.Fate)] = []
    for one in Self.cases {
      let declared = one.text.contains("params: {x") ? one.text : "params: {x: {}}\n\(one.text)"
      for (form, fate) in [(Self.value, one.literal), ("${{ params.x }}", one.value)]
      where fate != .script {
        texts.append((one.key, declared.replacing("V", with: form), fate))
      }
    }
    var files = [
      "t.csv": "v,w\n\(Self.value),\(Self.value)\n", "x/y": "", "\(Self.value)/keep": "",
      "workflows/tasks/show.yaml": """
      params: {value: {}}
      inputs: []
      run: printf %s "$WEIR_PARAM_VALUE"
      """,
    ]
    for (number, text) in texts.enumerated() {
      files["workflows/c\(number).yaml"] = text.text + "\n"
    }
    let stage = try HostileStage(files)
    let check = try stage.weir(["check"], exit: 2).errors
    for (number, text) in texts.enumerated() {
      var found = HostileKeyCases.Fate.refused
      if !check.contains("workflows/c\(number).yaml:") {
        try stage.weir(["run", "c\(number)", "-p", "x=\(Self.value)"], exit: nil)
        let isLogWanted = text.fate == .arrives
        let log = isLogWanted ? try stage.weir(["logs", "c\(number)/latest/a"]).output : ""
        found = log == Self.value ? .arrives : .runs
      }
      #expect(found == text.fate, "\(text.place): \(text.text.debugDescription)")
    }
    try stage.expectNothingExecuted()
  }
}
