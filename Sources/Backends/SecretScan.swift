import Engine
import Glibc
import Model
import Supervision

/// Keeps secrets out of what is recorded: finds them in results and outputs of an attempt.
struct SecretScan {
  private let secrets: [(name: String, mask: StreamMask)]

  init(_ variables: [SecretVariable]) {
    secrets = variables.map { ($0.name, StreamMask($0.secrets.flatMap(SecretForms.all))) }
  }

  /// Refuses a result that holds a secret, read from stdout or from the files for it.
  func checkResult(
    isStandardOutputMasked: Bool,
    _ workspace: Workspace
  ) throws(ResultReader.Refusal) {
    guard !secrets.isEmpty else { return }
    if isStandardOutputMasked {
      throw ResultReader.Refusal(message: "its result, read from stdout, holds a secret")
    }
    for path in [workspace.result, workspace.output] {
      guard let name = variable(in: .file(path)) else { continue }
      throw ResultReader.Refusal(message: "its result holds the secret of the variable \(name)")
    }
  }

  /// Refuses outputs that hold a secret, in their bytes or in their names.
  func check(_ found: [OutputCollector.Found]) throws(OutputCollector.Refusal) {
    guard !secrets.isEmpty else { return }
    for file in found {
      if let name = variable(in: .bytes(Array(file.path.utf8))) {
        throw refusal("the name of an output", name)
      }
      if let name = variable(in: file.content.source) {
        throw refusal("output \"\(file.path)\"", name)
      }
    }
  }

  private func refusal(_ what: String, _ name: String) -> OutputCollector.Refusal {
    .init(cause: .badOutputs, message: "\(what) holds the secret of the variable \(name)")
  }

  private func variable(in source: NewContent.Source) -> String? {
    secrets.first { Self.has($0.mask, source) }?.name
  }

  private static func has(_ mask: StreamMask, _ source: NewContent.Source) -> Bool {
    var mask = mask
    switch source {
    case .bytes(let bytes): _ = mask.take(bytes)
    case .file(let path):
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard descriptor >= 0 else { return false }
      defer { close(descriptor) }
      var buffer = [UInt8](repeating: 0, count: 64 << 10)
      while !mask.hasFound {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { break }
        _ = mask.take(buffer[..<count])
      }
    }
    return mask.hasFound
  }
}
