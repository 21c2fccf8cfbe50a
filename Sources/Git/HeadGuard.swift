import CGitShim
import Glibc

/// Keeps git commands from beginning in some work trees for a moment.
///
/// Every git command opens HEAD before it reads anything else of the repository. So: watch who
/// opens it; see that no command is at work; take a lease on the files, which makes further
/// openings wait in the kernel; see that nobody opened one meanwhile. From then on until `open`
/// nobody works there, and whoever comes waits, without knowing it, and does not fail. The kernel
/// drops the lease with the process, whatever becomes of it.
///
/// Nobody in this process may open HEAD and be waited for meanwhile. Where the file system has no
/// leases, or somebody keeps HEAD open, only the watch is left: then `isHeld` is the last question
/// before the point of no return, and what remains open is the time from there to it.
final class HeadGuard {
  private let places: [WorkPlace]
  private let heads: [OpenFile]
  private let watch: Descriptor
  private var leased: [Int32] = []
  private var shutAt = ContinuousClock.now

  /// The kernel breaks a lease after 45 seconds by default; long before that the guard ends itself.
  private static let limit = Duration.seconds(15)

  private final class OpenFile {
    let descriptor: Descriptor

    init(_ path: String) throws(GitError) { descriptor = try Descriptor(path, O_RDONLY) }
  }

  /// Begins to watch.
  init(over places: [WorkPlace]) throws(GitError) {
    self.places = places
    var heads: [OpenFile] = []
    for place in places { heads.append(try OpenFile(place.headPath)) }
    self.heads = heads
    watch = Descriptor(owning: inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)), path: "a watch")
    if watch.number < 0 { throw watch.failure("making") }
    for place in places {
      let mask = UInt32(IN_OPEN | IN_CREATE | IN_MOVED_TO)
      if inotify_add_watch(watch.number, place.gitDirectory, mask) < 0 {
        throw .io(operation: "watching", path: place.gitDirectory, errno: errno)
      }
    }
  }

  deinit { open() }

  /// Makes new commands wait; false if one began since the watch did.
  func shut() -> Bool {
    shutAt = .now
    for head in heads where lease(head.descriptor.number) { leased.append(head.descriptor.number) }
    return isUndisturbed && isInPlace
  }

  /// Whether nobody began anything, as far as can be known.
  var isHeld: Bool {
    if ContinuousClock.now - shutAt > HeadGuard.limit { return false }
    return leased.count == heads.count || isUndisturbed
  }

  /// Lets all go on who wait.
  func open() {
    for head in leased { _ = gitshim_drop_lease(head) }
    leased = []
  }

  /// The bytes of the HEAD file of a place; opening it again would wait for this very guard.
  func head(of place: WorkPlace) throws(GitError) -> [UInt8] {
    guard let position = places.firstIndex(of: place) else { return [] }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = try bytes.lendMutable { (buffer) throws(GitError) in
      try heads[position].descriptor.read(into: buffer, at: 0)
    }
    return Array(bytes[..<count])
  }

  private func lease(_ head: Int32) -> Bool {
    for _ in 0..<4 {
      if gitshim_take_lease(head) == 0 { return true }
      guard errno == EAGAIN else { return false }
      usleep(500)
    }
    return false
  }

  /// Whether the files that are held are still those that git would open.
  private var isInPlace: Bool {
    zip(places, heads).allSatisfy { place, head in
      var named = stat()
      guard stat(place.headPath, &named) == 0, let opened = try? head.descriptor.status() else {
        return false
      }
      return named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
    }
  }

  /// Whether no HEAD was opened or replaced, and no index locked, since the last question.
  private var isUndisturbed: Bool {
    let telling = ["HEAD", "HEAD.lock", "index.lock"]
    var calm = true
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(watch.number, $0.baseAddress, $0.count)
      }
      if count <= 0 { return calm }
      var position = 0
      while position + 16 <= count {
        let (mask, length) = buffer.withUnsafeBytes { bytes in
          (
            bytes.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self),
            Int(bytes.loadUnaligned(fromByteOffset: position + 12, as: UInt32.self))
          )
        }
        if mask & UInt32(IN_Q_OVERFLOW) != 0 { calm = false }
        let name = buffer[(position + 16)..<min(position + 16 + length, count)].prefix { $0 != 0 }
        if telling.contains(String(decoding: name, as: UTF8.self)) { calm = false }
        position += 16 + length
      }
    }
  }
}
