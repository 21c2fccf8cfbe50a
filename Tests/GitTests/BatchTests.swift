import CZlib
import Glibc
import Hashing
import Testing

@testable import Git

@Suite struct BatchTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// Adds a commit with `count` files of distinct bytes in one folder.
  private func addCommit(_ count: Int, to batch: ObjectBatch) async throws -> ObjectID {
    try await batch.perform { (batch) throws(GitError) in
      var updates: [String: TreeUpdate] = [:]
      for number in 0..<count {
        let bytes = Array(repeating: UInt8(truncatingIfNeeded: number), count: number * 7)
        let blob = try batch.addBlob(bytes + Array("\(number)".utf8))
        updates["d/\(number)"] = .set(mode: FileMode.file, id: blob)
      }
      let tree = try batch.updateTree(nil, updates)
      return try batch.addCommit(
        CommitDraft(
          tree: tree,
          parents: [],
          author: someone,
          committer: someone,
          message: "all\n"
        )
      )
    }
  }

  @Test(arguments: [0, 5, 37, 38, 500])
  func fewObjectsAreLooseAndManyArePacked(count: Int) async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let commit = try await addCommit(count, to: batch)
    let path = try #require(await batch.pendingPath)
    let result = try await batch.finish()
    #expect((result.pack != nil) == (result.ids.count > 40))
    #expect(Set(result.ids).count == result.ids.count)
    #expect(access(path, F_OK) != 0)
    #expect(await repository.unfinishedBatches() == [])
    if let pack = result.pack {
      let file = "repo/.git/objects/pack/\(pack)"
      try sandbox.git("verify-pack", "-v", "\(sandbox.path)/\(file).idx", in: "repo")
      var status = stat()
      #expect(stat("\(sandbox.path)/\(file).pack", &status) == 0 && status.st_mode & 0o777 == 0o444)
    }
    #expect(
      try sandbox.git("log", "-1", "--format=%an|%ae|%at|%s", commit.hex, in: "repo")
        == "Weir|weir@example.org|1700000100|all"
    )
    if count > 3 {
      #expect(try sandbox.git("cat-file", "blob", "\(commit):d/3", in: "repo").hasSuffix("3"))
    }
    #expect(try await repository.missing(among: result.ids) == [])
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func whatIsThereAlreadyIsNotWrittenAgain() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let known = try await batch.addBlob(Array("one\n".utf8))
    #expect(known == (try text(sandbox.git("rev-parse", "HEAD:a.txt", in: "repo"))))
    #expect(await batch.pendingPath == nil)
    let new = try await batch.addBlob([1, 2])
    #expect(try await batch.addBlob([1, 2]) == new)
    #expect(await batch.pendingIDs == [new])
    #expect(try await batch.finish().ids == [new])
    #expect(try await batch.finish().ids == [])
  }

  @Test func pendingObjectsCanBeReadAndNobodyElseSeesThem() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    let large = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }
    let ids = [try await batch.addBlob([]), try await batch.addBlob(large)]
    #expect(try await batch.object(ids[0]) == StoredObject(kind: .blob, bytes: []))
    #expect(try await batch.object(ids[1]).bytes == large)
    #expect(await repository.contains(ids[1]) == false)
    #expect(try await repository.missing(among: ids) == ids)
    await batch.abort()
    #expect(await repository.unfinishedBatches() == [])
  }

  @Test func filesAreStreamed() async throws {
    let repository = try sandbox.makeRepository()
    let file = "\(sandbox.path)/large"
    let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 4) }
    try Descriptor.replace(file, with: large)
    try sandbox.write("", to: "empty")
    let batch = try await repository.makeBatch(looseLimit: 0)
    let id = try await batch.addFile(file)
    #expect(id.hex == (try sandbox.git("hash-object", "--no-filters", file, in: "repo")))
    #expect(try BlobHash.ofFile(file) == id)
    #expect(try BlobHash.of(large) == id)
    let empty = try await batch.addFile("\(sandbox.path)/empty")
    #expect(empty.hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
    #expect(try await batch.finish().ids == [id, empty])
    #expect(try await repository.blob(id) == large)
    #expect(try await repository.header(id)?.size == large.count)
    try sandbox.checkIntegrity(of: "repo")
    _ = try sandbox.run("ln", ["-s", "large", "alias"])
    await #expect(throws: GitError.self) { try await batch.addFile("\(sandbox.path)/alias") }
    await #expect(throws: GitError.self) { try await batch.addFile(sandbox.path) }
  }

  @Test func aFileOfOtherBytesLeavesNothingInThePack() throws {
    let path = "\(sandbox.path)/pack"
    try sandbox.write("content that is not what was hashed", to: "file")
    let pack = try PendingPack(in: path)
    let good = try BlobHash.of([9])
    try pack.append(good, .blob, UnsafeRawBufferPointer(start: nil, count: 0))
    let before = pack.end
    #expect(throws: GitError.changed(path: "\(sandbox.path)/file")) {
      let file = try Descriptor("\(sandbox.path)/file", O_RDONLY)
      try pack.append(blob: good, size: 35, from: file)
    }
    #expect(pack.end == before && pack.entries.count == 1)
  }

  @Test func aPackPrunedUnderItsWriterIsWrittenAgain() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch(looseLimit: 0)
    let commit = try await addCommit(20, to: batch)
    try await batch.sync()
    unlink(try #require(await batch.pendingPath))
    let result = try await batch.finish()
    #expect(result.pack != nil)
    #expect(await repository.contains(commit))
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func aSharedRepositoryKeepsItsModes() {
    #expect(SharedPermissions(setting: nil).apply(to: 0o400) == 0o400)
    #expect(SharedPermissions(setting: "group").apply(to: 0o400) == 0o440)
    #expect(SharedPermissions(setting: "all").apply(to: 0o400) == 0o444)
    #expect(SharedPermissions(setting: "0640").apply(to: 0o444) == 0o440)
  }

  @Test func offsetsBeyondThirtyOneBitsHaveATableOfTheirOwn() throws {
    let id = try BlobHash.of([1])
    let far = PackEntry(id: id, kind: .blob, size: 1, offset: 5 << 31, packed: 9, crc: 7)
    let bytes = PackIndex.bytes(of: [far], pack: Array(repeating: 0, count: 20))
    let offsets = 8 + 1024 + 20 + 4
    #expect(Array(bytes[offsets..<offsets + 12]) == [0x80, 0, 0, 0, 0, 0, 0, 2, 0x80, 0, 0, 0])
    #expect(bytes.count == offsets + 12 + 40)
  }

  @Test func aCommitLeavesRoomForASignature() async throws {
    let repository = try sandbox.makeRepository()
    let batch = try await repository.makeBatch()
    var draft = CommitDraft(
      tree: emptyTreeID,
      parents: [],
      author: someone,
      committer: someone,
      message: "signed"
    )
    draft.signature = "-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----\n"
    try await batch.addTree([])
    let id = try await batch.addCommit(draft)
    _ = try await batch.finish()
    #expect(try await repository.commit(id).isSigned)
    #expect(try await repository.commit(id).message == "signed")
    try sandbox.checkIntegrity(of: "repo")
    draft.message = "a\0b"
    let bad = draft
    await #expect(throws: GitError.self) { try await batch.addCommit(bad) }
  }
}
