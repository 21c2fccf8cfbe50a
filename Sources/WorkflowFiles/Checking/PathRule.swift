import Model

/// The rules for paths that a person writes: stricter than for those that a task makes.
enum PathRule {
  /// Why a path may not be used, as the end of a sentence; nil if it may.
  static func problem(with path: String) -> String? {
    if RepositoryPath.isPlain(path) { return nil }
    if path.allSatisfy(\.isWhitespace) { return "is empty" }
    if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "holds a control character" }
    if path.hasPrefix("~/") || path == "~" { return "starts in a home folder" }
    if path.utf8.contains(UInt8(ascii: "\\")) {
      return "holds a backslash; \"/\" separates folders"
    }
    return RepositoryPath.problem(with: path)
  }

  /// Without `.` parts and doubled or trailing separators.
  static func normalized(_ path: String) -> String {
    RepositoryPath.isPlain(path) ? path : RepositoryPath.normalized(path)
  }
}
