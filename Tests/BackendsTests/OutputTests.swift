import Engine
import Hashing
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct OutputTests {
  private func run(
    _ script: String,
    _ outputs: OutputPattern...,
    files: [String] = [],
    collects: Bool = false
  ) async throws -> (BackendStage.End, BackendStage) {
    let stage = try BackendStage()
    try await stage.open()
    let end = try await stage.run(
      stage.job(
        script,
        files: try files.map { try stage.file($0, "input\n") },
        outputs: outputs,
        collects: collects
      )
    )
    return (end, stage)
  }

  @Test func filesFoldersAndGlobs() async throws {
    let (end, stage) = try await run(
      """
      echo one > one; echo exe > exe; chmod +x exe; mkdir -p dir/deep; echo d > dir/deep/d; echo e > dir/e
      mkdir -p g; echo a > g/a.csv; echo b > g/b.txt; ln -s a.csv g/l.csv; : > empty
      """,
      OutputPattern("one"),
      OutputPattern("exe"),
      OutputPattern("dir"),
      OutputPattern("g/*.csv"),
      OutputPattern("empty")
    )
    #expect(end.outcome.succeeded)
    #expect(
      end.outcome.outputs.map { "\($0.path) \(String($0.version.mode, radix: 8)) \($0.size)" } == [
        "dir/deep/d 100644 2", "dir/e 100644 2", "empty 100644 0", "exe 100755 4",
        "g/a.csv 100644 2", "g/l.csv 120000 5", "one 100644 4",
      ]
    )
    #expect(stage.text("one", end) == "one\n")
    #expect(stage.text("g/l.csv", end) == "a.csv")
  }

  @Test func largeFilesAreTakenToo() async throws {
    let (end, stage) = try await run(
      "head -c 300000 /dev/zero > big; chmod +x big; head -c 65536 /dev/zero > edge",
      OutputPattern("*")
    )
    #expect(end.outcome.outputs.map(\.size) == [300_000, 65_536])
    #expect(end.outcome.outputs.first?.version.mode == 0o100755)
    #expect(stage.text("big", end)?.utf8.count == 300_000)
  }

  @Test func whatIsMissingIsNamed() async throws {
    let (end, _) = try await run(
      "echo x > there",
      OutputPattern("there"),
      OutputPattern("a/b"),
      OutputPattern("*.csv"),
      OutputPattern("perhaps", optional: true)
    )
    #expect(end.cause == .missingOutputs)
    #expect(end.message == "it did not make \"a/b\", \"*.csv\"")
    #expect(end.paths == [])
  }

  @Test func anEmptyFolderIsNoOutput() async throws {
    let (end, _) = try await run("mkdir dir", OutputPattern("dir"))
    #expect(end.cause == .missingOutputs)
  }

  @Test func globsTakeNoInputs() async throws {
    let (end, _) = try await run("echo x > b.txt", OutputPattern("*.txt"), files: ["a.txt"])
    #expect(end.paths == ["b.txt"])
  }

  @Test func publishingOneOfSeveralPatternsIsEnough() async throws {
    let (end, _) = try await run(
      "echo x > a; echo y > b",
      OutputPattern("*"),
      OutputPattern("b", publish: true)
    )
    #expect(end.outcome.outputs.map(\.publish) == [false, true])
  }

  @Test(arguments: [
    ("ln -s /etc/passwd out", "output \"out\" is a link that leaves the folder: /etc/passwd"),
    ("ln -s ../../x out", "output \"out\" is a link that leaves the folder: ../../x"),
    // A slash before a combining mark is one all the same.
    (
      "ln -s \"$(printf '../\\314\\201x')\" out",
      "output \"out\" is a link that leaves the folder: ../\u{301}x"
    ),
    (
      "ln -s \"$(printf '/\\314\\201x')\" out",
      "output \"out\" is a link that leaves the folder: /\u{301}x"
    ),
    (
      "ln -s . out && rm out && ln -s d/../.. out",
      "output \"out\" is a link that leaves the folder: d/../.."
    ),
    ("mkfifo out", "output \"out\" is neither a file nor a folder of files"),
    ("mkdir out; mkfifo out/pipe", "output \"out/pipe\" is neither a file nor a folder of files"),
    (
      "mkdir -p out/.git; echo x > out/.git/config",
      "output \"out/.git/config\" reaches into a .git folder"
    ),
    ("mkdir out; echo x > out/GIT~1", "output \"out/GIT~1\" reaches into a .git folder"),
    (
      "mkdir out; printf x > \"out/$(printf 'a\\377b')\"",
      "a name in \"out\" is not valid UTF-8: a\u{FFFD}b"
    ),
  ])
  func whatCannotBeTakenIsRefused(script: String, message: String) async throws {
    let (end, _) = try await run(script, OutputPattern("out"))
    #expect(!end.outcome.succeeded)
    #expect(end.cause == .badOutputs)
    #expect(end.message == message)
    #expect(end.paths == [])
  }

  @Test func noLinkLeadsOutOfTheFolder() async throws {
    let place = TemporaryFolder()
    FileContent.write("secret", to: place.path + "/secret")
    let (end, _) = try await run("rmdir dir; ln -s \(place.path) dir", OutputPattern("dir/secret"))
    #expect(end.cause == .badOutputs)
    #expect(
      end.message.hasPrefix("output \"dir/secret\" cannot be reached without following a link")
    )
    let (glob, _) = try await run("rmdir dir; ln -s \(place.path) dir", OutputPattern("dir/*"))
    #expect(!glob.outcome.succeeded)
    #expect(glob.paths == [])
    let (deep, _) = try await run("ln -s \(place.path) dir", OutputPattern("**"))
    #expect(deep.cause == .badOutputs)
  }

  @Test func aGlobMindsOnlyWhatItMatches() async throws {
    let (end, _) = try await run(
      "echo x > a.csv; mkfifo pipe; printf x > \"$(printf 'a\\377b')\"; mkdir .git; : > .git/x",
      OutputPattern("*.csv")
    )
    #expect(end.outcome.succeeded)
    #expect(end.paths == ["a.csv"])
    let (bad, _) = try await run("mkfifo pipe.csv", OutputPattern("*.csv"))
    #expect(bad.message == "output \"pipe.csv\" is neither a file nor a folder of files")
  }

  @Test func afterAFailureWhatExistsIsTakenIfAsked() async throws {
    let (end, _) = try await run(
      "echo x > a; exit 3",
      OutputPattern("a"),
      OutputPattern("b"),
      collects: true
    )
    #expect(!end.outcome.succeeded)
    #expect(end.outcome.record.exit == 3)
    #expect(end.cause == nil)
    #expect(end.paths == ["a"])
    let (missing, _) = try await run(
      "echo x > a",
      OutputPattern("a"),
      OutputPattern("b"),
      collects: true
    )
    #expect(missing.cause == .missingOutputs)
    #expect(missing.paths == ["a"])
    let (other, _) = try await run("echo x > a; exit 3", OutputPattern("a"))
    #expect(other.paths == [])
  }

  @Test func namesOfAllKindsAreKept() async throws {
    let (end, _) = try await run(
      "mkdir o; for n in 'a b' 'q\"' '$x' '-n' 'é' '~' \"$(printf 'l\\nn')\"; do echo x > \"o/$n\"; done",
      OutputPattern("o")
    )
    #expect(end.outcome.succeeded)
    #expect(Set(end.paths) == ["o/a b", "o/q\"", "o/$x", "o/-n", "o/é", "o/~", "o/l\nn"])
  }
}
