import CZlib
import Crypto
import Glibc
import Hashing

/// One object of a pack that is being written.
struct PackEntry {
  let id: ObjectID
  let kind: ObjectKind
  /// Bytes of the object itself.
  let size: Int
  /// Where it begins in the pack.
  let offset: Int
  /// Bytes in the pack, its header included.
  let packed: Int
  let crc: UInt32
}

/// A pack without its end: a temporary file to which objects are appended.
///
/// The file holds whole objects one after another and no count, so that after a crash what was
/// written can be read from it. It is deleted with this object unless it was installed.
final class PendingPack {
  static let headerSize = 12

  let path: String
  let file: Descriptor
  private(set) var entries: [PackEntry] = []
  private var places: [ObjectID: Int] = [:]
  /// The bytes of all objects, uncompressed.
  private(set) var totalSize = 0
  private(set) var end = headerSize
  private let deflater: Deflater
  private let inflater: Inflater
  private var buffer: [UInt8] = []
  private var flushed = 0
  var isKept = false

  /// Begins an empty one in a folder of packs.
  init(in folder: String) throws(GitError) {
    let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    let suffix = String((0..<12).map { _ in letters[Int.random(in: 0..<letters.count)] })
    path = "\(folder)/tmp_weir_\(suffix)"
    deflater = try Deflater()
    inflater = try Inflater()
    mkdir(folder, 0o777)
    file = try Descriptor(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o644)
    buffer = PendingPack.header(count: 0)
  }

  /// Takes over one that a crash left behind, cut after its last whole object.
  init(recovering path: String) throws(GitError) {
    self.path = path
    deflater = try Deflater()
    inflater = try Inflater()
    file = try Descriptor(path, O_RDWR | O_NOFOLLOW)
    isKept = true
    let scan = try PackScan.run(file, inflater)
    for entry in scan.entries { remember(entry) }
    flushed = end
    try file.truncate(to: end)
    if scan.entries.isEmpty { try file.write(PendingPack.header(count: 0), at: 0) }
    isKept = false
  }

  deinit {
    if !isKept { unlink(path) }
  }

  /// Deletes the file by name; its bytes can be read as long as this object lives.
  func dropName() {
    unlink(path)
    isKept = true
  }

  static func header(count: UInt32) -> [UInt8] {
    Array("PACK".utf8) + [0, 0, 0, 2] + withUnsafeBytes(of: count.bigEndian) { Array($0) }
  }

  func contains(_ id: ObjectID) -> Bool { places[id] != nil }

  /// Appends the bytes of an object; the caller has made sure of the id.
  func append(_ id: ObjectID, _ kind: ObjectKind, _ bytes: UnsafeRawBufferPointer) throws(GitError)
  {
    let start = end
    do throws(GitError) {
      var crc = try begin(kind, size: bytes.count)
      try compress(bytes, last: true, &crc)
      finish(id, kind, size: bytes.count, crc: crc)
    } catch {
      try rollBack(to: start)
      throw error
    }
  }

  /// Appends a blob from an open file of a known size and id; throws `changed` and appends nothing
  /// when its bytes are no longer those.
  func append(blob id: ObjectID, size: Int, from source: borrowing Descriptor) throws(GitError) {
    let start = end
    do throws(GitError) {
      var crc = try begin(.blob, size: size)
      guard try copy(source, size: size, id: id, &crc) else {
        throw GitError.changed(path: source.path)
      }
      finish(id, .blob, size: size, crc: crc)
    } catch {
      try rollBack(to: start)
      throw error
    }
  }

  /// Compresses a file; false if its bytes are not those of the id.
  private func copy(
    _ source: borrowing Descriptor,
    size: Int,
    id: ObjectID,
    _ crc: inout UInt
  ) throws(GitError) -> Bool {
    var hash = Insecure.SHA1()
    hash.update(data: Array("blob \(size)\0".utf8))
    var chunk = [UInt8](repeating: 0, count: 1 << 17)
    var done = 0
    repeat {
      let room = min(chunk.count, size - done)
      let count = try chunk.lendMutable { (all) throws(GitError) in
        let part = UnsafeMutableRawBufferPointer(rebasing: all[..<room])
        let count = try source.read(into: part, at: done)
        let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(part)[..<count])
        hash.update(bufferPointer: bytes)
        try compress(bytes, last: done + count == size, &crc)
        return count
      }
      done += count
      if count < room { return false }
    } while done < size
    return ObjectID(bytes: Array(hash.finalize())) == id
  }

  /// Forgets what was written after an offset, so that a full disk or a file that changed leaves
  /// only whole objects.
  private func rollBack(to start: Int) throws(GitError) {
    end = start
    if start >= flushed {
      buffer.removeLast(buffer.count - (start - flushed))
    } else {
      buffer.removeAll(keepingCapacity: true)
      flushed = start
      try file.truncate(to: start)
    }
  }

  /// Reads an object back; nil if it is not here.
  func object(_ id: ObjectID) throws(GitError) -> StoredObject? {
    guard let place = places[id] else { return nil }
    try flush()
    let entry = entries[place]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entry.size)
    let header = PackScan.headerSize(of: entry.size)
    let outcome = try inflater.read(
      file,
      at: entry.offset + header,
      hint: entry.packed - header
    ) { (piece) throws(GitError) in bytes.append(contentsOf: piece) }
    guard case .whole = outcome, bytes.count == entry.size else {
      throw .corrupt(path, message: "object \(id) cannot be read back")
    }
    return StoredObject(kind: entry.kind, bytes: bytes)
  }

  /// The kind and the size of an object; nil if it is not here.
  func header(_ id: ObjectID) -> (kind: ObjectKind, size: Int)? {
    places[id].map { (entries[$0].kind, entries[$0].size) }
  }

  /// Hands everything to the kernel.
  func flush() throws(GitError) {
    guard !buffer.isEmpty else { return }
    try file.write(buffer, at: flushed)
    flushed += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func begin(_ kind: ObjectKind, size: Int) throws(GitError) -> UInt {
    deflater.reset()
    let header = PackScan.header(of: kind, size: size)
    try header.lend { (bytes) throws(GitError) in try put(bytes) }
    return crc32(0, header, uInt(header.count))
  }

  private func compress(
    _ bytes: UnsafeRawBufferPointer,
    last: Bool,
    _ crc: inout UInt
  ) throws(GitError) {
    // Zlib counts in 32 bits.
    var rest = bytes
    repeat {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      deflater.feed(part)
      while true {
        let (out, isDrained) = deflater.next(last: last && rest.isEmpty)
        crc = crc32(crc, out.bindMemory(to: Bytef.self).baseAddress, uInt(out.count))
        try put(out)
        if isDrained { break }
      }
    } while !rest.isEmpty
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws(GitError) {
    buffer.append(contentsOf: bytes)
    end += bytes.count
    if buffer.count >= 1 << 17 { try flush() }
  }

  private func finish(_ id: ObjectID, _ kind: ObjectKind, size: Int, crc: UInt) {
    let offset = entries.last.map { $0.offset + $0.packed } ?? PendingPack.headerSize
    remember(
      PackEntry(
        id: id,
        kind: kind,
        size: size,
        offset: offset,
        packed: end - offset,
        crc: UInt32(crc)
      )
    )
  }

  private func remember(_ entry: PackEntry) {
    places[entry.id] = entries.count
    entries.append(entry)
    totalSize += entry.size
    end = entry.offset + entry.packed
  }
}
