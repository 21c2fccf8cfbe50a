/// Lines for the log of a GitHub job, in which some texts are commands to its runner.
struct GitHubLog: Sendable {
  /// Of a failing task's log, how many lines are shown.
  static let lines = 100

  /// Switches commands off and on again; no task can know it.
  private let token: String

  init() {
    var random = SystemRandomNumberGenerator()
    token = "weir-" + String(random.next(), radix: 36) + String(random.next(), radix: 36)
  }

  init(token: String) {
    self.token = token
  }

  /// The news, and its log folded below.
  func lines(_ news: TaskNews, _ style: Style) -> [String] {
    let head = Self.withoutCommand(news.line(style))
    guard !news.log.isEmpty else { return [head] }
    return [head, "::group::\(Self.data("log of \(news.name)"))", "::stop-commands::\(token)"]
      + news.log + ["::\(token)::", "::endgroup::"]
  }

  /// `::error file=…,line=…,title=…::message`.
  static func command(
    _ name: String,
    _ properties: [(name: String, value: String)],
    message: String
  ) -> String {
    let list = properties.map { "\($0.name)=\(property($0.value))" }.joined(separator: ",")
    return "::\(name)\(list.isEmpty ? "" : " ")\(list)::\(data(message))"
  }

  /// A message as a command takes it.
  static func data(_ text: String) -> String {
    escaped(text, [(":", ":"), (",", ",")])
  }

  /// A property's value as a command takes it.
  static func property(_ text: String) -> String {
    escaped(text, [(":", "%3A"), (",", "%2C")])
  }

  /// A line in which the runner finds none of its older commands, `##[…]`, either.
  static func withoutCommand(_ line: String) -> String {
    var parts = line.split(separator: "##[", omittingEmptySubsequences: false).map { String($0) }
    if parts[0].drop(while: \.isWhitespace).hasPrefix("::") { parts[0] = "| " + parts[0] }
    return parts.joined(separator: "## [")
  }

  private static func escaped(_ text: String, _ others: [(Unicode.Scalar, String)]) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default:
        if let (_, code) = others.first(where: { $0.0 == scalar }) {
          result += code
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
