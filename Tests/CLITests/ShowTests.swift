import Testing

/// `weir show`: a record in full.
struct ShowTests {
  private static let run = WrittenRecords.Run(
    status: "failed",
    params: #"{"caller": "gatk"}"#,
    counts: #"{"succeeded": 1, "failed": 1, "cached": 1}"#
  )

  private func repository() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit(["a.txt": "a\n"], "First workflow")
    let records = try WrittenRecords(repository)
    let blob = "ce013625030ba8dba906f756967f9e9ca394464a"
    try records.add(
      Self.run,
      rows: [
        WrittenRecords.row(
          "make",
          "succeeded",
          more: #","backend":"local","host":"elsewhere","inputs":{"a.txt":"100644:\#(blob)"},"#
            + #""outputs":{"out/x.csv":{"id":"\#(blob)","mode":"100644","size":2048,"publish":true}},"#
            + #""result":{"n":3},"reason":{"kind":"changed","changes":[{"kind":"parameter","#
            + #""name":"caller","old":"x","new":"gatk"}]}"#
        ),
        WrittenRecords.row(
          "use",
          "failed",
          exit: 3,
          more: #","reason":{"kind":"never_ran"}"#
            + WrittenRecords.log("logs/use.log", bytes: 55)
        ),
        WrittenRecords.row(
          "old",
          "cached",
          more: #","cached_from":"demo/20261101-000000-00000000","reason":{"kind":"up_to_date"}"#
        ),
      ],
      files: [
        "logs/use.log": (1...12).map { "line \($0)\n" }.joined() + "\u{1b}]0;title\u{07}end\n"
      ]
    )
    return repository
  }

  @Test func `A run shows its header, its tasks and what failed`() throws {
    let repository = try repository()
    let source = try repository.git("rev-parse", "--short=10", "main")
    let record = try repository.git("rev-parse", "--short=10", "weir/runs")
    #expect(
      try repository.weirOutput("show", "latest") == """
        demo/20261121-031205-7f3a9k2m  failed
          commit   \(source) First workflow (Ann)
          branch   main
          file     workflows/demo.yaml
          by       Ann <ann@example.org> (manual)
          asked    2026-11-21 03:12:05 +0000
          started  2026-11-21 03:12:05 +0000
          ended    2026-11-21 03:12:05 +0000
          time     0.5 s
          host     elsewhere
          param    caller = "gatk"
          tasks    2 ran, 1 cached, 1 failed
          record   \(record)

          ✓  make  succeeded  0.4 s  1 output  parameter caller changed x -> gatk
          ✗  use   failed     0.4 s            never ran
          =  old   cached                      up to date

        use failed: exit 3
          | line 4
          | line 5
          | line 6
          | line 7
          | line 8
          | line 9
          | line 10
          | line 11
          | line 12
          | end
          weir logs demo/20261121-031205-7f3a9k2m/use shows all of it

        """
    )
  }

  @Test(arguments: ["latest/make", "demo/make", "demo/20261121-0312/make", "7f3a9k2m/make"])
  func `A task shows all of its row`(_ name: String) throws {
    #expect(
      try repository().weirOutput("show", name) == """
        demo/20261121-031205-7f3a9k2m/make  succeeded
          reason   changed since it last ran
                   parameter caller changed x -> gatk
          backend  local
          host     elsewhere
          result   {"n":3}
          attempts
            1  exit 0  2026-11-21 03:12:05 +0000  0.4 s  cpu 0.25 s  memory 25 M
          inputs
            a.txt  ce01362503
          outputs
            out/x.csv  ce01362503  2.0 K  in git  published

        """
    )
  }

  @Test func `JSON is the record, its commit and its rows`() throws {
    let repository = try repository()
    let output = try repository.weirOutput("show", "demo", "--json")
    let record = try repository.git("rev-parse", "weir/runs")
    #expect(output.contains(#""record_commit":"\#(record)""#))
    #expect(output.contains(#""status":"failed","tasks":[{"attempts":[{"#))
    #expect(output.hasSuffix("\"workflow\":\"demo\"}\n"))
  }

  @Test func `A name that fits nothing, or several, is refused with a hint`() throws {
    let repository = try repository()
    let none = try repository.weir("show", "nope")
    #expect(none.exit == 2)
    #expect(none.errors == "error: there is no run \"nope\"\nhint: weir log lists the runs\n")
    let task = try repository.weir("show", "latest/nope")
    #expect(task.exit == 2)
    #expect(
      task.errors == """
        error: run demo/20261121-031205-7f3a9k2m has no task "nope"
        hint: it has: make, use, old

        """
    )
    try WrittenRecords(repository).add(.init(name: "040000-00000009"))
    let several = try repository.weir("show", "2026")
    #expect(several.exit == 2)
    #expect(
      several.errors == """
        error: "2026" may mean several runs: demo/20261121-040000-00000009, \
        demo/20261121-031205-7f3a9k2m
        hint: type more of the id

        """
    )
  }

  @Test func `A long fan-out is one line unless all is asked for`() throws {
    let repository = try TestRepository()
    try repository.commit(["a.txt": "a\n"])
    let rows = (1...60).map { number in
      WrittenRecords.row(
        "align",
        number == 7 ? "failed" : "succeeded",
        exit: number == 7 ? 1 : 0,
        more: #","instance":"s\#(number)""#
      )
    }
    try WrittenRecords(repository).add(Self.run, rows: rows)
    let short = try repository.weirOutput("show")
    #expect(short.contains("\n  ✗  align/* (60)  59 succeeded, 1 failed  0.4 s\n"))
    #expect(short.contains("\nalign/s7 failed: exit 1\n  it wrote nothing\n"))
    #expect(!short.contains("align/s8"))
    #expect(try repository.weirOutput("show", "-v").contains("  ✓  align/s60  succeeded  0.4 s\n"))
    #expect(
      try repository.weirOutput("show", "latest/align/s7").hasPrefix(
        "demo/20261121-031205-7f3a9k2m/align/s7  failed\n"
      )
    )
  }
}
