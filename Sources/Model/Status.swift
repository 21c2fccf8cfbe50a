/// Where a task of a run stands.
package enum TaskStatus: String, Hashable, Sendable, CaseIterable {
  case pending
  case queued
  case running
  case waiting
  case succeeded
  case cached
  case failed
  case skipped
  case blocked
  case cancelled
  case lost

  /// Whether nothing follows.
  package var isFinal: Bool {
    switch self {
    case .pending, .queued, .running, .waiting: false
    case .succeeded, .cached, .failed, .skipped, .blocked, .cancelled, .lost: true
    }
  }

  /// Whether what needs the task may go on.
  package var isSuccess: Bool { self == .succeeded || self == .cached }

  /// The states that may follow this one.
  package var successors: Set<TaskStatus> {
    switch self {
    case .pending: [.queued, .waiting, .cached, .skipped, .blocked, .cancelled, .failed]
    case .queued: [.running, .pending, .cached, .skipped, .cancelled, .failed, .lost]
    case .running: [.succeeded, .failed, .skipped, .cancelled, .lost, .queued, .waiting]
    case .waiting: [.queued, .running, .succeeded, .failed, .skipped, .cancelled]
    case .succeeded, .cached, .failed, .skipped, .blocked, .cancelled, .lost: []
    }
  }
}

/// Where a run stands.
package enum RunStatus: String, Hashable, Sendable, CaseIterable {
  case pending
  case running
  case waiting
  case succeeded
  case failed
  case cancelled
  case refused
  /// Derived when read: running by its record, its owner gone.
  case interrupted

  /// Whether nothing follows.
  package var isFinal: Bool {
    switch self {
    case .pending, .running, .waiting, .interrupted: false
    case .succeeded, .failed, .cancelled, .refused: true
    }
  }

  /// The states that may follow this one.
  package var successors: Set<RunStatus> {
    switch self {
    case .pending: [.running, .cancelled, .refused, .waiting]
    case .running: [.waiting, .succeeded, .failed, .cancelled]
    case .waiting: [.running, .succeeded, .failed, .cancelled]
    case .succeeded, .failed, .cancelled, .refused, .interrupted: []
    }
  }
}
