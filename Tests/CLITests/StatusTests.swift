import Glibc
import Testing

/// `weir status`: what is stale, what runs.
struct StatusTests {
  private static let workflow = """
    tasks:
      make:
        inputs: [a.txt]
        run: cat a.txt > b.txt
        outputs: [b.txt]
      use:
        needs: [make]
        inputs: []
        run: grep -q . b.txt
    """

  private func host() -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    gethostname(&buffer, 255)
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  @Test func `A workflow is stale until it ran, and when its input changed`() throws {
    let repository = try TestRepository()
    try repository.commit(["workflows/demo.yaml": Self.workflow, "a.txt": "a\n"])
    #expect(
      try repository.weirOutput("status", "--exit-code", exit: 7)
        == "demo  never ran  stale: 1 would run, 1 may run\n"
    )
    try repository.weirOutput("run")
    let line = try repository.weirOutput("status", "--exit-code")
    #expect(line.hasPrefix("demo  succeeded  "))
    #expect(line.hasSuffix("  fresh\n"))
    try repository.commit(["other.txt": "no input\n"])
    try repository.weirOutput("status", "--exit-code")
    try repository.commit(["a.txt": "b\n"])
    let stale = try repository.weirOutput("status", "demo", "--exit-code", exit: 7)
    #expect(stale.hasSuffix("  stale: 1 would run, 1 may run\n"))
    #expect(
      try repository.weirOutput("status", "--exit-code", "--at", "HEAD~1").hasSuffix("  fresh\n")
    )
    let run = try repository.weirOutput("status", "latest")
    #expect(run.hasPrefix("demo/2"))
    #expect(run.hasSuffix(", 2 ran\n"))
  }

  @Test func `What cannot be told is said, and hides nothing else`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit([
      "workflows/broken.yaml": "tasks: 3\n",
      "workflows/needy.yaml": "params: {x: {type: string}}\ntasks: {t: {run: 'true'}}\n",
      "workflows/plain.yaml": "tasks: {t: {run: 'true'}}\n",
    ])
    #expect(
      try repository.weirOutput("status", "--exit-code", exit: 7) == """
        broken  never ran  unknown: its file has 1 problem; see weir check
        needy   never ran  unknown: param "x" has no value and no default
        plain   never ran  stale: 1 would run

        """
    )
    #expect(
      try repository.weirOutput("status", "plain", "--json")
        == #"{"commit":"\#(commit)","open":[],"unrecorded":[],"workflows":[{"blocked":0,"#
        + #""may_run":0,"state":"stale","to_run":1,"workflow":"plain"}]}"# + "\n"
    )
  }

  @Test func `Without a commit it says what to do`() throws {
    let outcome = try TestRepository().weir("status")
    #expect(outcome.exit == 2)
    #expect(
      outcome.errors == """
        error: the branch main has no commit yet
        hint: git add weir.yaml workflows && git commit

        """
    )
  }

  @Test func `A run whose owner is gone is interrupted; other hosts are taken at their word`()
    throws
  {
    let repository = try TestRepository()
    try repository.commit(["workflows/demo.yaml": Self.workflow, "a.txt": "a\n"])
    let records = try WrittenRecords(repository)
    try records.add(.init(name: "010000-00000001", status: "running", isFinished: false))
    let own = WrittenRecords.Run(
      name: "020000-00000002",
      status: "running",
      host: host(),
      isFinished: false
    )
    try records.add(own)
    func states() throws -> [String] {
      try repository.weirOutput("log", "--format", "csv").split(separator: "\r\n").dropFirst()
        .map { $0.split(separator: ",").prefix(2).joined(separator: " ") }
    }
    #expect(
      try states() == [
        "demo/20261121-020000-00000002 interrupted", "demo/20261121-010000-00000001 running",
      ]
    )
    let lock = "\(repository.path)/.git/weir/state/runs/\(own.id)/supervisor.lock"
    try repository.write("", to: lock)
    let descriptor = open(lock, O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    try #require(flock(descriptor, LOCK_EX) == 0)
    #expect(try states().first == "demo/20261121-020000-00000002 running")
    let lines = try repository.weirOutput("status").split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix("  on elsewhere") })
  }

  @Test func `Nothing is written`() throws {
    let repository = try TestRepository()
    try repository.commit(["workflows/demo.yaml": Self.workflow, "a.txt": "a\n"])
    try WrittenRecords(repository).add(.init(), rows: [WrittenRecords.row("make", "succeeded")])
    let list = "find .git -newer \(repository.root)/mark ! -name '*.lock' | sort"
    try repository.write("", to: "\(repository.root)/mark")
    for command in ["status", "log", "show", "logs"] {
      #expect(try repository.shell("\"$WEIR\" \(command)").exit == 0)
    }
    #expect(try repository.shell(list).output == "")
  }
}
