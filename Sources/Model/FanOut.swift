/// How a task becomes many instances (`foreach`, `matrix`).
package struct FanOut: Hashable, Sendable {
  package var source: FanOutSource
  /// The key of an instance; nil: from the item.
  package var key: Template?
  package var batch: Batch?
  package var location: SourceLocation?

  package init(
    source: FanOutSource,
    key: Template? = nil,
    batch: Batch? = nil,
    location: SourceLocation? = nil
  ) {
    self.source = source
    self.key = key
    self.batch = batch
    self.location = location
  }

  /// The context in which expressions find the item: `matrix` or `item`.
  package var context: String {
    if case .matrix = source { "matrix" } else { "item" }
  }
}

/// Where the items of a fan-out come from.
package indirect enum FanOutSource: Hashable, Sendable {
  case matrix(MatrixDefinition)
  case list([ValueTemplate])
  /// Each line of a file that is not blank.
  case lines(Template)
  case table(TableSource)
  /// The paths of files.
  case glob(Template)
  /// The elements of a list in a file.
  case json(Template)
  /// The elements of a value (`from`).
  case value(Expression)
  /// Every combination of the items of several sources, each under a name.
  case product([NamedSource])

  /// The expressions of all its values, paths included.
  package var expressions: [Expression] {
    switch self {
    case .matrix(let matrix):
      (matrix.axes.map(\.value) + matrix.include + matrix.exclude).flatMap(\.expressions)
    case .list(let elements): elements.flatMap(\.expressions)
    case .lines(let path), .glob(let path), .json(let path): path.expressions
    case .table(let table): table.path.expressions
    case .value(let expression): [expression]
    case .product(let parts): parts.flatMap(\.source.expressions)
    }
  }
}

/// One factor of a product.
package struct NamedSource: Hashable, Sendable {
  /// The member of the item (`as`).
  package var name: String
  package var source: FanOutSource

  package init(name: String, source: FanOutSource) {
    self.name = name
    self.source = source
  }
}

/// A cross product of values by name, with what is added to it and taken from it.
package struct MatrixDefinition: Hashable, Sendable {
  /// Each value is a list, or one expression whose value is a list.
  package var axes: [NamedValue]
  /// Maps; each completes the combinations that it fits, or is a new one.
  package var include: [ValueTemplate]
  /// Maps; combinations that agree with one are left out.
  package var exclude: [ValueTemplate]

  package init(
    axes: [NamedValue],
    include: [ValueTemplate] = [],
    exclude: [ValueTemplate] = []
  ) {
    self.axes = axes
    self.include = include
    self.exclude = exclude
  }
}

/// A file of rows and columns.
package struct TableSource: Hashable, Sendable {
  package enum Header: Hashable, Sendable {
    case firstRow
    case names([String])
  }

  package var path: Template
  /// Nil: a tab for `.tsv` and `.tab`, else a comma.
  package var delimiter: String?
  package var header: Header
  /// Columns of which each value is cut at a text, one instance a piece.
  package var split: [ColumnSplit]

  package init(
    path: Template,
    delimiter: String? = nil,
    header: Header = .firstRow,
    split: [ColumnSplit] = []
  ) {
    self.path = path
    self.delimiter = delimiter
    self.header = header
    self.split = split
  }
}

/// A column whose values are lists.
package struct ColumnSplit: Hashable, Sendable {
  package var column: String
  package var separator: String

  package init(column: String, separator: String) {
    self.column = column
    self.separator = separator
  }
}

/// How many items an instance is handed.
package enum Batch: Hashable, Sendable {
  case size(Int)
  /// All items are cut into so many batches.
  case count(Int)
}
