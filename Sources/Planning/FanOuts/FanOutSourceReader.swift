import Model

/// Reads the items of a source: from values, from files of the commit, from what tasks made.
struct FanOutSourceReader {
  let context: EvaluationContext
  let files: FanOutFiles
  /// How many instances there may be; a product stops well before it would fill the memory.
  let limit: Int

  func items(of source: FanOutSource) throws(FanOutProblem) -> RawItems {
    switch source {
    case .matrix(let matrix):
      return try MatrixExpander(context: context, limit: limit).items(of: matrix)
    case .list(let elements):
      return counted(
        try evaluated { evaluator throws(EvaluationError) in
          try evaluator.value(.list(elements)).array ?? []
        }
      )
    case .value(let expression):
      return try list(
        try evaluated { evaluator throws(EvaluationError) in try evaluator.value(expression) }
      )
    case .lines(let template): return try lines(path(template))
    case .glob(let template):
      let pattern = try path(template)
      return counted((files.matches[pattern] ?? []).map { .string($0) })
    case .json(let template): return try json(path(template))
    case .table(let table): return try rows(of: table, path(table.path))
    case .product(let parts): return try product(parts)
    }
  }

  private func path(_ template: Template) throws(FanOutProblem) -> String {
    RepositoryPath.normalized(
      try evaluated { evaluator throws(EvaluationError) in try evaluator.path(template) }
    )
  }

  private func evaluated<Value>(
    _ body: (Evaluator) throws(EvaluationError) -> Value
  ) throws(FanOutProblem) -> Value {
    do throws(EvaluationError) {
      return try body(Evaluator(context))
    } catch {
      throw FanOutProblem("the fan-out has no value: \(error)")
    }
  }

  private func counted(_ values: [JSONValue]) -> RawItems {
    RawItems(
      items: values.enumerated().map { RawItem(value: $0.element, place: $0.offset + 1) },
      unit: "item"
    )
  }

  private func list(_ value: JSONValue, file: String? = nil) throws(FanOutProblem) -> RawItems {
    guard let elements = value.array else {
      throw FanOutProblem(
        "a fan-out needs a list, and \(file ?? "its value") is \(value.kindName)",
        hint: "for example: [\"a\", \"b\"]"
      )
    }
    var items = counted(elements)
    items.file = file
    return items
  }

  // MARK: - Files

  private func text(_ path: String) throws(FanOutProblem) -> [UInt8] {
    guard let bytes = files.bytes[path] else {
      throw FanOutProblem(
        "the file \"\(path)\" of a fan-out is not in the commit",
        hint: "if it is there, commit it first: git add \(path)"
      )
    }
    return bytes
  }

  private func lines(_ path: String) throws(FanOutProblem) -> RawItems {
    var bytes = try text(path)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FanOutProblem("\(path) is not valid UTF-8")
    }
    if bytes.contains(0) { throw FanOutProblem("\(path) holds a NUL character") }
    var items: [RawItem] = []
    for (position, line) in TextLines.of(text).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      items.append(RawItem(value: .string(line), place: position + 1))
    }
    return RawItems(items: items, unit: "line", file: path)
  }

  private func json(_ path: String) throws(FanOutProblem) -> RawItems {
    let bytes = try text(path)
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.parse(bytes)
    } catch {
      throw FanOutProblem("\(path) is no JSON: \(error)")
    }
    if value.holdsNul { throw FanOutProblem("\(path) holds a NUL character") }
    return try list(value, file: path)
  }

  private func rows(of table: TableSource, _ path: String) throws(FanOutProblem) -> RawItems {
    try TableItems(table, path: path, limit: limit).items(in: try text(path))
  }

  // MARK: - Products

  private func product(_ parts: [NamedSource]) throws(FanOutProblem) -> RawItems {
    var combined = [RawItem(value: .object([:]), place: 1, identity: .array([]))]
    var shapes: [String: ItemShape] = [:]
    for part in parts {
      let source = try items(of: part.source)
      let factors = source.items
      shapes[part.name] = source.shape
      guard combined.count * max(1, factors.count) <= limit else {
        throw FanOutProblem(
          "the product has more than \(limit) combinations",
          hint: "raise limits.instances, or hand several items to an instance with \"batch\""
        )
      }
      var next: [RawItem] = []
      next.reserveCapacity(combined.count * factors.count)
      for item in combined {
        for factor in factors {
          var members = item.value.object ?? [:]
          members[part.name] = factor.value
          let keys = (item.identity?.array ?? []) + [.string(Self.key(of: factor))]
          next.append(
            RawItem(value: .object(members), place: next.count + 1, identity: .array(keys))
          )
        }
      }
      combined = next
    }
    return RawItems(
      items: combined.map { item in
        var named = item
        named.identity = .string(InstanceKey.key(of: item.identity?.array ?? []))
        return named
      },
      unit: "combination",
      shape: .product(shapes)
    )
  }

  private static func key(of item: RawItem) -> String {
    ([InstanceKey.key(of: item.identity ?? item.value)] + item.pieces).joined(separator: "/")
  }
}
