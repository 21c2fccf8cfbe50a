import Testing

/// `weir logs`: what tasks wrote.
struct LogsTests {
  private static let origin = WrittenRecords.Run(name: "010000-00000001")
  private static let run = WrittenRecords.Run(name: "020000-00000002", status: "failed")
  private static let bytes = "\u{1b}[31mred\u{1b}[0m\u{07}\r\nno end"

  private func repository() throws -> TestRepository {
    let repository = try TestRepository()
    try repository.commit(["a.txt": "a\n"])
    let records = try WrittenRecords(repository)
    try records.add(
      Self.origin,
      rows: [
        WrittenRecords.row("old", "succeeded", more: WrittenRecords.log("logs/old.log", bytes: 6))
      ],
      files: ["logs/old.log": "older\n"]
    )
    try records.add(
      Self.run,
      rows: [
        WrittenRecords.row(
          "make",
          "succeeded",
          more: WrittenRecords.log("logs/make.log", bytes: 9)
        ),
        WrittenRecords.row("mute", "succeeded"),
        WrittenRecords.row(
          "use",
          "failed",
          exit: 1,
          more: WrittenRecords.log("logs/use.log", bytes: 900, truncated: true)
        ),
        WrittenRecords.row("old", "cached", more: #","cached_from":"demo/\#(Self.origin.id)""#),
        WrittenRecords.row(
          "evil",
          "succeeded",
          more: WrittenRecords.log("logs/../../../../secret", bytes: 9, truncated: true)
        ),
      ],
      files: ["logs/make.log": Self.bytes, "logs/use.log": "1\n2\n3\n"]
    )
    return repository
  }

  @Test func `The log of a task is its bytes`() throws {
    let outcome = try repository().weir("logs", "latest/make")
    #expect(outcome.bytes == Array(Self.bytes.utf8))
    #expect(outcome.errors == "")
  }

  @Test func `Logs of several tasks stand below a line that names them`() throws {
    let outcome = try repository().weir("logs", "latest")
    #expect(
      outcome.output == "==> make <==\n\(Self.bytes)\n==> use <==\n1\n2\n3\n"
    )
    #expect(
      outcome.errors.contains("note: 1 reused task left out; name one, or give -v\n")
    )
  }

  @Test func `Options take what failed, and the end`() throws {
    let repository = try repository()
    #expect(try repository.weirOutput("logs", "--failed") == "==> use <==\n1\n2\n3\n")
    #expect(try repository.weirOutput("logs", "--failed", "--tail", "2") == "==> use <==\n2\n3\n")
    #expect(try repository.weirOutput("logs", "latest/use", "--tail", "0") == "")
  }

  @Test func `A reused task shows the log of the run that made it`() throws {
    let outcome = try repository().weir("logs", "latest/old")
    #expect(outcome.output == "older\n")
    #expect(outcome.errors == "note: reused from demo/20261121-010000-00000001\n")
  }

  @Test func `A whole log in the store stands in for its beginning and end`() throws {
    let repository = try repository()
    let cut = try repository.weir("logs", "latest/use")
    #expect(cut.output == "1\n2\n3\n")
    #expect(cut.errors == "note: of 900 bytes only the beginning and the end are kept\n")
    try repository.write("all\n", to: ".git/weir/store/logs/\(Self.run.folder)/use.log")
    #expect(try repository.weirOutput("logs", "latest/use") == "all\n")
  }

  @Test func `A record cannot lead out of the store`() throws {
    let repository = try repository()
    try repository.write("secret\n", to: ".git/weir/secret")
    try repository.write("", to: ".git/weir/store/logs/\(Self.run.folder)/x")
    #expect(try repository.weirOutput("logs", "latest/evil") == "")
  }

  @Test func `JSON has the text and where it came from`() throws {
    #expect(
      try repository().weirOutput("logs", "latest/old", "--json")
        == #"[{"bytes":6,"from":"demo/20261121-010000-00000001","status":"cached","task":"old","text":"older\n"}]"#
        + "\n"
    )
  }

  @Test func `A log is followed while its task runs`() throws {
    let repository = try TestRepository()
    let (up, gate) = ("\(repository.root)/up", "\(repository.root)/gate")
    try repository.commit([
      "workflows/live.yaml": """
      tasks:
        slow:
          shell: sh
          run: |
            echo begin
            echo > \(up)
            read word < \(gate)
            echo "end $word"
      """
    ])
    // The gate opens only when the first line was seen.
    let outcome = try repository.shell(
      """
      mkfifo \(up) \(gate)
      "$WEIR" run live -q & run=$!
      read nothing < \(up) || true
      "$WEIR" logs -q -f latest/slow |
        { read header; read line; echo "$header / $line"; echo opened > \(gate); cat; }
      wait $run
      """
    )
    #expect(outcome.exit == 0, "\(outcome.errors)")
    #expect(outcome.output == "==> slow <== / begin\nend opened\n")
  }

  /// Before the first commit of a run, and after it, which knows nothing of what still runs.
  @Test(arguments: ["10s", "50ms"]) func `What a task has written so far`(interval: String) throws {
    let repository = try TestRepository()
    let (gate, go) = ("\(repository.root)/gate", "\(repository.root)/go")
    try repository.commit([
      "weir.yaml": "records: {interval: \(interval)}\n",
      "workflows/live.yaml": """
      params: {word: {type: string}}
      tasks:
        quick: {run: 'echo "quick ${{ params.word }}"'}
        slow:
          needs: [quick]
          shell: sh
          run: |
            echo "slow ${{ params.word }}"
            [ ! -e \(go) ] || read word < \(gate)
            echo end
        last: {needs: [slow], run: 'true'}
      """,
    ])
    try repository.weirOutput("run", "live", "-p", "word=before")
    let outcome = try repository.shell(
      """
      mkfifo \(gate); touch \(go)
      "$WEIR" run live -q -p word=now & run=$!
      for try in $(seq 100); do
        "$WEIR" logs -q latest/slow | grep -q now && break
        sleep 0.1
      done
      # Only the run that goes on has a supervisor.
      id=$(ls .git/weir/state/runs)
      case \(interval) in
        50ms) until "$WEIR" status --json | grep -q '"open":.*"succeeded":1'; do sleep 0.1; done ;;
      esac
      for name in latest/slow live/slow live/latest/slow $id/slow live/$id/slow live/quick; do
        echo "$("$WEIR" logs $name)"
      done
      "$WEIR" logs
      "$WEIR" logs live/slow --json
      "$WEIR" logs live/last 2>&1 | sed 's/live.[0-9].* has/RUN has/'
      "$WEIR" logs live/none 2>&1 | sed 's/live.[0-9].* has/RUN has/'
      echo > \(gate)
      wait $run
      "$WEIR" logs latest/slow
      """
    )
    #expect(outcome.exit == 0, "\(outcome.errors)")
    let slow = String(repeating: "slow now\n", count: 5)
    #expect(
      outcome.output == slow + """
        quick now
        ==> quick <==
        quick now
        ==> slow <==
        slow now
        [{"bytes":9,"status":"running","task":"slow","text":"slow now\\n"}]
        note: last of RUN has not started yet
        error: run RUN has no task "none"
        hint: it has: quick, slow, last
        slow now
        end

        """
    )
  }
}
