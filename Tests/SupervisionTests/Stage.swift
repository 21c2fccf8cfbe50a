import CSpawn
import Glibc
import Synchronization
import Testing

@testable import Supervision

/// A supervisor in a folder of its own, and all that it said so far.
final class Stage {
  let directory: String
  private let root: String
  private(set) var client: SupervisorClient?
  private(set) var facts: [Fact] = []
  private static let counter = Atomic(0)

  init(slots: Int = 2, marker: String = "", below name: String = "") throws {
    let number = Stage.counter.add(1, ordering: .relaxed).newValue
    root = "/tmp/weir-supervision-\(getpid())-\(number)"
    directory = root + name
    try #require(mkdir(root, 0o700) == 0)
    if !name.isEmpty { try #require(mkdir(directory, 0o700) == 0) }
    client = try SupervisorClient.start(
      SupervisorSettings(
        executable: try Stage.probe(),
        directory: directory,
        slots: slots,
        marker: marker
      ),
      environment: ["PATH=/usr/bin:/bin"]
    )
  }

  deinit {
    client = nil
    // The supervisor leaves its lock when it is gone.
    while (try? SupervisorLock.isHeld(in: directory)) == true { _ = poll(nil, 0, 1) }
    _ = weir_remove_tree(root)
  }

  static func probe() throws -> String {
    var path = [CChar](repeating: 0, count: 4096)
    try #require(readlink("/proc/self/exe", &path, 4095) > 0)
    let own = String(decoding: path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let folder = own.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    return folder + "/supervise-probe"
  }

  var logPath: String { directory + "/" + SupervisorLog.fileName }

  func order(
    _ number: UInt64,
    _ script: String,
    limits: AttemptLimits = AttemptLimits(),
    logLimit: Int64 = 1 << 30,
    logTail: Int64 = 1 << 10,
    result: Bool = false,
    haltsOnFailure: Bool = false,
    marker: String = ""
  ) -> AttemptOrder {
    AttemptOrder(
      token: AttemptToken(number: number, attempt: 1),
      id: "task-\(number)",
      arguments: ["sh", "-c", script],
      environment: ["PATH=/usr/bin:/bin"] + (marker.isEmpty ? [] : [marker]),
      directory: directory,
      log: OutputPolicy(path: path("log", number), limit: logLimit, tail: logTail),
      result: result
        ? OutputPolicy(path: path("result", number), limit: logLimit, tail: logTail) : nil,
      limits: limits,
      haltsOnFailure: haltsOnFailure,
      marker: marker
    )
  }

  func path(_ kind: String, _ number: UInt64) -> String { "\(directory)/\(kind)-\(number)" }

  func submit(_ orders: AttemptOrder...) throws {
    try #require(client).submit(orders)
  }

  /// Reads facts until one satisfies the condition.
  @discardableResult
  func wait(for condition: (Fact) -> Bool) throws -> Fact {
    if let known = facts.first(where: condition) { return known }
    while let more = try #require(client).nextEvents() {
      facts += more
      if let found = more.first(where: condition) { return found }
    }
    throw Missing()
  }

  struct Missing: Error {}

  func end(of number: UInt64) throws -> EndedFact {
    let fact = try wait { $0.ended?.token.number == number }
    return try #require(fact.ended)
  }

  /// Runs one script and tells how it ended.
  func run(_ script: String, limits: AttemptLimits = AttemptLimits()) throws -> EndedFact {
    try submit(order(1, script, limits: limits))
    return try end(of: 1)
  }

  /// Lets go of the supervisor, as a dying engine does, and waits for its death.
  func abandon() throws {
    client = nil
    while try SupervisorLock.isHeld(in: directory) { _ = poll(nil, 0, 1) }
  }

  /// Reads until the supervisor is gone.
  func readToEnd() throws {
    while let more = try #require(client).nextEvents() { facts += more }
  }

  func replaceClient(_ new: SupervisorClient?) {
    client = new
    facts = []
  }
}

extension Fact {
  var ended: EndedFact? {
    if case .ended(let fact) = self { fact } else { nil }
  }

  var started: StartedFact? {
    if case .started(let fact) = self { fact } else { nil }
  }

  var withdrawn: (AttemptToken, WithdrawalReason)? {
    if case .withdrawn(let token, let reason) = self { (token, reason) } else { nil }
  }

  var opened: SupervisorIdentity? {
    if case .opened(let identity, _) = self { identity } else { nil }
  }
}

extension OutputSummary {
  /// The text of output that is small enough for the fact.
  var text: String? {
    if case .inline(let bytes) = place { String(decoding: bytes, as: UTF8.self) } else { nil }
  }
}

func content(of path: String) -> [UInt8] {
  let file = weir_open(path, O_RDONLY, 0)
  guard file >= 0 else { return [] }
  defer { close(file) }
  let size = Int(lseek(file, 0, SEEK_END))
  return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    count = max(0, pread(file, buffer.baseAddress, size, 0))
  }
}
