import Engine
import Hashing
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct FolderTests {
  private let list = "find . -mindepth 1 -printf '%P %y %m\\n' | sort"

  @Test func theFolderHoldsTheInputsAndNothingElse() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let end = try await stage.run(
      stage.job(
        "umask 022; \(list); cat a/b.txt; ./run.sh; readlink link",
        files: [
          try stage.file("a/b.txt", "hello\n"),
          try stage.file("run.sh", "#!/bin/sh\necho ran\n", mode: 0o100755),
          try stage.file("link", "a/b.txt", mode: 0o120000),
        ],
        outputs: [
          OutputPattern("out/deep/x"), OutputPattern("logs/*.txt", optional: true),
          OutputPattern("y", optional: true),
        ]
      )
    )
    #expect(end.cause == .missingOutputs)
    let lines = end.log.split(separator: "\n").map {
      $0.split(separator: " ").prefix(2).joined(separator: " ")
    }
    #expect(
      lines == [
        "a d", "a/b.txt f", "link l", "logs d", "out d", "out/deep d", "run.sh f", "hello", "ran",
        "a/b.txt",
      ]
    )
  }

  @Test func theEnvironmentIsSmall() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let end = try await stage.run(
      stage.job("env | cut -d= -f1 | sort; echo $OWN; [ \"$PWD\" = \"$WEIR_FOLDER\" ]")
    )
    #expect(end.outcome.succeeded)
    #expect(
      end.log.split(separator: "\n").map { String($0) } == [
        "GIT_CEILING_DIRECTORIES", "OWN", "PATH", "PWD", "WEIR_FOLDER", "WEIR_OUTPUT",
        "WEIR_RESULT",
        "WEIR_TMP", "v",
      ]
    )
  }

  @Test func theWorkingDirectoryIsInTheFolder() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let end = try await stage.run(
      stage.job(
        "echo x > made; cat ../a",
        files: [try stage.file("a", "up\n")],
        outputs: [OutputPattern("deep/down/made")],
        workingDirectory: "deep"
      )
    )
    #expect(end.cause == .missingOutputs)
    #expect(end.log == "up\n")
    let good = try await stage.run(
      stage.job("echo x > made", outputs: [OutputPattern("deep/made")], workingDirectory: "deep")
    )
    #expect(good.paths == ["deep/made"])
  }

  @Test func attemptsSeeNothingOfEachOther() async throws {
    let stage = try BackendStage()
    try await stage.open()
    for _ in 0..<3 {
      let end = try await stage.run(
        stage.job("ls -A; ls -A $WEIR_TMP; echo x > left; echo y > $WEIR_TMP/left; mkdir d")
      )
      #expect(end.log == "")
    }
  }

  @Test func aRefusedAttemptLeavesItsPlaceToTheNext() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let gone = FolderContents.File(
      path: "z",
      version: FileVersion(mode: 0o100644, id: Sample.id(7)),
      store: .git
    )
    let there = try stage.file("d/a", "text")
    for _ in 0..<3 {
      let end = try await stage.run(stage.job("true", files: [there, gone]))
      #expect(end.cause == .notStarted)
      var large = stage.job("true", files: [there])
      large.standardInput = [1]
      large.command.arguments.append(String(repeating: "x", count: 131_072))
      #expect(try await stage.run(large).cause == .notStarted)
    }
    let end = try await stage.run(stage.job("ls -A; ls -A ..; echo $WEIR_FOLDER"))
    #expect(end.log == "folder\ntmp\n\(stage.cache)/work/run-1/1/folder\n")
  }

  @Test func bytesThatAreNowhereKeepAnAttemptFromStarting() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let gone = FolderContents.File(
      path: "a",
      version: FileVersion(mode: 0o100644, id: Sample.id(7)),
      store: .git
    )
    let end = try await stage.run(stage.job("true", files: [gone]))
    #expect(end.cause == .notStarted)
    #expect(end.message == "a (0000000000) is neither in the repository nor in the store")
  }

  @Test(arguments: ["echo more >> a", "echo b > a", ": > a", "sed -i s/o/u/ a"])
  func aChangedInputIsFoundOut(script: String) async throws {
    let stage = try BackendStage()
    try await stage.open()
    let end = try await stage.run(
      stage.job(
        "\(script); echo x > out",
        files: [try stage.file("a", "one\n")],
        outputs: [OutputPattern("out")]
      )
    )
    #expect(!end.outcome.succeeded)
    #expect(end.cause == .inputChanged)
    #expect(end.message == "it changed its input \"a\" in place; let it write to another path")
    #expect(end.paths == [])
  }

  @Test func aFileOfTheStoreThatIsDamagedLeavesIt() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let stored = stage.folder.path + "/stored"
    FileContent.write("large\n", to: stored)
    let id = try stage.contents.put(file: stored)
    let file = FolderContents.File(
      path: "big",
      version: FileVersion(mode: 0o100644, id: id),
      store: .local
    )
    let good = try await stage.run(stage.job("cat big", files: [file]))
    #expect(good.log == "large\n")
    #expect(FileContent.text(stored) == "large\n")
    let bad = try await stage.run(stage.job("chmod u+w big; echo more >> big", files: [file]))
    #expect(bad.cause == .inputChanged)
    // Either the task had a copy of its own, or what it damaged is no longer there.
    #expect(!FileContent.exists(stored) || FileContent.text(stored) == "large\n")
  }

  @Test func scriptsLongerThanAnArgumentRun() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let padding = String(repeating: "# padding\n", count: 20_000)
    let end = try await stage.run(stage.job("\(padding)echo \"long $OWN\""))
    #expect(end.log == "long v\n")
    var python = stage.job("")
    python.command.arguments = [
      "python3", "-c", "\(padding)import sys; print(sys.argv[1:])", "-x", "y",
    ]
    python.command.scriptWords = 2..<3
    #expect(try await stage.run(python).log == "['-x', 'y']\n")
    var perl = stage.job("")
    perl.command.arguments = ["perl", "-e", "\(padding)print \"@ARGV\"", "--", "-x", "y"]
    perl.command.scriptWords = 2..<3
    #expect(try await stage.run(perl).log == "-x y")
  }

  @Test func longLogsComeWhole() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let end = try await stage.run(stage.job("seq 1 5000; seq 5001 10000 >&2"))
    #expect(end.log == (1...10_000).map { "\($0)\n" }.joined())
  }
}
