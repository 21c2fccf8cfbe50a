/// The names that no tree may bring into a folder, as git itself refuses them.
package enum PathRules {
  /// Whether one name, without slashes, is harmless on every file system: not empty, `.`, `..`, nor
  /// anything that a case-folding, a Mac or a Windows file system would take for `.git`.
  package static func isSafe(name: some Collection<UInt8>) -> Bool {
    if name.isEmpty || name.count > 255 { return false }
    if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return false }
    if name.contains(where: { $0 == 0 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
      return false
    }
    let text = String(decoding: name, as: UTF8.self)
    return !isGitOnMac(text) && !isGitOnWindows(text)
  }

  /// Whether every name of a path with slashes is safe; no slash at the ends, none doubled.
  package static func isSafe(path: String) -> Bool {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { isSafe(name: $0) }
  }

  /// HFS+ ignores these characters within a name.
  private static func isGitOnMac(_ name: String) -> Bool {
    let kept = name.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x200c...0x200f, 0x202a...0x202e, 0x206a...0x206f, 0xfeff: false
      default: true
      }
    }
    return lowercased(kept.map(\.value)) == Array(".git".unicodeScalars.map(\.value))
  }

  /// NTFS drops dots and spaces at the end, cuts at a colon, and knows `git~1`.
  private static func isGitOnWindows(_ name: String) -> Bool {
    var scalars = Array(name.unicodeScalars.map(\.value).prefix { $0 != 0x3a })
    while let last = scalars.last, last == 0x20 || last == 0x2e { scalars.removeLast() }
    let folded = lowercased(scalars)
    return [".git", "git~1"].contains { $0.unicodeScalars.map(\.value) == folded }
  }

  private static func lowercased(_ scalars: [UInt32]) -> [UInt32] {
    scalars.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
  }
}
