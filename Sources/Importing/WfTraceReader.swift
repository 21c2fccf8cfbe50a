import Model

/// Reads a trace; collects every problem before it gives up.
struct WfTraceReader {
  private var trace: WfTrace
  private var members = JSONMembers()

  static let versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]

  /// The trace and what is odd about it.
  static func read(
    _ json: JSONValue
  ) throws(ImportError) -> (trace: WfTrace, warnings: [ImportRemark]) {
    var reader = WfTraceReader()
    reader.readDocument(JSONPlace(value: json, pointer: ""))
    if !reader.members.problems.isEmpty { throw ImportError(reader.members.problems) }
    return (reader.trace, reader.members.warnings)
  }

  private init() {
    trace = WfTrace(name: "", version: "")
  }

  private mutating func readDocument(_ root: JSONPlace) {
    guard root.value.object != nil else {
      members.refuse(root.pointer, "a trace is a map, not \(root.value.kindName)")
      return
    }
    trace.name = members.text("name", of: root) ?? ""
    trace.version = members.text("schemaVersion", of: root) ?? ""
    trace.description = root["description"]?.value.string
    if !trace.version.isEmpty, !WfTraceReader.versions.contains(trace.version) {
      members.refuse(
        "/schemaVersion",
        "version \"\(trace.version)\" is not one of "
          + WfTraceReader.versions.joined(separator: ", ")
      )
      return
    }
    guard let workflow = members.map("workflow", of: root) else { return }
    if trace.version == "1.5" {
      guard let specification = members.map("specification", of: workflow) else { return }
      readSpecification(specification)
      if let execution = workflow["execution"] { readExecution(execution) }
    } else {
      readTasks(of: workflow)
    }
  }

  // MARK: version 1.5: what the workflow is, and apart from it how it ran

  private mutating func readSpecification(_ place: JSONPlace) {
    for file in members.list("files", of: place, isRequired: false) {
      guard let id = members.text("id", of: file),
        let size = members.size(of: file, keys: ["sizeInBytes"])
      else { continue }
      if let other = trace.sizes.updateValue(size, forKey: id) {
        members.refuse(
          file.pointer,
          "the file \"\(id)\" is declared twice, with \(other) and \(size) bytes"
        )
      }
    }
    for item in members.tasks("tasks", of: place) {
      guard let name = members.text("name", of: item), let id = members.text("id", of: item) else {
        continue
      }
      var task = WfTraceTask(pointer: item.pointer, name: name, id: id)
      task.parents = members.references("parents", of: item, isRequired: true)
      task.children = members.references("children", of: item, isRequired: true)
      task.inputs = members.references("inputFiles", of: item, isRequired: false)
      task.outputs = members.references("outputFiles", of: item, isRequired: false)
      trace.tasks.append(task)
    }
  }

  private mutating func readExecution(_ place: JSONPlace) {
    var numbers: [String: Int] = [:]
    for (number, task) in trace.tasks.enumerated() { numbers[task.id ?? ""] = number }
    for item in members.list("tasks", of: place, isRequired: true) {
      guard let id = members.text("id", of: item) else { continue }
      guard let number = numbers[id] else {
        members.warn(item.pointer, "no task of the specification has the id \"\(id)\"; left out")
        continue
      }
      trace.tasks[number].runtime = members.runtime(of: item, keys: ["runtimeInSeconds"])
      trace.tasks[number].program = item["command"]?["program"]?.value.string
    }
  }

  // MARK: versions 1.0 to 1.4: everything at the task

  private mutating func readTasks(of workflow: JSONPlace) {
    let key = workflow["jobs"] != nil && workflow["tasks"] == nil ? "jobs" : "tasks"
    for item in members.tasks(key, of: workflow) {
      guard let name = members.text("name", of: item) else { continue }
      var task = WfTraceTask(pointer: item.pointer, name: name)
      if item["id"] != nil { task.id = members.text("id", of: item) }
      task.parents = members.references("parents", of: item, isRequired: false)
      task.children = members.references("children", of: item, isRequired: false)
      task.runtime = members.runtime(of: item, keys: ["runtimeInSeconds", "runtime"])
      task.program = item["command"]?["program"]?.value.string
      for file in members.list("files", of: item, isRequired: false) { readFile(file, of: &task) }
      trace.tasks.append(task)
    }
  }

  private mutating func readFile(_ file: JSONPlace, of task: inout WfTraceTask) {
    guard var name = members.text("name", of: file), let link = members.text("link", of: file)
    else { return }
    if let folder = file["path"]?.value.string {
      name = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
    if let size = members.size(of: file, keys: ["sizeInBytes", "size"]) {
      trace.sizes[name] = max(size, trace.sizes[name] ?? 0)
    }
    let reference = WfTraceTask.Reference(text: name, pointer: file.pointer)
    switch link.lowercased() {
    case "input": task.inputs.append(reference)
    case "output": task.outputs.append(reference)
    default:
      members.refuse("\(file.pointer)/link", "\"\(link)\" is neither \"input\" nor \"output\"")
    }
  }
}
