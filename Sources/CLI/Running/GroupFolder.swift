import Engine
import Glibc
import Ledger
import Planning

/// The folder of one concurrency group: a locked file a run, in the order in which they came.
struct GroupFolder: Sendable {
  /// A run's place in the group; its lock goes with the process that holds it.
  struct Ticket: Sendable {
    let name: String
    let descriptor: Int32
  }

  enum Mark: String {
    case waiting
    case running
  }

  /// What one run asks of another.
  enum Wish: String {
    case end
    case giveWay = "give-way"
  }

  private let path: String

  init(_ folders: StateFolders, group: String) throws {
    try folders.create()
    let parent = folders.state + "/concurrency"
    path = "\(parent)/\(InstanceKey.fileName(group))"
    for folder in [parent, path] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw Self.failure("make", folder)
    }
  }

  /// Queues a run up behind those that are there.
  func takeTicket(_ run: String) throws -> Ticket {
    try locked {
      let last = names().compactMap { Int($0.prefix { $0 != "-" }) }.max() ?? 0
      let digits = String(last + 1)
      let number = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
      let name = "\(number)-\(run)"
      let descriptor = open("\(path)/\(name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw Self.failure("lock", "\(path)/\(name)")
      }
      let ticket = Ticket(name: name, descriptor: descriptor)
      try mark(ticket, .waiting)
      return ticket
    }
  }

  /// The runs that go on, and those that wait and came before; the dead are cleared away.
  func others(than ticket: Ticket) throws -> (running: [String], ahead: [String]) {
    try locked {
      var (running, ahead): ([String], [String]) = ([], [])
      for name in names() where name != ticket.name {
        guard isAlive(name) else {
          remove(name)
          continue
        }
        if mark(of: name) == .running {
          running.append(name)
        } else if name < ticket.name {
          ahead.append(name)
        }
      }
      return (running, ahead)
    }
  }

  func mark(_ ticket: Ticket, _ mark: Mark) throws {
    let text = mark.rawValue
    guard ftruncate(ticket.descriptor, 0) == 0,
      pwrite(ticket.descriptor, text, text.utf8.count, 0) == text.utf8.count
    else { throw Self.failure("write", "\(path)/\(ticket.name)") }
  }

  func ask(_ names: [String], to wish: Wish) {
    for name in names { SmallFile.write([], to: "\(path)/\(name).\(wish.rawValue)") }
  }

  func isAsked(_ ticket: Ticket, to wish: Wish) -> Bool {
    SmallFile.exists("\(path)/\(ticket.name).\(wish.rawValue)")
  }

  func drop(_ ticket: Ticket) {
    remove(ticket.name)
    close(ticket.descriptor)
  }

  private func remove(_ name: String) {
    for ending in ["", ".\(Wish.end.rawValue)", ".\(Wish.giveWay.rawValue)"] {
      unlink("\(path)/\(name)\(ending)")
    }
  }

  private func mark(of name: String) -> Mark? {
    SmallFile.read("\(path)/\(name)").flatMap {
      Mark(rawValue: String(decoding: $0, as: UTF8.self))
    }
  }

  /// Whether the process that holds a ticket lives.
  private func isAlive(_ name: String) -> Bool {
    let descriptor = open("\(path)/\(name)", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  /// The tickets, in order.
  private func names() -> [String] {
    FolderNames.list(path).filter { !$0.contains(".") }.sorted()
  }

  private func locked<Value>(_ body: () throws -> Value) throws -> Value {
    let descriptor = open("\(path)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("open", "\(path)/.lock") }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw Self.failure("lock", "\(path)/.lock") }
    }
    return try body()
  }

  private static func failure(_ what: String, _ path: String) -> CommandFailure {
    CommandFailure(
      .infrastructure,
      "could not \(what) \(path): \(String(cString: strerror(errno)))"
    )
  }
}

/// The names of what stands in a folder.
enum FolderNames {
  static func list(_ folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
