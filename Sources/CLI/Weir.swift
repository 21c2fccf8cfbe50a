import Glibc

/// Facts of this build.
enum Weir {
  static let version = "0.1.0"

  /// Changes with the program, so that no other build's cache is read.
  static let build: UInt64 = {
    var status = stat()
    guard stat("/proc/self/exe", &status) == 0 else { return 0 }
    let time = UInt64(truncatingIfNeeded: status.st_mtim.tv_sec &* 1_000_000_000)
    return time &+ UInt64(truncatingIfNeeded: status.st_mtim.tv_nsec &+ status.st_size)
  }()
}
