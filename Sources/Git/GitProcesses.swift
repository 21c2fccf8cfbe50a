import CGitShim
import Glibc

/// A git command that runs on this machine.
struct GitProcess: Hashable, Sendable {
  let id: Int32
  /// `git commit`, say.
  let name: String
}

/// Finds the git commands that are at work in work trees, by what the kernel shows of processes.
///
/// Processes of other users and of other process namespaces are not seen.
enum GitProcesses {
  /// A command that may write the index or move what HEAD points to, knowing what stood there
  /// before; nil if there is none.
  ///
  /// The holders have the branch checked out. In the others only commands that may check it out
  /// matter.
  static func first(in places: [WorkPlace], holders: [WorkPlace]) -> GitProcess? {
    for name in Folder.names(in: "/proc") {
      guard let id = Int32(name), id != getpid(), isGit(id), !isOwnChildOrDead(id) else { continue }
      let words = strings(of: "/proc/\(id)/cmdline")
      let command = subcommand(words)
      if readers.contains(command) { continue }
      guard let place = place(of: id, words, among: places) else { continue }
      if holders.contains(place) || !headKeepers.contains(command) {
        return GitProcess(id: id, name: command.isEmpty ? "git" : "git \(command)")
      }
    }
    return nil
  }

  /// Waits for the end of a process; false if that took too long.
  static func awaitExit(of id: Int32, milliseconds: Int32) -> Bool {
    let answer = gitshim_await_exit(id, milliseconds)
    if answer < 0 { usleep(UInt32(min(milliseconds, 20)) * 1000) }
    return answer == 1
  }

  /// These end without writing the index or a branch by what they read at their start, and some of
  /// them stay for hours.
  private static let readers: Set<String> = [
    "annotate", "archive", "blame", "bugreport", "bundle", "cat-file", "cherry", "commit-graph",
    "config", "count-objects", "credential", "credential-cache", "credential-cache--daemon",
    "credential-store", "daemon", "describe", "diff", "diff-tree", "fetch", "fetch-pack",
    "for-each-ref", "format-patch", "fsck", "fsmonitor--daemon", "gc", "grep", "help",
    "http-backend", "index-pack", "log", "ls-files", "ls-remote", "ls-tree", "maintenance",
    "merge-base", "multi-pack-index", "name-rev", "notes", "pack-objects", "pack-refs", "prune",
    "push",
    "range-diff", "reflog", "remote", "remote-http", "remote-https", "repack", "rev-list",
    "rev-parse", "send-pack", "shortlog", "show", "show-ref", "tag", "unpack-objects",
    "upload-pack", "var", "verify-pack", "version", "whatchanged",
  ]

  /// These leave HEAD at its branch.
  private static let headKeepers: Set<String> = [
    "add", "apply", "clean", "commit", "difftool", "merge", "mergetool", "mv", "restore", "rm",
    "status", "update-index",
  ]

  private static func isGit(_ id: Int32) -> Bool {
    let name = line(of: "/proc/\(id)/comm")
    return name == "git" || name.hasPrefix("git-")
  }

  private static func isOwnChildOrDead(_ id: Int32) -> Bool {
    // The name of the program stands in brackets and may hold anything.
    let text = line(of: "/proc/\(id)/stat")
    guard let end = text.lastIndex(of: ")") else { return true }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 1 else { return true }
    return fields[0] == "Z" || fields[0] == "X" || fields[1] == "\(getpid())"
  }

  /// The word after the options that stand before it.
  static func subcommand(_ words: [String]) -> String {
    guard let program = words.first?.split(separator: "/").last else { return "" }
    if program.hasPrefix("git-") { return String(program.dropFirst(4)) }
    var rest = words.dropFirst()
    while let word = rest.popFirst() {
      if !word.hasPrefix("-") { return word }
      if ["-C", "-c", "--git-dir", "--work-tree", "--namespace"].contains(word) {
        _ = rest.popFirst()
      }
    }
    return ""
  }

  private static func place(
    of id: Int32,
    _ words: [String],
    among places: [WorkPlace]
  ) -> WorkPlace? {
    let named = places.first { place in
      words.contains { $0.hasSuffix(place.gitDirectory) || $0 == place.root }
    }
    if let named { return named }
    guard let folder = link("/proc/\(id)/cwd") else { return nil }
    for text in strings(of: "/proc/\(id)/environ") where text.hasPrefix("GIT_DIR=") {
      let value = String(text.dropFirst(8))
      let path = value.hasPrefix("/") ? value : "\(folder)/\(value)"
      guard let real = realpath(path, nil) else { continue }
      defer { free(real) }
      return places.first { $0.gitDirectory == String(cString: real) }
    }
    // The innermost repository around the folder is the one that git works on.
    var path = folder[...]
    while !path.isEmpty {
      if let place = places.first(where: { $0.root.map { $0 == path } ?? false }) { return place }
      if places.contains(where: { $0.gitDirectory == path }) { return nil }
      if access("\(path)/.git", F_OK) == 0 { return nil }
      path = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    }
    return nil
  }

  private static func link(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { all in
      all.withMemoryRebound(to: CChar.self) { text in
        text.baseAddress.map { readlink(path, $0, text.count) } ?? -1
      }
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  private static func line(of path: String) -> String {
    String(decoding: bytes(of: path).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  private static func strings(of path: String) -> [String] {
    bytes(of: path).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Such files have no size of their own.
  private static func bytes(of path: String) -> ArraySlice<UInt8> {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return [] }
    defer { close(number) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    var count = 0
    while true {
      let more = bytes.withUnsafeMutableBytes { all in
        all.baseAddress.map { Glibc.read(number, $0 + count, all.count - count) } ?? 0
      }
      if more <= 0 { return bytes[..<count] }
      count += more
      if count == bytes.count { bytes += [UInt8](repeating: 0, count: count) }
    }
  }
}
