internal import Crypto
package import Hashing
package import Model

/// Collects what a fingerprint is made of, each part with its length, so that no two lists of
/// parts are the same bytes.
package struct FingerprintWriter {
  private var bytes: [UInt8] = []

  package init() {}

  package mutating func add(_ text: String) {
    var copy = text
    copy.withUTF8 { part in
      addLength(part.count)
      bytes.append(contentsOf: part)
    }
  }

  private mutating func addLength(_ count: Int) {
    var length = UInt64(count)
    while length >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: length) | 0x80)
      length >>= 7
    }
    bytes.append(UInt8(length))
  }

  package mutating func add(_ number: Int) {
    add(String(number))
  }

  package mutating func add(_ id: ObjectID) {
    id.append(to: &bytes)
  }

  package mutating func add(_ digest: ContentDigest) {
    digest.append(to: &bytes)
  }

  package mutating func add(_ version: FileVersion) {
    add(Int(version.mode))
    add(version.id)
  }

  /// SHA-256 of all parts.
  package var digest: ContentDigest {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    guard let digest = hash.finalize().withUnsafeBytes({ ContentDigest(loading: $0) }) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    return digest
  }
}

/// The fingerprint of a node: what it is made of decides whether an earlier success stands in.
package enum Fingerprint {
  /// Counted up when the recipe changes; every task runs once more then.
  static let formatVersion = 1

  /// One need of a node: who, and a digest of what it made.
  package struct Upstream: Hashable, Sendable {
    package let key: NodeKey
    package let outcome: ContentDigest
  }

  /// `values` are those of `usedExpressions`, in order; inputs and upstreams are sorted; `extras`
  /// have names.
  package static func compute(
    workflow: String,
    node: Node,
    values: [JSONValue],
    params: [(String, JSONValue)],
    inputs: [InputRecord.InputFile],
    upstreams: [Upstream],
    extras: [(String, [String])] = []
  ) -> ContentDigest {
    var writer = FingerprintWriter()
    writer.add(formatVersion)
    writer.add(workflow)
    writer.add(node.definition.name)
    writer.add(node.instance ?? "")
    addDefinition(node, to: &writer)
    writer.add(values.count)
    for value in values { writer.add(JSONWriter.compact(value)) }
    writer.add(params.count)
    for (name, value) in params {
      writer.add(name)
      writer.add(JSONWriter.compact(value))
    }
    writer.add(inputs.count)
    for input in inputs {
      writer.add(input.path)
      writer.add(input.version)
    }
    writer.add(upstreams.count)
    for upstream in upstreams {
      writer.add(upstream.key.description)
      writer.add(upstream.outcome)
    }
    addRarities(of: node.definition, to: &writer)
    for (name, texts) in extras {
      writer.add(name)
      writer.add(texts.count)
      for text in texts { writer.add(text) }
    }
    return writer.digest
  }

  /// What most tasks do not have; each part begins with its name.
  private static func addRarities(of task: TaskDefinition, to writer: inout FingerprintWriter) {
    if case .template(let template) = task.standardInput {
      writer.add("stdin source")
      writer.add(template.source)
    }
    if !task.inherit.isEmpty {
      writer.add("inherit")
      writer.add(task.inherit.count)
      for name in task.inherit { writer.add(name) }
    }
    let codes = task.policy.exitCodes
    if codes != ExitCodes() {
      writer.add("exit codes")
      for list in [codes.success, codes.stop] {
        writer.add(list.count)
        for code in list { writer.add(Int(code)) }
      }
    }
    if task.completesExternally { writer.add("complete external") }
  }

  /// The command before expansion, the shell, the environment and what is to be collected.
  private static func addDefinition(_ node: Node, to writer: inout FingerprintWriter) {
    let task = node.definition
    switch task.action {
    case .run(let script):
      writer.add("run")
      writer.add(script.source)
    case .command(let words):
      writer.add("command")
      writer.add(words.count)
      for word in words { writer.add(word.source) }
    case .script(let file):
      writer.add("script")
      writer.add(file.source)
    case .workflow:
      writer.add("workflow")
      writer.add(task.action.source)
    }
    writer.add(task.args.count)
    for argument in task.args { writer.add(argument.source) }
    writer.add(task.shell)
    writer.add(task.environment.count)
    for entry in task.environment {
      writer.add(entry.name)
      writer.add(entry.value.source)
    }
    writer.add(task.workingDirectory?.source ?? "")
    writer.add(task.resultFormat?.rawValue ?? "")
    writer.add(node.outputs.count)
    for output in node.outputs {
      writer.add(output.path)
      writer.add(output.optional ? "optional" : "")
    }
  }

  /// The digest of what a task made, which is all that a task that needs it can see of it.
  package static func outcome(
    succeeded: Bool,
    outputs: [OutputRecord],
    result: JSONValue?
  ) -> ContentDigest {
    var writer = FingerprintWriter()
    writer.add(succeeded ? "ok" : "failed")
    writer.add(outputs.count)
    for output in outputs {
      writer.add(output.path)
      writer.add(output.version)
    }
    writer.add(result.map(JSONWriter.compact) ?? "")
    return writer.digest
  }
}
