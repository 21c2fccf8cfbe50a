package import Hashing
package import Model

/// What a setup is made of: its script, its shell, and files of the commit.
package struct SetupContent: Sendable {
  package let definition: SetupDefinition
  /// Files, by the paths that the setup's script finds them at.
  package let files: [InputRecord.InputFile]
  package let hash: ContentDigest

  init(
    _ definition: SetupDefinition,
    shell: String,
    _ sources: SourceListing
  ) throws(EvaluationError) {
    self.definition = definition
    var files: [InputRecord.InputFile] = []
    for path in definition.inputs {
      let input = InputPattern(RepositoryPath.normalized(path))
      if input.isGlob {
        files += sources.files(matching: input.path)
      } else if let found = sources.exact(input.path) {
        files += found.files
      } else {
        throw EvaluationError("input \"\(path)\" of the setup is not in the commit")
      }
    }
    var seen: Set<String> = []
    self.files = files.filter { seen.insert($0.path).inserted }.sorted { $0.path < $1.path }
    var writer = FingerprintWriter()
    writer.add(definition.run)
    writer.add(shell)
    writer.add(definition.path)
    for file in self.files {
      writer.add(file.path)
      writer.add(file.version)
    }
    hash = writer.digest
  }
}
