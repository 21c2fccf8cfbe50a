import Glibc
import Hashing

/// The reflog of one ref, which is kept also where git would keep none, as in a bare repository.
struct RefLog {
  /// Who has to write a line.
  enum Keeper {
    /// Libgit2 by itself.
    case library
    /// Libgit2 as soon as a log file stands there.
    case libraryOnceThere
    case us
  }

  let keeper: Keeper
  private let path: String

  init(
    of name: String,
    in location: RepositoryLocation,
    configuration: borrowing Configuration
  ) throws(GitError) {
    path = "\(location.commonDirectory)/logs/\(name)"
    let setting = try configuration.string("core.logallrefupdates")
    if setting?.lowercased() == "always" {
      keeper = .library
    } else if try configuration.bool("core.logallrefupdates") ?? !location.isBare {
      keeper = .libraryOnceThere
    } else {
      keeper = .us
    }
  }

  /// The log of a branch, which is begun where there is none.
  init(ofBranch name: String, in location: RepositoryLocation) {
    path = "\(location.commonDirectory)/logs/\(name)"
    keeper = .us
  }

  /// The log of a work tree's HEAD; nil where there is none to go on with.
  init?(ofHeadIn gitDirectory: String) {
    path = "\(gitDirectory)/logs/HEAD"
    keeper = .us
    guard access(path, F_OK) == 0 else { return nil }
  }

  /// A message as one line.
  static func line(_ message: String) -> String {
    String(message.map { $0.isNewline ? " " : $0 })
  }

  /// Adds a line with one write, and syncs it if wanted.
  func append(
    from old: ObjectID?,
    to new: ObjectID,
    message: String,
    by who: Signature,
    syncing: Bool = true
  ) throws(GitError) {
    var slash = path.startIndex
    while let next = path[slash...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<next]), 0o777)
      slash = next
    }
    let file = try Descriptor(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o666)
    try file.write(Array("\((old ?? .zero).hex) \(new.hex) \(who.line)\t\(message)\n".utf8))
    if syncing { try file.syncData() }
  }
}
