import Model
import TestSupport
import Testing

@testable import WorkflowFiles

/// Good files with something changed are refused for their shape by both or by neither.
@Suite struct ShapeMutationTests {
  private static let values: [JSONValue] = [
    nil, true, false, 0, 3, -1, 1.5, 300, "", "x", "a b", "a.log", "x\n", "30s", "4G", "500ms", "5",
    "all", "items", "auto", "local", "ssh", "never", "true", "${{ params.a }}",
    "a ${{ params.a }}", "${{ a }}\n", [], [nil], ["a"], [["a"]], [1, "b"], [:], ["a": 1],
    ["run": "x"], ["task": "a"], ["path": "p"], ["limit": 2], ["count": 2], ["type": "local"],
    ["env": "A"], ["A": "b"], "WEIR_RUN", "-a", "é",
  ]

  private static let keys: [String] =
    Structure.allCases.flatMap { $0.rows.map(\.name) } + [
      "x", "a b", "<<", "WEIR_RUN", "run ", "é",
    ]

  /// A value with a change at a place that is chosen at random.
  private static func mutated(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    let goesDeeper = Int.random(in: 0..<6, using: &random) > 0
    switch value {
    case .object(var members) where !members.isEmpty:
      guard let key = members.keys.sorted().randomElement(using: &random) else { return value }
      if goesDeeper {
        members[key] = mutated(members[key] ?? .null, &random)
        return .object(members)
      }
      switch Int.random(in: 0..<4, using: &random) {
      case 0: members[key] = nil
      case 1:
        let other = keys.randomElement(using: &random) ?? key
        members[other] = members.removeValue(forKey: key)
      case 2:
        let other = keys.randomElement(using: &random) ?? key
        members[other] = values.randomElement(using: &random)
      default: return values.randomElement(using: &random) ?? value
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let index = Int.random(in: 0..<elements.count, using: &random)
      if goesDeeper {
        elements[index] = mutated(elements[index], &random)
        return .array(elements)
      }
      switch Int.random(in: 0..<3, using: &random) {
      case 0: elements.remove(at: index)
      case 1: elements.append(values.randomElement(using: &random) ?? .null)
      default: return elements[index]
      }
      return .array(elements)
    default:
      return Bool.random(using: &random)
        ? .array([value]) : values.randomElement(using: &random) ?? value
    }
  }

  /// All values that differ from a good one by a change at one place.
  private static func changed(
    _ value: JSONValue,
    _ change: (JSONValue) -> [JSONValue]
  ) -> [JSONValue] {
    var result = change(value)
    if case .object(let members) = value {
      for (key, member) in members.sorted(by: { $0.key < $1.key }) {
        result += changed(member, change).map { other in
          .object(members.merging([key: other]) { _, new in new })
        }
      }
    } else if case .array(let elements) = value {
      for (index, element) in elements.enumerated() {
        result += changed(element, change).map { other in
          .array(elements[..<index] + [other] + elements[(index + 1)...])
        }
      }
    }
    return result
  }

  /// Without each key, with each key renamed, with a key more, and a few other values.
  private static func changes(of value: JSONValue, _ random: inout SeededRandom) -> [JSONValue] {
    var result: [JSONValue] = [[value]]
    for _ in 0..<4 { result += values.randomElement(using: &random).map { [$0] } ?? [] }
    guard case .object(let members) = value else { return result }
    for (key, member) in members.sorted(by: { $0.key < $1.key }) {
      var others = members
      others[key] = nil
      result.append(.object(others))
      others[keys.randomElement(using: &random) ?? "x"] = member
      result.append(.object(others))
    }
    for key in keys.shuffled(using: &random).prefix(4) {
      result.append(.object(members.merging([key: "x"]) { old, _ in old }))
    }
    return result
  }

  @Test func bothRefuseTheSameChangesAtEveryPlace() throws {
    var random = SeededRandom(seed: 4)
    var cases: [ShapeCase] = []
    for (kind, text) in SchemaSeeds.all {
      let value = try #require(ShapeCase(kind, text).value)
      for other in Self.changed(value, { Self.changes(of: $0, &random) }) {
        cases.append(ShapeCase(kind, JSONWriter.pretty(other)))
      }
    }
    try Self.compare(cases)
  }

  @Test(arguments: 1...2) func bothRefuseTheSameFiles(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var cases: [ShapeCase] = []
    while cases.count < 1500 {
      guard let (kind, text) = SchemaSeeds.all.randomElement(using: &random) else { break }
      var value = ShapeCase(kind, text).value ?? .null
      for _ in 0..<Int.random(in: 1...2, using: &random) { value = Self.mutated(value, &random) }
      cases.append(ShapeCase(kind, JSONWriter.pretty(value)))
    }
    try Self.compare(cases)
  }

  private static func compare(_ cases: [ShapeCase]) throws {
    let verdicts = try Verdicts.of(cases)
    for (file, verdict) in zip(cases, verdicts) {
      #expect(
        file.problems.isEmpty == (verdict == "accepted"),
        "check: \(file.problems); schema: \(verdict)\n\(file.text)"
      )
    }
    let refused = cases.count { !$0.problems.isEmpty }
    #expect(refused > cases.count / 3 && refused < cases.count, "\(refused) were refused")
  }
}
