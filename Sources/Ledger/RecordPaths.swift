import Planning

/// Where things of a run stand below its folder.
package enum RecordPaths {
  /// `TASK`, or `TASK/KEY` with the key as a file name.
  package static func name(task: String, instance: String?) -> String {
    instance.map { "\(task)/\(InstanceKey.fileName($0))" } ?? task
  }
}
