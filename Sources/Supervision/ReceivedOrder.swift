/// An order as the supervisor keeps it: the received bytes, and where in them things stand.
///
/// The texts are never turned into Swift strings on the way to the new process.
struct ReceivedOrder: Sendable {
  let token: AttemptToken
  let group: UInt32
  let haltsOnFailure: Bool
  let startsAfterHalt: Bool
  let exitCodes: ExitMeaning
  let limits: KillLadder.Limits
  let log: StreamPolicy
  let result: StreamPolicy?
  let id: TextList
  let directory: TextList
  let input: TextList
  let marker: TextList
  let arguments: TextList
  let environment: TextList
  let mask: StreamMask?
  /// What `environment` adds to.
  let base: SharedEnvironment?
  /// The payload that all places refer to.
  let bytes: [UInt8]

  /// Nil when the payload is not what an engine writes.
  init?(payload: ArraySlice<UInt8>, environments: [UInt32: SharedEnvironment]) {
    let bytes = Array(payload)
    var reader = WireReader(bytes[...])
    guard let number: UInt64 = reader.number(), let attempt: UInt32 = reader.number(),
      let group: UInt32 = reader.number(), let halts = reader.flag(),
      let startsAfterHalt = reader.flag(),
      let success = reader.codes(), let stop = reader.codes(), let base: UInt32 = reader.number(),
      let timeout: Int64 = reader.number(), let idle: Int64 = reader.number(),
      let grace: Int64 = reader.number(),
      let logLimit: Int64 = reader.number(), let logTail: Int64 = reader.number(),
      let hasResult = reader.flag(),
      let resultLimit: Int64 = reader.number(), let resultTail: Int64 = reader.number(),
      let id = reader.texts(), let directory = reader.texts(), let input = reader.texts(),
      let logPath = reader.texts(), let resultPath = reader.texts(), let marker = reader.texts(),
      let arguments = reader.texts(), let environment = reader.texts(),
      let masked = reader.contents(), reader.isAtEnd,
      base == 0 || environments[base] != nil
    else { return nil }
    token = AttemptToken(number: number, attempt: attempt)
    self.group = group
    haltsOnFailure = halts
    self.startsAfterHalt = startsAfterHalt
    exitCodes = ExitMeaning(success: success, stop: stop)
    self.base = environments[base]
    limits = KillLadder.Limits(timeout: timeout, idleTimeout: idle, grace: grace)
    log = StreamPolicy(path: logPath, limit: logLimit, tail: logTail)
    result = hasResult ? StreamPolicy(path: resultPath, limit: resultLimit, tail: resultTail) : nil
    self.id = id
    self.directory = directory
    self.input = input
    self.marker = marker
    self.arguments = arguments
    self.environment = environment
    mask = masked.isEmpty ? nil : StreamMask(masked)
    self.bytes = bytes
  }

  /// Whether nothing new of its group may start after it ended like this.
  func halts(after ended: EndedFact) -> Bool {
    guard !startsAfterHalt, ended.cause != .cancelled else { return false }
    if ended.cause == .itself, exitCodes.stops(ended.outcome) { return true }
    let succeeded = ended.cause == .itself && exitCodes.isSuccess(ended.outcome)
    return haltsOnFailure && !succeeded
  }

  /// The first text of a list, without its NUL.
  func text(_ list: TextList) -> ArraySlice<UInt8> {
    bytes[list.range].prefix { $0 != 0 }
  }
}

/// An environment that many orders share: texts with their NULs.
struct SharedEnvironment: Sendable {
  let count: Int
  let bytes: [UInt8]
}

/// Texts that lie one after the other, each with its NUL.
struct TextList: Sendable {
  let count: Int
  let range: Range<Int>
}

/// An `OutputPolicy` whose path stands in the order's bytes.
struct StreamPolicy: Sendable {
  let path: TextList
  let limit: Int64
  let tail: Int64
}

extension WireReader {
  /// Attempts that are meant, in an optional that is nil for all.
  mutating func tokens() -> Set<AttemptToken>?? {
    guard let isLimited = flag(), let count = number(UInt32.self) else { return nil }
    var tokens: Set<AttemptToken> = []
    for _ in 0..<count {
      guard let token = token() else { return nil }
      tokens.insert(token)
    }
    return .some(isLimited ? tokens : nil)
  }

  fileprivate mutating func contents() -> [[UInt8]]? {
    guard let count = number(UInt32.self) else { return nil }
    var contents: [[UInt8]] = []
    for _ in 0..<count {
      guard let bytes = content() else { return nil }
      contents.append(Array(bytes))
    }
    return contents
  }

  fileprivate mutating func codes() -> [Int32]? {
    guard let count = number(UInt32.self) else { return nil }
    var codes: [Int32] = []
    for _ in 0..<count {
      guard let code = number(Int32.self) else { return nil }
      codes.append(code)
    }
    return codes
  }

  mutating func texts() -> TextList? {
    guard let count = number(UInt32.self), let range = range() else { return nil }
    // C walks along these texts, so their number has to be true.
    guard bytes[range].count(where: { $0 == 0 }) == Int(count) else { return nil }
    guard range.isEmpty || bytes[range.upperBound - 1] == 0 else { return nil }
    return TextList(count: Int(count), range: range)
  }
}

extension Sequence {
  fileprivate func count(where matches: (Element) -> Bool) -> Int {
    reduce(0) { matches($1) ? $0 + 1 : $0 }
  }
}
