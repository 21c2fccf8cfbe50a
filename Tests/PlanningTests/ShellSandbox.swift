import Foundation
import Model
import Testing
import WorkflowFiles

@testable import Planning

/// Runs scripts of tasks in a folder of their own, as a backend would start them.
struct ShellSandbox {
  private let folder: URL

  /// In it stands a program `pwn` that does harm under any name.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "weir-shell-\(UUID())")
    let programs = folder.appending(path: "bin")
    try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    let program = programs.appending(path: "pwn")
    try Data("#!/bin/sh\n>\(folder.path)/pwned\n".utf8).write(to: program)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The workflow of a script in which `X` stands for a text and `N` for a number; nil where it is
  /// refused.
  ///
  /// `show` notes its arguments, `show2` writes its first one and a full stop.
  static func workflow(_ script: String, shell: String) -> Workflow? {
    let given =
      script.replacing("X", with: "${{ params.x }}").replacing("N", with: "${{ params.n }}")
    let text =
      "show() { for word; do printf '%s\\0' \"$word\"; done >>shown; }\n"
      + "show2() { printf '%s.' \"${1-}\"; }\n" + given
    let run = JSONWriter.compact(.string(text))
    return WorkflowFile.parse(
      Array(
        """
        params: {x: {type: string}, n: {type: integer}}
        tasks: {a: {shell: \(shell), inputs: [], run: \(run)}}
        """.utf8
      ),
      path: "workflows/a.yaml"
    ).workflow
  }

  /// What `show` was given.
  func run(_ workflow: Workflow, value: String) throws -> [String] {
    let graph = try GraphBuilder.build(workflow, params: ["x": .string(value), "n": 7])
    let machine = RunMachine(
      graph: graph,
      sources: SourceListing(entries: [:]),
      history: TaskHistory(),
      run: ["id": "r"],
      options: .init(window: 1)
    )
    let command = try JobComposer.compose(NodeSituation(machine, 0))
    let shown = folder.appending(path: "shown")
    try Data().write(to: shown)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command.arguments
    process.environment = ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "HOME": folder.path].merging(
      command.environment.map { ($0.name, $0.value) }
    ) { _, last in last }
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: shown), as: UTF8.self)
    return text.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// Whether a value was executed.
  var isHarmed: Bool {
    (FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? [])
      .contains { $0 == "pwned" }
  }
}
