import Foundation
import Importing
import Testing

@Suite("The script of imported tasks")
struct TaskScriptTests {
  @Test func outputsFollowFromInputsAlone() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("weir-import-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = try #require(try imported(newTrace).files.first { $0.isExecutable })
    try Data(script.contents).write(to: folder.appendingPathComponent("task.sh"))

    func run(_ input: String, arguments: [String]) throws -> (status: Int32, output: Data?) {
      try Data(input.utf8).write(to: folder.appendingPathComponent("in"))
      let output = folder.appendingPathComponent("out")
      try? FileManager.default.removeItem(at: output)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["task.sh", "name", "0"] + arguments
      process.currentDirectoryURL = folder
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return (process.terminationStatus, try? Data(contentsOf: output))
    }

    let first = try run("one", arguments: ["100:out", "--", "in"])
    #expect(first.status == 0)
    #expect(first.output?.count == 100)
    #expect(try run("one", arguments: ["100:out", "--", "in"]).output == first.output)
    #expect(try run("two", arguments: ["100:out", "--", "in"]).output != first.output)
    #expect(try run("one", arguments: ["0:out", "--"]).output?.isEmpty == true)
    #expect(try run("one", arguments: ["5:out", "--", "missing"]).status != 0)
  }
}
