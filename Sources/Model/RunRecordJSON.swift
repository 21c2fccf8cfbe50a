import Hashing

/// A record that cannot be read, and why.
package struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String

  package init(_ message: String) {
    self.message = message
  }

  package var description: String { message }
}

extension RunRecord {
  /// The members of `run.json`; unset values are left out.
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .string(RunRecord.schema),
      "run": .string(reference.id.text),
      "workflow": .string(reference.workflow),
      "status": .string(status.rawValue),
      "owner": [
        "host": .string(owner.host), "token": .string(owner.token), "epoch": .integer(owner.epoch),
      ],
      "source": source.json,
      "trigger": trigger.json,
      "params": .object(params),
      "requested_at": .string(requestedAt.description),
      "host": .string(host),
      "weir": .string(version),
      "counts": counts.json,
    ]
    members["started_at"] = startedAt.map { .string($0.description) }
    members["finished_at"] = finishedAt.map { .string($0.description) }
    members["outputs"] = outputs.isEmpty ? nil : .object(outputs)
    members["retry_of"] = retryOf.map(JSONValue.string)
    members["parent"] = parent.map(JSONValue.string)
    members["stopped_by"] = stoppedBy.map(JSONValue.string)
    members["error"] = error.map(JSONValue.string)
    members["decisions"] = decisions.isEmpty ? nil : .array(decisions.map(\.json))
    return .object(members)
  }

  /// Reads `run.json`.
  package init(json: JSONValue) throws(RecordError) {
    guard json["schema"]?.string == RunRecord.schema else {
      throw RecordError("run.json has another schema than \(RunRecord.schema)")
    }
    guard let id = json["run"]?.string.flatMap({ RunID($0) }),
      let workflow = json["workflow"]?.string,
      let status = json["status"]?.string.flatMap(RunStatus.init(rawValue:)),
      let source = json["source"].flatMap(RunSource.init(json:)),
      let trigger = json["trigger"].flatMap(Trigger.init(json:)),
      let requestedAt = json["requested_at"]?.string.flatMap({ Timestamp($0) })
    else { throw RecordError("run.json lacks a member, or one has the wrong type") }
    self.init(
      reference: RunReference(workflow: workflow, id: id),
      status: status,
      owner: RunOwner(
        host: json["owner"]?["host"]?.string ?? "",
        token: json["owner"]?["token"]?.string ?? "",
        epoch: json["owner"]?["epoch"]?.integer ?? 0
      ),
      source: source,
      trigger: trigger,
      params: json["params"]?.object ?? [:],
      requestedAt: requestedAt,
      host: json["host"]?.string ?? "",
      version: json["weir"]?.string ?? ""
    )
    startedAt = json["started_at"]?.string.flatMap { Timestamp($0) }
    finishedAt = json["finished_at"]?.string.flatMap { Timestamp($0) }
    counts = RunCounts(json: json["counts"] ?? .null)
    outputs = json["outputs"]?.object ?? [:]
    retryOf = json["retry_of"]?.string
    parent = json["parent"]?.string
    stoppedBy = json["stopped_by"]?.string
    error = json["error"]?.string
    decisions = (json["decisions"]?.array ?? []).compactMap(Decision.init(json:))
  }
}

extension RunSource {
  var json: JSONValue {
    var members: [String: JSONValue] = ["commit": .string(commit), "file": .string(file)]
    members["branch"] = branch.map(JSONValue.string)
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let commit = json["commit"]?.string, let file = json["file"]?.string else { return nil }
    self.init(commit: commit, branch: json["branch"]?.string, file: file)
  }
}

extension Trigger {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "kind": .string(kind.rawValue), "by": .string(by), "at": .string(at.description),
    ]
    members["key"] = key.map(JSONValue.string)
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let by = json["by"]?.string, let at = json["at"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(kind: kind, by: by, at: at, key: json["key"]?.string)
  }
}

extension RunCounts {
  var json: JSONValue {
    var members: [String: JSONValue] = [:]
    for (name, path) in RunCounts.members where self[keyPath: path] > 0 {
      members[name] = .integer(Int64(self[keyPath: path]))
    }
    return .object(members)
  }

  init(json: JSONValue) {
    self.init()
    for (name, path) in RunCounts.members {
      self[keyPath: path] = Int(json[name]?.integer ?? 0)
    }
  }

  private static var members: [(String, WritableKeyPath<RunCounts, Int>)] {
    [
      ("succeeded", \.succeeded), ("cached", \.cached), ("failed", \.failed),
      ("skipped", \.skipped), ("blocked", \.blocked), ("cancelled", \.cancelled), ("lost", \.lost),
    ]
  }
}

extension Decision {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "kind": .string(kind.rawValue), "by": .string(by), "at": .string(at.description),
    ]
    members["task"] = task.map(JSONValue.string)
    members["message"] = message.map(JSONValue.string)
    members["result"] = result
    members["failed"] = failed ? true : nil
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let by = json["by"]?.string, let at = json["at"]?.string.flatMap({ Timestamp($0) })
    else { return nil }
    self.init(
      kind: kind,
      task: json["task"]?.string,
      by: by,
      at: at,
      message: json["message"]?.string,
      result: json["result"],
      failed: json["failed"]?.bool ?? false
    )
  }
}

extension RunRequest {
  /// The members of `request.json`; unset values are left out.
  package var json: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .string(RunRequest.schema),
      "workflow": .string(workflow),
      "trigger": trigger.json,
      "params": .object(params),
      "commit": .string(commit),
    ]
    members["tasks"] = tasks.isEmpty ? nil : .array(tasks.map(JSONValue.string))
    members["branch"] = branch.map(JSONValue.string)
    if !files.isEmpty {
      members["files"] = .object(
        Dictionary(files.map { ($0.param, $0.json) }) { _, last in last }
      )
    }
    return .object(members)
  }

  /// Reads `request.json`.
  package init(json: JSONValue) throws(RecordError) {
    guard json["schema"]?.string == RunRequest.schema,
      let workflow = json["workflow"]?.string,
      let trigger = json["trigger"].flatMap(Trigger.init(json:)),
      let commit = json["commit"]?.string
    else { throw RecordError("request.json lacks a member, or one has the wrong type") }
    self.init(
      workflow: workflow,
      trigger: trigger,
      params: json["params"]?.object ?? [:],
      tasks: (json["tasks"]?.array ?? []).compactMap(\.string),
      commit: commit,
      branch: json["branch"]?.string,
      files: (json["files"]?.object ?? [:]).compactMap {
        SubmittedFile(param: $0.key, json: $0.value)
      }
      .sorted { $0.param < $1.param }
    )
  }
}

extension SubmittedFile {
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "path": .string(path), "id": .string(id.hex), "size": .integer(size),
    ]
    members["store"] = store == .git ? nil : .string(store.rawValue)
    return .object(members)
  }

  init?(param: String, json: JSONValue) {
    guard let path = json["path"]?.string, let size = json["size"]?.integer,
      let id = json["id"]?.string.flatMap({ ObjectID(hex: $0) })
    else { return nil }
    let store = json["store"]?.string.flatMap(OutputRecord.Store.init(rawValue:)) ?? .git
    self.init(param: param, path: path, id: id, size: size, store: store)
  }
}
