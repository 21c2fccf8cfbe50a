import Testing

/// Records that were written by hand, so that ids and times are known.
struct WrittenRecords {
  let repository: TestRepository
  private let folder: String

  init(_ repository: TestRepository) throws {
    self.repository = repository
    folder = "\(repository.root)/records"
    try repository.git("init", "-q", "-b", "main", folder, in: repository.root)
  }

  /// One run of `run.json`.
  struct Run {
    var workflow = "demo"
    var day = "2026-11-21"
    var name = "031205-7f3a9k2m"
    var status = "succeeded"
    var host = "elsewhere"
    var by = "Ann <ann@example.org>"
    var params = "{}"
    var counts = #"{"succeeded": 1}"#
    var isFinished = true

    var id: String { day.filter { $0 != "-" } + "-" + name }
    var folder: String { "\(workflow)/\(day)/\(name)" }
  }

  /// Commits a run with its rows and other files.
  func add(_ run: Run, rows: [String] = [], files: [String: String] = [:]) throws {
    let source = try repository.git("rev-parse", "main")
    let digits = Array(run.name)
    let time =
      "\(run.day)T\(String(digits[0..<2])):\(String(digits[2..<4])):\(String(digits[4..<6]))"
    let finished = run.isFinished ? #""finished_at": "\#(time).750Z","# : ""
    let json = """
      {"schema": "weir/run/1", "run": "\(run.id)", "workflow": "\(run.workflow)",
       "status": "\(run.status)", "owner": {"host": "\(run.host)", "token": "t", "epoch": 1},
       "source": {"commit": "\(source)", "branch": "main", "file": "workflows/demo.yaml"},
       "trigger": {"kind": "manual", "by": "\(run.by)", "at": "\(time).000Z"},
       "params": \(run.params), "requested_at": "\(time).000Z", "started_at": "\(time).250Z",
       \(finished) "host": "\(run.host)", "weir": "0.1.0", "counts": \(run.counts)}
      """
    try repository.write(json, to: "\(folder)/\(run.folder)/run.json")
    try repository.write(
      rows.map { $0 + "\n" }.joined(),
      to: "\(folder)/\(run.folder)/tasks.jsonl"
    )
    for (path, text) in files { try repository.write(text, to: "\(folder)/\(run.folder)/\(path)") }
    try publish("weir: \(run.workflow)\n\nWeir-Run: \(run.workflow)/\(run.id)\n")
  }

  /// Takes a run out of the tip; history has it still.
  func remove(_ run: Run) throws {
    try repository.git("rm", "-rq", run.folder, in: folder)
    try publish("weir: 1 older runs leave the tip\n\nWeir-Removed: 1\n")
  }

  private func publish(_ message: String) throws {
    try repository.git("add", "-A", in: folder)
    try repository.git("commit", "-qm", message, in: folder)
    try repository.git("fetch", "-q", folder, "+HEAD:refs/heads/weir/runs")
  }

  /// A row of `tasks.jsonl`; `more` begins with a comma.
  static func row(_ task: String, _ status: String, exit: Int = 0, more: String = "") -> String {
    let attempt =
      #"{"n":1,"started_at":"2026-11-21T03:12:05.300Z","finished_at":"2026-11-21T03:12:05.700Z","exit":\#(exit),"max_rss":26214400,"cpu_seconds":0.25}"#
    let attempts = status == "cached" ? "" : #","attempts":[\#(attempt)]"#
    return
      #"{"schema":"weir/task/1","task":"\#(task)","status":"\#(status)"\#(attempts)\#(more)}"#
  }

  /// The member that says where a log stands.
  static func log(_ path: String, bytes: Int, truncated: Bool = false) -> String {
    #","log":{"path":"\#(path)","bytes":\#(bytes),"hash":"ce013625030ba8dba906f756967f9e9ca394464a"\#(truncated ? #","truncated":true"# : "")}"#
  }
}
