import Model
import WorkflowFiles

/// Reads the file of `--params`.
enum ParameterFileReader {
  static func read(_ path: String?) throws -> [String: JSONValue] {
    guard let path else { return [:] }
    guard let text = SmallFile.read(path) else {
      throw CommandFailure(.invalid, "the file \(path) cannot be read")
    }
    let parsed = ParameterFile.parse(text, path: path)
    guard let values = parsed.values else {
      throw InvalidFiles([.init(path: path, text: text, diagnostics: parsed.diagnostics)])
    }
    return values
  }
}
