/// The names that no tree may bring into a folder, as git itself refuses them.
package enum PathRules {
  /// Whether one name, without slashes, is harmless on every file system: not empty, `.`, `..`, nor
  /// anything that a case-folding, a Mac or a Windows file system would take for `.git`.
  package static func isSafe(name: some Collection<UInt8>) -> Bool {
    if name.isEmpty || name.count > 255 { return false }
    if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return false }
    if name.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") }) { return false }
    // On Windows a backslash separates names.
    if name.contains(UInt8(ascii: "\\")) {
      return name.split(separator: UInt8(ascii: "\\")).allSatisfy { isSafe(name: $0) }
    }
    // What git could take for .git begins with a dot, a g or a character that HFS+ ignores.
    if let first = name.first, first < 0x80, ![0x2e, 0x47, 0x67].contains(first) { return true }
    let text = String(decoding: name, as: UTF8.self)
    return !isOnMac(text, ".git") && !isOnWindows(text, [".git", "git~1"])
  }

  /// Whether a symlink may have this name: git reads `.gitmodules`, and must not be led elsewhere.
  package static func isSafe(symlink name: some Collection<UInt8>) -> Bool {
    let text = String(decoding: name, as: UTF8.self)
    return isSafe(name: name) && !isOnMac(text, ".gitmodules")
      && !isOnWindows(text, [".gitmodules", "gitmod~1", "gitmod~2", "gitmod~3", "gitmod~4"])
  }

  /// Whether every name of a path with slashes is safe; no slash at the ends, none doubled.
  package static func isSafe(path: String) -> Bool {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { isSafe(name: $0) }
  }

  /// HFS+ ignores these characters within a name.
  private static func isOnMac(_ name: String, _ wanted: String) -> Bool {
    let kept = name.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x200c...0x200f, 0x202a...0x202e, 0x206a...0x206f, 0xfeff: false
      default: true
      }
    }
    return lowercased(kept.map(\.value)) == wanted.unicodeScalars.map(\.value)
  }

  /// NTFS drops dots and spaces at the end, cuts at a colon, and has short names such as `git~1`.
  private static func isOnWindows(_ name: String, _ wanted: [String]) -> Bool {
    var scalars = Array(name.unicodeScalars.map(\.value).prefix { $0 != 0x3a })
    while let last = scalars.last, last == 0x20 || last == 0x2e { scalars.removeLast() }
    let folded = lowercased(scalars)
    return wanted.contains { $0.unicodeScalars.map(\.value) == folded }
  }

  private static func lowercased(_ scalars: [UInt32]) -> [UInt32] {
    scalars.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
  }
}
