import CZlib

/// Zlib's decompressor over a part of a file.
struct Inflater: ~Copyable {
  /// How a stream ended.
  enum End {
    /// Whole; the number of compressed bytes it took.
    case whole(packed: Int)
    /// The file ends before the stream, or its bytes are not a stream.
    case torn
  }

  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private let output: UnsafeMutableRawBufferPointer

  init() throws(GitError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 16, alignment: 16)
    output = .allocate(byteCount: 1 << 16, alignment: 16)
    let code = inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if code != Z_OK { throw .corrupt("zlib", message: "it does not start (\(code))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
    output.deallocate()
  }

  /// Hands the bytes of the stream that begins at an offset to a closure, piece by piece.
  ///
  /// `hint` is the expected number of compressed bytes, so that a small object is read in one go
  /// and not with what follows it.
  func read(
    _ file: borrowing Descriptor,
    at offset: Int,
    hint: Int,
    _ sink: (UnsafeRawBufferPointer) throws(GitError) -> Void
  ) throws(GitError) -> End {
    inflateReset(stream)
    stream.pointee.avail_in = 0
    var fetched = 0
    while true {
      if stream.pointee.avail_in == 0 {
        let room = fetched == 0 ? min(max(hint, 64), input.count) : input.count
        let chunk = UnsafeMutableRawBufferPointer(rebasing: input[..<room])
        let count = try file.read(into: chunk, at: offset + fetched)
        if count == 0 { return .torn }
        fetched += count
        stream.pointee.next_in = input.bindMemory(to: Bytef.self).baseAddress
        stream.pointee.avail_in = uInt(count)
      }
      stream.pointee.next_out = output.bindMemory(to: Bytef.self).baseAddress
      stream.pointee.avail_out = uInt(output.count)
      let code = inflate(stream, Z_NO_FLUSH)
      let produced = output.count - Int(stream.pointee.avail_out)
      if produced > 0 { try sink(UnsafeRawBufferPointer(rebasing: output[..<produced])) }
      switch code {
      case Z_STREAM_END: return .whole(packed: fetched - Int(stream.pointee.avail_in))
      case Z_OK, Z_BUF_ERROR: continue
      default: return .torn
      }
    }
  }
}
