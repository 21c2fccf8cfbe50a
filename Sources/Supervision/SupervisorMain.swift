import CSpawn
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The life of a supervisor: one process per run, which outlives the engine that started it.
package enum SupervisorMain {
  /// The descriptor on which a supervisor finds its engine.
  static let engineDescriptor: Int32 = 3

  /// Runs until all is over and returns the exit code.
  ///
  /// The arguments are those after the command's name, as `SupervisorClient.start` gives them.
  package static func run(arguments: [String]) -> Int32 {
    guard arguments.count == 3, let slots = Int(arguments[1]), slots > 0 else { return 64 }
    for number in [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE] { weir_ignore_signal(number) }
    guard chdir(arguments[0]) == 0 else { return 74 }
    do throws(SupervisionError) {
      try live(slots: slots, marker: Array(arguments[2].utf8))
      return 0
    } catch .inUse {
      return 75
    } catch {
      return 74
    }
  }

  private static func live(slots: Int, marker: [UInt8]) throws(SupervisionError) {
    let identity = SupervisorIdentity.own()
    try SupervisorLock.hold(identity)
    _ = fcntl(engineDescriptor, F_SETFD, FD_CLOEXEC)
    _ = weir_adopt_orphans()
    let nothing = weir_open("/dev/null", O_RDWR, 0)
    let log = try FactLog(path: SupervisorLog.fileName)
    let dispatcher = try Dispatcher(log: log)
    let listener = weir_listen(SupervisorFiles.socket)
    log.append(.opened(identity, at: weir_wall_milliseconds()))
    log.announcements.attach(engineDescriptor, fromStart: false)
    try KernelThread.start {
      var syncer = Syncer(log)
      syncer.run()
    }
    let threads = SlotThreads(
      dispatcher: dispatcher,
      log: log,
      nothing: nothing,
      fileLimit: weir_raise_file_limit()
    )
    for index in dispatcher.setSlots(slots) { threads.start(index) }
    guard dispatcher.hasSlots else { throw .system("thread", EAGAIN) }
    var loop = ControlLoop(
      dispatcher: dispatcher,
      log: log,
      engine: engineDescriptor,
      listener: listener,
      threads: threads
    )
    loop.run()
    end(&loop, log, marker)
  }

  private static func end(_ loop: inout ControlLoop, _ log: FactLog, _ marker: [UInt8]) {
    unlink(SupervisorFiles.socket)
    let strays = Strays.endAll(carrying: marker[...])
    log.append(
      .closed(
        strays: UInt32(strays),
        syncs: log.syncCount.load(ordering: .relaxed),
        at: weir_wall_milliseconds()
      )
    )
    log.request(stopping: true)
    log.finished.take()
    unlinkEmptyErrors()
    guard !loop.trash.isEmpty else { return }
    loop.waitForFarewell()
    for path in loop.trash { _ = weir_remove_tree(path) }
  }

  private static func unlinkEmptyErrors() {
    var status = stat()
    if stat(SupervisorFiles.errors, &status) == 0, status.st_size == 0 {
      unlink(SupervisorFiles.errors)
    }
  }
}
