import Git
import Glibc

/// The files in git's hooks folder that call weir.
struct HookFiles {
  /// Those that `weir init --hooks` makes.
  static let names = ["prepare-commit-msg", "post-commit"]

  private let folder: String

  init(_ location: RepositoryLocation) {
    folder = location.commonDirectory + "/hooks"
  }

  /// Makes the hooks that are missing; one that is there belongs to somebody else and stays.
  /// - Returns: the names of those made, and of those left alone.
  func install() throws -> (made: [String], kept: [String]) {
    mkdir(folder, 0o777)
    var made: [String] = []
    var kept: [String] = []
    for name in Self.names {
      let path = "\(folder)/\(name)"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o777)
      guard descriptor >= 0 else {
        if errno == EEXIST {
          kept.append(name)
          continue
        }
        throw CommandFailure(
          .infrastructure,
          "could not write \(path): \(String(cString: strerror(errno)))"
        )
      }
      defer { close(descriptor) }
      let text = Self.text(name)
      guard write(descriptor, text, text.utf8.count) == text.utf8.count else {
        throw CommandFailure(
          .infrastructure,
          "could not write \(path): \(String(cString: strerror(errno)))"
        )
      }
      made.append(name)
    }
    return (made, kept)
  }

  private static func text(_ name: String) -> String {
    """
    #!/bin/sh
    command -v weir >/dev/null 2>&1 || exit 0
    exec weir hook \(name) "$@"

    """
  }
}
