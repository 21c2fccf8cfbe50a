import Model

/// Collects what there is to say about one file.
struct Report {
  let file: String
  private(set) var diagnostics: [Diagnostic] = []
  private static let maximumDiagnostics = 1000
  private(set) var hasErrors = false
  /// Problems that are counted and not kept.
  private var omitted = 0
  /// How many more words are compared, so that thousands of problems stay quick.
  private var comparisonsLeft = 500_000

  /// How many problems there are.
  var count: Int { diagnostics.count + omitted }

  /// Whether further problems would only be counted.
  var isFull: Bool { diagnostics.count >= Report.maximumDiagnostics }

  init(file: String) {
    self.file = file
  }

  mutating func error(
    _ message: String,
    at location: SourceLocation?,
    hint: String? = nil,
    length: Int = 1
  ) {
    add(.error, message, at: location, hint: hint, length: length)
  }

  /// What does not keep the file from being used.
  mutating func warning(
    _ message: String,
    at location: SourceLocation?,
    hint: String? = nil,
    length: Int = 1
  ) {
    add(.warning, message, at: location, hint: hint, length: length)
  }

  mutating func add(
    _ severity: Diagnostic.Severity,
    _ message: String,
    at location: SourceLocation?,
    hint: String?,
    length: Int
  ) {
    hasErrors = hasErrors || severity == .error
    guard !isFull else {
      omitted += 1
      return
    }
    diagnostics.append(
      Diagnostic(
        severity,
        file: file,
        location: location,
        message: message,
        hint: hint,
        length: length
      )
    )
  }

  mutating func error(_ message: String, at node: YAMLNode, hint: String? = nil) {
    error(message, at: node.location, hint: hint, length: node.displayLength)
  }

  mutating func warning(_ message: String, at node: YAMLNode, hint: String? = nil) {
    warning(message, at: node.location, hint: hint, length: node.displayLength)
  }

  mutating func add(_ more: [Diagnostic]) {
    diagnostics += more.prefix(max(0, Report.maximumDiagnostics - diagnostics.count))
    hasErrors = hasErrors || more.contains { $0.severity == .error }
  }

  /// Counts an error that nobody will read, so that its words need not be made.
  mutating func omitError() {
    hasErrors = true
    omitted += 1
  }

  /// `did you mean "x"?`, if a candidate is near.
  mutating func suggestion(for word: String, among candidates: [String]) -> String? {
    guard comparisonsLeft > 0, !isFull else { return nil }
    comparisonsLeft -= candidates.count
    return Spelling.closest(to: word, among: candidates).map { "did you mean \"\($0)\"?" }
  }

  /// In the order of the file; what has no place comes first.
  var sorted: [Diagnostic] {
    let shown = ordered
    guard omitted > 0 else { return shown }
    return shown + [
      Diagnostic(.error, file: file, location: nil, message: "and \(omitted) more problems")
    ]
  }

  private var ordered: [Diagnostic] {
    diagnostics.enumerated().sorted { left, right in
      let first = left.element.location ?? SourceLocation(line: 0, column: 0)
      let second = right.element.location ?? SourceLocation(line: 0, column: 0)
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
  }
}

extension String {
  /// At most 40 characters, for messages.
  var shortened: String {
    let start = prefix(41)
    return start.count > 40 ? start.dropLast() + "…" : self
  }
}
