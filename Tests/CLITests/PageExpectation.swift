import TestSupport
import Testing

/// A line of an example that says what is done, or what comes of it: a comment with an arrow.
///
/// `# → exit 1` belongs to the example, `# S1 S2 → never: skipped` to two cases of the page.
struct PageExpectation: Sendable {
  enum Statement: Sendable {
    /// `weir …`, or `sh …` for any other command.
    case command(String)
    case exit(Int32)
    /// `says TEXT`: of both outputs of the command before.
    case says(String)
    case saysNot(String)
    /// `run is STATUS`
    case run(String)
    /// `outputs JSON`
    case outputs(String)
    /// `instances of TASK: JSON`
    case instances(task: String, keys: String)
    /// `TASK[/KEY]: STATUS[ (REMARK, …)][ RESULT]`
    case task(String, PageTask)
  }

  let cases: [String]
  let statement: Statement
  let text: String

  /// What an example says, in order.
  static func all(of block: DocumentBlock) throws -> [PageExpectation] {
    try block.text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("# "), let arrow = line.firstRange(of: "→ ") else { return nil }
      let cases = line[..<arrow.lowerBound].dropFirst(2).split(separator: " ").map(String.init)
      try #require(cases.allSatisfy(PageCase.isNumber), "\(line)")
      let text = String(line[arrow.upperBound...])
      return PageExpectation(cases: cases, statement: try statement(text), text: text)
    }
  }

  private static func statement(_ text: String) throws -> Statement {
    if text.hasPrefix("weir ") { return .command(text) }
    if let rest = text.rest(after: "sh ") { return .command(rest) }
    if let rest = text.rest(after: "exit ") { return .exit(try #require(Int32(rest), "\(text)")) }
    if let rest = text.rest(after: "says ") { return .says(rest) }
    if let rest = text.rest(after: "does not say ") { return .saysNot(rest) }
    if let rest = text.rest(after: "run is ") { return .run(rest) }
    if let rest = text.rest(after: "outputs ") { return .outputs(rest) }
    let end = try #require(text.firstRange(of: ": "), "\(text)")
    let (name, rest) = (String(text[..<end.lowerBound]), String(text[end.upperBound...]))
    if let task = name.rest(after: "instances of ") { return .instances(task: task, keys: rest) }
    return .task(name, PageTask(rest))
  }
}

/// What a page says of a task or an instance: `failed (exit 3, 2 attempts)`, `succeeded 30`.
struct PageTask: Sendable {
  let status: String
  let remarks: [String]
  /// Compact JSON; nil: it has none.
  let result: String?

  init(_ text: String) {
    let status = text.prefix { $0 != " " }
    var rest = text.dropFirst(status.count + 1)
    self.status = String(status)
    if rest.hasPrefix("("), let end = rest.firstIndex(of: ")") {
      remarks = rest[..<end].dropFirst().split(separator: ",").map { remark in
        String(remark.drop { $0 == " " })
      }
      rest = rest[end...].dropFirst(2)
    } else {
      remarks = []
    }
    result = rest.isEmpty ? nil : String(rest)
  }
}

/// A case of a page: a row of a table that begins with its number.
struct PageCase: Sendable, CustomStringConvertible {
  /// Such as `S1`.
  let number: String
  /// The other cells.
  let cells: [String]

  var description: String { number }

  /// The cases of a page, in order.
  static func all(of page: String) -> [PageCase] {
    page.split(separator: "\n").filter { $0.hasPrefix("| ") }.compactMap { line in
      let cells = line.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init)
      guard let number = cells.first, isNumber(number) else { return nil }
      return PageCase(number: number, cells: Array(cells.dropFirst()))
    }
  }

  static func isNumber(_ text: some StringProtocol) -> Bool {
    guard let letter = text.first, letter.isASCII, letter.isUppercase else { return false }
    return text.count > 1 && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
  }
}

extension String {
  fileprivate func rest(after start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }
}
