import Engine
import Glibc
import Ledger
import Model
import Supervision

/// The logs of a run that goes on, from what its supervisor wrote so far.
struct LiveLogs {
  private let run: RunID
  private let factsPath: String
  private let workFolder: String
  private var factsSize: Int64 = -1
  private var names: [Supervision.AttemptToken: String] = [:]
  /// The folders of attempts, as their processes know them.
  private var places: [Supervision.AttemptToken: String] = [:]
  private var open: [Supervision.AttemptToken] = []
  private var shown: [Supervision.AttemptToken: Int] = [:]
  /// Those that began, in that order.
  private var begun: [Supervision.AttemptToken] = []
  private var ended: Set<Supervision.AttemptToken> = []

  struct Piece {
    /// `task` or `task/instance`.
    let name: String
    let bytes: [UInt8]
  }

  /// The last attempt of a task that has one, and how it stands.
  struct LastAttempt {
    /// `task` or `task/instance`.
    let name: String
    let status: TaskStatus
    fileprivate let token: Supervision.AttemptToken
    fileprivate let end: EndedFact?
  }

  init(run: RunID, folders: StateFolders) {
    self.run = run
    factsPath = "\(folders.state)/runs/\(run)/\(SupervisorLog.fileName)"
    workFolder = "\(folders.cache)/work/\(run)"
  }

  /// How many bytes of each task's last attempt were shown, by name.
  var shownBytes: [String: Int] {
    let byAttempt = shown.sorted { $0.key.attempt < $1.key.attempt }
    return Dictionary(
      byAttempt.compactMap { token, count in names[token].map { ($0, count) } }
    ) { _, last in last }
  }

  /// What came since the last time.
  mutating func more() throws -> [Piece] {
    var pieces: [Piece] = []
    for end in try newEnds() {
      let (token, bytes) = (end.token, content(of: end))
      let known = shown[token] ?? 0
      if bytes.count > known { pieces.append(piece(token, Array(bytes[known...]))) }
      shown[token] = max(known, bytes.count)
    }
    for token in open {
      guard let place = places[token] else { continue }
      let known = shown[token] ?? 0
      let bytes = Self.read("\(place)/log", from: known)
      if !bytes.isEmpty { pieces.append(piece(token, bytes)) }
      shown[token] = known + bytes.count
    }
    return pieces
  }

  /// Those of the run itself and not of the runs inside it, in the order of their first attempts;
  /// to be asked in place of `more`.
  mutating func lastAttempts() throws -> [LastAttempt] {
    let ended = Dictionary(try newEnds().map { ($0.token, $0) }) { _, last in last }
    var last: [String: Supervision.AttemptToken] = [:]
    var order: [String] = []
    for token in begun where Engine.AttemptToken.isOfOutermostRun(token.number) {
      guard let name = names[token] else { continue }
      if last.updateValue(token, forKey: name) == nil { order.append(name) }
    }
    return order.compactMap { name in
      last[name].map { token in
        let end = ended[token]
        let status = end.map(Self.status) ?? .running
        return LastAttempt(name: name, status: status, token: token, end: end)
      }
    }
  }

  /// What it has written so far.
  func bytes(of attempt: LastAttempt) -> [UInt8] {
    if let end = attempt.end { return content(of: end) }
    return places[attempt.token].map { Self.read("\($0)/log", from: 0) } ?? []
  }

  private func piece(_ token: Supervision.AttemptToken, _ bytes: [UInt8]) -> Piece {
    Piece(name: names[token] ?? "?", bytes: bytes)
  }

  /// Takes in what the supervisor stated; nothing where it stated nothing new.
  private mutating func newEnds() throws -> [EndedFact] {
    var status = stat()
    guard stat(factsPath, &status) == 0, Int64(status.st_size) != factsSize else { return [] }
    factsSize = Int64(status.st_size)
    var ends: [EndedFact] = []
    for fact in try SupervisorLog.read(factsPath) {
      switch fact {
      case .intent(let token, let id): names[token] = id
      case .started(let start):
        guard !open.contains(start.token), !ended.contains(start.token) else { continue }
        places[start.token] = Self.place(of: start.pid)
        open.append(start.token)
        begun.append(start.token)
      case .ended(let end):
        guard ended.insert(end.token).inserted else { continue }
        if !open.contains(end.token) { begun.append(end.token) }
        open.removeAll { $0 == end.token }
        ends.append(end)
      case .opened, .withdrawn, .closed: continue
      }
    }
    return ends
  }

  /// What an end means as long as no record says more.
  private static func status(of end: EndedFact) -> TaskStatus {
    if end.cause == .cancelled { return .cancelled }
    return end.cause == .itself && end.outcome == .exited(0) ? .succeeded : .failed
  }

  /// Short logs travel in the fact; the file of others is moved aside once the engine has seen it.
  private func content(of end: EndedFact) -> [UInt8] {
    if case .inline(let bytes) = end.log.place { return bytes }
    if let place = places[end.token] {
      return SmallFile.read("\(place).log.\(end.token)") ?? SmallFile.read("\(place)/log") ?? []
    }
    for number in 1...Self.mostPlaces {
      let place = "\(workFolder)/\(number)"
      if let bytes = SmallFile.read("\(place).log.\(end.token)") { return bytes }
      guard SmallFile.exists(place) else { break }
    }
    return []
  }

  private static let mostPlaces = 10_000

  /// The place of an attempt, from the environment of its process.
  private static func place(of pid: Int32) -> String? {
    let bytes = read("/proc/\(pid)/environ", from: 0)
    for entry in bytes.split(separator: 0) {
      let text = String(decoding: entry, as: UTF8.self)
      if text.hasPrefix("WEIR_FOLDER="), text.hasSuffix("/folder") {
        return String(text.dropFirst(12).dropLast(7))
      }
    }
    return nil
  }

  /// What a file holds from an offset on; files of `/proc` do not tell their size.
  private static func read(_ path: String, from offset: Int) -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
      let more = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, offset + bytes.count))
      }
      if more.isEmpty { return bytes }
      bytes += more
    }
  }
}
