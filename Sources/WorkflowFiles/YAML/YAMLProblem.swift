import CYaml
import Model

/// What libyaml found wrong, in words for people.
enum YAMLProblem {
  static func diagnostic(of parser: yaml_parser_t, file: String) -> Diagnostic {
    let problem = parser.problem.map { String(cString: $0) } ?? "the text is not valid YAML"
    let context = parser.context.map { String(cString: $0) } ?? ""
    let place = location(parser.problem_mark)
    let start = location(parser.context_mark)
    let isTab = parser.buffer.pointer?.pointee == UInt8(ascii: "\t")
    let (message, hint) = words(
      problem,
      context: context,
      from: "\(start.line):\(start.column)",
      isTab: isTab
    )
    return Diagnostic(.error, file: file, location: place, message: message, hint: hint)
  }

  private static func location(_ mark: yaml_mark_t) -> SourceLocation {
    SourceLocation(line: mark.line + 1, column: mark.column + 1)
  }

  private static func words(
    _ problem: String,
    context: String,
    from start: String,
    isTab: Bool
  ) -> (String, String?) {
    switch problem {
    case "found character that cannot start any token" where isTab:
      return ("a tab cannot indent", "indent with spaces")
    case "found character that cannot start any token":
      return (
        "no value can start with this character", "put the text in quotes; indent with spaces"
      )
    case "mapping values are not allowed in this context":
      return (
        "a \":\" is not allowed here", "put the text in quotes, or check the indentation"
      )
    case "did not find expected key":
      return (
        "expected a key of the map that starts at \(start)",
        "check the indentation, and that the lines before are complete"
      )
    case "did not find expected ',' or ']'":
      return ("expected \",\" or \"]\" in the list that starts at \(start)", nil)
    case "did not find expected ',' or '}'":
      return (
        "expected \",\" or \"}\" in the map that starts at \(start)",
        "a text with \"{\", \"}\" or \",\", such as ${{ … }}, must stand in quotes here"
      )
    case "did not find expected '-' indicator":
      return (
        "expected \"- \" of the list that starts at \(start)", "check the indentation"
      )
    case "could not find expected ':'":
      return ("expected \":\" after the key that starts at \(start)", nil)
    case "found unexpected end of stream":
      return ("the file ends inside the quoted text that starts at \(start)", nil)
    case "found unexpected document indicator":
      return ("\"---\" stands inside the quoted text that starts at \(start)", nil)
    case "found unknown escape character":
      return (
        "unknown escape in a text in double quotes",
        "use single quotes, or \"\\\\\" for a backslash"
      )
    case "did not find expected alphabetic or numeric character":
      return (
        "a name must follow \"&\" or \"*\"", "a text that starts with \"*\" must stand in quotes"
      )
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      return ("a tab cannot indent", "indent with spaces")
    case "did not find expected node content":
      return (
        "expected a value", "a text that starts with a special character must stand in quotes"
      )
    case "found incompatible YAML document": return ("YAML 1.2 is read, and 1.1", nil)
    case "block sequence entries are not allowed in this context":
      return ("no list can start here", "put \"- \" on a line of its own, or the text in quotes")
    case _ where problem.hasPrefix("Maximum nesting level"):
      return ("the file is nested more than 64 levels deep", nil)
    case "mapping keys are not allowed in this context":
      return ("a \"?\" is not allowed here", "put the text in quotes")
    case "found unexpected ':'":
      return ("a \":\" is not allowed here", "put the text in quotes")
    case "found unknown directive name", "could not find expected directive name":
      return ("only %YAML and %TAG may follow a \"%\"", "remove the line")
    case "found duplicate %YAML directive":
      return ("a second %YAML stands here", "remove the line")
    case "found an indentation indicator equal to 0":
      return ("the indentation of a text must be from 1 to 9", nil)
    case "did not find expected comment or line break":
      return ("expected the end of the line", "put what follows on a line of its own")
    case "did not find expected whitespace or line break":
      return ("a space must follow a tag", nil)
    case "did not find expected <document start>":
      return ("something follows the end of the document", nil)
    default:
      return (context.isEmpty ? problem : "\(problem) \(context)", nil)
    }
  }
}
