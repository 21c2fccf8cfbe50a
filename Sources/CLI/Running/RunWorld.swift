import Backends
import Engine
import Git
import Glibc
import Journal
import Ledger
import Model

/// What the runs of one command share on this machine: the backend, the secrets, the
/// journal, the queue in front of the records.
final class RunWorld: Sendable {
  let session: Session
  let backend: SharedBackend
  let secrets: SecretStore
  let journal: JournalDatabase
  let writers: WriterQueue
  let clock = SystemClock()
  /// How many attempts go on at a time.
  let slots: Int
  /// A variable of every attempt of the outermost run and of the runs inside it.
  let marker: String
  let control: RunControl
  let notify: @Sendable (String) -> Void

  init(
    _ prepared: PreparedRun,
    outermost run: RunReference,
    slots: Int,
    contents: RunContents,
    control: RunControl,
    notify: @escaping @Sendable (String) -> Void
  ) {
    session = prepared.session
    self.slots = slots
    self.control = control
    self.notify = notify
    let folders = session.folders
    marker = "WEIR_ROOT_RUN=\(run.id)"
    backend = SharedBackend(
      LocalBackend(
        slots: slots,
        around: .init(
          cache: folders.cache,
          supervisorFolder: "\(folders.state)/runs/\(run.id)",
          executable: Executable.path,
          hostEnvironment: session.environment,
          host: HostName.current,
          run: run.id.text,
          marker: marker
        ),
        contents: contents
      )
    )
    secrets = SecretStore(prepared.settings.secrets, environment: session.environment)
    writers = WriterQueue(folders: folders)
    journal = JournalDatabase(path: "\(folders.state)/journal.sqlite")
  }
}

/// The program that runs.
enum Executable {
  /// The path of this very program, so that a supervisor is of the same build.
  static var path: String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return "weir" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The processors that this process may use.
enum ProcessorCount {
  static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
