/// The rules for paths of inputs and outputs: relative, below the folder, no trick of git's.
enum PathRule {
  /// Why a path may not be used, as the end of a sentence; nil if it may.
  static func problem(with path: String) -> String? {
    if isPlain(path) { return nil }
    if path.allSatisfy(\.isWhitespace) { return "is empty" }
    if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "holds a control character" }
    if path.utf8.first == UInt8(ascii: "/") {
      return "is absolute; paths stand below the task's folder"
    }
    if path.hasPrefix("~/") || path == "~" { return "starts in a home folder" }
    if path.utf8.contains(UInt8(ascii: "\\")) {
      return "holds a backslash; \"/\" separates folders"
    }
    // Scalars, since a separator before a combining mark is no character of its own.
    for part in path.unicodeScalars.split(separator: "/").map({ Substring($0) }) {
      if part == ".." { return "leaves the task's folder" }
      if isGitFolder(part) { return "reaches into a .git folder" }
    }
    return normalized(path).isEmpty ? "names the task's folder itself" : nil
  }

  /// Without `.` parts and doubled or trailing separators.
  static func normalized(_ path: String) -> String {
    isPlain(path) ? path : path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Whether nothing needs to be looked at more closely: the common case, decided in one pass.
  private static func isPlain(_ path: String) -> Bool {
    var previous = UInt8(ascii: "/")
    for unit in path.utf8 {
      switch unit {
      case UInt8(ascii: "/"), UInt8(ascii: "."):
        if previous == UInt8(ascii: "/") { return false }
      case 0...0x20, 0x7F..., UInt8(ascii: "\\"), UInt8(ascii: "~"): return false
      default: break
      }
      previous = unit
    }
    return previous != UInt8(ascii: "/")
  }

  /// `.git` as any file system git knows of would read it.
  private static func isGitFolder(_ part: Substring) -> Bool {
    let visible = part.unicodeScalars.filter { !ignored($0.value) }
    var name = String(String.UnicodeScalarView(visible)).lowercased()
    if let end = name.firstIndex(of: ":") { name = String(name[..<end]) }
    while let last = name.last, last == "." || last == " " { name.removeLast() }
    return name == ".git" || name == "git~1"
  }

  /// Scalars that HFS+ leaves out when it compares names.
  private static func ignored(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x200C...0x200F, 0x202A...0x202E, 0x206A...0x206F, 0xFEFF: true
    default: false
    }
  }
}
