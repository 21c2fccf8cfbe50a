import CSpawn

/// The frames of the log and of the stream to the engine: `[u32 length][u32 CRC-32C][payload]`.
enum LogFrames {
  static let headerSize = 8
  /// No fact comes near this; a larger length is damage.
  static let maximumPayload = 1 << 20

  static func append(to writer: inout WireWriter, _ encode: (inout WireWriter) -> Void) {
    let place = writer.count
    writer.put(UInt64(0))
    encode(&writer)
    let start = place + headerSize
    let sum = writer.bytes.withUnsafeBytes { buffer in
      weir_crc32c(0, buffer.baseAddress.map { $0 + start }, buffer.count - start)
    }
    writer.replace(at: place, with: UInt32(writer.count - start))
    writer.replace(at: place + 4, with: sum)
  }

  /// What a look at the front of some bytes showed.
  enum Front {
    case fact(Fact, size: Int)
    /// More bytes are needed.
    case partial
    case damaged
  }

  static func front(of bytes: ArraySlice<UInt8>) -> Front {
    var reader = WireReader(bytes)
    guard let length: UInt32 = reader.number(), let sum: UInt32 = reader.number() else {
      return .partial
    }
    guard length > 0, length <= maximumPayload else { return .damaged }
    let start = reader.position
    guard bytes.endIndex - start >= Int(length) else { return .partial }
    let payload = bytes[start..<start + Int(length)]
    let actual = payload.withUnsafeBytes { weir_crc32c(0, $0.baseAddress, $0.count) }
    guard actual == sum, let fact = Fact(payload: payload) else { return .damaged }
    return .fact(fact, size: headerSize + Int(length))
  }
}
