/// A file that an import writes.
package struct GeneratedFile: Hashable, Sendable {
  /// Below the folder that the files are written to; never absolute, never with `..`.
  package let path: String
  package let contents: [UInt8]
  package let isExecutable: Bool

  package init(path: String, contents: [UInt8], isExecutable: Bool = false) {
    self.path = path
    self.contents = contents
    self.isExecutable = isExecutable
  }

  package init(path: String, text: String, isExecutable: Bool = false) {
    self.init(path: path, contents: Array(text.utf8), isExecutable: isExecutable)
  }
}

/// What became of a foreign definition.
package struct ImportedFiles: Hashable, Sendable {
  /// The workflow first, then what it needs, sorted by path.
  package let files: [GeneratedFile]
  /// What could not be carried over.
  package let warnings: [ImportRemark]

  package init(files: [GeneratedFile], warnings: [ImportRemark]) {
    self.files = files
    self.warnings = warnings
  }
}

/// Something to say about a place of the imported file.
package struct ImportRemark: Hashable, Sendable {
  /// A JSON pointer (RFC 6901), such as `/workflow/tasks/3/name`; empty for the whole file.
  ///
  /// `JSONPointer.location` turns it into line and column.
  package let pointer: String
  /// One clause without a full stop.
  package let message: String

  package init(at pointer: String, _ message: String) {
    self.pointer = pointer
    self.message = message
  }
}

/// Why nothing is imported.
package struct ImportError: Error, Hashable, Sendable {
  /// Every problem that was found, in the order of the file; at least one.
  package let problems: [ImportRemark]

  package init(_ problems: [ImportRemark]) {
    self.problems = problems
  }
}
