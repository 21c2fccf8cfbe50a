import Engine
import Git
import Glibc
import Hashing

/// Keeps the packs that Weir makes few, since many make every look-up of git slow.
struct PackUpkeep {
  /// So many packs of Weir's own are left alone.
  static let limit = 20

  private let repository: Repository
  private let list: String

  init(repository: Repository, folders: StateFolders) {
    self.repository = repository
    list = folders.state + "/packs"
  }

  /// Remembers a pack, and unites packs when there are too many; to be called by the writer alone.
  func made(_ pack: String) async throws(EngineError) {
    let folder = repository.location.objectsDirectory + "/pack"
    let isThere = { (name: Substring) in LocalFile.exists("\(folder)/\(name).pack") }
    let known =
      LocalFile.exists(list) ? String(decoding: try LocalFile.read(list), as: UTF8.self) : ""
    var names = known.split(separator: "\n").filter(isThere) + [Substring(pack)]
    if names.count > Self.limit {
      let before = packs(in: folder)
      do throws(GitError) {
        try await GitProgram().repackGeometric(in: repository.location.commonDirectory)
        try await repository.refresh()
      } catch {
        throw EngineError("unite the packs of the records", error)
      }
      names = names.filter(isThere) + packs(in: folder).subtracting(before).map { Substring($0) }
    }
    try LocalFile.write(Array((names.joined(separator: "\n") + "\n").utf8), to: list)
  }

  private func packs(in folder: String) -> Set<String> {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: Set<String> = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".pack") { names.insert(String(name.dropLast(5))) }
    }
    return names
  }
}
