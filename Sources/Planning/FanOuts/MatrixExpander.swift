import Model

/// Makes the combinations of a matrix.
///
/// `exclude` takes away those that agree with it; then each map of `include` completes every
/// combination of which it changes no value of an axis, or is a combination of its own, as in
/// GitHub Actions.
struct MatrixExpander {
  let context: EvaluationContext
  let limit: Int

  private struct Combination {
    /// Values of the axes, which `include` never changes.
    var axes: [String: JSONValue]
    var added: [String: JSONValue] = [:]
    /// The values that the key is made of, in the order of the axes.
    var keyed: [JSONValue]
  }

  func items(of matrix: MatrixDefinition) throws(FanOutProblem) -> RawItems {
    var combinations = try product(of: matrix.axes)
    let excluded = try maps(matrix.exclude, "exclude")
    if !excluded.isEmpty {
      combinations.removeAll { combination in
        excluded.contains { map in
          map.allSatisfy { combination.axes[$0.key] == $0.value }
        }
      }
    }
    let original = combinations.count
    for map in try maps(matrix.include, "include") {
      var fits = false
      for position in 0..<original {
        let axes = combinations[position].axes
        guard map.allSatisfy({ axes[$0.key] == nil || axes[$0.key] == $0.value }) else { continue }
        fits = true
        combinations[position].added.merge(map.filter { axes[$0.key] == nil }) { _, new in new }
      }
      guard !fits else { continue }
      let order = matrix.axes.map(\.name)
      let names = order.filter { map[$0] != nil } + map.keys.filter { !order.contains($0) }.sorted()
      combinations.append(Combination(axes: map, keyed: names.map { map[$0] ?? .null }))
    }
    return RawItems(
      items: combinations.enumerated().map { position, combination in
        RawItem(
          value: .object(combination.axes.merging(combination.added) { axis, _ in axis }),
          place: position + 1,
          identity: .string(InstanceKey.key(of: combination.keyed))
        )
      },
      unit: "combination"
    )
  }

  /// Without axes there is none; the first axis changes slowest.
  private func product(of axes: [NamedValue]) throws(FanOutProblem) -> [Combination] {
    guard !axes.isEmpty else { return [] }
    var combinations = [Combination(axes: [:], keyed: [])]
    for axis in axes {
      guard let values = try value(of: axis.value).array else {
        throw FanOutProblem("the values of \"\(axis.name)\" of a matrix must be a list")
      }
      guard combinations.count * max(1, values.count) <= limit else {
        throw FanOutProblem(
          "the matrix has more than \(limit) combinations",
          hint: "raise limits.instances"
        )
      }
      combinations = combinations.flatMap { combination in
        values.map { value in
          var next = combination
          next.axes[axis.name] = value
          next.keyed.append(value)
          return next
        }
      }
    }
    return combinations
  }

  private func maps(
    _ templates: [ValueTemplate],
    _ name: String
  ) throws(FanOutProblem) -> [[String: JSONValue]] {
    var maps: [[String: JSONValue]] = []
    for template in templates {
      let found = try value(of: template)
      // One expression may stand for the whole list.
      for element in found.array ?? [found] {
        guard let map = element.object else {
          throw FanOutProblem("\"\(name)\" of a matrix holds \(element.kindName), not a map")
        }
        maps.append(map)
      }
    }
    return maps
  }

  private func value(of template: ValueTemplate) throws(FanOutProblem) -> JSONValue {
    do throws(EvaluationError) {
      return try Evaluator(context).value(template)
    } catch {
      throw FanOutProblem("the matrix has no value: \(error)")
    }
  }
}
