import Foundation
import Model
import Testing

@testable import CLI
@testable import Git

/// A repository in which nothing that is executed out of a value goes unnoticed.
///
/// `touch` and `pwn` note each call outside of the repository, wherever they were called.
final class HostileStage: Sendable {
  let repository: TestRepository
  let variables: [String]

  init(_ files: [String: String]) throws {
    repository = try TestRepository()
    let root = repository.root
    for (name, rest) in ["touch": "exec /usr/bin/touch \"$@\"", "pwn": ":"] {
      let program = "#!/bin/sh\necho \"$0 $*\" >>\(root)/executed\n\(rest)\n"
      try repository.write(program, to: "\(root)/bin/\(name)")
    }
    variables = [
      "PATH=\(root)/bin:/usr/local/bin:/usr/bin:/bin", "HOME=\(root)/home", "TMPDIR=\(root)/tmp",
    ]
    _ = try repository.shell("chmod +x \(root)/bin/*; mkdir \(root)/home \(root)/tmp")
    for (path, text) in files.isEmpty ? [".keep": ""] : files {
      try Self.write(text, to: path, in: repository.path)
    }
    try repository.commit()
  }

  /// Any name, and many of them, without a program for each.
  private static func write(_ text: String, to path: String, in root: String) throws {
    var folder = root
    for name in path.cut(at: "/").dropLast() {
      folder += "/\(name)"
      mkdir(folder, 0o777)
    }
    try Descriptor.replace("\(root)/\(path)", with: Array(text.utf8))
  }

  /// Runs `weir` and requires an exit code, if one is given.
  @discardableResult
  func weir(
    _ arguments: [String],
    exit: Int32? = 0,
    at location: Testing.SourceLocation = #_sourceLocation
  ) throws -> TestRepository.Outcome {
    let outcome = try TestRepository.run(
      TestRepository.weir,
      arguments,
      in: repository.path,
      variables: variables
    )
    try #require(
      exit == nil || outcome.exit == exit,
      "\(arguments.prefix(3)): \(outcome.errors.suffix(3000))",
      sourceLocation: location
    )
    return outcome
  }

  /// A file of the latest record of a workflow, as git gives it out.
  func recorded(_ path: String, of workflow: String) throws -> [UInt8] {
    let tip = try repository.git("rev-parse", "weir/runs")
    let records = "\(repository.root)/records-\(tip)"
    if access(records, F_OK) != 0 {
      let unpack = "mkdir \(records) && git archive weir/runs | tar -x -C \(records)"
      try #require(repository.shell(unpack).exit == 0)
    }
    let day = try #require(try Self.last(in: "\(records)/\(workflow)"))
    let run = try #require(try Self.last(in: "\(records)/\(workflow)/\(day)"))
    let file = "\(records)/\(workflow)/\(day)/\(run)/\(path)"
    return try #require(SmallFile.read(file), "\(path.debugDescription)")
  }

  private static func last(in folder: String) throws -> String? {
    try FileManager.default.contentsOfDirectory(atPath: folder).max()
  }

  /// The rows of the latest record of a workflow.
  func rows(of workflow: String) throws -> [JSONValue] {
    try recorded("tasks.jsonl", of: workflow).split(separator: UInt8(ascii: "\n")).map {
      try JSONReader.parse(Array($0))
    }
  }

  /// What was executed out of values, in any folder that a program could write to.
  func executions() throws -> String {
    let calls = (try? String(contentsOfFile: "\(repository.root)/executed", encoding: .utf8)) ?? ""
    let found = try repository.shell("find \(repository.root) -name pwned")
    let log = "git log --all --format= --name-only -- ':(glob)**/pwned'"
    return calls + found.output + (try repository.shell(log).output)
  }

  func expectNothingExecuted(at location: Testing.SourceLocation = #_sourceLocation) throws {
    let executed = try executions()
    #expect(executed == "", sourceLocation: location)
  }

  /// Requires that two lists of texts are the same bytes; equal characters are not enough.
  static func expectSame(
    _ found: [String],
    _ sent: [String],
    _ route: String,
    at location: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == sent.count, "\(route)", sourceLocation: location)
    for (one, other) in zip(found, sent) where !one.utf8.elementsEqual(other.utf8) {
      Issue.record(
        "\(route): sent \(shown(other)), found \(shown(one))",
        sourceLocation: location
      )
    }
  }

  private static func shown(_ text: String) -> String { String(text.prefix(80)).debugDescription }
}

/// The texts that a program wrote, each with a NUL at its end.
func textsBeforeNul(_ bytes: [UInt8]) -> [String] {
  bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
    String(decoding: $0, as: UTF8.self)
  }
}

/// The elements of a list of texts in JSON.
func textsOfList(_ bytes: [UInt8]) throws -> [String] {
  try #require(try JSONReader.parse(bytes).array).map { $0.string ?? "not a text: \($0)" }
}

/// A list of texts in JSON.
func listText(_ texts: [String]) -> String { JSONWriter.compact(.array(texts.map { .string($0) })) }

/// A text in double quotes of YAML; what YAML refuses to see, such as a change of direction, is
/// escaped.
func quotedText(_ text: String) -> String {
  var quoted = String.UnicodeScalarView()
  for scalar in JSONWriter.compact(.string(text)).unicodeScalars {
    switch scalar.value {
    case 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF:
      quoted += "\\u\(String(scalar.value + 0x10000, radix: 16).dropFirst())".unicodeScalars
    default: quoted.append(scalar)
    }
  }
  return String(quoted)
}

func quotedList(_ texts: [String]) -> String {
  "[\(texts.map(quotedText).joined(separator: ", "))]"
}
