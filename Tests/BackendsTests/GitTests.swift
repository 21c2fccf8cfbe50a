import Engine
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct GitTests {
  /// Content of everything in `.git` but what is Weir's own.
  private func state(_ sandbox: GitSandbox) -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for path in FileContent.paths(below: sandbox.gitDirectory) where !path.hasPrefix("weir") {
      found[path] = FileContent.read("\(sandbox.gitDirectory)/\(path)")
    }
    return found
  }

  @Test func gitInAFolderDoesNotFindTheUsersRepository() async throws {
    let sandbox = try GitSandbox()
    sandbox.write("x\n", to: "x")
    try sandbox.commit()
    FileContent.write("", to: sandbox.gitDirectory + "/weir/.made")
    let before = state(sandbox)
    let stage = try BackendStage(cache: sandbox.gitDirectory + "/weir/cache")
    try await stage.open()
    for git in ["git", "env -i PATH=$PATH git", "env -u GIT_CEILING_DIRECTORIES git"] {
      let end = try await stage.run(
        stage.job(
          """
          \(git) rev-parse --git-dir && exit 9
          \(git) status && exit 9
          \(git) -c user.name=a -c user.email=b commit --allow-empty -m x && exit 9
          \(git) config --local a.b c && exit 9
          mkdir -p deep && cd deep && \(git) rev-parse --show-toplevel && exit 9
          true
          """
        )
      )
      #expect(end.outcome.succeeded, "\(git): \(end.log)")
    }
    #expect(state(sandbox) == before)
    #expect(try sandbox.git("status", "--porcelain") == "")
  }

  @Test func aRepositoryOfTheTasksOwnWorks() async throws {
    let sandbox = try GitSandbox()
    let stage = try BackendStage(cache: sandbox.gitDirectory + "/weir-cache")
    try await stage.open()
    let end = try await stage.run(
      stage.job(
        "git init -q own && cd own && git rev-parse --show-prefix && git rev-parse --is-inside-work-tree"
      )
    )
    #expect(end.log.hasSuffix("true\n"))
  }
}
