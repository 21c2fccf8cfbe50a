/// Names one attempt towards the supervisor; unique within a run.
package struct AttemptToken: Hashable, Sendable, CustomStringConvertible {
  /// The number that the engine gave the task.
  package let number: UInt64
  /// Counts from 1.
  package let attempt: UInt32

  package init(number: UInt64, attempt: UInt32) {
    self.number = number
    self.attempt = attempt
  }

  package var description: String { "\(number).\(attempt)" }
}
