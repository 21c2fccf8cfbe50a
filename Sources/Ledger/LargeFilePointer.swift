import Engine
import Git

/// A pointer of Git LFS, which stands in git for a file that does not.
struct LargeFilePointer {
  private let object: String

  /// Nil for bytes that are no pointer.
  init?(_ bytes: [UInt8]) {
    let start = Array("version https://git-lfs.github.com/spec/".utf8)
    guard bytes.count < 1024, bytes.starts(with: start) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("oid sha256:") }) else { return nil }
    let digits = line.dropFirst(11)
    guard digits.count == 64, digits.allSatisfy(\.isHexDigit) else { return nil }
    object = String(digits)
  }

  /// Where Git LFS keeps the file itself.
  /// - Throws: if this clone does not have it.
  func path(in location: RepositoryLocation) throws(EngineError) -> String {
    let path =
      "\(location.commonDirectory)/lfs/objects/\(object.prefix(2))/"
      + "\(object.dropFirst(2).prefix(2))/\(object)"
    guard LocalFile.exists(path) else {
      throw EngineError(
        "an input is a Git LFS pointer whose file \(object.prefix(12)) is not in this clone",
        kind: .invalid,
        hint: "git lfs fetch"
      )
    }
    return path
  }
}
