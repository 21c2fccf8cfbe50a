import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A process that was started and not waited for; the leader of a session and a group.
struct ChildProcess {
  let pid: Int32
  /// Becomes readable when the process ends.
  let descriptor: Int32

  /// The step that failed, and the error number.
  struct Failure: Error {
    let step: StartStep
    let error: Int32
  }

  /// Descriptors that become the standard ones.
  struct Streams {
    var input: Int32
    var output: Int32
    var error: Int32
  }

  init(
    _ order: ReceivedOrder,
    streams: Streams,
    fileLimit: Int32
  ) throws(Failure) {
    var result = weir_spawned()
    let error = order.bytes.withUnsafeBytes { bytes in
      let text = bytes.bindMemory(to: CChar.self).baseAddress
      func place(_ list: TextList) -> UnsafePointer<CChar>? {
        text.map { $0 + list.range.lowerBound }
      }
      func spawn(_ base: UnsafeRawBufferPointer?, _ count: Int) -> Int32 {
        var request = weir_spawn_request()
        request.arguments = place(order.arguments)
        request.argument_count = order.arguments.count
        request.environment = place(order.environment)
        request.environment_count = order.environment.count
        request.base = base?.bindMemory(to: CChar.self).baseAddress
        request.base_count = count
        request.directory = place(order.directory)
        request.input = streams.input
        request.output = streams.output
        request.error = streams.error
        request.extra = -1
        request.file_limit = fileLimit
        return weir_spawn(&request, &result)
      }
      guard let base = order.base else { return spawn(nil, 0) }
      return base.bytes.withUnsafeBytes { spawn($0, base.count) }
    }
    if error != 0 {
      let step = StartStep(rawValue: UInt8(truncatingIfNeeded: result.stage)) ?? .process
      throw Failure(step: step, error: error)
    }
    pid = result.pid
    descriptor = result.pidfd
  }

  /// Signals the process and all of its group that did not leave it.
  func signalGroup(_ number: Int32) {
    // The pid is taken until `reap`, so it cannot be somebody else's.
    _ = kill(-pid, number)
  }

  /// Waits for the end and gives the pid back.
  consuming func reap() -> weir_ended {
    var ended = weir_ended()
    _ = weir_reap(pid, &ended)
    close(descriptor)
    return ended
  }
}
