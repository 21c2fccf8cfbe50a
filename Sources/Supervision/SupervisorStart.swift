import CSpawn

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is needed to start a supervisor.
package struct SupervisorSettings: Sendable {
  /// The program that calls `SupervisorMain.run`.
  package var executable: String
  /// Its arguments before those of the supervisor.
  package var arguments: [String]
  /// An existing folder, absolute; one supervisor lives in it at a time.
  package var directory: String
  /// Attempts that run at once.
  package var slots: Int
  /// An entry, `NAME=value`, that the environments of all orders hold: by it processes that were
  /// left behind are found at the end; empty for none.
  package var marker: String

  package init(
    executable: String,
    arguments: [String] = ["supervise"],
    directory: String,
    slots: Int,
    marker: String = ""
  ) {
    self.executable = executable
    self.arguments = arguments
    self.directory = directory
    self.slots = slots
    self.marker = marker
  }
}

/// What is found where a supervisor was.
package enum Reattachment: Sendable {
  /// It lives; the client is sent all facts from the first.
  case alive(SupervisorClient)
  /// It is gone; the facts are all that there will be.
  case dead([Fact])
}

extension SupervisorClient {
  /// Starts a supervisor in a session of its own, of which nobody here is the parent.
  ///
  /// Its first fact is `opened`; if the line ends before, the folder was in use.
  package static func start(
    _ settings: SupervisorSettings,
    environment: [String]
  ) throws(SupervisionError) -> SupervisorClient {
    var ends: [Int32] = [-1, -1]
    if weir_socketpair(&ends) != 0 { throw .system("socketpair", errno) }
    let nothing = weir_open("/dev/null", O_RDWR, 0)
    let errors = weir_open(
      settings.directory + "/" + SupervisorFiles.errors,
      O_WRONLY | O_CREAT | O_APPEND,
      0o600
    )
    defer {
      close(ends[1])
      close(nothing)
      close(errors)
    }
    guard nothing >= 0, errors >= 0 else {
      close(ends[0])
      throw .system("open \(settings.directory)", errno)
    }
    let words =
      [settings.executable] + settings.arguments
      + [settings.directory, String(settings.slots), settings.marker]
    let error = spawn(
      words,
      environment,
      input: nothing,
      errors: errors,
      engine: ends[1]
    )
    if error != 0 {
      close(ends[0])
      throw .system("start \(settings.executable)", error)
    }
    return SupervisorClient(socket: ends[0])
  }

  private static func spawn(
    _ words: [String],
    _ environment: [String],
    input: Int32,
    errors: Int32,
    engine: Int32
  ) -> Int32 {
    let arguments = terminated(words)
    let entries = terminated(environment)
    var result = weir_spawned()
    return arguments.withUnsafeBytes { arguments in
      entries.withUnsafeBytes { entries in
        var request = weir_spawn_request()
        request.arguments = arguments.bindMemory(to: CChar.self).baseAddress
        request.argument_count = words.count
        request.environment = entries.bindMemory(to: CChar.self).baseAddress
        request.environment_count = environment.count
        request.input = input
        request.output = input
        request.error = errors
        request.extra = engine
        request.detached = 1
        return weir_spawn(&request, &result)
      }
    }
  }

  private static func terminated(_ texts: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for text in texts {
      bytes += text.utf8
      bytes.append(0)
    }
    return bytes
  }

  /// Finds the supervisor that an engine before this one started in the folder.
  package static func reattach(in directory: String) throws(SupervisionError) -> Reattachment {
    let folder = weir_open(directory, O_RDONLY | O_DIRECTORY, 0)
    if folder < 0 { throw .system("open \(directory)", errno) }
    defer { close(folder) }
    while try SupervisorLock.isHeld(in: directory) {
      // The folder's own path may be too long for the address of a socket.
      let socket = weir_connect("/proc/self/fd/\(folder)/" + SupervisorFiles.socket)
      if socket >= 0 { return .alive(SupervisorClient(socket: socket)) }
      // It is about to be ready, or to go.
      _ = poll(nil, 0, 5)
    }
    return .dead(try SupervisorLog.read(directory + "/" + SupervisorLog.fileName))
  }
}
