/// The rules for paths of inputs and outputs: relative, below the folder, no trick of git's.
package enum RepositoryPath {
  /// Whether nothing needs to be looked at more closely: the common case, decided in one pass.
  package static func isPlain(_ path: String) -> Bool {
    var previous = UInt8(ascii: "/")
    for unit in path.utf8 {
      if unit == UInt8(ascii: "/") || unit == UInt8(ascii: ".") {
        if previous == UInt8(ascii: "/") { return false }
      } else if unit >= 0x7F || unit <= 0x20 || unit == UInt8(ascii: "\\")
        || unit == UInt8(ascii: "~")
      {
        return false
      }
      previous = unit
    }
    return previous != UInt8(ascii: "/")
  }

  /// Why a path may not be used, as the end of a sentence; nil if it may.
  package static func problem(with path: String) -> String? {
    if path.isEmpty { return "is empty" }
    if path.utf8.contains(0) { return "holds a NUL byte" }
    if path.utf8.first == separator { return "is absolute; paths stand below the task's folder" }
    if normalized(path).isEmpty { return "names the task's folder itself" }
    for part in parts(of: path) {
      if part.elementsEqual("..".utf8) { return "leaves the task's folder" }
      if isGitFolder(part) { return "reaches into a .git folder" }
    }
    return nil
  }

  /// Without `.` parts and doubled or trailing separators.
  package static func normalized(_ path: String) -> String {
    parts(of: path).filter { !$0.elementsEqual(".".utf8) }.map { String(Substring($0)) }
      .joined(separator: "/")
  }

  private static let separator = UInt8(ascii: "/")

  /// Cut at bytes: a separator before a combining mark is no character of its own.
  private static func parts(of path: String) -> [Substring.UTF8View] {
    path.utf8.split(separator: separator)
  }

  /// `.git` as any file system git knows of would read it.
  private static func isGitFolder(_ part: Substring.UTF8View) -> Bool {
    let visible = Substring(part).unicodeScalars.filter { !ignoredByHFS.contains($0.value) }
    var name = String(String.UnicodeScalarView(visible)).lowercased()
    if let end = name.firstIndex(where: { $0 == ":" || $0 == "\\" }) { name = String(name[..<end]) }
    while let last = name.last, last == "." || last == " " { name.removeLast() }
    return name == ".git" || name == "git~1"
  }

  /// Scalars that HFS+ leaves out when it compares names.
  private static let ignoredByHFS: Set<UInt32> = [
    0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x206A, 0x206B, 0x206C,
    0x206D, 0x206E, 0x206F, 0xFEFF,
  ]
}
