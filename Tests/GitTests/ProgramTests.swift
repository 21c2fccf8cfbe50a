import Glibc
import Hashing
import Testing

@testable import Git

@Suite struct ProgramTests {
  let sandbox: Sandbox
  let program = GitProgram(environment: ["HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1"])

  init() throws { sandbox = try Sandbox() }

  @Test func outputAndExitCodeAreCaught() async throws {
    let repository = try sandbox.makeRepository()
    let folder = repository.location.gitDirectory
    let parsed = try await program.require(["rev-parse", "HEAD"], in: folder)
    #expect(parsed.text == (try await repository.resolve("HEAD")).hex + "\n")
    let echoed = try await program.require(
      ["hash-object", "--stdin"],
      in: folder,
      input: Array("one\n".utf8)
    )
    #expect(echoed.text == (try BlobHash.of(Array("one\n".utf8))).hex + "\n")
    let failed = try await program.run(["rev-parse", "--verify", "nothing"], in: folder)
    #expect(failed.exit == 128 && failed.errorText.contains("fatal"))
    await #expect(throws: GitError.self) { try await program.require(["no-such"], in: folder) }
    try await program.version()
    await #expect(throws: GitError.self) {
      try await GitProgram(program: "/nonexistent/git").version()
    }
  }

  @Test func aHangingProgramIsKilledWithItsChildren() async throws {
    let process = ChildProcess(
      program: "/bin/sh",
      arguments: ["-c", "sleep 1000 & sleep 1000"],
      environment: [],
      folder: "/",
      input: [],
      timeout: 0,
      outputLimit: 100
    )
    let outcome = try process.run()
    #expect(outcome.isTimedOut && outcome.exit == 128 + SIGKILL)
  }

  @Test func aHostileConfigurationRunsNothing() async throws {
    let repository = try sandbox.makeRepository()
    let canary = "\(sandbox.path)/canary"
    try sandbox.write("#!/bin/sh\ntouch '\(canary)'\n", to: "evil.sh")
    _ = try sandbox.run("chmod", ["755", "evil.sh"])
    let evil = "\(sandbox.path)/evil.sh"
    for name in ["core.fsmonitor", "core.pager", "core.sshCommand", "gpg.program", "diff.external"]
    {
      try sandbox.git("config", name, evil, in: "repo")
    }
    for hook in ["reference-transaction", "post-index-change", "pre-auto-gc", "post-checkout"] {
      _ = try sandbox.run("cp", [evil, "repo/.git/hooks/\(hook)"])
    }
    let folder = repository.location.gitDirectory
    let head = try await repository.resolve("HEAD")
    try await program.require(["update-ref", "refs/heads/x", head.hex], in: folder)
    try await program.require(["log", "-1"], in: folder)
    try await program.repackGeometric(in: folder)
    _ = try await repository.updateRef(
      "refs/weir/x",
      from: nil,
      to: head,
      message: "m",
      by: someone
    )
    #expect(access(canary, F_OK) != 0)
    try sandbox.git("config", "--unset", "core.fsmonitor", in: "repo")
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func packsAreUnited() async throws {
    let repository = try sandbox.makeRepository()
    for round in 0..<6 {
      let batch = try await repository.makeBatch(looseLimit: 0)
      let commit = try await batch.perform { (batch) throws(GitError) in
        let blob = try batch.addBlob(Array("round \(round)".utf8))
        let tree = try batch.updateTree(nil, ["f": .set(mode: FileMode.file, id: blob)])
        return try batch.addCommit(
          CommitDraft(tree: tree, parents: [], author: someone, committer: someone, message: "x")
        )
      }
      _ = try await batch.finish()
      _ = try await repository.updateRef(
        "refs/weir/\(round)",
        from: nil,
        to: commit,
        message: "m",
        by: someone
      )
    }
    try await program.repackGeometric(in: repository.location.gitDirectory)
    let packs = try sandbox.run("sh", ["-c", "ls repo/.git/objects/pack/*.pack | wc -l"]).text
    #expect(packs == "1\n")
    try await repository.refresh()
    for round in 0..<6 { _ = try await repository.resolve("refs/weir/\(round)") }
    try sandbox.checkIntegrity(of: "repo")
  }
}
