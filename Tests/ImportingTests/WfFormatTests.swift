import Importing
import Testing

@Suite("Traces become workflows")
struct WfFormatTests {
  @Test func aTraceOfTheNewestVersionVerbatim() throws {
    let files = try imported(newTrace, scale: WfScale(longestSleep: .milliseconds(50)))
    #expect(
      files.workflow == """
        # Imported from the WfCommons trace "tiny flow" (WfFormat 1.5).
        # Tasks: 3, given files: 1, made files: 2; sizes are divided by 10.
        # Each comment names the place in the trace that a task comes from, as a JSON pointer.
        name: tiny-flow
        description: "Stand-in for tiny flow"
        defaults: {shell: sh}
        tasks:
          # /workflow/specification/tasks/0: splitter, ran 2.5 s
          split:
            script: scripts/wf-task.sh
            args: [split, "0.050", "8192:out/tiny-flow/parts/a.txt", "--", data/tiny-flow/raw/reads_1.txt]
            inputs: [data/tiny-flow/raw/reads_1.txt]
            outputs: [out/tiny-flow/parts/a.txt]
          # /workflow/specification/tasks/1: ran 1.0 s
          count:
            script: scripts/wf-task.sh
            args:
              - count
              - "0.020"
              - "10:out/tiny-flow/up/total.txt"
              - "--"
              - out/tiny-flow/parts/a.txt
              - data/tiny-flow/raw/reads_1.txt
            inputs: [out/tiny-flow/parts/a.txt, data/tiny-flow/raw/reads_1.txt]
            outputs: [out/tiny-flow/up/total.txt]
          # /workflow/specification/tasks/2
          tell:
            script: scripts/wf-task.sh
            args: [tell, "0", "--"]
            needs: [count]
            inputs: []

        """
    )
    #expect(
      files.files.map(\.path) == [
        "workflows/tiny-flow.yaml", "scripts/wf-task.sh", "data/tiny-flow/raw/reads_1.txt",
      ]
    )
    #expect(files.files.map(\.isExecutable) == [false, true, false])
    #expect(files.files[2].contents.count == 16_384)
    #expect(files.warnings.isEmpty)
  }

  @Test(arguments: ["1.0", "1.1", "1.2", "1.3", "1.4"])
  func olderVersionsSayTheSame(version: String) throws {
    let files = try imported(oldTrace(version), name: "small")
    let tasks = files.workflow.split(separator: "tasks:\n")[1]
    let key = ["1.0", "1.1", "1.2"].contains(version) ? "jobs" : "tasks"
    #expect(
      tasks == """
          # /workflow/\(key)/0: ran 2.0 s
          split:
            script: scripts/wf-task.sh
            args: [split, "0", "50:out/small/a.txt", "--", data/small/raw.txt]
            inputs: [data/small/raw.txt]
            outputs: [out/small/a.txt]
          # /workflow/\(key)/1: ran 1.0 s
          count:
            script: scripts/wf-task.sh
            args: [count, "0", "40:out/small/sums/total.txt", "--", out/small/a.txt]
            inputs: [out/small/a.txt]
            outputs: [out/small/sums/total.txt]
          # /workflow/\(key)/2: ran 1.0 s
          tell:
            script: scripts/wf-task.sh
            args: [tell, "0", "--"]
            needs: [split]
            inputs: []

        """
    )
  }

  @Test func theSameTraceMakesTheSameFiles() throws {
    #expect(try imported(newTrace) == imported(newTrace))
  }

  @Test func allFilesTogetherStayBelowTheLimit() throws {
    let scale = WfScale(maximumFileSize: 1_000_000, maximumTotalSize: 4096)
    let files = try imported(newTrace, scale: scale)
    #expect(files.workflow.contains("\"1365:out/tiny-flow/parts/a.txt\""))
    #expect(files.files[2].contents.count == 2730)
  }

  @Test func childrenAloneAreLinksToo() throws {
    let trace = newTrace.replacing(#""parents": ["count_1"]"#, with: #""parents": []"#)
    #expect(try imported(trace).workflow == imported(newTrace).workflow)
  }

  @Test func namesAndPathsAreMadeSafeAndUnique() throws {
    let trace = #"""
      {"name": "latest", "schemaVersion": "1.3", "workflow": {"tasks": [
        {"name": "1 a", "files": [
          {"link": "output", "name": "x y", "size": 1}, {"link": "output", "name": "x_y", "size": 1},
          {"link": "output", "name": "d", "size": 1}, {"link": "output", "name": "d/e", "size": 1},
          {"link": "output", "name": "/.git/../*", "size": 0}]},
        {"name": "t-1-a"}, {"name": "t-1+a"}, {"name": "run.log"}]}}
      """#
    let workflow = try imported(trace).workflow
    #expect(workflow.contains("name: latest-workflow\n"))
    for name in ["t-1-a", "t-1-a-2", "t-1-a-3", "run.log_"] {
      #expect(workflow.contains("\n  \(name):\n"))
    }
    let paths = ["x_y", "x_y-2", "d", "d_e", "_git/up/_"]
    for path in paths { #expect(workflow.contains("- out/latest-workflow/\(path)\n")) }
  }

  @Test func textsOfTheTraceCannotBecomeYAML() throws {
    let trace = #"""
      {"name": "a\n  evil: x", "description": "${{ run.id }} \"q\"", "schemaVersion": "1.3",
       "workflow": {"tasks": [{"name": "null", "command": {"program": "sh\n  more: y"}}]}}
      """#
    let workflow = try imported(trace).workflow
    #expect(
      workflow.hasPrefix("# Imported from the WfCommons trace \"a   evil: x\" (WfFormat 1.3).\n")
    )
    #expect(workflow.contains(#"description: "Stand-in for a   evil: x: $ {{ run.id }} \"q\"""#))
    #expect(workflow.contains("  # /workflow/tasks/0: sh   more: y\n  \"null\":\n"))
  }

  @Test func whatCannotBeCarriedIsSaid() throws {
    let trace = #"""
      {"name": "w", "schemaVersion": "1.5", "workflow": {
        "specification": {"tasks": [
          {"name": "a", "id": "a", "parents": [], "children": [],
           "inputFiles": ["f"], "outputFiles": ["f"]}]},
        "execution": {"tasks": [{"id": "b", "runtimeInSeconds": 1}]}}}
      """#
    #expect(
      try imported(trace).warnings == [
        ImportRemark(
          at: "/workflow/execution/tasks/0",
          "no task of the specification has the id \"b\"; left out"
        ),
        ImportRemark(
          at: "/workflow",
          "no size is known for 1 of the files, such as \"f\"; 1024 bytes are taken"
        ),
        ImportRemark(
          at: "/workflow/specification/tasks/0/inputFiles/0",
          "\"f\" is changed in place; here the task makes it without reading it"
        ),
      ]
    )
  }
}
