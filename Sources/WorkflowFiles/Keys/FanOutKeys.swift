/// How a task becomes many instances.
extension KeyTable {
  static let fanOut: [KeyRow] = [
    KeyRow(
      "foreach",
      .alternatives([.expression, .list(.value), .structure(.foreach)]),
      "One instance an item: a list, one expression in ${{ }}, or where the items come from.",
      example: "foreach: {table: data/samples.csv, key: \"${{ item.sample }}\"}"
    ),
    KeyRow(
      "matrix",
      .structure(.matrix),
      "One instance a combination of values.",
      example: "matrix: {python: [\"3.12\", \"3.13\"], os: [debian, alpine]}"
    ),
    KeyRow(
      "max_parallel",
      .alternatives([.integer(1...1_000_000), .structure(.maxParallel)]),
      "How many instances run at once.",
      example: "max_parallel: 8"
    ),
    KeyRow("batch", batchType, "How many items an instance gets.", example: "batch: 100"),
  ]

  private static let batchType: KeyType = .alternatives([
    .integer(1...1_000_000), .structure(.batch),
  ])

  static let batch: [KeyRow] = [
    KeyRow(
      "count",
      .integer(1...1_000_000),
      "All items are cut into so many batches.",
      example: "count: 4",
      isRequired: true
    )
  ]

  static let maxParallel: [KeyRow] = [
    KeyRow("items", .integer(1...1_000_000), "Items at once.", example: "items: 2"),
    KeyRow("each", .integer(1...1_000_000), "Instances of one item at once.", example: "each: 4"),
  ]

  static let foreach: [KeyRow] =
    sources + [
      KeyRow(
        "product",
        .list(.structure(.factor)),
        "Every combination of the items of several sources.",
        example: "product: [{list: [1, 2], as: size}, {glob: \"data/*.fq\", as: reads}]"
      )
    ] + tableKeys + [
      KeyRow(
        "key",
        .template,
        "The key of an instance; by default the item, or a digest of it.",
        example: "key: \"${{ item.sample }}\""
      ),
      KeyRow("batch", batchType, "How many items an instance gets.", example: "batch: {count: 4}"),
    ]

  static let factor: [KeyRow] =
    sources + tableKeys + [
      KeyRow(
        "as",
        .name,
        "The member of the item.",
        example: "as: size",
        isRequired: true
      )
    ]

  private static let sources: [KeyRow] = [
    KeyRow("list", .list(.value), "The items themselves.", example: "list: [a, b]"),
    KeyRow(
      "lines",
      .template,
      "A file: one item a line that is not blank.",
      example: "lines: data/names.txt"
    ),
    KeyRow(
      "table",
      .template,
      "A file of rows and columns: one item a row.",
      example: "table: data/samples.csv"
    ),
    KeyRow("glob", .template, "Files: one item a path.", example: "glob: \"data/*.fq\""),
    KeyRow(
      "json",
      .template,
      "A file that holds a list: one item an element.",
      example: "json: data/regions.json"
    ),
    KeyRow(
      "from",
      .expression,
      "A value that is a list: one item an element.",
      example: "from: \"${{ tasks.list.result }}\""
    ),
  ]

  private static let tableKeys: [KeyRow] = [
    KeyRow(
      "delimiter",
      .word,
      "What separates columns; by default a comma, a tab for .tsv and .tab.",
      example: "delimiter: \";\""
    ),
    KeyRow(
      "header",
      .alternatives([.on, .list(.word)]),
      "Whether the first row names the columns, as by default, or their names.",
      example: "header: [sample, reads]"
    ),
    KeyRow(
      "split",
      .map(.word),
      "Columns that hold lists, and what separates their values; one instance a value.",
      example: "split: {args: \",\"}"
    ),
  ]

  static let matrix: [KeyRow] = [
    KeyRow(
      "include",
      .list(.named("value of a matrix", .value)),
      "What completes the combinations that it fits, or is a new one.",
      example: "include: [{python: \"3.14\", os: debian}]"
    ),
    KeyRow(
      "exclude",
      .list(.named("value of a matrix", .value)),
      "Combinations that are left out.",
      example: "exclude: [{python: \"3.12\", os: alpine}]"
    ),
  ]

  /// The values of one name.
  static let matrixValues: KeyType = .alternatives([.list(.value), .expression])
}
