import Engine
import Glibc
import Hashing
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct KeptTests {
  private func setup(
    _ stage: BackendStage,
    _ script: String,
    hash: UInt8 = 1,
    path: String = "env"
  ) throws -> JobSetup {
    JobSetup(
      hash: try #require(ContentDigest(bytes: [UInt8](repeating: hash, count: 32))),
      arguments: ["sh", "-e", "-c", script],
      files: [try stage.file("req/list", "it's\n")],
      path: path
    )
  }

  @Test func aSetupIsMadeOnceAndLinked() async throws {
    let stage = try BackendStage(slots: 4)
    try await stage.open()
    var jobs: [Job] = []
    for _ in 0..<4 {
      var job = stage.job("cat env/list; cat env/made", result: .text)
      job.setup = try setup(stage, "mkdir env; cp req/list env; date +%s%N > env/made; sleep 0.1")
      jobs.append(job)
    }
    try await stage.backend.submit(jobs)
    var results: Set<JSONValue> = []
    for end in try await stage.ends(of: jobs) {
      #expect(end.outcome.succeeded, "\(end.message) \(end.log)")
      results.insert(try #require(end.outcome.result))
    }
    #expect(results.count == 1 && results.first?.string?.hasPrefix("it's\n") == true)
  }

  @Test func itsOutputIsNoPartOfTheResult() async throws {
    let stage = try BackendStage()
    try await stage.open()
    var job = stage.job("echo value", result: .text)
    job.setup = try setup(stage, "echo noise; touch env")
    let end = try await stage.run(job)
    #expect(end.outcome.result == "value")
    #expect(end.log.contains("noise"))
  }

  @Test(arguments: [("echo broken; exit 7", "broken"), ("true", "did not make env")])
  func aSetupThatFails(script: String, text: String) async throws {
    let stage = try BackendStage()
    try await stage.open()
    var job = stage.job("echo ran")
    job.exitCodes = ExitCodes(success: [0, 1, 7])
    job.setup = try setup(stage, script)
    let end = try await stage.run(job)
    #expect(!end.outcome.succeeded)
    #expect(end.message == "its setup failed")
    #expect(end.log.contains(text) && !end.log.contains("ran"))
    var next = stage.job("cat env")
    next.setup = try setup(stage, "echo whole > env")
    #expect(try await stage.run(next).log.hasSuffix("whole\n"))
  }

  @Test func aSetupSeesNoVariablesOfTheTask() async throws {
    let stage = try BackendStage()
    try await stage.open()
    var job = stage.job("cat env")
    job.setup = try setup(stage, "echo ${OWN-none} > env")
    #expect(try await stage.run(job).log.hasSuffix("none\n"))
  }

  @Test func keptPathsComeBack() async throws {
    let stage = try BackendStage()
    try await stage.open()
    for expected in ["1\n", "2\n", "3\n"] {
      var job = stage.job("mkdir -p a/b; echo x >> a/b/log; grep -c x a/b/log; exit 1")
      job.keep = ["a/b"]
      job.keepName = "wf/task"
      #expect(try await stage.run(job).log == expected)
    }
    var other = stage.job("test ! -e a/b")
    other.keep = ["a/b"]
    other.keepName = "wf/other"
    #expect(try await stage.run(other).outcome.succeeded)
  }

  @Test func keptPathsOutliveARefusedAttempt() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let gone = FolderContents.File(
      path: "z",
      version: FileVersion(mode: 0o100644, id: Sample.id(7)),
      store: .git
    )
    func job() -> Job {
      var job = stage.job("echo x >> log; grep -c x log")
      job.keep = ["log"]
      job.keepName = "wf/task"
      return job
    }
    #expect(try await stage.run(job()).log == "1\n")
    var refused = job()
    refused.setup = try setup(stage, "true")
    refused.setup?.files = [gone]
    #expect(try await stage.run(refused).cause == .notStarted)
    var large = job()
    large.command.arguments.append(String(repeating: "x", count: 131_072))
    #expect(try await stage.run(large).cause == .notStarted)
    #expect(try await stage.run(job()).log == "2\n")
  }

  @Test func aKeptPathDoesNotLeadOut() async throws {
    let stage = try BackendStage()
    try await stage.open()
    let outside = stage.folder.path + "/outside"
    try #require(mkdir(outside, 0o700) == 0 && mkdir(outside + "/b", 0o700) == 0)
    var job = stage.job("rmdir a; ln -s \(outside) a")
    job.keep = ["a/b"]
    job.keepName = "wf/task"
    #expect(try await stage.run(job).outcome.succeeded)
    #expect(access(outside + "/b", F_OK) == 0)
  }
}
