import Model
import Testing

/// Files with hostile names, and instances with hostile keys.
@Suite struct HostileNameTests {
  /// Names that Linux and git allow: no slash, no NUL, at most 255 bytes, no `.git`.
  private static let names = HostileStrings.all.filter { text in
    !text.utf8.contains(0x2F) && (1...255).contains(text.utf8.count) && text != "." && text != ".."
      && RepositoryPath.problem(with: "x/\(text)") == nil
      && !composed.contains(text.unicodeScalars.map(\.value))
  }

  /// Those of which another spelling is among the names too.
  private static let composed: [[UInt32]] = [
    [0xE9], [0xC5], [0x212B], [0xAC00], [0xF1, 0x6F], [0x61, 0x5AE, 0x300],
  ]

  /// A file for each name, whose content is its number.
  private func stage(_ workflow: String) throws -> HostileStage {
    var files = ["workflows/w.yaml": workflow]
    for (number, name) in Self.names.enumerated() { files["in/\(name)"] = "\(number)" }
    return try HostileStage(files)
  }

  @Test func `Names of inputs and outputs`() throws {
    let stage = try stage(
      """
      tasks:
        each:
          foreach: {glob: in/*}
          inputs: ["${{ item }}"]
          outputs: ["out/${{ basename(item) }}"]
          result: json
          run: |
            { printf 'x%s/' ${{ item }}; cat "${{ item }}"; } > out/${{ basename(item) }}
            find in -type f -print0 | tr -cd '\\0' | wc -c
        all:
          inputs: [in/*]
          outputs: ["copy/**"]
          run: cp -r in/. copy/
        gather:
          needs: [each, all]
          inputs: []
          outputs: [names]
          run: |
            find out -type f -print0 | while IFS= read -r -d '' f; do
              printf '%s\\0' "$f" "$(cat "$f"; echo .)"
            done > names
      """
    )
    try stage.weir(["run", "w"])
    let written = textsBeforeNul(try stage.recorded("data/gather/names", of: "w"))
    var contents: [JSONValue: String] = [:]
    for index in stride(from: 0, to: written.count - 1, by: 2) {
      contents[.string(written[index])] = written[index + 1]
    }
    HostileStage.expectSame(
      Self.names.map { contents[.string("out/\($0)")] ?? "missing" },
      Self.names.enumerated().map { "xin/\($0.element)/\($0.offset)." },
      "each"
    )
    let rows = try stage.rows(of: "w")
    let alone = rows.filter { $0["instance"] != nil && $0["result"] != 1 }
    #expect(alone.isEmpty, "\(alone.compactMap { $0["item"] })")
    for (number, name) in Self.names.enumerated() {
      #expect(
        try stage.recorded("data/all/copy/\(name)", of: "w") == Array("\(number)".utf8),
        "\(name.debugDescription)"
      )
    }
    _ = try stage.repository.git("fsck", "--strict", "--no-dangling")
    try stage.expectNothingExecuted()
  }

  /// Composed and decomposed letters: both files arrive, or one is missing in words; never is one
  /// taken for the other.
  @Test func `Two spellings of one name`() throws {
    let stage = try HostileStage([
      "data/\u{E9}": "1",
      "workflows/w.yaml": """
      tasks:
        whole: {run: "cat data/*", result: text}
        glob: {run: "cat data/*", inputs: [data/*], result: text}
        composed: {run: "cat data/*", inputs: ["data/\u{E9}"], result: text}
        each: {foreach: {glob: data/*}, inputs: ["${{ item }}"], run: "cat ${{ item }}", result: text}
        both: {inputs: [], outputs: [out/*], run: "echo > out/\u{E9}; echo > out/e\u{301}"}
      """,
    ])
    try stage.repository.commit(["data/e\u{301}": "2"])
    let outcome = try stage.weir(["run", "w", "-k"], exit: 1)
    #expect(outcome.errors.contains("two outputs have the name"), "\(outcome.errors)")
    for row in try stage.rows(of: "w") {
      switch row["task"]?.string {
      case "whole", "glob": #expect(row["result"] == "21", "\(row)")
      case "composed": #expect(row["result"] == "1", "\(row)")
      case "each" where row["status"] == "succeeded":
        #expect(row["result"] == (row["item"] == "data/\u{E9}" ? "1" : "2"), "\(row)")
      default: #expect(row["result"] == nil)
      }
    }
  }

  // MARK: - Keys

  /// One of three of each kind, and no key that none may have.
  private static let keys = HostileStrings.all.enumerated().filter { number, text in
    !["", ".", ".."].contains(text) && number % 3 == 0
  }.map(\.element)

  @Test func `Keys of instances`() throws {
    let stage = try HostileStage([
      "workflows/w.yaml": """
      tasks:
        named:
          foreach: {json: keys.json, key: "${{ item }}"}
          inputs: []
          run: printf '%s' "$WEIR_INSTANCE"
        plain: {foreach: {json: values.json}, inputs: [], run: "printf '%s' ${{ item }}"}
      """,
      "keys.json": listText(Self.keys), "values.json": listText(Self.keys),
      "weir.yaml": "records: {logs: all}\n",
    ])
    try stage.weir(["run", "w"])
    let rows = try stage.rows(of: "w")
    let named = rows.filter { $0["task"] == "named" && $0["instance"] != nil }
    HostileStage.expectSame(named.map { $0["instance"]?.string ?? "" }, Self.keys, "keys")
    for (row, key) in zip(named, Self.keys) {
      let log = try #require(row["log"]?["path"]?.string)
      #expect(log.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(log)")
      #expect(try stage.recorded(log, of: "w") == Array(key.utf8), "\(key.debugDescription)")
    }
    _ = try stage.repository.git("fsck", "--strict", "--no-dangling")
    try expectShown(stage)
    try stage.expectNothingExecuted()
  }

  /// What a person is shown: each instance is found by its key, and no terminal is given orders.
  private func expectShown(_ stage: HostileStage) throws {
    for key in Self.keys where key.utf8.count < 200 && key.utf8.count % 5 == 0 {
      let log = try stage.weir(["logs", "w/latest/named/\(key)", "--json"])
      let shown = try JSONReader.parse(log.bytes).array?.first?["text"]?.string
      #expect(shown.map { $0.utf8.elementsEqual(key.utf8) } == true, "\(key.debugDescription)")
      try stage.weir(["show", "w/latest/named/\(key)"])
    }
    for arguments in [
      ["show", "w/latest"], ["show", "w/latest/named"], ["log"], ["status"], ["why", "named"],
      ["graph", "w", "--run", "latest", "--format", "text"], ["plan", "w"], ["run", "w"],
    ] {
      let outcome = try stage.weir(arguments)
      for text in [outcome.output, outcome.errors] {
        let orders = text.unicodeScalars.filter { scalar in
          switch scalar.value {
          case 0x0A, 0x09: false
          case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
          default: false
          }
        }
        #expect(
          orders.isEmpty,
          "\(arguments): \(String(String.UnicodeScalarView(orders)).debugDescription)"
        )
      }
    }
  }
}
