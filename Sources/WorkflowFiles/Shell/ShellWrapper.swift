/// A command whose arguments are another command.
struct ShellWrapper: Sendable {
  /// Options that take the next word.
  private let valued: Set<String>
  /// How many words stand before the command.
  private let operands: Int
  /// Whether `NAME=value` may stand before the command.
  let takesVariables: Bool

  private init(_ valued: Set<String> = [], operands: Int = 0, takesVariables: Bool = false) {
    self.valued = valued
    self.operands = operands
    self.takesVariables = takesVariables
  }

  static let known: [String: ShellWrapper] = [
    "builtin": ShellWrapper(),
    "chroot": ShellWrapper(operands: 1),
    "chrt": ShellWrapper(["-T", "-P", "-D"], operands: 1),
    "command": ShellWrapper(),
    "doas": ShellWrapper(["-u", "-C", "-a"]),
    "eatmydata": ShellWrapper(),
    "env": ShellWrapper(["-u", "-C", "-P", "--unset", "--chdir"], takesVariables: true),
    "exec": ShellWrapper(["-a"]),
    "flock": ShellWrapper(
      ["-w", "-E", "--wait", "--timeout", "--conflict-exit-code"],
      operands: 1
    ),
    "gosu": ShellWrapper(operands: 1),
    "ionice": ShellWrapper(["-c", "-n", "-p", "-P", "-u", "--class", "--classdata"]),
    "nice": ShellWrapper(["-n", "--adjustment"]),
    "nocorrect": ShellWrapper(),
    "noglob": ShellWrapper(),
    "nohup": ShellWrapper(),
    "setsid": ShellWrapper(),
    "stdbuf": ShellWrapper(["-i", "-o", "-e", "--input", "--output", "--error"]),
    "strace": ShellWrapper([
      "-a", "-b", "-e", "-E", "-I", "-o", "-O", "-p", "-P", "-s", "-S", "-u", "-U", "-X",
    ]),
    "sudo": ShellWrapper(
      [
        "-C", "-D", "-g", "-h", "-p", "-R", "-r", "-T", "-t", "-U", "-u", "--chdir", "--chroot",
        "--close-from", "--command-timeout", "--group", "--host", "--other-user", "--prompt",
        "--role", "--type", "--user",
      ],
      takesVariables: true
    ),
    "taskset": ShellWrapper(operands: 1),
    "time": ShellWrapper(["-f", "-o", "--format", "--output"]),
    "timeout": ShellWrapper(["-k", "-s", "--kill-after", "--signal"], operands: 1),
    "xargs": ShellWrapper([
      "-a", "-d", "-E", "-I", "-J", "-L", "-n", "-P", "-R", "-s", "-S", "--arg-file",
      "--delimiter", "--max-args", "--max-chars", "--max-procs", "--process-slot-var",
    ]),
  ]

  /// `ssh` runs what stands behind the host there.
  static let ssh = ShellWrapper(
    [
      "-B", "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o",
      "-P", "-p", "-Q", "-R", "-S", "-W", "-w",
    ],
    operands: 1
  )

  /// The position of the word at which the command begins; nil if none does.
  func command(in words: [ShellWord], after head: Int) -> Int? {
    var position = head + 1
    var operandsLeft = operands
    var mayBeOption = true
    while position < words.count {
      let word = words[position]
      if mayBeOption, let option = word.literal, option.hasPrefix("-") {
        mayBeOption = option != "--"
        position += takesNext(option) ? 2 : 1
      } else if takesVariables, word.assignedName != nil {
        position += 1
      } else if operandsLeft > 0 {
        operandsLeft -= 1
        position += 1
      } else {
        return position
      }
    }
    return nil
  }

  private func takesNext(_ option: String) -> Bool {
    if option.hasPrefix("--") { return valued.contains(option) }
    let letters = option.dropFirst()
    guard let index = letters.firstIndex(where: { valued.contains("-\($0)") }) else {
      return false
    }
    return letters.index(after: index) == letters.endIndex
  }
}
