/// Where an expression stands in a shell script, as far as it matters for its safety.
enum ShellPlace: Hashable, Sendable {
  /// An ordinary word, an assigned value or a redirection's target: a quoted reference.
  case bare
  /// Double quotes or a plain heredoc: a reference without quotes of its own.
  case quoted
  /// A command's name: a reference, and to a number alone, so that it never becomes an assignment.
  case command(quoted: Bool)
  /// Somewhere that only digits may stand.
  case digits(String)
  /// Somewhere that nothing may stand.
  case nowhere(String)
}

/// The shells whose quoting is known.
enum ShellDialect: String, Sendable, CaseIterable {
  case bash
  case sh
  case dash
  case zsh
  case ksh

  /// Whether commands such as `test` and `printf` calculate with their arguments.
  var calculatesArguments: Bool { self == .zsh || self == .ksh }
}
