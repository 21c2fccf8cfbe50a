import Hashing
import Testing

@testable import Git

@Suite struct RecoveryTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// The bytes of an unfinished pack and where each of its objects ends.
  private func makeTorn(_ repository: Repository) async throws -> (bytes: [UInt8], ends: [Int]) {
    let batch = try await repository.makeBatch()
    var ends: [Int] = []
    for number in 0..<30 {
      let line = "object \(number) " + String(repeating: "x", count: number * number)
      try await batch.addBlob(Array(line.utf8))
      try await batch.sync()
      let path = try #require(await batch.pendingPath)
      ends.append(try #require(try Descriptor.contents(of: path)).count)
    }
    let path = try #require(await batch.pendingPath)
    return (try #require(try Descriptor.contents(of: path)), ends)
  }

  @Test func everyWholeObjectOfATornPackIsFound() async throws {
    let repository = try sandbox.makeRepository()
    let (bytes, ends) = try await makeTorn(repository)
    let path = "\(sandbox.path)/repo/.git/objects/pack/tmp_weir_torn"
    for size in Array(0..<40) + Array(stride(from: 41, through: bytes.count, by: 13)) {
      try Descriptor.replace(path, with: Array(bytes.prefix(size)))
      let batch = try await repository.recoverBatch(from: path)
      let whole = ends.count { $0 <= size }
      #expect(await batch.pendingIDs.count == whole, "cut at \(size)")
      await batch.abort()
    }
  }

  @Test func zerosAfterTheLastObjectEndTheSearch() async throws {
    let repository = try sandbox.makeRepository()
    let (bytes, ends) = try await makeTorn(repository)
    let path = "\(sandbox.path)/repo/.git/objects/pack/tmp_weir_torn"
    try Descriptor.replace(path, with: bytes + Array(repeating: 0, count: 5000))
    let batch = try await repository.recoverBatch(from: path, looseLimit: 0)
    #expect(await batch.pendingIDs.count == ends.count)
    #expect(await repository.unfinishedBatches() == [path])
    let more = try await batch.addBlob(Array("after the crash".utf8))
    let result = try await batch.finish()
    #expect(result.ids.count == ends.count + 1 && result.ids.last == more)
    #expect(await repository.unfinishedBatches() == [])
    try sandbox.git("verify-pack", "objects/pack/\(result.pack ?? "").idx", in: "repo/.git")
    #expect(try sandbox.git("cat-file", "blob", more.hex, in: "repo") == "after the crash")
    try sandbox.checkIntegrity(of: "repo")
  }

  @Test func aFlippedByteEndsTheSearch() async throws {
    let repository = try sandbox.makeRepository()
    let (bytes, ends) = try await makeTorn(repository)
    let path = "\(sandbox.path)/repo/.git/objects/pack/tmp_weir_torn"
    var damaged = bytes
    damaged[ends[9] + 6] ^= 0x55
    try Descriptor.replace(path, with: damaged)
    let batch = try await repository.recoverBatch(from: path)
    #expect(await batch.pendingIDs.count == 10)
  }
}
