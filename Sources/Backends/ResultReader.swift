import Model

/// Reads the value that a task hands on.
enum ResultReader {
  /// Why there is no value.
  struct Refusal: Error {
    let message: String
  }

  /// The largest value, in bytes.
  static let limit = 1 << 20

  private static let nul = Refusal(
    message: "its result holds a NUL character, which no value can; make it an output"
  )

  static let tooLarge = Refusal(
    message: "its result is larger than \(limit) bytes; make it an output"
  )

  /// `standardOutput`: what the task wrote there, if its result is read from it.
  static func read(
    _ format: ResultFormat?,
    standardOutput: [UInt8]?,
    workspace: Workspace
  ) throws(Refusal) -> JSONValue? {
    switch format {
    case .json: return try json(standardOutput ?? [], "what it wrote on stdout")
    case .text: return .string(try text(standardOutput ?? []))
    case .lines:
      let lines = TextLines.of(try text(standardOutput ?? [], cut: false))
      return .array(lines.map(JSONValue.string))
    case nil: break
    }
    if let bytes = try file(workspace.result) {
      return try json(bytes, "what it wrote to WEIR_RESULT")
    }
    if let bytes = try file(workspace.output) {
      return try assignments(try text(bytes, cut: false))
    }
    return nil
  }

  private static func json(_ bytes: [UInt8], _ what: String) throws(Refusal) -> JSONValue {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONReader.parse(bytes)
    } catch {
      throw Refusal(message: "\(what) is no JSON: \(error)")
    }
    if value.holdsNul { throw nul }
    return value
  }

  /// UTF-8 text without the line end at its end.
  private static func text(_ bytes: [UInt8], cut: Bool = true) throws(Refusal) -> String {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(message: "its result is not valid UTF-8")
    }
    if bytes.contains(0) { throw nul }
    if cut, text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return text
  }

  private static func file(_ path: String) throws(Refusal) -> [UInt8]? {
    guard let bytes = FileBytes.read(path, limit: limit + 1), !bytes.isEmpty else { return nil }
    guard bytes.count <= limit else { throw tooLarge }
    return bytes
  }

  /// `name=value` lines and `name<<END` blocks, as GitHub Actions reads them; line ends within a
  /// block are part of the value.
  private static func assignments(_ text: String) throws(Refusal) -> JSONValue? {
    var values: [String: JSONValue] = [:]
    var lines = text.cut(at: "\n")[...]
    while let whole = lines.popFirst() {
      let (line, isCut) = withoutReturn(whole)
      let equals = line.utf8.firstIndex(of: UInt8(ascii: "="))
      let block = line.utf8.firstRange(of: "<<".utf8)
      if let block, equals.map({ block.lowerBound < $0 }) ?? true {
        let end = String(line[block.upperBound...])
        guard let last = lines.firstIndex(where: { withoutReturn($0).line.isSame(as: end) }) else {
          throw Refusal(message: "WEIR_OUTPUT: \"\(line)\" has no end \"\(end)\"")
        }
        let value = lines[..<last].joined(separator: "\n")
        values[String(line[..<block.lowerBound])] = .string(
          isCut ? withoutReturn(value).line : value
        )
        lines = lines[lines.index(after: last)...]
      } else if let (name, value) = line.cutOnce(at: "=") {
        values[name] = .string(value)
      } else if !line.isEmpty {
        throw Refusal(message: "WEIR_OUTPUT: \"\(line)\" is neither name=value nor name<<END")
      }
    }
    return values.isEmpty ? nil : .object(values)
  }

  /// A line as it is before CRLF, and whether it was one.
  private static func withoutReturn(_ line: String) -> (line: String, isCut: Bool) {
    guard line.utf8.last == 0x0D else { return (line, false) }
    return (String(decoding: line.utf8.dropLast(), as: UTF8.self), true)
  }
}
