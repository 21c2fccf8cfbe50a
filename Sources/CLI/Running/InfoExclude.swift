import Git
import Glibc

/// `.git/info/exclude`: the ignore rules of one clone.
struct InfoExclude {
  private let path: String

  init(_ location: RepositoryLocation) {
    mkdir("\(location.commonDirectory)/info", 0o777)
    path = "\(location.commonDirectory)/info/exclude"
  }

  /// Adds a rule at the end.
  /// - Returns: false if it is there already.
  func add(_ rule: String) throws -> Bool {
    let text = String(decoding: SmallFile.read(path) ?? [], as: UTF8.self)
    if text.split(separator: "\n").contains(Substring(rule)) { return false }
    let addition = (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + rule + "\n"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandFailure(
        .infrastructure,
        "could not write \(path): \(String(cString: strerror(errno)))"
      )
    }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, addition, addition.utf8.count) == addition.utf8.count else {
      throw CommandFailure(
        .infrastructure,
        "could not write \(path): \(String(cString: strerror(errno)))"
      )
    }
    return true
  }
}
