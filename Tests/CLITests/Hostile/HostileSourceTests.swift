import Model
import Testing

/// Hostile texts by every way in which a run comes to its values.
@Suite struct HostileSourceTests {
  private static let texts = HostileStrings.all

  private static let parameters = texts.indices.map { "p\($0)" }

  /// Every text as a param of its own, which a task sees in its environment.
  private func parameterStage() throws -> HostileStage {
    let declared = Self.parameters.map { "\($0): {}" }.joined(separator: ", ")
    return try HostileStage([
      "workflows/w.yaml": """
      params: {\(declared)}
      tasks: {show: {params: all, inputs: [], outputs: [out], run: env -0 > out, cache: false}}
      """
    ])
  }

  private func expectParametersArrive(_ stage: HostileStage, _ route: String) throws {
    var found: [String: String] = [:]
    for entry in textsBeforeNul(try stage.recorded("data/show/out", of: "w")) {
      guard let equals = entry.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      found[String(entry[..<equals])] = String(entry[entry.utf8.index(after: equals)...])
    }
    let ordered = Self.parameters.map { found["WEIR_PARAM_\($0.uppercased())"] ?? "missing" }
    HostileStage.expectSame(ordered, Self.texts, route)
    try stage.expectNothingExecuted()
  }

  @Test func `Params of the command line, and of files of their own`() throws {
    let stage = try parameterStage()
    var arguments: [String] = []
    for (name, text) in zip(Self.parameters, Self.texts) {
      // A text that starts with "@" would name a file.
      if text.utf8.first == UInt8(ascii: "@") {
        try stage.repository.write(text, to: "\(stage.repository.root)/\(name)")
        arguments += ["-p", "\(name)=@\(stage.repository.root)/\(name)"]
      } else {
        arguments += ["-p", "\(name)=\(text)"]
      }
    }
    try stage.weir(["run", "w"] + arguments)
    try expectParametersArrive(stage, "-p name=value")
  }

  @Test func `Params of files`() throws {
    let stage = try parameterStage()
    var arguments: [String] = []
    for (name, text) in zip(Self.parameters, Self.texts) {
      try stage.repository.write(text, to: "\(stage.repository.root)/\(name)")
      arguments += ["-p", "\(name)=@\(stage.repository.root)/\(name)"]
    }
    try stage.weir(["run", "w"] + arguments)
    try expectParametersArrive(stage, "-p name=@file")
  }

  @Test func `Params of one file`() throws {
    let stage = try parameterStage()
    let lines = zip(Self.parameters, Self.texts).map {
      "\($0): \(quotedText($1))\n"
    }
    let file = "\(stage.repository.root)/params.yaml"
    try stage.repository.write(lines.joined(), to: file)
    try stage.weir(["run", "w", "--params", file])
    try expectParametersArrive(stage, "--params")
  }

  /// Written as texts of YAML in the workflow itself: those with `${{` as an expression.
  private static let literals = texts.map { text -> String in
    guard text.utf8.firstRange(of: "${{".utf8) != nil else { return quotedText(text) }
    let bytes = text.utf8.flatMap { $0 == UInt8(ascii: "'") ? [$0, $0] : [$0] }
    return quotedText("${{ '\(String(decoding: bytes, as: UTF8.self))' }}")
  }

  @Test func `Texts of the workflow`() throws {
    let stage = try HostileStage([
      "workflows/w.yaml": """
      params: {x: {type: list, default: \(quotedList(Self.texts))}}
      tasks:
        listed:
          foreach: {list: [\(Self.literals.joined(separator: ", "))], batch: 9999}
          stdin: "${{ toJSON(item) }}"
          inputs: []
          outputs: ["out/${{ toJSON(item) == '' }}"]
          run: cat > out/false
        args: {command: [printf, '%s\\0', \(Self.literals.joined(separator: ", "))], inputs: []}
        defaults: {stdin: "${{ toJSON(params.x) }}", inputs: [], run: cat}
      """
    ])
    try stage.weir(["run", "w"])
    let listed = try stage.rows(of: "w").first { $0["instance"] != nil }?["instance"]?.string
    let key = try #require(listed)
    HostileStage.expectSame(
      try textsOfList(try stage.recorded("data/listed/\(key)/out/false", of: "w")),
      Self.texts,
      "a list"
    )
    HostileStage.expectSame(
      textsBeforeNul(try stage.recorded("logs/args.log", of: "w")),
      Self.texts,
      "command"
    )
    HostileStage.expectSame(
      try textsOfList(try stage.recorded("logs/defaults.log", of: "w")),
      Self.texts,
      "a default"
    )
    try stage.expectNothingExecuted()
  }

  // MARK: - Fan-outs

