/// The last bytes of a stream.
struct TailRing {
  private let capacity: Int
  private var storage: [UInt8] = []
  /// Where the oldest byte is once the ring is full.
  private var start = 0
  /// All bytes that ever came.
  private(set) var total: Int64 = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  mutating func append(_ chunk: UnsafeRawBufferPointer) {
    total += Int64(chunk.count)
    guard capacity > 0 else { return }
    var rest = chunk.suffix(capacity)
    let free = min(capacity - storage.count, rest.count)
    storage.append(contentsOf: rest.prefix(free))
    rest = rest.dropFirst(free)
    while !rest.isEmpty {
      let piece = rest.prefix(capacity - start)
      storage.replaceSubrange(start..<start + piece.count, with: piece)
      start = (start + piece.count) % capacity
      rest = rest.dropFirst(piece.count)
    }
  }

  /// Oldest first.
  var content: [UInt8] { Array(storage[start...] + storage[..<start]) }
}
