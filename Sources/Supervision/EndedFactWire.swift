extension EndedFact {
  func encode(to writer: inout WireWriter) {
    writer.put(token)
    writer.put(pid)
    writer.put(startedAt)
    writer.put(endedAt)
    writer.put(elapsed)
    let (kind, value, step) = outcome.wire
    writer.put(kind)
    writer.put(value)
    writer.put(step)
    writer.put(cause.rawValue)
    writer.put(peakMemory)
    writer.put(userTime)
    writer.put(systemTime)
    log.encode(to: &writer)
    writer.put(result != nil)
    result?.encode(to: &writer)
  }

  init?(from reader: inout WireReader) {
    guard let token = reader.token(), let pid: Int32 = reader.number(),
      let startedAt: Int64 = reader.number(), let endedAt: Int64 = reader.number(),
      let elapsed: Int64 = reader.number(), let outcome = AttemptOutcome(from: &reader),
      let cause = reader.number(UInt8.self).flatMap(EndCause.init),
      let peakMemory: UInt64 = reader.number(), let userTime: UInt64 = reader.number(),
      let systemTime: UInt64 = reader.number(), let log = OutputSummary(from: &reader),
      let hasResult = reader.flag()
    else { return nil }
    var result: OutputSummary?
    if hasResult {
      guard let summary = OutputSummary(from: &reader) else { return nil }
      result = summary
    }
    self.init(
      token: token,
      pid: pid,
      startedAt: startedAt,
      endedAt: endedAt,
      elapsed: elapsed,
      outcome: outcome,
      cause: cause,
      peakMemory: peakMemory,
      userTime: userTime,
      systemTime: systemTime,
      log: log,
      result: result
    )
  }
}

extension AttemptOutcome {
  fileprivate var wire: (kind: UInt8, value: Int32, step: UInt8) {
    switch self {
    case .exited(let code): (0, code, 0)
    case .signalled(let number): (1, number, 0)
    case .notStarted(let error, let step): (2, error, step.rawValue)
    }
  }

  fileprivate init?(from reader: inout WireReader) {
    guard let kind: UInt8 = reader.number(), let value: Int32 = reader.number(),
      let step = reader.number(UInt8.self).flatMap(StartStep.init)
    else { return nil }
    switch kind {
    case 0: self = .exited(value)
    case 1: self = .signalled(value)
    case 2: self = .notStarted(value, step)
    default: return nil
    }
  }
}

extension OutputSummary {
  fileprivate func encode(to writer: inout WireWriter) {
    writer.put(total)
    writer.put(head)
    writer.put(tail)
    writer.put(failure)
    writer.put(isMasked)
    switch place {
    case .inline(let bytes):
      writer.put(true)
      writer.put(bytes)
    case .file:
      writer.put(false)
    }
  }

  fileprivate init?(from reader: inout WireReader) {
    guard let total: UInt64 = reader.number(), let head: UInt64 = reader.number(),
      let tail: UInt64 = reader.number(), let failure: Int32 = reader.number(),
      let isMasked = reader.flag(),
      let isInline = reader.flag()
    else { return nil }
    var place = OutputPlace.file
    if isInline {
      guard let bytes = reader.content() else { return nil }
      place = .inline(Array(bytes))
    }
    self.init(
      total: total,
      head: head,
      tail: tail,
      place: place,
      failure: failure,
      isMasked: isMasked
    )
  }
}
