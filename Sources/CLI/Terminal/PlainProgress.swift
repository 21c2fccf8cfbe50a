import Engine
import Model
import Planning

/// What plain lines say of a run as it goes on; it makes text and writes none.
struct PlainProgress: Sendable {
  enum Extent: Sendable {
    case all
    /// Failed attempts alone.
    case failures
  }

  /// With more tasks than this, those that went well are counted instead of listed.
  static let listedTasks = 200
  /// The least time between two lines that count.
  static let interval = Duration.seconds(2)

  private let extent: Extent
  private let style: Style
  /// Not nil where GitHub reads the lines for commands.
  private let gitHub: GitHubLog?
  private var total = 0
  /// The size of the graph when the total was taken; it grows where fan-outs expand.
  private var graphSize = 0
  private var counts = RunCounts()
  private var lastCount: Timestamp?

  init(_ extent: Extent, style: Style, environment: [String: String] = [:]) {
    self.extent = extent
    self.style = style
    gitHub = environment["GITHUB_ACTIONS"] == "true" ? GitHubLog() : nil
  }

  mutating func began(_ run: RunRecord, _ machine: RunMachine) -> [String] {
    grow(machine)
    lastCount = run.startedAt
    return extent == .all ? [RunSummary.title(of: run, tasks: total)] : []
  }

  mutating func settled(
    _ node: Int,
    _ machine: RunMachine,
    at now: Timestamp,
    log: LogContent?
  ) -> [String] {
    grow(machine)
    let status = machine.nodes[node].status
    counts.add(status)
    // What an earlier part of the run came to was told then.
    guard machine.nodes[node].earlier == nil else { return [] }
    let hasFailed = status == .failed || status == .lost
    let isListed = extent == .all && total <= Self.listedTasks && status != .cached
    if hasFailed || isListed { return show(.settled(node, machine, log: log, logLines: logLines)) }
    guard extent == .all, total > Self.listedTasks, counts.total < total,
      now.since(lastCount ?? now) >= Self.interval
    else { return [] }
    lastCount = now
    return ["\(counts.total) of \(total) done" + RunSummary.troubles(counts)]
  }

  private mutating func grow(_ machine: RunMachine) {
    guard machine.graph.nodes.count > graphSize else { return }
    graphSize = machine.graph.nodes.count
    total = machine.participants.count
  }

  func waits(_ node: Int, _ machine: RunMachine) -> [String] {
    extent == .all ? show(.waits(node, machine)) : []
  }

  func retried(_ node: Int, _ machine: RunMachine, log: LogContent?) -> [String] {
    show(.retry(node, machine, log: log, logLines: logLines))
  }

  func ended() -> [String] {
    extent == .all && counts.cached > 0 ? [style.paint("\(counts.cached) cached", .faint)] : []
  }

  private var logLines: Int { gitHub == nil ? TaskNews.logLines : GitHubLog.lines }

  private func show(_ news: TaskNews) -> [String] {
    gitHub.map { $0.lines(news, style) } ?? news.lines(style)
  }
}
