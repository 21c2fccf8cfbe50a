import Engine
import Glibc

/// The end of what an attempt wrote.
enum LogEnd {
  /// At most so many bytes; a file is read now, since it may be moved away later.
  static func bytes(of log: LogContent, limit: Int = 16 << 10) -> [UInt8] {
    switch log {
    case .bytes(let all): return all.count <= limit ? all : Array(all.suffix(limit))
    case .file(let path, _, _): return end(of: path, limit)
    }
  }

  /// The last lines of some bytes, without anything that a terminal would obey, each cut after so
  /// many characters.
  static func lines(_ bytes: [UInt8], count: Int, columns: Int = 400) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    while let last = lines.last, last.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) {
      lines.removeLast()
    }
    return lines.suffix(count).map { line in
      // A line whose beginning was written again and again, as progress bars do.
      let shown = line.split(separator: UInt8(ascii: "\r")).last ?? []
      let text = TerminalText.line(String(decoding: shown, as: UTF8.self))
      return text.count > columns ? text.prefix(columns - 1) + "…" : text
    }
  }

  private static func end(of path: String, _ limit: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    let start = max(0, size - limit)
    return [UInt8](unsafeUninitializedCapacity: size - start) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(start)))
    }
  }
}
