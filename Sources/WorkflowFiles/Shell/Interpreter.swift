/// A program that runs a text which it is given as an argument or on stdin.
struct Interpreter: Sendable {
  /// What its operands are.
  enum Operands {
    /// The first is a file with the program, the others are data.
    case script
    /// The first is the program, unless an option gave it.
    case program
    /// The program, behind a number of others.
    case programs(after: Int)
    case data
  }

  var operands = Operands.script
  /// Options that take a program.
  var texts: Set<String> = []
  /// Options that name a file, or something like it, with the program.
  var files: Set<String> = []
  /// Options that take the next word.
  var valued: Set<String> = []
  /// Options that take the next two words.
  var paired: Set<String> = []
  /// Letters behind which a word of options ends in a value.
  var attached: Set<Character> = []
  /// First operands behind which the program stands.
  var verbs: Set<String> = []
  /// First operands that mean nothing themselves.
  var launchers: Set<String> = []
  /// Whether no option is read behind the program.
  var endsAtProgram = false
  /// Whether a value could be an option with a program in it.
  var hasOpenOptions = true
  /// Whether one dash may begin a long name.
  var hasLongNames = false
  var runsInput = true

  /// Whether all words are data behind an option with a program.
  var endsAtText: Bool {
    if case .script = operands { endsAtProgram } else { false }
  }

  /// The interpreter of a name, which may end in a version.
  static func named(_ name: String) -> Interpreter? {
    if let found = known[name] { return found }
    let bare = name.prefix { !$0.isNumber }
    guard name.dropFirst(bare.count).allSatisfy({ $0.isNumber || $0 == "." }) else { return nil }
    return known[String(bare)]
  }

  /// The one that a variable with such a name may hold.
  static func suggested(by text: String) -> (name: String, interpreter: Interpreter)? {
    let names = ["python", "perl", "ruby", "node", "awk", "sqlite", "psql", "mysql"]
    let lowercased = text.lowercased()
    guard let name = names.first(where: lowercased.contains) else { return nil }
    return known[name].map { (name, $0) }
  }

  private static let known: [String: Interpreter] = {
    var known: [String: Interpreter] = [:]
    for (names, interpreter) in table {
      for name in names { known[name] = interpreter }
    }
    return known
  }()

  private static let table: [([String], Interpreter)] = languages + filters + databases

  private static let languages: [([String], Interpreter)] = [
    (
      ["python", "pypy"],
      Interpreter(
        texts: ["-c"],
        files: ["-m"],
        valued: ["-W", "-X", "--check-hash-based-pycs"],
        endsAtProgram: true
      )
    ),
    (
      ["perl", "raku"],
      Interpreter(texts: ["-e", "-E", "-M", "-m"], valued: ["-I"], attached: ["i", "F", "x", "C"])
    ),
    (
      ["ruby", "jruby"],
      Interpreter(texts: ["-e"], valued: ["-I", "-r", "-C"], attached: ["i", "F", "x", "K", "W"])
    ),
    (
      ["node", "nodejs", "bun", "tsx", "ts-node"],
      Interpreter(
        texts: ["-e", "-p", "--eval", "--print"],
        valued: ["-r", "-C", "--require", "--import", "--loader", "--conditions"],
        launchers: ["run"]
      )
    ),
    (
      ["deno"],
      Interpreter(texts: ["--eval"], verbs: ["eval"], launchers: ["run", "repl"])
    ),
    (
      ["php"],
      Interpreter(
        texts: ["-r", "-B", "-R", "-E", "--run"],
        files: ["-f", "-F", "--file"],
        valued: ["-d", "-c", "-z", "-t", "-S"]
      )
    ),
    (["lua", "luajit"], Interpreter(texts: ["-e"], valued: ["-l"])),
    (
      ["julia"], Interpreter(texts: ["-e", "-E", "--eval", "--print"], valued: ["-p", "-t", "-L"])
    ),
    (["Rscript"], Interpreter(texts: ["-e"], hasOpenOptions: false)),
    (
      ["R"],
      Interpreter(
        operands: .data,
        texts: ["-e"],
        files: ["-f", "--file"],
        valued: ["-g", "-d"],
        hasOpenOptions: false
      )
    ),
    (["octave"], Interpreter(texts: ["--eval"], valued: ["-p", "--path"])),
  ]

  private static let filters: [([String], Interpreter)] = [
    (
      ["awk", "gawk", "mawk", "nawk", "original-awk"],
      Interpreter(
        operands: .program,
        texts: ["-e", "--source"],
        files: ["-f", "-E", "--file", "--exec"],
        valued: ["-v", "-F", "-i", "-l", "--assign", "--field-separator", "--include"],
        endsAtProgram: true,
        runsInput: false
      )
    ),
    (
      ["sed", "gsed"],
      Interpreter(
        operands: .program,
        texts: ["-e", "--expression"],
        files: ["-f", "--file"],
        valued: ["-l", "--line-length"],
        attached: ["i"],
        hasOpenOptions: false,
        runsInput: false
      )
    ),
    (
      ["jq", "gojq", "jaq", "yq"],
      Interpreter(
        operands: .program,
        files: ["-f", "--from-file"],
        valued: ["-L", "--indent"],
        paired: ["--arg", "--argjson", "--slurpfile", "--rawfile"],
        verbs: ["eval", "eval-all", "e", "ea"],
        hasOpenOptions: false,
        runsInput: false
      )
    ),
  ]

  private static let databases: [([String], Interpreter)] = [
    (
      ["sqlite", "duckdb"],
      Interpreter(
        operands: .programs(after: 1),
        texts: ["-cmd", "--cmd", "-c", "-s"],
        files: ["-f"],
        valued: ["-init", "-separator", "-newline", "-nullvalue", "-vfs", "-mmap", "-maxsize"],
        hasOpenOptions: false,
        hasLongNames: true
      )
    ),
    (
      ["psql"],
      Interpreter(
        operands: .data,
        texts: ["-c", "--command"],
        files: ["-f", "--file"],
        valued: [
          "-d", "-F", "-h", "-L", "-o", "-p", "-P", "-R", "-T", "-U", "-v", "--dbname",
          "--field-separator", "--host", "--log-file", "--output", "--port", "--pset",
          "--record-separator", "--set", "--username", "--variable",
        ]
      )
    ),
    (
      ["mysql", "mariadb"],
      Interpreter(
        operands: .data,
        texts: ["-e", "--execute", "--init-command"],
        valued: ["-D", "-h", "-P", "-S", "-u", "--database", "--host", "--port", "--user"],
        attached: ["p"]
      )
    ),
    (
      ["clickhouse", "clickhouse-client", "clickhouse-local"],
      Interpreter(
        operands: .data,
        texts: ["-q", "--query"],
        files: ["--queries-file"],
        valued: ["-d", "-h", "-u", "--database", "--host", "--password", "--port", "--user"]
      )
    ),
    (
      ["ssh"],
      Interpreter(
        operands: .programs(after: 1),
        texts: ["-o"],
        valued: Set("BbcDEeFIiJLlmOPpQRSWw".map { "-\($0)" }),
        endsAtProgram: true,
        runsInput: false
      )
    ),
    (
      ["watch"],
      Interpreter(
        operands: .programs(after: 0),
        valued: ["-n"],
        endsAtProgram: true,
        runsInput: false
      )
    ),
    (
      ["parallel"],
      Interpreter(
        operands: .programs(after: 0),
        valued: ["-j", "-I", "-a"],
        endsAtProgram: true,
        runsInput: false
      )
    ),
  ]
}
