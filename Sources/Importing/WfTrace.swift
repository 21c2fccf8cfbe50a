/// What a WfCommons trace says, whichever version of the format it is written in.
struct WfTrace {
  var name: String
  var version: String
  var description: String?
  /// In the order of the trace.
  var tasks: [WfTraceTask] = []
  /// Bytes of the files that have a known size, by the trace's own names for them.
  var sizes: [String: Int64] = [:]
}

/// A task of a trace.
struct WfTraceTask {
  /// A text of the trace and where it stands.
  struct Reference {
    let text: String
    let pointer: String
  }

  let pointer: String
  var name: String
  var id: String?
  var parents: [Reference] = []
  var children: [Reference] = []
  var inputs: [Reference] = []
  var outputs: [Reference] = []
  var runtime: Double?
  var program: String?
}
