/// The kinds of facts in the log; never renumbered.
private enum FactKind: UInt8 {
  case opened = 1
  case intent
  case started
  case ended
  case withdrawn
  case closed
}

extension Fact {
  /// Whether the engine may hear of it only once it is on the disk.
  var mustBeDurable: Bool {
    switch self {
    case .ended, .withdrawn, .closed: true
    case .opened, .intent, .started: false
    }
  }

  func encode(to writer: inout WireWriter) {
    switch self {
    case .opened(let identity, let at):
      writer.put(FactKind.opened.rawValue)
      identity.encode(to: &writer)
      writer.put(at)
    case .intent(let token, let id):
      Fact.encodeIntent(token, id: id.utf8, to: &writer)
    case .started(let fact):
      writer.put(FactKind.started.rawValue)
      writer.put(fact.token)
      writer.put(fact.pid)
      writer.put(fact.processStart)
      writer.put(fact.at)
    case .ended(let fact):
      writer.put(FactKind.ended.rawValue)
      fact.encode(to: &writer)
    case .withdrawn(let token, let reason):
      writer.put(FactKind.withdrawn.rawValue)
      writer.put(token)
      writer.put(reason.rawValue)
    case .closed(let strays, let syncs, let at):
      writer.put(FactKind.closed.rawValue)
      writer.put(strays)
      writer.put(syncs)
      writer.put(at)
    }
  }

  static func encodeIntent(
    _ token: AttemptToken,
    id: some Collection<UInt8>,
    to writer: inout WireWriter
  ) {
    writer.put(FactKind.intent.rawValue)
    writer.put(token)
    writer.put(id)
  }

  /// Nil when the payload is none of the known facts.
  init?(payload: ArraySlice<UInt8>) {
    var reader = WireReader(payload)
    guard let kind = reader.number(UInt8.self).flatMap(FactKind.init),
      let fact = Fact(kind, from: &reader)
    else { return nil }
    self = fact
  }

  private init?(_ kind: FactKind, from reader: inout WireReader) {
    switch kind {
    case .opened:
      guard let identity = SupervisorIdentity(from: &reader), let at: Int64 = reader.number() else {
        return nil
      }
      self = .opened(identity, at: at)
    case .intent:
      guard let token = reader.token(), let id = reader.text() else { return nil }
      self = .intent(token, id: id)
    case .started:
      guard let token = reader.token(), let pid: Int32 = reader.number(),
        let start: UInt64 = reader.number(), let at: Int64 = reader.number()
      else { return nil }
      self = .started(StartedFact(token: token, pid: pid, processStart: start, at: at))
    case .ended:
      guard let fact = EndedFact(from: &reader) else { return nil }
      self = .ended(fact)
    case .withdrawn:
      guard let token = reader.token(),
        let reason = reader.number(UInt8.self).flatMap(WithdrawalReason.init)
      else { return nil }
      self = .withdrawn(token, reason)
    case .closed:
      guard let strays: UInt32 = reader.number(), let syncs: UInt32 = reader.number(),
        let at: Int64 = reader.number()
      else { return nil }
      self = .closed(strays: strays, syncs: syncs, at: at)
    }
  }
}

extension WireWriter {
  mutating func put(_ token: AttemptToken) {
    put(token.number)
    put(token.attempt)
  }
}

extension WireReader {
  mutating func token() -> AttemptToken? {
    guard let number: UInt64 = number(), let attempt: UInt32 = self.number() else { return nil }
    return AttemptToken(number: number, attempt: attempt)
  }
}
