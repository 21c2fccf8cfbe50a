import Testing

/// Runs inside a run that do not begin, or are to end while they wait for a person.
@Suite struct ChildEndTests {
  @Test func whyOneDoesNotBeginIsTold() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/outer.yaml": """
      tasks:
        list: {run: echo many, result: text}
        inner: {workflow: inner, with: {n: "${{ tasks.list.result }}"}}

      """,
      "workflows/inner.yaml": "params: {n: {type: integer}}\ntasks: {a: {run: 'true'}}\n",
    ])
    #expect(try repository.weir("run", "outer").exit == 1)
    let shown = try repository.weirOutput("show", "outer")
    #expect(shown.contains("inner failed: not started: workflow \"inner\": "), "\(shown)")
  }

  @Test func theRunInsideEndsToo() throws {
    let repository = try TestRepository()
    try repository.commit([
      "workflows/outer.yaml": """
      tasks:
        inner: {workflow: inner}
        slow: {run: sleep 600}

      """,
      "workflows/inner.yaml": """
      tasks:
        ask: {approval: {}, run: 'true'}
      finally:
        tidy: {run: echo tidied, result: text}

      """,
    ])
    let outcome = try repository.shell(
      """
      exec bash -c '
        set -m
        "$WEIR" run outer > out 2>&1 & run=$!
        until "$WEIR" show inner 2> /dev/null | grep -q waiting; do sleep 0.1; done
        kill -INT $run
        wait $run
      '
      """
    )
    #expect(outcome.exit == 130)
    let inner = try repository.weirOutput("show", "inner", "--json")
    #expect(inner.contains(#""status": "cancelled""#) || inner.contains(#""status":"cancelled""#))
    #expect(inner.contains("tidied"))
    let shown = try repository.weirOutput("show", "inner")
    #expect(!shown.contains("waiting"))
    #expect(try repository.weirOutput("show", "outer").contains("cancelled"))
    #expect(try repository.git("fsck", "--full") == "")
  }
}
