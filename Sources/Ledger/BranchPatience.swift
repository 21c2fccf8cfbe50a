import Git

/// How a record waits for its branch: silently while it is a matter of moments, and else it says
/// once what for.
struct BranchPatience {
  private let branch: String
  private let isEndless: Bool
  private let notify: @Sendable (String) -> Void
  private let interrupts: @Sendable () -> Int
  private let interruptsBefore: Int
  private var said: Set<String> = []
  private var waited = Duration.zero
  /// What stood in the way the last time, and how long had been waited when it began.
  private var last = ""
  private var lastSince = Duration.zero
  private var tries = 0

  /// How long a record waits that can as well be written later.
  private static let short = Duration.milliseconds(200)

  init(
    branch: String,
    isEndless: Bool,
    notify: @escaping @Sendable (String) -> Void,
    interrupts: @escaping @Sendable () -> Int
  ) {
    self.branch = branch
    self.isEndless = isEndless
    self.notify = notify
    self.interrupts = interrupts
    interruptsBefore = interrupts()
  }

  /// Whether it was tried often enough to make others wait for a little longer.
  var isTried: Bool { tries >= 3 }

  /// Waits a while; false when it is time to give up.
  mutating func wait(for obstacle: BranchObstacle) async -> Bool {
    if interrupts() > interruptsBefore || !isEndless && waited > Self.short { return false }
    let text = text(for: obstacle)
    if text != last {
      last = text
      lastSince = waited
    }
    if isEndless, waited - lastSince >= silence(of: obstacle), said.insert(text).inserted {
      notify("\(text); the record waits for it (an interrupt puts it on another branch)")
    }
    tries += 1
    let start = ContinuousClock.now
    await obstacle.wait(milliseconds: pause(for: obstacle))
    waited += .now - start
    return true
  }

  private func pause(for obstacle: BranchObstacle) -> Int32 {
    switch obstacle {
    case .raced: Int32.random(in: 1...Int32(min(2 + tries, 20)))
    case .command: isEndless ? 1000 : 50
    case .lock, .operation, .changed: Int32.random(in: 20...Int32(min(50 + 25 * tries, 1000)))
    }
  }

  /// How long something may stand in the way before it is worth a word.
  private func silence(of obstacle: BranchObstacle) -> Duration {
    switch obstacle {
    case .raced: .seconds(5)
    case .command: .milliseconds(1500)
    case .lock, .operation: .seconds(1)
    case .changed: .zero
    }
  }

  private func text(for obstacle: BranchObstacle) -> String {
    switch obstacle {
    case .raced: "git commands follow one another on \(branch) without a pause"
    case .command(let process, let name): "\(name) is at work on \(branch) (process \(process))"
    case .lock(let path, _): "\(path) is there"
    case .operation(let what, let folder): "\(what) is in progress in \(folder)"
    case .changed(let path, let folder):
      "\(path) is changed in \(folder), and the run changes it too: commit it or put it back"
    }
  }
}
