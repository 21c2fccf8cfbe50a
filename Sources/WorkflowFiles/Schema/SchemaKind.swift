package import Model

/// A kind of file that people write; each has a JSON Schema.
package enum SchemaKind: String, CaseIterable, Sendable {
  case workflow
  /// A reusable definition.
  case task
  /// `weir.yaml`.
  case settings
  /// The site's settings, which no commit holds.
  case site

  /// The JSON Schema, draft 2020-12, of the files.
  package var schema: JSONValue { SchemaWriter.document(self) }

  /// What the schema's file is called.
  package var fileName: String { "\(rawValue).schema.json" }

  /// The files that it is for, as documentation names them.
  package var files: String {
    switch self {
    case .workflow: "workflows/NAME.yaml"
    case .task: "workflows/tasks/NAME.yaml"
    case .settings: "weir.yaml"
    case .site: "~/.config/weir/settings.yaml and .git/weir/state/settings.yaml"
    }
  }

  var title: String {
    switch self {
    case .workflow: "A workflow of Weir"
    case .task: "A reusable task definition of Weir"
    case .settings: "Settings of Weir"
    case .site: "Site settings of Weir"
    }
  }

  /// What stands at the top of the files.
  var structure: Structure {
    switch self {
    case .workflow: .workflow
    case .task: .definition
    case .settings, .site: .settings
    }
  }
}
