package import Model

/// A parsed workflow as bytes, so that an unchanged file is loaded instead of parsed again.
///
/// The bytes are private to one build of the program: four letters, the version of the layout,
/// the build, a checksum of the rest, the rest.
package enum WorkflowCodec {
  private static let magic: [UInt8] = Array("WEWF".utf8)
  private static let version: UInt8 = 2
  private static let headerCount = 4 + 1 + 8 + 8

  /// The bytes of a workflow; `build` is any number that changes with the program.
  package static func encode(_ workflow: Workflow, build: UInt64) -> [UInt8] {
    var writer = BinaryWriter()
    writer.text(workflow.name)
    writer.text(workflow.file)
    writer.optional(workflow.description) { $0.text($1) }
    writer.list(workflow.params) { $0.parameter($1) }
    writer.optional(workflow.timeout) { $0.duration($1) }
    writer.text(workflow.onFailure.rawValue)
    writer.optional(workflow.concurrency) { $0.concurrency($1) }
    writer.list(workflow.outputs) { $0.namedValue($1) }
    writer.count(workflow.tasks.count)
    var previous: TaskDefinition?
    for task in workflow.tasks {
      writer.task(task, after: previous)
      previous = task
    }
    var header = BinaryWriter()
    for unit in magic { header.byte(unit) }
    header.byte(version)
    header.fixed(build)
    header.fixed(checksum(writer.bytes[...]))
    return header.bytes + writer.bytes
  }

  /// The workflow, or nil for bytes of another build, another layout, or damaged ones.
  package static func decode(_ bytes: [UInt8], build: UInt64) -> Workflow? {
    guard bytes.count > headerCount, bytes.starts(with: magic), bytes[4] == version else {
      return nil
    }
    var header = BinaryReader(bytes, range: 5..<headerCount)
    guard header.fixed() == build, header.fixed() == checksum(bytes[headerCount...]) else {
      return nil
    }
    var reader = BinaryReader(bytes, range: headerCount..<bytes.count)
    return decode(&reader)
  }

  /// Damaged bytes with a checksum that is right again, so that tests reach the reader itself.
  package static func resealed(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > headerCount else { return bytes }
    var sum = BinaryWriter()
    sum.fixed(checksum(bytes[headerCount...]))
    return bytes[..<(headerCount - 8)] + sum.bytes + bytes[headerCount...]
  }

  /// Reads the part after the header; bounds are checked throughout, whatever the checksum says.
  static func decode(_ reader: inout BinaryReader) -> Workflow? {
    let name = reader.text()
    let file = reader.text()
    let description = reader.optional { $0.text() }
    let params = reader.list { $0.parameter() }
    let timeout = reader.optional { $0.duration() }
    guard let onFailure: FailurePolicy = reader.word() else { return nil }
    let concurrency = reader.optional { $0.concurrency() }
    let outputs = reader.list { $0.namedValue() }
    var tasks: [TaskDefinition] = []
    let count = reader.count()
    tasks.reserveCapacity(min(count, 1_000_000))
    for _ in 0..<count {
      guard !reader.failed else { return nil }
      tasks.append(reader.task(after: tasks.last))
    }
    guard !reader.failed, reader.isAtEnd else { return nil }
    return Workflow(
      name: name,
      file: file,
      description: description,
      params: params,
      tasks: tasks,
      timeout: timeout,
      onFailure: onFailure,
      concurrency: concurrency,
      outputs: outputs
    )
  }

  /// Four lanes of multiply and rotate: damage is found, forgery is not its concern.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { buffer in
      var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(buffer.count)
      var position = 0
      while position + 8 <= buffer.count {
        let word = UInt64(
          littleEndian: buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        )
        state = (state ^ word) &* 0xD6E8_FEB8_6659_FD93
        state ^= state >> 32
        position += 8
      }
      while position < buffer.count {
        state = (state ^ UInt64(buffer[position])) &* 0x0000_0100_0000_01B3
        position += 1
      }
      return state ^ state >> 29
    }
  }
}

extension BinaryWriter {
  fileprivate mutating func concurrency(_ value: Concurrency) {
    optional(value.group) { $0.template($1) }
    count(value.limit)
    text(value.whenFull.rawValue)
  }
}

extension BinaryReader {
  fileprivate mutating func concurrency() -> Concurrency {
    Concurrency(
      group: optional { $0.template() },
      limit: number(),
      whenFull: word() ?? .queue
    )
  }
}
