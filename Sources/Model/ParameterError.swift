/// Why a value does not fit its param; the message goes after the param's name.
package struct ParameterError: Error, Hashable, Sendable {
  /// One clause without a full stop.
  package let message: String
  package let hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }
}
