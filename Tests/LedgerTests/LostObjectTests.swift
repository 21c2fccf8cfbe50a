import Git
import Hashing
import TestSupport
import Testing

@testable import Ledger

/// What a `git gc --prune=now` takes at the wrong moment is written again.
@Suite struct LostObjectTests {
  /// Few objects are written loose, many as a pack.
  @Test(arguments: [3, 60]) func lostObjectsAreWrittenAgain(_ count: Int) async throws {
    let stage = try await LedgerStage()
    let texts = (0..<count).map { Array("object \($0) of \(count)\n".utf8) }
    let ids = try await stage.contents.batch.perform { batch throws(GitError) in
      let ids = try texts.map { bytes throws(GitError) in try batch.addBlob(bytes) }
      _ = try batch.finish()
      return ids
    }
    // Nothing holds them, so they go.
    try stage.sandbox.git("gc", "-q", "--prune=now")
    #expect(try await stage.repository.missing(among: ids).count == count)
    #expect(try await stage.repository.rescue(ids, from: stage.contents.batch) == [])
    for (id, text) in zip(ids, texts) {
      #expect(
        try stage.sandbox.git("cat-file", "blob", id.hex) + "\n"
          == String(decoding: text, as: UTF8.self)
      )
    }
  }

  @Test func whatCannotBeWrittenAgainIsNamed() async throws {
    let stage = try await LedgerStage()
    let foreign = try BlobHash.of(Array("never written here".utf8))
    #expect(try await stage.repository.rescue([foreign], from: stage.contents.batch) == [foreign])
  }
}
