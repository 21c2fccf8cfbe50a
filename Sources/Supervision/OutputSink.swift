import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Takes one stream of an attempt's output: small ones stay in memory and spare a file, others
/// go to the file up to its limit, and of what is beyond only the end is kept.
///
/// What is to be masked never gets as far as memory that is written down, nor to a file.
struct OutputSink {
  /// Bytes that travel in the fact.
  static let inlineLimit = 4096
  /// Microseconds until a follower can see output that would still fit into the fact.
  static let flushDelay: Int64 = 200_000

  private let path: [UInt8]
  private let limit: Int
  private let tail: Int
  private var pending: [UInt8] = []
  private var pendingSince: Int64 = 0
  private var file: Int32 = -1
  private var written = 0
  private var beyond: TailRing?
  private var failure: Int32 = 0
  private var total: UInt64 = 0
  private var mask: StreamMask?

  /// The path ends with a NUL.
  init(path: [UInt8], limit: Int64, tail: Int64, mask: StreamMask? = nil) {
    self.path = path
    self.limit = Int(clamping: max(0, limit))
    self.tail = Int(clamping: max(0, min(tail, limit)))
    self.mask = mask
  }

  mutating func take(_ chunk: UnsafeRawBufferPointer, now: Int64) {
    guard let shown = mask?.take(chunk) else { return keep(chunk, now: now) }
    shown.withUnsafeBytes { keep($0, now: now) }
  }

  /// As `take`; another sink takes what may be shown of it too.
  mutating func take(
    _ chunk: UnsafeRawBufferPointer,
    now: Int64,
    copyingTo other: inout OutputSink
  ) {
    guard let shown = mask?.take(chunk) else {
      keep(chunk, now: now)
      return other.take(chunk, now: now)
    }
    shown.withUnsafeBytes { shown in
      keep(shown, now: now)
      other.take(shown, now: now)
    }
  }

  private mutating func keep(_ chunk: UnsafeRawBufferPointer, now: Int64) {
    guard !chunk.isEmpty else { return }
    total += UInt64(chunk.count)
    guard failure == 0 else { return }
    if file < 0 {
      if pending.count + chunk.count <= min(OutputSink.inlineLimit, limit) {
        if pending.isEmpty { pendingSince = now }
        pending.append(contentsOf: chunk)
        return
      }
      openFile()
    }
    store(chunk)
  }

  /// When `flush` is due; nil when it is not.
  var flushTime: Int64? {
    file < 0 && !pending.isEmpty && failure == 0 ? pendingSince + OutputSink.flushDelay : nil
  }

  mutating func flush(now: Int64) {
    if let due = flushTime, now >= due { openFile() }
  }

  private mutating func openFile() {
    let flags = O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW
    file = path.withUnsafeBytes {
      weir_open($0.bindMemory(to: CChar.self).baseAddress, flags, 0o600)
    }
    guard file >= 0 else {
      failure = errno
      return
    }
    let early = pending
    early.withUnsafeBytes { store($0) }
    if failure == 0 { pending = [] }
  }

  private mutating func store(_ chunk: UnsafeRawBufferPointer) {
    guard failure == 0 else { return }
    let room = min(limit - written, chunk.count)
    write(UnsafeRawBufferPointer(rebasing: chunk.prefix(room)))
    guard room < chunk.count, failure == 0 else { return }
    var ring = beyond ?? TailRing(capacity: tail)
    // Not held twice while it changes.
    beyond = nil
    ring.append(UnsafeRawBufferPointer(rebasing: chunk.dropFirst(room)))
    beyond = ring
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) {
    var done = 0
    while done < bytes.count {
      let count = pwrite(
        file,
        bytes.baseAddress.map { $0 + done },
        bytes.count - done,
        off_t(written)
      )
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        failure = count < 0 ? errno : EIO
        return
      }
      done += count
      written += count
    }
  }

  /// As `finish`; another sink takes what was held back too.
  mutating func finish(copyingTo other: inout OutputSink, now: Int64) -> OutputSummary {
    let rest = mask?.finish() ?? []
    rest.withUnsafeBytes { rest in
      keep(rest, now: now)
      other.take(rest, now: now)
    }
    return finish()
  }

  /// Puts the kept end behind the kept beginning and tells what there is.
  mutating func finish() -> OutputSummary {
    let rest = mask?.finish() ?? []
    rest.withUnsafeBytes { keep($0, now: 0) }
    guard file >= 0 else {
      return OutputSummary(
        total: total,
        head: UInt64(pending.count),
        tail: 0,
        place: .inline(pending),
        failure: failure,
        isMasked: mask?.hasFound ?? false
      )
    }
    var kept = 0
    if let ring = beyond {
      kept = tail
      placeTail(ring)
    }
    close(file)
    file = -1
    return OutputSummary(
      total: total,
      head: UInt64(max(0, written - kept)),
      tail: UInt64(min(kept, written)),
      place: .file,
      failure: failure,
      isMasked: mask?.hasFound ?? false
    )
  }

  private mutating func placeTail(_ ring: TailRing) {
    // The end may begin before the limit was reached: that part is in the file already.
    let fromFile = max(0, tail - Int(clamping: ring.total))
    let start = written - fromFile
    let early = [UInt8](unsafeUninitializedCapacity: fromFile) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, fromFile, off_t(start)))
    }
    written -= tail
    (early + ring.content).withUnsafeBytes { write($0) }
    if ftruncate(file, off_t(written)) != 0, failure == 0 { failure = errno }
  }
}
