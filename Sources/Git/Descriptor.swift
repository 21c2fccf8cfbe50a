import Glibc

/// The one owner of an open file or folder, which it closes.
struct Descriptor: ~Copyable {
  let number: Int32
  /// For messages only.
  let path: String

  /// Opens a path; throws `io`.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(GitError) {
    number = open(path, flags | O_CLOEXEC, mode)
    self.path = path
    if number < 0 { throw .io(operation: "opening", path: path, errno: errno) }
  }

  /// Opens a name in a folder, never through a symlink; throws `io`.
  init(_ name: String, in folder: Int32, _ flags: Int32, mode: mode_t = 0) throws(GitError) {
    number = openat(folder, name, flags | O_CLOEXEC | O_NOFOLLOW, mode)
    path = name
    if number < 0 { throw .io(operation: "opening", path: name, errno: errno) }
  }

  /// Takes over an open descriptor.
  init(owning number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  deinit { close(number) }

  func failure(_ operation: String) -> GitError {
    .io(operation: operation, path: path, errno: errno)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(GitError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.write(number, base, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("writing")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  func write(_ bytes: [UInt8]) throws(GitError) {
    try bytes.lend { (buffer) throws(GitError) in try write(buffer) }
  }

  func write(_ bytes: [UInt8], at offset: Int) throws(GitError) {
    let count = bytes.withUnsafeBytes { pwrite(number, $0.baseAddress, $0.count, offset) }
    if count != bytes.count { throw failure("writing") }
  }

  /// Reads from an offset until the buffer is full or the file ends; gives the number of bytes.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(GitError) -> Int {
    var filled = 0
    while filled < buffer.count, let base = buffer.baseAddress {
      let count = pread(number, base + filled, buffer.count - filled, offset + filled)
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("reading")
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  func status() throws(GitError) -> stat {
    var result = stat()
    if fstat(number, &result) != 0 { throw failure("asking about") }
    return result
  }

  func truncate(to size: Int) throws(GitError) {
    if ftruncate(number, size) != 0 { throw failure("shortening") }
  }

  /// Waits until content and size are on the disk.
  func syncData() throws(GitError) {
    if fdatasync(number) != 0 { throw failure("syncing") }
  }

  /// Waits until everything about it is on the disk.
  func sync() throws(GitError) {
    if fsync(number) != 0 { throw failure("syncing") }
  }
}

extension Descriptor {
  /// The bytes of a whole file; nil if it is not there.
  static func contents(of path: String) throws(GitError) -> [UInt8]? {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    if number < 0 {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .io(operation: "opening", path: path, errno: errno)
    }
    let file = Descriptor(owning: number, path: path)
    let size = Int(try file.status().st_size)
    var bytes = [UInt8](repeating: 0, count: size)
    let count = try bytes.lendMutable { (buffer) throws(GitError) in
      try file.read(into: buffer, at: 0)
    }
    bytes.removeLast(size - count)
    return bytes
  }

  /// Replaces a file in one step: a reader sees the old bytes or the new ones.
  static func replace(_ path: String, with bytes: [UInt8]) throws(GitError) {
    let temporary = path + ".weir-\(getpid())"
    do {
      let file = try Descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o666)
      try file.write(bytes)
    }
    if rename(temporary, path) != 0 {
      let failure = GitError.io(operation: "renaming to", path: path, errno: errno)
      unlink(temporary)
      throw failure
    }
  }
}
