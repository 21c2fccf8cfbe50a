import CSpawn
import Engine
import Glibc
import Hashing
import Model

/// Puts files into an attempt's folder and finds out afterwards which of them were changed.
struct FolderWriter {
  private let folder: String
  private var made: Set<String> = []
  /// What was placed, to be compared after the attempt.
  private(set) var placed: [Placed] = []

  struct Placed: Sendable {
    let path: String
    let id: ObjectID
    let size: Int
    let modified: timespec
    /// The file of the store that stands there itself.
    let linked: String?
  }

  init(folder: String) {
    self.folder = folder
  }

  /// Makes the folders that a path needs.
  mutating func makeParents(of path: String) throws(EngineError) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
    try makeFolder(String(path[..<slash]))
  }

  /// Makes a folder below the attempt's, and those above it.
  mutating func makeFolder(_ path: String) throws(EngineError) {
    guard !path.isEmpty, !made.contains(path) else { return }
    try makeParents(of: path)
    if mkdir("\(folder)/\(path)", 0o777) != 0 && errno != EEXIST {
      throw FileTrouble.error("make the folder", path)
    }
    made.insert(path)
  }

  /// Places one file; what a tree put at its path gives way.
  mutating func place(
    _ file: FolderContents.File,
    _ content: LocatedContent
  ) throws(EngineError) {
    try makeParents(of: file.path)
    let target = "\(folder)/\(file.path)"
    switch content {
    case .bytes(let bytes) where file.version.mode == 0o120000:
      unlink(target)
      guard symlink(String(decoding: bytes, as: UTF8.self), target) == 0 else {
        throw FileTrouble.error("make the link", file.path)
      }
      return
    case .bytes(let bytes): try write(bytes, to: target, file)
    case .file(let source): try share(source, at: target, file)
    }
  }

  private mutating func write(
    _ bytes: [UInt8],
    to target: String,
    _ file: FolderContents.File
  ) throws(EngineError) {
    let mode: mode_t = file.version.mode & 0o111 == 0 ? 0o666 : 0o777
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    var descriptor = weir_open(target, flags, mode)
    if descriptor < 0 && errno == EEXIST {
      unlink(target)
      descriptor = weir_open(target, flags, mode)
    }
    guard descriptor >= 0 else { throw FileTrouble.error("write", file.path) }
    defer { close(descriptor) }
    var position = 0
    while position < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, bytes.count - position)
      }
      guard count > 0 else { throw FileTrouble.error("write", file.path) }
      position += count
    }
    remember(descriptor, file)
  }

  /// Gives a large file of the store: its blocks where the file system shares them, else the file
  /// itself, which is read-only, else a copy.
  private mutating func share(
    _ source: String,
    at target: String,
    _ file: FolderContents.File
  ) throws(EngineError) {
    unlink(target)
    let input = weir_open(source, O_RDONLY | O_NOFOLLOW, 0)
    guard input >= 0 else { throw FileTrouble.error("open", source) }
    defer { close(input) }
    let mode: mode_t = file.version.mode & 0o111 == 0 ? 0o666 : 0o777
    let output = weir_open(target, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    guard output >= 0 else { throw FileTrouble.error("write", file.path) }
    defer { close(output) }
    if weir_reflink(input, output) != 0 {
      unlink(target)
      if mode == 0o666 && link(source, target) == 0 {
        return remember(input, file, linked: source)
      }
      try copy(source, input, to: target, file, mode)
      return
    }
    remember(output, file)
  }

  private mutating func copy(
    _ source: String,
    _ input: Int32,
    to target: String,
    _ file: FolderContents.File,
    _ mode: mode_t
  ) throws(EngineError) {
    let output = weir_open(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    guard output >= 0 else { throw FileTrouble.error("write", file.path) }
    defer { close(output) }
    while true {
      let count = sendfile(output, input, nil, 1 << 30)
      if count == 0 { break }
      guard count > 0 else { throw FileTrouble.error("copy \(source) to", file.path) }
    }
    remember(output, file)
  }

  private mutating func remember(
    _ descriptor: Int32,
    _ file: FolderContents.File,
    linked: String? = nil
  ) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return }
    placed.append(
      Placed(
        path: file.path,
        id: file.version.id,
        size: status.st_size,
        modified: status.st_mtim,
        linked: linked
      )
    )
  }

  /// The placed files that are no longer as they were placed, by a look at size and time alone.
  func touched() -> [Placed] {
    placed.filter { $0.isChanged(at: "\(folder)/\($0.path)") }
  }

  /// Takes files out of the store that a task changed through its link; they are damaged.
  func dropDamaged() {
    for file in placed {
      if let source = file.linked, file.isChanged(at: source) { unlink(source) }
    }
  }
}

extension FolderWriter.Placed {
  fileprivate func isChanged(at path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return status.st_size != size || status.st_mtim.tv_sec != modified.tv_sec
      || status.st_mtim.tv_nsec != modified.tv_nsec
  }
}
