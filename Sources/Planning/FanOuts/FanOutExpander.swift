package import Model

/// Turns the declaration of a fan-out into its items: each with a key, no two alike.
package struct FanOutExpander {
  private let task: TaskDefinition
  private let fanOut: FanOut
  private let context: EvaluationContext
  private let files: FanOutFiles

  /// The items of a task in order; none for a task without a fan-out.
  ///
  /// `context` knows params and run, and for values of tasks those tasks. `earlier` instances of
  /// other fan-outs count against the limit.
  package static func items(
    of task: TaskDefinition,
    _ context: EvaluationContext,
    files: FanOutFiles,
    limit: Int,
    earlier: Int = 0
  ) throws(FanOutProblem) -> [FanOutItem] {
    guard let fanOut = task.fanOut else { return [] }
    let expander = FanOutExpander(task: task, fanOut: fanOut, context: context, files: files)
    let source = FanOutSourceReader(context: context, files: files, limit: limit)
    var raw = try source.items(of: fanOut.source)
    // In a batch `item` is a list of rows.
    if fanOut.batch == nil { try raw.shape.check(task) }
    if let batch = fanOut.batch { raw = expander.batched(raw, batch) }
    guard earlier + raw.items.count <= limit else {
      let others = earlier == 0 ? "" : " besides \(earlier) of other tasks"
      throw FanOutProblem(
        "the fan-out of task \"\(task.name)\" has \(raw.items.count) instances\(others), and at most \(limit) are allowed",
        hint: "hand several items to an instance with \"batch\", or raise limits.instances"
      )
    }
    return try expander.keyed(raw)
  }

  // MARK: - Batches

  private func batched(_ raw: RawItems, _ batch: Batch) -> RawItems {
    let count = raw.items.count
    guard count > 0 else { return raw }
    var sizes: [Int] = []
    switch batch {
    case .size(let size):
      let size = max(1, size)
      sizes = [Int](repeating: size, count: count / size)
      if count % size > 0 { sizes.append(count % size) }
    case .count(let wanted):
      let batches = min(max(1, wanted), count)
      sizes = (0..<batches).map { count / batches + ($0 < count % batches ? 1 : 0) }
    }
    var items: [RawItem] = []
    items.reserveCapacity(sizes.count)
    var start = 0
    for size in sizes {
      let part = raw.items[start..<start + size]
      items.append(RawItem(value: .array(part.map(\.value)), place: items.count + 1))
      start += size
    }
    return RawItems(items: items, unit: "batch", file: raw.file)
  }

  // MARK: - Keys

  private func keyed(_ raw: RawItems) throws(FanOutProblem) -> [FanOutItem] {
    var items: [FanOutItem] = []
    items.reserveCapacity(raw.items.count)
    var seen: [ExactText: Int] = [:]
    seen.reserveCapacity(raw.items.count)
    for (position, item) in raw.items.enumerated() {
      let origin = try key(of: item, raw)
      let key = ([origin] + item.pieces).joined(separator: "/")
      if let problem = InstanceKey.problem(with: origin) ?? InstanceKey.problem(with: key) {
        throw FanOutProblem(
          "the key \"\(origin)\" of \(raw.place(of: item)) of task \"\(task.name)\" \(problem)",
          hint: "give the fan-out a \"key\" that names each item"
        )
      }
      if let other = seen.updateValue(position, forKey: ExactText(key)) {
        throw FanOutProblem(
          "two instances of task \"\(task.name)\" have the key \"\(key)\": \(raw.place(of: raw.items[other])) and \(raw.place(of: item))",
          hint: "remove one, or give the fan-out a \"key\" that tells them apart"
        )
      }
      items.append(FanOutItem(key: key, value: item.value, origin: origin))
    }
    return items
  }

  private func key(of item: RawItem, _ raw: RawItems) throws(FanOutProblem) -> String {
    guard let template = fanOut.key else {
      return InstanceKey.key(of: item.identity ?? item.value)
    }
    var context = context
    context.setItem(item.value, of: task)
    do throws(EvaluationError) {
      return try Evaluator(context).text(template)
    } catch {
      throw FanOutProblem(
        "the key of \(raw.place(of: item)) of task \"\(task.name)\" has no value: \(error)"
      )
    }
  }
}
