import Importing
import Model
import Testing

@Suite("Invalid traces are refused")
struct RefusalTests {
  @Test func missingMembersAreToldTogether() throws {
    let trace = #"""
      {"name": "x", "schemaVersion": "1.5", "workflow": {"specification": {"tasks": [
        {"name": "a", "parents": [], "children": []},
        {"id": "b", "name": "", "parents": [1], "children": []},
        {"id": "c", "name": "c", "children": {}}]}}}
      """#
    #expect(
      try problems(trace) == [
        "/workflow/specification/tasks/0: \"id\" is missing",
        "/workflow/specification/tasks/1/name: \"name\" is a text that is not empty, not an empty one",
        "/workflow/specification/tasks/2: \"parents\" is missing",
        "/workflow/specification/tasks/2/children: \"children\" is a list, not a map",
      ]
    )
  }

  @Test(arguments: [
    ("[]", ": a trace is a map, not a list"),
    (#"{"name": "x", "schemaVersion": "1.5"}"#, ": \"workflow\" is missing"),
    (
      #"{"name": "x", "schemaVersion": "2.0", "workflow": {}}"#,
      "/schemaVersion: version \"2.0\" is not one of 1.0, 1.1, 1.2, 1.3, 1.4, 1.5"
    ),
    (
      #"{"name": "x", "schemaVersion": "1.4", "workflow": {"tasks": []}}"#,
      "/workflow/tasks: there is no task"
    ),
    (
      #"{"name": "x", "schemaVersion": "1.2", "workflow": {}}"#, "/workflow: \"tasks\" is missing"
    ),
  ])
  func documentsOfAnotherShape(trace: String, problem: String) throws {
    #expect(try problems(trace) == [problem])
  }

  @Test func unknownParentsAndChildren() throws {
    let trace = newTrace.replacing(#"["split_1"]"#, with: #"["split_2"]"#)
      .replacing(#"["tell_1"]"#, with: #"["tell_9"]"#)
    #expect(
      try problems(trace) == [
        "/workflow/specification/tasks/1/parents/0: the parent \"split_2\" is no task of this trace",
        "/workflow/specification/tasks/1/children/0: the child \"tell_9\" is no task of this trace",
      ]
    )
  }

  @Test func aCycleIsNamed() throws {
    let trace = newTrace.replacing(
      #""parents": [], "children": ["count_1"]"#,
      with: #""parents": ["tell_1"], "children": ["count_1"]"#
    )
    #expect(
      try problems(trace) == [
        "/workflow/specification/tasks/0: the task waits for itself: split → count → tell → split"
      ]
    )
  }

  @Test func aCycleOfFilesIsOne() throws {
    let trace = #"""
      {"name": "x", "schemaVersion": "1.3", "workflow": {"tasks": [
        {"name": "a", "files": [{"link": "input", "name": "q", "size": 1},
                                {"link": "output", "name": "p", "size": 1}]},
        {"name": "b", "files": [{"link": "input", "name": "p", "size": 1},
                                {"link": "output", "name": "q", "size": 1}]}]}}
      """#
    #expect(
      try problems(trace) == ["/workflow/tasks/0: the task waits for itself: a → b → a"]
    )
    let own = #"""
      {"name": "x", "schemaVersion": "1.3", "workflow": {"tasks": [
        {"name": "a", "parents": ["a"]}]}}
      """#
    #expect(try problems(own) == ["/workflow/tasks/0: the task waits for itself: a → a"])
  }

  @Test func oneFileOfTwoTasks() throws {
    let trace = newTrace.replacing("../total.txt", with: "parts/a.txt")
      .replacing(
        #"{"id": "parts/a.txt", "sizeInBytes": 10}"#,
        with: #"{"id": "z", "sizeInBytes": 1}"#
      )
    #expect(
      try problems(trace) == [
        "/workflow/specification/tasks/1/outputFiles/0: the task \"split\" makes the file \"parts/a.txt\" as well"
      ]
    )
  }

  @Test func idsThatStandTwice() throws {
    let trace = newTrace.replacing("tell_1", with: "count_1")
    #expect(
      try problems(trace) == [
        "/workflow/specification/tasks/2/id: the id \"count_1\" stands at /workflow/specification/tasks/1 already"
      ]
    )
    let old = oldTrace("1.0").replacing("\"tell\"", with: "\"count\"")
    #expect(
      try problems(old) == [
        "/workflow/jobs/2/name: the name \"count\" stands at /workflow/jobs/1 already"
      ]
    )
    let file = newTrace.replacing("{\"id\": \"../total.txt\"", with: "{\"id\": \"parts/a.txt\"")
    #expect(
      try problems(file) == [
        "/workflow/specification/files/2: the file \"parts/a.txt\" is declared twice, with 81920 and 10 bytes"
      ]
    )
  }

  @Test func numbersAndLinksThatMakeNoSense() throws {
    let trace = oldTrace("1.4").replacing("\"sizeInBytes\": 40", with: "\"sizeInBytes\": -1")
      .replacing(
        "\"link\": \"input\", \"name\": \"a.txt\"",
        with: "\"link\": \"in\", \"name\": \"a.txt\""
      )
    #expect(
      try problems(trace) == [
        "/workflow/tasks/1/files/0/link: \"in\" is neither \"input\" nor \"output\"",
        "/workflow/tasks/1/files/1/sizeInBytes: a size is a number of bytes",
      ]
    )
  }

  @Test func aNameThatIsNone() throws {
    #expect(try problems(newTrace, name: "inbox") == [": \"inbox\" is no name for a workflow"])
  }

  @Test func pointersLeadToLinesAndColumns() {
    let text = Array(#"{"a": [1, {"b~/": "é", "c": 2}],\#n  "d": {}}"#.utf8)
    func place(_ pointer: String) -> Model.SourceLocation {
      JSONPointer.location(of: pointer, in: text)
    }
    #expect(place("") == Model.SourceLocation(line: 1, column: 1))
    #expect(place("/a/1") == Model.SourceLocation(line: 1, column: 11))
    #expect(place("/a/1/b~0~1") == Model.SourceLocation(line: 1, column: 19))
    #expect(place("/a/1/c") == Model.SourceLocation(line: 1, column: 29))
    #expect(place("/d") == Model.SourceLocation(line: 2, column: 8))
    #expect(place("/d/missing") == Model.SourceLocation(line: 2, column: 8))
  }
}
