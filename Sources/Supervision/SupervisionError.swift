/// Why the supervisor cannot be started, spoken to or read.
///
/// A task that fails is not an error.
package enum SupervisionError: Error, Hashable, Sendable {
  /// A system call failed: what was tried, and the error number.
  case system(String, Int32)
  /// A text of an order holds a NUL byte, which no process can be given.
  case nulInText(String)
  /// A frame that the other side cannot have meant.
  case malformed(String)
  /// Another supervisor lives in the folder.
  case inUse
}
