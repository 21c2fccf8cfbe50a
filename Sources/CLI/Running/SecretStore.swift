import Engine
import Git
import Model
import Synchronization

/// Reads secrets where the site's settings say they are; each once, and only when a task needs it.
final class SecretStore: Sendable {
  private static let timeout = 60

  private let sources: [String: SecretSource]
  private let environment: [String: String]
  private let known = Mutex<[String: String]>([:])

  init(_ sources: [String: SecretSource], environment: [String: String]) {
    self.sources = sources
    self.environment = environment
  }

  func value(_ name: String) throws(EngineError) -> String {
    if let value = known.withLock({ $0[name] }) { return value }
    guard let source = sources[name] else {
      throw EngineError(
        "the secret \"\(name)\" is not named in the site's settings",
        kind: .invalid,
        hint: "secrets: {\(name): {env: \(name)}} in .git/weir/state/settings.yaml"
      )
    }
    let value = try read(source, name)
    guard value.utf8.count >= SecretForms.minimumLength else {
      throw EngineError(
        "the secret \"\(name)\" has fewer than \(SecretForms.minimumLength) bytes, too few to be masked in logs",
        kind: .invalid
      )
    }
    known.withLock { $0[name] = value }
    return value
  }

  private func read(_ source: SecretSource, _ name: String) throws(EngineError) -> String {
    switch source {
    case .environment(let variable):
      guard let value = environment[variable] else {
        throw EngineError("the secret \"\(name)\" is not there: \(variable) is not set")
      }
      return value
    case .file(let path):
      let home = environment["HOME"] ?? ""
      let full = path.hasPrefix("~/") ? home + path.dropFirst() : path
      guard let bytes = SmallFile.read(full) else {
        throw EngineError("the secret \"\(name)\" is not there: \(path) cannot be read")
      }
      return try text(bytes, name)
    case .command(let words): return try text(try output(of: words, name), name)
    }
  }

  private func output(of words: [String], _ name: String) throws(EngineError) -> [UInt8] {
    let process = ChildProcess(
      program: "/usr/bin/env",
      arguments: words,
      environment: environment.map { "\($0.key)=\($0.value)" },
      folder: "/",
      input: [],
      timeout: Self.timeout,
      outputLimit: 1 << 20
    )
    do throws(GitError) {
      let outcome = try process.run()
      if outcome.exit == 0, !outcome.isTimedOut { return outcome.output }
      // What it wrote may be the secret.
      throw GitError.notFound("exit code \(outcome.exit)")
    } catch {
      throw EngineError("the secret \"\(name)\" is not there: its command failed: \(error)")
    }
  }

  /// Without the line ends at its end.
  private func text(_ bytes: [UInt8], _ name: String) throws(EngineError) -> String {
    guard var text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      throw EngineError("the secret \"\(name)\" is no text")
    }
    while text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return text
  }
}
