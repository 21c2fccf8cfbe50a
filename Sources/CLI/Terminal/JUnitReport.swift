import Model

/// A JUnit report of one suite, as CI systems read it.
struct JUnitReport: Sendable {
  enum Outcome: Hashable, Sendable {
    case passed
    case skipped(String)
    /// A task that did not do its work.
    case failure(message: String, type: String, text: String)
    /// A task of which nobody knows what it did.
    case error(message: String, type: String, text: String)
  }

  struct Case: Hashable, Sendable {
    var className: String
    var name: String
    var time: Duration
    var outcome: Outcome
    /// The end of what it wrote.
    var output: String
  }

  var name: String
  var properties: [(name: String, value: String)]
  /// When the run started.
  var timestamp: Timestamp?
  var host: String
  var time: Duration
  var cases: [Case]

  /// The XML document.
  var text: String {
    let counts = [
      ("tests", cases.count), ("failures", count(\.isFailure)), ("errors", count(\.isError)),
    ].map { Self.attribute($0.0, String($0.1)) }.joined()
    let time = Self.attribute("time", Self.seconds(time))
    let skipped = Self.attribute("skipped", String(count(\.isSkipped)))
    let when =
      timestamp.map { Self.attribute("timestamp", String($0.description.prefix(19))) } ?? ""
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml += "<testsuites\(Self.attribute("name", "weir"))\(counts)\(time)>\n"
    xml += "  <testsuite\(Self.attribute("name", name))\(counts)\(skipped)\(time)\(when)"
    xml += "\(Self.attribute("hostname", host))>\n    <properties>\n"
    for property in properties {
      xml += "      <property\(Self.attribute("name", property.name))"
      xml += "\(Self.attribute("value", property.value))/>\n"
    }
    xml += "    </properties>\n"
    for item in cases { xml += Self.element(item) }
    return xml + "  </testsuite>\n</testsuites>\n"
  }

  private func count(_ kind: KeyPath<Outcome, Bool>) -> Int {
    cases.count { $0.outcome[keyPath: kind] }
  }

  private static func element(_ item: Case) -> String {
    let head =
      "    <testcase\(attribute("classname", item.className))\(attribute("name", item.name))"
      + attribute("time", seconds(item.time))
    var body = ""
    switch item.outcome {
    case .passed: break
    case .skipped(let message): body += "      <skipped\(attribute("message", message))/>\n"
    case .failure(let message, let type, let text):
      body += trouble("failure", message, type, text)
    case .error(let message, let type, let text): body += trouble("error", message, type, text)
    }
    if !item.output.isEmpty {
      body += "      <system-out>\(escaped(item.output, inAttribute: false))</system-out>\n"
    }
    return head + (body.isEmpty ? "/>\n" : ">\n\(body)    </testcase>\n")
  }

  private static func trouble(
    _ element: String,
    _ message: String,
    _ type: String,
    _ text: String
  ) -> String {
    "      <\(element)\(attribute("message", message))\(attribute("type", type))>"
      + "\(escaped(text, inAttribute: false))</\(element)>\n"
  }

  private static func attribute(_ name: String, _ value: String) -> String {
    " \(name)=\"\(escaped(value, inAttribute: true))\""
  }

  /// Seconds with three decimals.
  private static func seconds(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.wholeMilliseconds)
    return "\(milliseconds / 1000).\(padded(milliseconds % 1000, 3))"
  }

  /// What XML 1.0 knows no way to write is left out.
  static func escaped(_ text: String, inAttribute: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r": result += "&#13;"
      case "\t", "\n":
        if inAttribute {
          result += "&#\(scalar.value);"
        } else {
          result.unicodeScalars.append(scalar)
        }
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension JUnitReport.Outcome {
  var isFailure: Bool { if case .failure = self { true } else { false } }
  var isError: Bool { if case .error = self { true } else { false } }
  var isSkipped: Bool { if case .skipped = self { true } else { false } }
}
