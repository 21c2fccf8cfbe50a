import CZlib

/// Zlib's compressor, kept between objects because setting one up costs more than a small object.
struct Deflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>
  private let scratch: UnsafeMutableRawBufferPointer

  init() throws(GitError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    scratch = .allocate(byteCount: 1 << 16, alignment: 16)
    // The lowest level: records are repacked by git later, and then compressed well.
    let code = deflateInit_(stream, 1, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if code != Z_OK { throw .corrupt("zlib", message: "it does not start (\(code))") }
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    scratch.deallocate()
  }

  /// Begins a new stream.
  func reset() { deflateReset(stream) }

  /// Sets the next input, which must stay where it is until it is used up.
  func feed(_ input: UnsafeRawBufferPointer) {
    let bytes = input.bindMemory(to: Bytef.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    stream.pointee.avail_in = uInt(input.count)
  }

  /// The next compressed bytes, valid until the next call; fewer than the scratch holds when the
  /// input is used up and, if `last`, the stream ended.
  func next(last: Bool) -> (bytes: UnsafeRawBufferPointer, isDrained: Bool) {
    stream.pointee.next_out = scratch.bindMemory(to: Bytef.self).baseAddress
    stream.pointee.avail_out = uInt(scratch.count)
    deflate(stream, last ? Z_FINISH : Z_NO_FLUSH)
    let count = scratch.count - Int(stream.pointee.avail_out)
    return (UnsafeRawBufferPointer(rebasing: scratch[..<count]), stream.pointee.avail_out > 0)
  }
}
