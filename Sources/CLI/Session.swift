import Engine
import Git
import Glibc
import Hashing
import Ledger
import Model
import WorkflowFiles

/// A command's view of one repository: where it is, what HEAD is, where Weir's folders are.
struct Session: Sendable {
  let repository: Repository
  let folders: StateFolders
  let environment: [String: String]

  /// Opens the repository that holds a folder.
  static func open(_ options: GlobalOptions) async throws -> Session {
    let environment = HostEnvironment.read()
    let repository = try Repository.discover(from: ".")
    return Session(
      repository: repository,
      folders: StateFolders(commonDirectory: repository.location.commonDirectory),
      environment: environment
    )
  }

  /// The commit that a command is about.
  struct Target: Sendable {
    let commit: ObjectID
    let tree: ObjectID
    /// Short name; nil for a detached HEAD or a revision that is no branch.
    let branch: String?
    let info: CommitInfo
  }

  /// HEAD, or a revision that was named.
  func target(_ revision: String?) async throws -> Target {
    try await repository.perform { repository in
      let head = try repository.head()
      let id: ObjectID
      var branch = head.branch.map(Self.shortName)
      if let revision {
        id = try Self.resolve(revision, repository)
        if id != head.commit { branch = nil }
        // Most revisions are no names of branches at all.
        if let tip = try? repository.reference("refs/heads/\(revision)"), tip == id {
          branch = revision
        }
      } else {
        guard let commit = head.commit else {
          throw CommandFailure(
            .invalid,
            "the branch \(branch ?? "HEAD") has no commit yet",
            hint: "git add weir.yaml workflows && git commit"
          )
        }
        id = commit
      }
      let info = try repository.commit(id)
      return Target(commit: id, tree: info.tree, branch: branch, info: info)
    }
  }

  /// The commit that a person named; a name that fits none is the person's mistake.
  private static func resolve(
    _ revision: String,
    _ repository: isolated Repository
  ) throws -> ObjectID {
    do {
      return try repository.resolve(revision)
    } catch {
      guard [.notFound, .ambiguous].contains(error.code) else { throw error }
      throw CommandFailure(.invalid, "\(error)", hint: "git log --oneline names commits")
    }
  }

  /// `Name <email>` of the person at this machine, from git's settings.
  func person() async throws -> String {
    let identity = try await repository.identity()
    let login = environment["USER"] ?? environment["LOGNAME"] ?? "unknown"
    let name = environment["GIT_AUTHOR_NAME"] ?? identity.name ?? login
    let email = environment["GIT_AUTHOR_EMAIL"] ?? identity.email ?? "\(login)@\(HostName.current)"
    return "\(name) <\(email)>"
  }

  private static func shortName(_ ref: String) -> String {
    ref.hasPrefix("refs/heads/") ? String(ref.dropFirst(11)) : ref
  }
}

/// The process's environment.
enum HostEnvironment {
  static func read() -> [String: String] {
    var found: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      if let (name, value) = String(cString: text).cutOnce(at: "=") { found[name] = value }
      entry += 1
    }
    return found
  }
}

/// This machine's name.
enum HostName {
  static var current: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The wall clock of this machine.
struct SystemClock: WallClock {
  func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
