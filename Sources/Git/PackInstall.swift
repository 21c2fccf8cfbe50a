import CZlib
import Crypto
import Glibc
import Hashing

/// Ends a pending pack, indexes it and puts both under their final names.
struct PackInstall {
  let pack: PendingPack
  /// The folder of packs.
  let folder: String
  /// Permission bits to add to what the user's mask leaves, or the only ones to keep.
  let sharing: SharedPermissions

  /// Gives the name without extension, `pack-` and forty digits.
  ///
  /// Everything is on the disk after this; the index comes last, because with it the pack becomes
  /// visible.
  func run() throws(GitError) -> String {
    try pack.flush()
    guard let count = UInt32(exactly: pack.entries.count) else {
      throw .unsupported("more than 4294967295 objects in one pack")
    }
    try pack.file.write(PendingPack.header(count: count), at: 0)
    let checksum = try digest(of: pack.file, size: pack.end)
    try pack.file.write(checksum, at: pack.end)
    try protect(pack.file)
    try pack.file.sync()

    let name = "pack-\(Hex.encode(checksum))"
    let index = try PendingFile(path: pack.path + ".idx")
    try index.file.write(PackIndex.bytes(of: pack.entries, pack: checksum))
    try protect(index.file)
    try index.file.sync()

    try place(pack.file, from: pack.path, to: "\(folder)/\(name).pack", size: pack.end + 20)
    pack.isKept = true
    try place(index.file, from: index.path, to: "\(folder)/\(name).idx", size: nil)
    index.isKept = true
    try Descriptor(folder, O_RDONLY | O_DIRECTORY).sync()
    return name
  }

  private func protect(_ file: borrowing Descriptor) throws(GitError) {
    let mode = sharing.apply(to: try file.status().st_mode & 0o444)
    if fchmod(file.number, mode) != 0 { throw file.failure("protecting") }
  }

  private func place(
    _ file: borrowing Descriptor,
    from old: String,
    to new: String,
    size: Int?
  ) throws(GitError) {
    if rename(old, new) == 0 { return }
    // A prune without a grace period takes temporary files away under their writers; the bytes
    // are still in the open file.
    guard errno == ENOENT, let size else {
      throw .io(operation: "renaming to", path: new, errno: errno)
    }
    let copy = try PendingFile(path: old + ".again")
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    var done = 0
    while done < size {
      let count = try chunk.lendMutable { (all) throws(GitError) in
        try file.read(into: all, at: done)
      }
      if count == 0 { break }
      try chunk.lend { (all) throws(GitError) in
        try copy.file.write(UnsafeRawBufferPointer(rebasing: all[..<count]))
      }
      done += count
    }
    try protect(copy.file)
    try copy.file.sync()
    if rename(copy.path, new) != 0 {
      throw .io(operation: "renaming to", path: new, errno: errno)
    }
    copy.isKept = true
  }

  private func digest(of file: borrowing Descriptor, size: Int) throws(GitError) -> [UInt8] {
    var hash = Insecure.SHA1()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var done = 0
    while done < size {
      let count = try chunk.lendMutable { (all) throws(GitError) in
        let room = min(all.count, size - done)
        let part = UnsafeMutableRawBufferPointer(rebasing: all[..<room])
        let count = try file.read(into: part, at: done)
        hash.update(
          bufferPointer: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(part)[..<count])
        )
        return count
      }
      if count == 0 { throw .corrupt(file.path, message: "it is shorter than what was written") }
      done += count
    }
    return Array(hash.finalize())
  }
}

/// A temporary file that is deleted with this object unless it is kept.
final class PendingFile {
  let path: String
  let file: Descriptor
  var isKept = false

  init(path: String) throws(GitError) {
    self.path = path
    file = try Descriptor(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o644)
  }

  deinit {
    if !isKept { unlink(path) }
  }
}

/// What `core.sharedRepository` asks of a file's permission bits.
enum SharedPermissions: Equatable {
  case byMask
  case group
  case all
  case exactly(mode_t)

  init(setting: String?) {
    switch setting?.lowercased() {
    case nil, "umask", "false", "0", "no", "off": self = .byMask
    case "group", "true", "1", "yes", "on": self = .group
    case "all", "world", "everybody", "2": self = .all
    case .some(let digits): self = mode_t(digits, radix: 8).map { .exactly($0) } ?? .byMask
    }
  }

  /// The bits of a file that is written anew again and again, such as a ref.
  func applyToWritable(_ mode: mode_t) -> mode_t {
    switch self {
    case .byMask: mode
    case .group: mode | 0o660
    case .all: mode | 0o664
    case .exactly(let bits): bits & 0o666
    }
  }

  /// The bits of a file that nobody may write.
  func apply(to mode: mode_t) -> mode_t {
    switch self {
    case .byMask: mode
    case .group: mode | 0o440
    case .all: mode | 0o444
    case .exactly(let bits): bits & 0o444
    }
  }
}
