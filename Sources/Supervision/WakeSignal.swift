import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A counter that one thread adds to and another waits for, alone or in a poll.
struct WakeSignal: Sendable {
  let descriptor: Int32

  /// `single`: each take removes one and blocks at zero; otherwise a take removes all at once
  /// and never blocks.
  init(single: Bool) throws(SupervisionError) {
    descriptor = weir_wake_create(single ? 1 : 0, single ? 1 : 0)
    if descriptor < 0 { throw .system("eventfd", errno) }
  }

  func post(_ count: Int = 1) {
    if count > 0 { weir_wake_post(descriptor, UInt64(count)) }
  }

  func take() {
    _ = weir_wake_take(descriptor)
  }
}

/// A thread of the kernel with a small stack, never joined.
enum KernelThread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  static func start(
    stack: Int = 128 << 10,
    _ run: @escaping @Sendable () -> Void
  ) throws(SupervisionError) {
    let body = Unmanaged.passRetained(Body(run))
    let error = weir_thread_start(
      stack,
      { context in
        guard let context else { return }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      },
      body.toOpaque()
    )
    if error != 0 {
      body.release()
      throw .system("thread", error)
    }
  }
}
