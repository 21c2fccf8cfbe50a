/// Why the engine or an adapter could not do what a run needs; a failing task is no error.
package struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Kind: Hashable, Sendable {
    /// Git, disk, a connection: trying again may help.
    case infrastructure
    /// What was asked for cannot be.
    case invalid
  }

  package let kind: Kind
  /// What was tried, on what, and what the system said.
  package let message: String
  package let hint: String?

  package init(_ message: String, kind: Kind = .infrastructure, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  package var description: String { message }
}
