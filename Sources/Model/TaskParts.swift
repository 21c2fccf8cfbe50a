/// A task that comes first.
package struct Need: Hashable, Sendable {
  /// How instances of two fan-outs are paired.
  package enum Pairing: Hashable, Sendable {
    /// Those of equal keys (`each: true`).
    case key
    /// Those of equal values of a field of their items (`each: FIELD`).
    case field(String)
  }

  package var task: String
  /// Order alone: its outputs are not seen.
  package var orderOnly: Bool
  /// Goes on when the other was skipped.
  package var optional: Bool
  /// Nil: all instances of the other come first.
  package var pairing: Pairing?
  package var location: SourceLocation?

  package init(
    task: String,
    orderOnly: Bool = false,
    optional: Bool = false,
    pairing: Pairing? = nil,
    location: SourceLocation? = nil
  ) {
    self.task = task
    self.orderOnly = orderOnly
    self.optional = optional
    self.pairing = pairing
    self.location = location
  }
}

/// A file or glob that a task makes.
package struct OutputDeclaration: Hashable, Sendable {
  package var path: Template
  package var optional: Bool
  /// Also kept at a path of its own.
  package var publish: Bool

  package init(path: Template, optional: Bool = false, publish: Bool = false) {
    self.path = path
    self.optional = optional
    self.publish = publish
  }
}

/// How a task's value is read from its stdout.
package enum ResultFormat: String, Hashable, Sendable, CaseIterable {
  case json
  case text
  case lines
}

/// What a task reads from its stdin.
package enum StandardInput: Hashable, Sendable {
  case template(Template)
  /// The items of its instance, one a line.
  case items
}

/// One variable of a task's environment.
package struct EnvironmentEntry: Hashable, Sendable {
  package var name: String
  package var value: Template

  package init(name: String, value: Template) {
    self.name = name
    self.value = value
  }

  /// Whether a secret stands in its value.
  package var holdsSecret: Bool {
    value.expressions.contains { $0.references.contains { $0.context == "secrets" } }
  }
}

/// What is made once a host and content, and linked at a path.
package struct SetupDefinition: Hashable, Sendable {
  /// A script for the task's shell; no expression stands in it.
  package var run: String
  /// Files and globs of the commit.
  package var inputs: [String]
  /// Where it stands in the folder of an attempt.
  package var path: String
  package var location: SourceLocation?

  package init(run: String, inputs: [String], path: String, location: SourceLocation? = nil) {
    self.run = run
    self.inputs = inputs
    self.path = path
    self.location = location
  }
}

/// Waits for a person before it starts.
package struct Approval: Hashable, Sendable {
  package var prompt: Template?
  /// Principals who may decide; empty: anybody who may write records.
  package var by: [String]

  package init(prompt: Template? = nil, by: [String] = []) {
    self.prompt = prompt
    self.by = by
  }
}
