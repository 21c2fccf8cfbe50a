/// What the engine tells the supervisor: `[u32 length][u8 kind][payload]`.
enum MessageKind: UInt8 {
  case order = 1
  case environment
  case withdraw
  case cancel
  case kill
  case setSlots
  case resume
  case close
}

/// Texts as C wants them: a count, the size, and each text with its NUL.
private func put(_ texts: [String], to writer: inout WireWriter) throws(SupervisionError) {
  writer.put(UInt32(texts.count))
  let place = writer.count
  writer.put(UInt32(0))
  for text in texts { try put(text, to: &writer) }
  writer.replace(at: place, with: UInt32(writer.count - place - 4))
}

private func put(_ text: String, to writer: inout WireWriter) throws(SupervisionError) {
  let units = text.utf8
  if units.contains(0) { throw SupervisionError.nulInText(text) }
  writer.putRaw(units)
  writer.put(UInt8(0))
}

extension AttemptOrder {
  func encode(to writer: inout WireWriter) throws(SupervisionError) {
    let place = writer.beginMessage(.order)
    writer.put(token.number)
    writer.put(token.attempt)
    writer.put(group)
    writer.put(haltsOnFailure)
    writer.put(startsAfterHalt)
    writer.put(exitCodes.success)
    writer.put(exitCodes.stop)
    writer.put(baseEnvironment?.number ?? 0)
    writer.put(limits.timeout.wireMicroseconds)
    writer.put(limits.idleTimeout.wireMicroseconds)
    writer.put(Optional(limits.grace).wireMicroseconds)
    writer.put(log.limit)
    writer.put(log.tail)
    writer.put(result != nil)
    writer.put(result?.limit ?? 0)
    writer.put(result?.tail ?? 0)
    try Supervision.put([id], to: &writer)
    try Supervision.put([directory], to: &writer)
    try Supervision.put([input ?? ""], to: &writer)
    try Supervision.put([log.path], to: &writer)
    try Supervision.put([result?.path ?? ""], to: &writer)
    try Supervision.put([marker], to: &writer)
    try Supervision.put(arguments, to: &writer)
    try Supervision.put(environment, to: &writer)
    writer.put(UInt32(masked.count))
    for bytes in masked { writer.put(bytes) }
    writer.endMessage(place)
  }
}

extension WireWriter {
  fileprivate mutating func put(_ codes: [Int32]) {
    put(UInt32(codes.count))
    for code in codes { put(code) }
  }

  mutating func beginMessage(_ kind: MessageKind) -> Int {
    let place = count
    put(UInt32(0))
    put(kind.rawValue)
    return place
  }

  mutating func endMessage(_ place: Int) {
    replace(at: place, with: UInt32(count - place - 4))
  }

  mutating func putEnvironment(
    _ id: EnvironmentID,
    _ entries: [String]
  ) throws(SupervisionError) {
    let place = beginMessage(.environment)
    put(id.number)
    try Supervision.put(entries, to: &self)
    endMessage(place)
  }

  /// Attempts that are meant; nil is all.
  mutating func put(_ tokens: [AttemptToken]?) {
    put(tokens != nil)
    put(UInt32(tokens?.count ?? 0))
    for token in tokens ?? [] { put(token) }
  }

  mutating func putClose(deleting trash: [String]) throws(SupervisionError) {
    let place = beginMessage(.close)
    put(UInt32(trash.count))
    for path in trash { put(path.utf8) }
    endMessage(place)
  }
}

extension Duration? {
  /// -1 stands for none.
  var wireMicroseconds: Int64 {
    guard let self else { return -1 }
    let (seconds, attoseconds) = self.components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? Int64.max / 4 : min(product, Int64.max / 4) + attoseconds / 1_000_000_000_000
  }
}
