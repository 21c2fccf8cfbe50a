/// Texts that do something wherever a program reads them as anything but data.
enum HostileStrings {
  /// No text stands twice, byte for byte.
  static let all: [String] = {
    var seen: Set<[UInt8]> = []
    let texts = injections + HostileTexts.all + HostileCharacters.all
    return texts.filter { seen.insert(Array($0.utf8)).inserted }
  }()

  /// The value that a shell executes even in arithmetic and as the name of a variable.
  static let evaluated = "a[$(touch pwned)0]"

  /// What must not run: in the folder of an attempt `touch` leaves a file, and both programs leave
  /// a trace outside of it.
  private static let commands = ["touch pwned", "pwn"]

  private static let injections = commands.flatMap { command in
    frames.map { $0.replacing("X", with: command) }
  }

  /// Around a command `X`.
  private static let frames = [
    // expansions
    "$(X)", "`X`", "${x:-$(X)}", "${x:-`X`}", "${!a[$(X)0]}", "${a[$(X)0]}", "$((a[$(X)0]))",
    "$[a[$(X)0]]", "a[$(X)0]", "([$(X)0]=1)", "-va[$(X)0]", "-v a[$(X)0]", "x[$(X)]=1", "a[`X`]",
    "$(X", "`X", "$(X)\n", "\n$(X)", "\t$(X)", "$($(X))", "$(echo `X`)", "{$(X),b}", "~$(X)",
    "@($(X))", "$'$(X)'", "$\"$(X)\"", "<(X)", ">(X)", "$(<X)", "$(X)$(X)$(X)", "\u{301}$(X)",
    // ends of a quote
    "'; X; '", "\"; X; \"", "'\"; X; \"'", "\"'; X; '\"", "'$(X)'", "\"$(X)\"", "'`X`'", "\"`X`\"",
    "\"'$(X)'\"", "'\"$(X)\"'", "x'$(X)", "x\"$(X)", "it's $(X)", "\\$(X)", "\\\\$(X)", "\\`X\\`",
    "\\\\\\$(X)", "\\'; X; \\'", "\\\"; X; \\\"", "''; X; ''", "\"\"; X; \"\"", "'\\''; X; '\\''",
    // ends of a command
    "X", "; X", ";X;", ";; X", "& X &", "&& X", "|| X", "| X", "|& X", "\nX", "\nX\n", "x\nX\ny",
    "\rX\r", "\r\nX\r\n", "x; X", "x && X", "x | X", ") ; X", "}; X", "fi; X", "done; X", "esac; X",
    "# x\nX", "x # $(X)", "! X", "( X )", "{ X; }", "x() { X; }; x", "() { :;}; X", "if X; then",
    // heredocs
    "E\nX\nE", "EOF\nX\nEOF", "END\nX", "\nE\nX\n<<E", "\tE\n\tX",
    // names and options that run things
    "eval X", "exec X", "-c X", "-e X", "-exec X ;", "sh -c 'X'", "bash -c \"X\"", "| tee pwned; X",
    "--rsh=X", "--checkpoint-action=exec=X", "-oProxyCommand=X", "ext::X", "PS4=$(X)", "IFS=; X",
    "BASH_ENV=<(X)", "LD_PRELOAD=X", "a=$(X)", "%0aX", "%0A%24%28X%29", "\\nX\\n", "\\x24(X)",
    // other languages
    "__import__('os').system('X')", "system('X')", "system(\"X\")", "BEGIN { system(\"X\") }",
    "@{[`X`]}", "X|", "|X", "${\\`X`}", "require('child_process').execSync('X')", "#{`X`}",
    "!!python/object/apply:os.system ['X']", "\\immediate\\write18{X}", "1e X", "s/x/X/e",
    "<?php system('X') ?>", "{{ ''.__class__ }}{% X %}", "=cmd|'/C X'!A0", "#!/bin/sh\nX\n",
    // weir's own
    "${{ '$(X)' }}", "\"${WEIR_VALUE_1}\"$(X)", "}}$(X)", "::set-output name=x::$(X)",
  ]
}
