import ArgumentParser
import Git
import Glibc
import Ledger

/// What git's hooks call: it tells other weir processes what git is about to do, and never makes
/// git fail.
struct HookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook",
    abstract: "Called by git's hooks.",
    shouldDisplay: false
  )

  @Argument(help: "The hook's name.")
  var name: String

  @Argument(help: "What git gives the hook.")
  var arguments: [String] = []

  func run() async throws {
    guard let repository = try? Repository.discover(from: ".") else { return }
    let folders = StateFolders(commonDirectory: repository.location.commonDirectory)
    let mark = CommitMark(folders)
    switch name {
    case "prepare-commit-msg": mark.set(process: getppid())
    case "post-commit": mark.remove()
    default: return
    }
  }
}

/// A file that says which process is making a commit, so that Weir does not move the branch under
/// it.
struct CommitMark {
  private let path: String
  private let folders: StateFolders

  init(_ folders: StateFolders) {
    self.folders = folders
    path = folders.state + "/commit-in-progress"
  }

  /// The parent of a hook is git itself.
  func set(process: Int32) {
    guard (try? folders.create()) != nil else { return }
    SmallFile.write(Array("\(process)\n".utf8), to: path)
  }

  func remove() { unlink(path) }
}
