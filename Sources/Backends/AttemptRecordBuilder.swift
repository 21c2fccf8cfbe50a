import Glibc
import Model
import Supervision

/// What a record says of an attempt, from what its supervisor saw.
enum AttemptRecordBuilder {
  static func record(of fact: EndedFact, number: Int) -> AttemptRecord {
    var record = AttemptRecord(
      number: number,
      startedAt: Timestamp(milliseconds: fact.startedAt)
    )
    record.finishedAt = Timestamp(milliseconds: fact.endedAt)
    switch fact.outcome {
    case .exited(let code): record.exit = code
    case .signalled(let signal): record.signal = signal
    case .notStarted(let code, let step):
      record.cause = .notStarted
      record.message = "\(step.inWords): \(String(cString: strerror(code)))"
    }
    switch fact.cause {
    case .itself: break
    case .timeout: record.cause = .timeout
    case .idleTimeout: record.cause = .idleTimeout
    case .cancelled: record.cause = .cancelled
    }
    if record.cause != .notStarted {
      record.maximumResidentSize = Int64(clamping: fact.peakMemory)
      record.cpuSeconds = Double(fact.userTime + fact.systemTime) / 1_000_000
    }
    return record
  }
}

extension StartStep {
  /// What could not be done.
  fileprivate var inWords: String {
    switch self {
    case .process: "could not make a process"
    case .descriptors: "could not set up its output"
    case .directory: "could not enter its folder"
    case .program: "could not execute the program"
    case .input: "could not open its input"
    }
  }
}
