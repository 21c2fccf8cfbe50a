/// What tells a run that time has passed: when a commit is due, and when its own time is over.
struct RunTimers {
  /// How often the record is asked whether somebody has decided, while a task waits.
  private static let decisionInterval = Duration.seconds(1)

  private let tasks: [Task<Void, Never>]

  init(_ control: RunControl, commitInterval: Duration, timeout: Duration?) {
    let commits = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: commitInterval)
        control.send(.commitDue)
      }
    }
    let decisions = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.decisionInterval)
        control.send(.decisionsDue)
      }
    }
    let end = Task {
      guard let timeout, (try? await Task.sleep(for: timeout)) != nil else { return }
      control.send(.timeOver)
    }
    tasks = [commits, decisions, end]
  }

  func cancel() {
    for task in tasks { task.cancel() }
  }
}