  /// Those that are a line of a file: no line end in or after it, not blank, not behind a mark of
  /// the byte order.
  private static let lines = texts.filter { text in
    !text.utf8.contains(0x0A) && text.utf8.last != 0x0D && !text.allSatisfy(\.isWhitespace)
  }

  private static let table =
    "id,value\r\n"
    + texts.enumerated().map { number, text in
      "\(number),\"\(quoted(text))\"\r\n"
    }.joined()

  /// A field of RFC 4180; bytes, since a mark may follow a quote.
  private static func quoted(_ text: String) -> String {
    String(
      decoding: text.utf8.flatMap { $0 == 0x22 ? [$0, $0] : [$0] },
      as: UTF8.self
    )
  }

  /// Each source hands all of its items to one instance, which reads them as JSON.
  @Test func `Items of every source`() throws {
    let sources = [
      ("value", "from: \"${{ params.x }}\"", "item"), ("json", "json: values.json", "item"),
      ("lines", "lines: values.txt", "item"), ("table", "table: values.csv", "item"),
      ("made", "json: made.json", "item"), ("result", "from: \"${{ tasks.make.result }}\"", "item"),
    ]
    var workflow = """
      params: {x: {type: list}}
      tasks:
        make: {inputs: [values.json], outputs: [made.json], result: json,
               run: cp values.json made.json; cat values.json}

      """
    for (name, source, value) in sources {
      workflow += """
          \(name):
            {foreach: {\(source), batch: {count: 1}}, stdin: "${{ toJSON(\(value)) }}", inputs: [],
             run: cat, result: json}

        """
    }
    let stage = try HostileStage([
      "workflows/w.yaml": workflow, "values.json": listText(Self.texts),
      "values.txt": Self.lines.map { "\($0)\n" }.joined(), "values.csv": Self.table,
      "params.json": "{\"x\": \(quotedList(Self.texts))}",
    ])
    try stage.weir(["run", "w", "--params", "params.json"])
    for row in try stage.rows(of: "w") where row["instance"] != nil {
      let name = try #require(row["task"]?.string)
      let found = try #require(row["result"]?.array).map { $0.string ?? $0["value"]?.string ?? "" }
      HostileStage.expectSame(found, name == "lines" ? Self.lines : Self.texts, name)
    }
    try stage.expectNothingExecuted()
  }

  // MARK: - Results

  @Test func `Results of every form`() throws {
    let assignments = Self.texts.enumerated().map { number, text in
      text.utf8.contains(0x0A) || text.utf8.last == 0x0D
        ? "p\(number)<<END OF IT\n\(text)\nEND OF IT\n" : "p\(number)=\(text)\n"
    }
    let forms = [
      ("json", "result: json, run: cat values.json"),
      ("lines", "result: lines, run: cat values.txt"),
      ("file", "run: cat values.json > \"$WEIR_RESULT\""),
      ("pairs", "run: cat pairs > \"$WEIR_OUTPUT\""),
    ]
    // A carriage return before the last line end belongs to that. An instance each takes its time.
    let whole = Self.texts.enumerated().filter {
      $0.element.utf8.last != 0x0D && $0.offset % 2 == 0
    }
    .map(\.element)
    var workflow = """
      tasks:
        text:
          foreach: {json: whole.json, key: "${{ toJSON(item) }}"}
          {RUN}
        text_after:
          {stdin: "${{ toJSON(tasks.text.results) }}", inputs: [], outputs: [text.out], run: cat > text.out}

      """.replacing(
        "{RUN}",
        with: "stdin: \"${{ item }}\"\n    inputs: []\n    result: text\n    run: cat; echo"
      )
    for (name, form) in forms {
      workflow += """
          \(name): {inputs: [values.json, values.txt, pairs], \(form)}
          \(name)_after:
            {stdin: "${{ toJSON(tasks.\(name).result) }}", inputs: [], outputs: [\(name).out],
             run: cat > \(name).out}

        """
    }
    let stage = try HostileStage([
      "workflows/w.yaml": workflow, "values.json": listText(Self.texts),
      "whole.json": listText(whole),
      "values.txt": Self.lines.map { "\($0)\n" }.joined(), "pairs": assignments.joined(),
    ])
    try stage.weir(["run", "w"])
    for name in ["text", "json", "lines", "file"] {
      HostileStage.expectSame(
        try textsOfList(try stage.recorded("data/\(name)_after/\(name).out", of: "w")),
        name == "text" ? whole : name == "lines" ? Self.lines : Self.texts,
        name
      )
    }
    let pairs = try JSONReader.parse(try stage.recorded("data/pairs_after/pairs.out", of: "w"))
    HostileStage.expectSame(
      Self.texts.indices.map { pairs["p\($0)"]?.string ?? "missing" },
      Self.texts,
      "pairs"
    )
    try stage.expectNothingExecuted()
  }
}
