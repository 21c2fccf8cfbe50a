import Model
import TestSupport
import Testing

@testable import Planning

@Suite struct JobComposerTests {
  private func compose(
    _ task: TaskDefinition,
    params: [String: JSONValue] = [:],
    file: String = "bin/x.sh"
  ) throws -> CommandLine {
    let graph = try Graph.make(task, params: params)
    let sources = SourceListing(
      entries: [file: FileVersion(mode: 0o100755, id: Sample.id(1))])
    let machine = RunMachine(
      graph: graph,
      sources: sources,
      history: TaskHistory(),
      run: ["id": "r1"],
      options: .init(window: 1)
    )
    return try JobComposer.compose(NodeSituation(machine, 0))
  }

  private func script(_ shell: String, args: [String] = []) throws -> [String] {
    try compose(
      TaskDefinition.make("t", run: "go").with {
        $0.shell = shell
        $0.args = args.map { Template($0) }
      }
    ).arguments
  }

  @Test(arguments: [
    ("bash", ["bash", "-euo", "pipefail", "-c", "go"], ["bash", "-x"]),
    ("sh", ["sh", "-e", "-c", "go"], ["sh", "-x"]),
    ("zsh", ["zsh", "-e", "-c", "go"], ["zsh", "-x"]),
    ("python", ["python3", "-c", "go"], ["-x"]), ("python3", ["python3", "-c", "go"], ["-x"]),
    ("node", ["node", "-e", "go"], ["--", "-x"]), ("perl", ["perl", "-e", "go"], ["--", "-x"]),
    ("ruby", ["ruby", "-e", "go"], ["--", "-x"]), ("Rscript", ["Rscript", "{script}"], ["-x"]),
    ("fish", ["fish", "-c", "go"], ["fish", "-x"]),
  ])
  func scriptsOfShells(shell: String, plain: [String], more: [String]) throws {
    #expect(try script(shell) == plain)
    #expect(try script(shell, args: ["-x"]) == plain + more)
  }

  @Test(arguments: [
    ("x.sh", ["bash", "x.sh"]), ("a/x.py", ["python3", "a/x.py"]), ("x.R", ["Rscript", "x.R"]),
    ("x.pl", ["perl", "x.pl"]), ("x.js", ["node", "x.js"]), ("run", ["sh", "run"]),
    ("./a//x.sh", ["bash", "a/x.sh"]), ("-x.sh", ["bash", "./-x.sh"]),
  ])
  func filesByTheirEnding(file: String, arguments: [String]) throws {
    let task = TaskDefinition.make("t", inputs: nil).with {
      $0.action = .script(Template(file))
      $0.args = [Template("one two"), Template("${{ params.p }}")]
    }
    let command = try compose(
      task,
      params: ["p": "$(x)"],
      file: RepositoryPath.normalized(file)
    )
    #expect(command.arguments == arguments + ["one two", "$(x)"])
  }

  @Test func aFileIsFoundFromTheWorkingDirectory() throws {
    let task = TaskDefinition.make("t").with {
      $0.action = .script(Template("bin/x.sh"))
      $0.workingDirectory = Template("./deep//down/")
    }
    let command = try compose(task)
    #expect(command.arguments == ["bash", "../../bin/x.sh"])
    #expect(command.workingDirectory == "deep/down")
  }

  @Test func commandsHaveNoShell() throws {
    let task = TaskDefinition.make("t").with {
      $0.action = .command([Template("tool"), Template("--x=${{ params.p }}"), Template("")])
      $0.args = [Template("${{ params.list }}")]
    }
    #expect(
      try compose(task, params: ["p": "a b'\"$`", "list": [1, "x"]]).arguments
        == ["tool", "--x=a b'\"$`", "", "[1,\"x\"]"]
    )
  }

  @Test func valuesReachScriptsAsVariables() throws {
    let script = ScriptTemplate(
      pieces: [
        .text("a "), .reference(index: 0, quoted: true), .text(" \""),
        .reference(index: 1, quoted: false), .text("\" $(( "), .integer(index: 2), .text(" + 1 ))"),
      ],
      expressions: [
        .member(.context("params"), "s"), .member(.context("params"), "t"),
        .member(.context("params"), "n"),
      ],
      source: "",
      location: nil
    )
    let command = try compose(
      TaskDefinition.make("t").with { $0.action = .run(script) },
      params: ["s": "'; rm -rf /; '", "t": true, "n": -12]
    )
    #expect(
      command.arguments.last == "a \"${WEIR_VALUE_1}\" \"${WEIR_VALUE_2}\" $(( -12 + 1 ))"
    )
    #expect(
      command.environment.map { "\($0.name)=\($0.value)" }
        == ["WEIR_VALUE_1='; rm -rf /; '", "WEIR_VALUE_2=true", "WEIR_VALUE_3=-12"]
    )
  }

  @Test func anIntegerPieceIsNeverText() throws {
    let script = ScriptTemplate(
      pieces: [.integer(index: 0)],
      expressions: [.member(.context("params"), "n")],
      source: "",
      location: nil
    )
    let task = TaskDefinition.make("t").with { $0.action = .run(script) }
    for value: JSONValue in ["$(x)", 1.5, nil, [1]] {
      #expect(try compose(task, params: ["n": value]).arguments.last == "0")
    }
  }

  @Test func theEnvironmentIsThatOfTheTask() throws {
    let command = try compose(
      .make(
        "t",
        params: ["caller", "min-qual"],
        env: [("A", "${{ params.caller }}!"), ("B", "${{ env.A }}?"), ("A", "${{ env.A }}+")]
      ),
      params: ["caller": "gatk", "min-qual": 30, "secret": "no"]
    )
    #expect(
      command.environment.map { "\($0.name)=\($0.value)" } == [
        "A=gatk!+", "B=gatk!?", "A=gatk!+", "WEIR_PARAM_CALLER=gatk", "WEIR_PARAM_MIN_QUAL=30",
      ]
    )
  }

  @Test func nulIsRefused() throws {
    let refusal = EvaluationError(
      "a value of task \"t\" holds a NUL byte, which no argument and no variable can"
    )
    let params: [String: JSONValue] = ["p": "a\0b"]
    let command = TaskDefinition.make("t").with {
      $0.action = .command([Template("${{ params.p }}")])
    }
    #expect(throws: refusal) { try compose(command, params: params) }
    #expect(throws: refusal) { try compose(.make("t", run: "${{ params.p }}"), params: params) }
    #expect(throws: refusal) { try compose(.make("t", params: ["p"]), params: params) }
    #expect(throws: refusal) {
      try compose(.make("t", env: [("E", "${{ params.p }}")]), params: params)
    }
  }

  @Test(arguments: [
    ("..", "leaves the task's folder"), ("a/../../b", "leaves the task's folder"),
    ("/tmp", "is absolute; paths stand below the task's folder"),
    ("/", "is absolute; paths stand below the task's folder"),
    (".git", "reaches into a .git folder"),
  ])
  func theWorkingDirectoryIsInsideTheFolder(directory: String, problem: String) throws {
    let task = TaskDefinition.make("t").with { $0.workingDirectory = Template("${{ params.d }}") }
    #expect(
      throws: EvaluationError("the working directory \"\(directory)\" of task \"t\" \(problem)")
    ) { try compose(task, params: ["d": .string(directory)]) }
  }

  @Test(arguments: [("", ""), (".", ""), ("./a/", "a"), ("a/b", "a/b")])
  func workingDirectories(directory: String, result: String) throws {
    let task = TaskDefinition.make("t").with { $0.workingDirectory = Template(directory) }
    #expect(try compose(task).workingDirectory == result)
  }
}
