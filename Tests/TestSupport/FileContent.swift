import Foundation

/// Whole files, for tests.
package enum FileContent {
  /// All bytes; none where there is no file.
  package static func read(_ path: String) -> [UInt8] {
    (try? Data(contentsOf: URL(fileURLWithPath: path))).map { Array($0) } ?? []
  }

  package static func text(_ path: String) -> String {
    String(decoding: read(path), as: UTF8.self)
  }

  package static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// Writes a file and makes the folders above it.
  package static func write(_ bytes: [UInt8], to path: String) {
    let url = URL(fileURLWithPath: path)
    try? FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try? Data(bytes).write(to: url)
  }

  package static func write(_ text: String, to path: String) { write(Array(text.utf8), to: path) }

  /// Paths of everything below a folder, sorted.
  package static func paths(below folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted()
  }
}

/// A temporary folder, deleted with the last reference.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    path = "/tmp/weir-tests-\(UUID().uuidString.lowercased())"
    try? FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
