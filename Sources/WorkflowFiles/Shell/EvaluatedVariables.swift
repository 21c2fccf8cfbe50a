/// Variables whose values a shell runs or calculates with.
enum EvaluatedVariables {
  /// A shell that finds one in its environment expands its value.
  static let inEnvironment: Set<String> = [
    "PS0", "PS1", "PS2", "PS3", "PS4", "PROMPT_COMMAND", "BASH_ENV", "ENV",
  ]

  /// An assignment in a script makes it run or calculate.
  static let inScripts = inEnvironment.union([
    "BASH_ALIASES", "BASH_CMDS", "BASHPID", "COLUMNS", "EPOCHSECONDS", "EUID", "HISTCMD", "LINENO",
    "LINES", "OPTIND", "PPID", "RANDOM", "SECONDS", "SRANDOM", "UID",
  ])
}
