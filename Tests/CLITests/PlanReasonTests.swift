import Testing

/// `weir plan` and `weir why` before a run: verdicts and true reasons.
struct PlanReasonTests {
  @Test func `Outputs of a fan-out that is reused are no change`() throws {
    let repository = try TestRepository()
    let workflow = """
      params: {v: {default: one}}
      tasks:
        t:
          matrix: {m: [a, b]}
          inputs: []
          run: "echo > r-${{ matrix.m }}.txt"
          outputs: ["r-${{ matrix.m }}.txt"]
        build:
          needs: [t]
          inputs: []
          run: "cat r-*; echo ${{ params.v }} > o-${{ params.v }}"
          outputs: ["o-${{ params.v }}"]
      """
    try repository.commit(["workflows/w.yaml": workflow])
    try repository.weirOutput("run")
    let plan = try repository.weirOutput("plan", "-p", "v=two")
    #expect(plan.hasSuffix("to run    build  parameter v changed \"one\" -> \"two\"\n"), "\(plan)")
  }

  @Test func `Of many inputs it is not claimed which ones changed`() throws {
    let repository = try TestRepository()
    var files = ["workflows/w.yaml": "tasks: {t: {inputs: [data/*], run: 'true'}}"]
    for number in 1...60 { files["data/\(number)"] = "a" }
    try repository.commit(files)
    try repository.weirOutput("run")
    try repository.commit(["data/7": "b"])
    let one = try repository.weirOutput("plan")
    #expect(one.hasSuffix("t  at least one of the 60 files that it reads changed\n"), "\(one)")
    try repository.commit(["data/61": "b"])
    let more = try repository.weirOutput("plan")
    #expect(
      more.hasSuffix("t  the files that it reads changed (60 files -> 61 files)\n"),
      "\(more)"
    )
  }

  @Test func `A task whose if does not hold is skipped, as early as that is known`() throws {
    let repository = try TestRepository()
    let workflow = """
      params: {p: {type: boolean, default: false}}
      tasks:
        first: {inputs: [], run: "true"}
        none: {if: params.p, inputs: [], run: "true"}
        later: {if: params.p, needs: [first], inputs: [], run: "true"}
        open: {if: tasks.first.status == 'succeeded', needs: [first], inputs: [], run: "true"}
      """
    try repository.commit(["workflows/w.yaml": workflow])
    let plan = try repository.weirOutput("plan").split(separator: "\n").dropFirst()
    #expect(
      Array(plan) == [
        "  to run    first  never ran", "  skipped   none   its if does not hold",
        "  skipped   later  its if does not hold", "  may run   open   depends on what first makes",
      ]
    )
    let why = try repository.weirOutput("why", "none")
    #expect(why == "w/none would be skipped:\n  its if does not hold\n")
  }
}
