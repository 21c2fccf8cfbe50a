import Model

/// Reads the value that a task hands on.
enum ResultReader {
  /// Why there is no value.
  struct Refusal: Error {
    let message: String
  }

  /// The largest value, in bytes.
  static let limit = 1 << 20

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
    do throws(JSONError) {
      return try JSONReader.parse(bytes)
    } catch {
      throw Refusal(message: "\(what) is no JSON: \(error)")
    }
  }

  /// UTF-8 text without the line ends at its end.
  private static func text(_ bytes: [UInt8], cut: Bool = true) throws(Refusal) -> String {
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal(message: "its result is not valid UTF-8")
    }
    while cut, text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return text
  }

  private static func file(_ path: String) throws(Refusal) -> [UInt8]? {
    guard let bytes = FileBytes.read(path, limit: limit + 1), !bytes.isEmpty else { return nil }
    guard bytes.count <= limit else { throw tooLarge }
    return bytes
  }

  /// `name=value` lines and `name<<END` blocks, as GitHub Actions reads them.
  private static func assignments(_ text: String) throws(Refusal) -> JSONValue? {
    var values: [String: JSONValue] = [:]
    var lines = TextLines.of(text)[...]
    while let line = lines.popFirst() {
      let equals = line.firstIndex(of: "=")
      let block = line.firstRange(of: "<<")
      if let block, equals.map({ block.lowerBound < $0 }) ?? true {
        let end = String(line[block.upperBound...])
        guard let last = lines.firstIndex(of: end) else {
          throw Refusal(message: "WEIR_OUTPUT: \"\(line)\" has no end \"\(end)\"")
        }
        values[String(line[..<block.lowerBound])] = .string(
          lines[..<last].joined(separator: "\n")
        )
        lines = lines[lines.index(after: last)...]
      } else if let equals {
        values[String(line[..<equals])] = .string(String(line[line.index(after: equals)...]))
      } else if !line.isEmpty {
        throw Refusal(message: "WEIR_OUTPUT: \"\(line)\" is neither name=value nor name<<END")
      }
    }
    return values.isEmpty ? nil : .object(values)
  }
}
