import Engine
import Model
import Planning

/// What a live display knows of a run.
///
/// The engine changes it with every event, so it holds numbers and no text but for what stays on
/// the screen.
struct LiveDisplayState: Sendable {
  /// In a run of so few tasks every one that ran stays on the screen.
  private static let listedTasks = 20

  private(set) var total = 0
  private(set) var counts = RunCounts()
  /// When each running attempt began.
  private(set) var running: [Int: Timestamp] = [:]
  /// Of the first attempt that was seen.
  private(set) var firstStart: Timestamp?
  private(set) var began: Timestamp?
  private(set) var nodes: [Node] = []
  /// Lines that go above the live part, for good.
  private var news: [News] = []

  private enum News: Sendable {
    case text(String)
    case task(TaskNews)
  }

  mutating func began(_ run: RunRecord, _ machine: RunMachine) {
    nodes = machine.graph.nodes
    total = machine.participants.count
    began = run.startedAt
    news.append(.text(RunSummary.title(of: run, tasks: total)))
  }

  mutating func started(_ node: Int, _ machine: RunMachine, at: Timestamp) {
    grow(machine)
    running[node] = at
    if firstStart == nil { firstStart = at }
  }

  mutating func failed(_ node: Int, _ machine: RunMachine, willRetry: Bool, log: LogContent?) {
    running[node] = nil
    if willRetry { news.append(.task(.retry(node, machine, log: log))) }
  }

  mutating func waits(_ node: Int, _ machine: RunMachine) {
    grow(machine)
    running[node] = nil
    news.append(.task(.waits(node, machine)))
  }

  /// Takes over the instances of fan-outs that have expanded since.
  private mutating func grow(_ machine: RunMachine) {
    guard machine.graph.nodes.count > nodes.count else { return }
    nodes = machine.graph.nodes
    total = machine.participants.count
  }

  mutating func settled(_ node: Int, _ machine: RunMachine, log: LogContent?) {
    grow(machine)
    running[node] = nil
    let status = machine.nodes[node].status
    counts.add(status)
    if firstStart == nil, status == .succeeded {
      firstStart = machine.nodes[node].attempts.first?.startedAt
    }
    guard status != .cached, machine.nodes[node].earlier == nil else { return }
    if status == .failed || status == .lost || total <= Self.listedTasks {
      news.append(.task(.settled(node, machine, log: log)))
    }
  }

  mutating func note(_ text: String) { news.append(.text(text)) }

  /// The lines that have not been shown yet.
  mutating func takeNews(_ style: Style) -> [String] {
    guard !news.isEmpty else { return [] }
    let lines = news.flatMap { item -> [String] in
      switch item {
      case .text(let text): [text]
      case .task(let task): task.lines(style)
      }
    }
    news.removeAll(keepingCapacity: true)
    return lines
  }

  /// How long the rest may take, if it goes on as it went so far; nil as long as that means little.
  func remainingTime(at now: Timestamp) -> Duration? {
    guard let firstStart, counts.ran >= 3, counts.total < total else { return nil }
    let passed = now.since(firstStart)
    guard passed >= .seconds(2) else { return nil }
    return .milliseconds(passed.wholeMilliseconds * Int64(total - counts.total) / Int64(counts.ran))
  }
}
