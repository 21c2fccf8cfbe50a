import Dispatch
import Engine
import Model
import Planning
import Synchronization

/// A display for a terminal that is redrawn ten times a second at most, also while nothing happens.
///
/// The engine only changes numbers behind a lock; text is made and written by the timer.
final class LiveDisplay: RunDisplay {
  private let style: Style
  private let state = Mutex(LiveDisplayState())
  private let painter = Mutex(LiveDisplayPainter())
  private let timer = Mutex<(any DispatchSourceTimer)?>(nil)
  private let queue = DispatchQueue(label: "weir.live-display")

  init(style: Style) {
    self.style = style
  }

  func note(_ text: String) {
    guard timer.withLock({ $0 != nil }) else { return Output.error(text) }
    state.withLock { $0.note(text) }
  }

  func close() {
    let isOpen = timer.withLock { timer in
      timer?.cancel()
      defer { timer = nil }
      return timer != nil
    }
    if isOpen { queue.sync { draw(isLast: true) } }
  }

  func runBegan(_ run: RunRecord, machine: RunMachine) {
    state.withLock { $0.began(run, machine) }
    timer.withLock { timer in
      let source = DispatchSource.makeTimerSource(queue: queue)
      source.schedule(
        deadline: .now() + .milliseconds(100),
        repeating: .milliseconds(100),
        leeway: .milliseconds(20)
      )
      source.setEventHandler { [weak self] in self?.draw(isLast: false) }
      source.resume()
      timer = source
    }
  }

  func attemptStarted(_ node: Int, machine: RunMachine, at: Timestamp) {
    state.withLock { $0.started(node, machine, at: at) }
  }

  func attemptFailed(_ node: Int, machine: RunMachine, willRetry: Bool, log: LogContent?) {
    state.withLock { $0.failed(node, machine, willRetry: willRetry, log: log) }
  }

  func nodeWaits(_ node: Int, machine: RunMachine) {
    state.withLock { $0.waits(node, machine) }
  }

  func nodeSettled(_ node: Int, machine: RunMachine, at: Timestamp, log: LogContent?) {
    state.withLock { $0.settled(node, machine, log: log) }
  }

  func runEnded(_ run: RunRecord, machine: RunMachine) { close() }

  /// Runs on the queue alone, since the terminal may be slow; the engine does not wait for it.
  private func draw(isLast: Bool) {
    let (news, snapshot) = state.withLock { state in
      let news = state.takeNews(style)
      return (news, state)
    }
    let size = TerminalSize.of(descriptor: 2) ?? TerminalSize(columns: 80, rows: 24)
    let isHidden = isLast || !TerminalSize.isForeground(descriptor: 2)
    let frame =
      isHidden
      ? [] : LiveDisplayFrame.lines(snapshot, at: SystemClock().now(), size: size, style: style)
    let text = painter.withLock { $0.paint(above: news, frame: frame, size: size) }
    if !text.isEmpty { Output.errorText(text) }
  }
}
