import Hashing

extension TaskRow {
  /// Appends the row as one compact line with sorted keys and a newline.
  package func write(to writer: inout JSONWriter) {
    writer.write(json)
    writer.raw("\n")
  }

  /// The members of a row; unset values are left out.
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .string(TaskRow.schema),
      "task": .string(task),
      "status": .string(status.rawValue),
    ]
    members["instance"] = instance.map(JSONValue.string)
    members["item"] = item
    members["fingerprint"] = fingerprint.map { .string($0.hex) }
    members["reason"] = reason?.json
    members["backend"] = backend.map(JSONValue.string)
    members["host"] = host.map(JSONValue.string)
    members["attempts"] = attempts.isEmpty ? nil : .array(attempts.map(\.json))
    members["inputs"] = inputs.json
    if !outputs.isEmpty {
      members["outputs"] = .object(
        Dictionary(outputs.map { ($0.path, $0.json) }) { _, last in last }
      )
    }
    members["result"] = result
    members["log"] = log?.json
    members["cached_from"] = cachedFrom.map(JSONValue.string)
    members["run"] = run.map(JSONValue.string)
    return .object(members)
  }

  /// Reads a row.
  package init(json: JSONValue) throws(RecordError) {
    guard json["schema"]?.string == TaskRow.schema else {
      throw RecordError("a row has another schema than \(TaskRow.schema)")
    }
    guard let task = json["task"]?.string,
      let status = json["status"]?.string.flatMap(TaskStatus.init(rawValue:))
    else { throw RecordError("a row lacks its task or status") }
    self.init(task: task, instance: json["instance"]?.string, status: status)
    item = json["item"]
    fingerprint = json["fingerprint"]?.string.flatMap { ContentDigest(hex: $0) }
    reason = json["reason"].flatMap(RunReason.init(json:))
    backend = json["backend"]?.string
    host = json["host"]?.string
    attempts = (json["attempts"]?.array ?? []).compactMap(AttemptRecord.init(json:))
    inputs = InputRecord(json: json["inputs"] ?? .null)
    outputs = OutputRecord.list(json["outputs"])
    result = json["result"]
    log = json["log"].flatMap(LogRecord.init(json:))
    cachedFrom = json["cached_from"]?.string
    run = json["run"]?.string
  }

  /// Reads a whole `tasks.jsonl`.
  package static func parse(lines: [UInt8]) throws(RecordError) -> [TaskRow] {
    var rows: [TaskRow] = []
    for line in lines.split(separator: 0x0A) {
      do throws(JSONError) {
        rows.append(try TaskRow(parsing: Array(line)))
      } catch {
        throw RecordError("row \(rows.count + 1) is no JSON: \(error)")
      }
    }
    return rows
  }

  private init(parsing line: [UInt8]) throws(JSONError) {
    let json = try JSONReader.parse(line)
    do throws(RecordError) {
      try self.init(json: json)
    } catch {
      throw JSONError(message: error.message, offset: 0)
    }
  }
}

extension RunReason {
  var json: JSONValue {
    var members: [String: JSONValue] = ["kind": .string(kind.rawValue)]
    members["changes"] = changes.isEmpty ? nil : .array(changes.map(\.json))
    members["message"] = message.map(JSONValue.string)
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) else { return nil }
    self.init(
      kind,
      changes: (json["changes"]?.array ?? []).compactMap(Change.init(json:)),
      message: json["message"]?.string
    )
  }
}

extension Change {
  /// The members of a change; unset values are left out.
  package var json: JSONValue {
    var members: [String: JSONValue] = ["kind": .string(kind.rawValue)]
    members["name"] = name.map(JSONValue.string)
    members["old"] = old.map(JSONValue.string)
    members["new"] = new.map(JSONValue.string)
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)) else { return nil }
    self.init(
      kind,
      name: json["name"]?.string,
      old: json["old"]?.string,
      new: json["new"]?.string
    )
  }
}

extension AttemptRecord {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "n": .integer(Int64(number)), "started_at": .string(startedAt.description),
    ]
    members["finished_at"] = finishedAt.map { .string($0.description) }
    members["exit"] = exit.map { .integer(Int64($0)) }
    members["signal"] = signal.map { .integer(Int64($0)) }
    members["cause"] = cause.map { .string($0.rawValue) }
    members["message"] = message.map(JSONValue.string)
    members["max_rss"] = maximumResidentSize.map(JSONValue.integer)
    members["cpu_seconds"] = cpuSeconds.map(JSONValue.number)
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let number = json["n"]?.integer,
      let startedAt = json["started_at"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(number: Int(number), startedAt: startedAt)
    finishedAt = json["finished_at"]?.string.flatMap { Timestamp($0) }
    exit = json["exit"]?.integer.map { Int32(truncatingIfNeeded: $0) }
    signal = json["signal"]?.integer.map { Int32(truncatingIfNeeded: $0) }
    cause = json["cause"]?.string.flatMap(Cause.init(rawValue:))
    message = json["message"]?.string
    maximumResidentSize = json["max_rss"]?.integer
    cpuSeconds = json["cpu_seconds"]?.double
  }
}
