/// Which task of a trace follows which, and who makes which file.
struct WfTraceGraph {
  /// The tasks that come first by the trace's own links, by task; sorted, each once.
  private(set) var parents: [[Int]]
  /// The task that makes a file, by the file's name.
  private(set) var writers: [String: Int] = [:]
  private(set) var warnings: [ImportRemark] = []
  private var problems: [ImportRemark] = []
  private let tasks: [WfTraceTask]
  private var numbers: [String: Int] = [:]
  private var ambiguous: Set<String> = []

  init(_ trace: WfTrace) throws(ImportError) {
    tasks = trace.tasks
    parents = [[Int]](repeating: [], count: tasks.count)
    number()
    if problems.isEmpty {
      link()
      findWriters()
    }
    if problems.isEmpty { findCycle() }
    if !problems.isEmpty { throw ImportError(problems) }
  }

  /// The tasks whose files a task reads, sorted, each once, without itself.
  func suppliers(of task: Int) -> [Int] {
    Set(tasks[task].inputs.compactMap { writers[$0.text] }).subtracting([task]).sorted()
  }

  /// Ids are unique; names need be where tasks have no ids.
  private mutating func number() {
    for (number, task) in tasks.enumerated() {
      let key = task.id ?? task.name
      if let other = numbers.updateValue(number, forKey: key) {
        let member = task.id == nil ? "name" : "id"
        problems.append(
          ImportRemark(
            at: "\(task.pointer)/\(member)",
            "the \(member) \"\(key)\" stands at \(tasks[other].pointer) already"
          )
        )
      }
    }
    let ids = Set(tasks.compactMap(\.id))
    for (number, task) in tasks.enumerated() where task.id != nil && !ids.contains(task.name) {
      if numbers.updateValue(number, forKey: task.name) != nil { ambiguous.insert(task.name) }
    }
  }

  private mutating func link() {
    for (number, task) in tasks.enumerated() {
      for reference in task.parents {
        if let parent = find(reference, "parent") { parents[number].append(parent) }
      }
      for reference in task.children {
        if let child = find(reference, "child") { parents[child].append(number) }
      }
    }
    parents = parents.map { Set($0).sorted() }
  }

  private mutating func find(_ reference: WfTraceTask.Reference, _ role: String) -> Int? {
    if !ambiguous.contains(reference.text), let number = numbers[reference.text] { return number }
    let isKnown = ambiguous.contains(reference.text)
    problems.append(
      ImportRemark(
        at: reference.pointer,
        isKnown
          ? "the \(role) \"\(reference.text)\" is the name of several tasks"
          : "the \(role) \"\(reference.text)\" is no task of this trace"
      )
    )
    return nil
  }

  private mutating func findWriters() {
    for (number, task) in tasks.enumerated() {
      for output in task.outputs {
        guard let other = writers.updateValue(number, forKey: output.text) else { continue }
        let who = other == number ? "this task" : "the task \"\(tasks[other].name)\""
        if other == number {
          warnings.append(
            ImportRemark(at: output.pointer, "\"\(output.text)\" stands twice; once is enough")
          )
        } else {
          problems.append(
            ImportRemark(at: output.pointer, "\(who) makes the file \"\(output.text)\" as well")
          )
        }
      }
    }
  }

  /// Walks backwards along links and files; what is met again on the way up is a cycle.
  private mutating func findCycle() {
    enum Colour {
      case new
      case open
      case done
    }
    let before = tasks.indices.map { Set(parents[$0] + suppliers(of: $0)).sorted() }
    var colour = [Colour](repeating: .new, count: tasks.count)
    for start in tasks.indices where colour[start] == .new {
      var path = [start]
      var next = [0]
      colour[start] = .open
      while let task = path.last, let place = next.last {
        guard place < before[task].count else {
          colour[task] = .done
          path.removeLast()
          next.removeLast()
          continue
        }
        next[next.count - 1] += 1
        let other = before[task][place]
        if colour[other] == .open {
          report(Array(path.drop { $0 != other }))
          return
        }
        if colour[other] == .new {
          colour[other] = .open
          path.append(other)
          next.append(0)
        }
      }
    }
  }

  private mutating func report(_ cycle: [Int]) {
    let names = ([cycle[0]] + cycle.reversed()).map { tasks[$0].name }
    problems.append(
      ImportRemark(
        at: tasks[cycle[0]].pointer,
        "the task waits for itself: \(names.joined(separator: " → "))"
      )
    )
  }
}
