import Model

/// The rows of one task, which may be a fan-out.
struct TaskGroup {
  let task: String
  let rows: [TaskRow]

  init(_ rows: [TaskRow]) {
    task = rows.first?.task ?? ""
    self.rows = rows
  }

  /// The rows of a run by task, in their order.
  static func groups(of rows: [TaskRow]) -> [TaskGroup] {
    var byTask: [String: [TaskRow]] = [:]
    for row in rows { byTask[row.task, default: []].append(row) }
    return rows.map(\.task).uniqued.compactMap { byTask[$0].map(TaskGroup.init) }
  }

  /// `118 succeeded, 2 failed`.
  var counts: String {
    let counts = Dictionary(rows.map { ($0.status, 1) }, uniquingKeysWith: +)
    return TaskStatus.allCases.compactMap { status in
      counts[status].map { "\($0) \(status.rawValue)" }
    }.joined(separator: ", ")
  }

  /// The state that a person should see first.
  var worst: TaskStatus {
    let order: [TaskStatus] = [
      .failed, .lost, .blocked, .cancelled, .waiting, .running, .queued, .pending, .skipped,
      .succeeded, .cached,
    ]
    return order.first { status in rows.contains { $0.status == status } } ?? .pending
  }

  /// From the first start to the last end.
  var duration: Duration? {
    guard let start = rows.compactMap(\.attempts.first?.startedAt).min(),
      let end = rows.compactMap(\.attempts.last?.finishedAt).max()
    else { return nil }
    return end.since(start)
  }
}
