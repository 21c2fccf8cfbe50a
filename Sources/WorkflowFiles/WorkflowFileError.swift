/// Why a piece of text inside a file was refused; becomes a `Diagnostic` once its place is known.
package struct WorkflowFileError: Error, Hashable, Sendable {
  /// One clause without a full stop.
  package let message: String
  package let hint: String?
  /// The byte of the text at which it was noticed, counted from 0.
  package let offset: Int
  /// How many bytes are meant.
  package let length: Int

  package init(_ message: String, hint: String? = nil, offset: Int = 0, length: Int = 1) {
    self.message = message
    self.hint = hint
    self.offset = offset
    self.length = length
  }
}
