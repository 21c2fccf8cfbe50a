import Glibc
import Model

/// Colour for a person's eyes, and nothing for a program's.
struct Style: Sendable {
  enum Tone: Sendable {
    case plain
    case strong
    case faint
    case good
    case bad
    case warning
    case note

    fileprivate var code: String {
      switch self {
      case .plain: "0"
      case .strong: "1"
      case .faint: "2"
      case .good: "32"
      case .bad: "31"
      case .warning: "33"
      case .note: "36"
      }
    }
  }

  let isOn: Bool

  /// What holds for a descriptor: `--color`, then `NO_COLOR`, then whether a person looks at it.
  init(_ color: GlobalOptions.Color, descriptor: Int32 = 1, environment: [String: String]) {
    switch color {
    case .always: isOn = true
    case .never: isOn = false
    case .auto:
      let isRefused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      isOn = !isRefused && environment["TERM"] != "dumb" && isatty(descriptor) == 1
    }
  }

  func paint(_ text: String, _ tone: Tone) -> String {
    guard isOn, tone != .plain, !text.isEmpty else { return text }
    return "\u{1b}[\(tone.code)m\(text)\u{1b}[0m"
  }
}

extension TaskStatus {
  /// How it looks; the words are the records' own.
  var tone: Style.Tone {
    switch self {
    case .succeeded: .good
    case .failed, .lost: .bad
    case .blocked, .cancelled, .waiting: .warning
    case .running: .note
    case .cached, .skipped, .pending, .queued: .faint
    }
  }

  /// One character for the beginning of a line.
  var mark: String {
    switch self {
    case .succeeded: "✓"
    case .cached: "="
    case .failed, .lost: "✗"
    case .blocked: "!"
    case .skipped: "-"
    case .cancelled: "x"
    case .running: "*"
    case .pending, .queued, .waiting: "."
    }
  }
}

extension RunStatus {
  var tone: Style.Tone {
    switch self {
    case .succeeded: .good
    case .failed, .refused, .interrupted: .bad
    case .cancelled, .waiting: .warning
    case .running: .note
    case .pending: .faint
    }
  }
}
