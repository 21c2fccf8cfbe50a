/// Parts of an earlier row as the JSON text that it has, to be written again unread.
package struct RowFragments: Hashable, Sendable {
  package var inputs: String?
  package var outputs: String?
  package var result: String?

  package init(inputs: String? = nil, outputs: String? = nil, result: String? = nil) {
    self.inputs = inputs
    self.outputs = outputs
    self.result = result
  }
}

extension TaskRow {
  /// Appends the row of a task that an earlier run stands in for.
  package static func writeReused(
    task: String,
    instance: String?,
    fingerprint: String,
    from run: String,
    fragments: RowFragments,
    to writer: inout JSONWriter
  ) {
    writer.raw("{\"cached_from\":")
    writer.write(run)
    writer.raw(",\"fingerprint\":")
    writer.write(fingerprint)
    if let inputs = fragments.inputs {
      writer.raw(",\"inputs\":")
      writer.append(json: inputs)
    }
    if let instance {
      writer.raw(",\"instance\":")
      writer.write(instance)
    }
    if let outputs = fragments.outputs {
      writer.raw(",\"outputs\":")
      writer.append(json: outputs)
    }
    writer.raw(",\"reason\":{\"kind\":\"up_to_date\"}")
    if let result = fragments.result {
      writer.raw(",\"result\":")
      writer.append(json: result)
    }
    writer.raw(",\"schema\":\"weir/task/1\",\"status\":\"cached\",\"task\":")
    writer.write(task)
    writer.raw("}\n")
  }
}
