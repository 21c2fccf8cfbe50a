/// Knows which words and which input a shell runs as a script.
enum ShellInvocation {
  private static let shells: Set<String> = [
    "sh", "bash", "dash", "zsh", "ksh", "ash", "mksh", "rbash", "fish", "csh", "tcsh", "yash",
    "su", "busybox", "runuser",
  ]
  /// Not a shell, but `-c` runs a text.
  private static let commandTakers: Set<String> = ["flock", "script"]
  /// For these the name of a shell is a text.
  private static let textTools: Set<String> = [
    "echo", "egrep", "fgrep", "grep", "printf", "rg", "type", "which",
  ]
  /// Their options that take the next word; `-o` and `-O` may stand in a cluster.
  private static let valuedOptions: Set<String> = ["--rcfile", "--init-file"]

  /// Judges every shell that a command names, such as behind `find -exec`.
  static func judge(
    _ command: ShellCommand,
    head: Int,
    upstream: [ShellCommand],
    in scanner: inout ShellScanner
  ) {
    let words = command.words
    for (position, word) in words.enumerated() {
      guard let name = word.commandName else { continue }
      if shells.contains(name) {
        let isFed = words[..<position].contains { $0.commandName == "xargs" }
        let readsInput = script(name, words, after: position, in: &scanner)
        guard readsInput || isFed else { continue }
        if position == head, !isFed {
          input(of: command, upstream, in: &scanner)
        } else if !textTools.contains(words[head].commandName ?? "") {
          ownInput(of: command, upstream, in: &scanner)
        }
      } else if commandTakers.contains(name) {
        textOption(name, words, after: position, in: &scanner)
      }
    }
    if words[head].literal == nil, scanner.mayNameShell(words[head]) {
      textOption("what may be a shell", words, after: head, in: &scanner)
    }
    if words[head].commandName == "ssh", ShellWrapper.ssh.command(in: words, after: head) == nil {
      ownInput(of: command, upstream, in: &scanner)
    }
  }

  /// What `source` reads.
  static func sourced(
    _ command: ShellCommand,
    upstream: [ShellCommand],
    in scanner: inout ShellScanner
  ) {
    ownInput(of: command, upstream, in: &scanner)
  }

  private static func runsText(_ option: String) -> Bool {
    (option.hasPrefix("-") && !option.hasPrefix("--") && option.contains("c"))
      || option == "--command" || option == "--session-command"
  }

  private static func textOption(
    _ name: String,
    _ words: [ShellWord],
    after position: Int,
    in scanner: inout ShellScanner
  ) {
    for (index, word) in words.enumerated().dropFirst(position + 1) {
      guard let option = word.literal, runsText(option) else { continue }
      refuse(words[(index + 1)...], "in the arguments of \(name) \(option)", &scanner)
      return
    }
  }

  /// Refuses what a shell runs of its arguments; says whether it runs its input.
  private static func script(
    _ name: String,
    _ words: [ShellWord],
    after head: Int,
    in scanner: inout ShellScanner
  ) -> Bool {
    let takesUser = ["su", "busybox", "runuser"].contains(name)
    var position = head + 1
    while position < words.count {
      let word = words[position]
      guard let option = word.literal else {
        if word.startsWithValue { refuse([word], "as the script of \(name)", &scanner) }
        guard !word.isSubstantial || word.prefix.hasPrefix("-") else { return takesUser }
        refuse(words[position...], "where an option of \(name) could stand", &scanner)
        return false
      }
      guard option.hasPrefix("-") || option.hasPrefix("+") else {
        if takesUser {
          position += 1
          continue
        }
        // Such a file may be its input.
        return option.hasPrefix("/dev/") || option.hasPrefix("/proc/")
      }
      if ["--help", "--version"].contains(option) { return false }
      if option == "-" || option == "--" {
        position += 1
        guard position < words.count, !takesUser else { continue }
        if words[position].startsWithValue {
          refuse([words[position]], "as the script of \(name)", &scanner)
        }
        return false
      }
      if runsText(option) {
        refuse(words[(position + 1)...], "in the arguments of \(name) \(option)", &scanner)
        return false
      }
      let isCluster = !option.hasPrefix("--")
      if isCluster, option.contains("s"), !takesUser { return true }
      let values = isCluster ? option.count { "oO".contains($0) } : 0
      position += 1 + (valuedOptions.contains(option) ? 1 : values)
    }
    return true
  }

  /// A shell that runs whatever its surroundings feed it is not understood.
  private static func input(
    of command: ShellCommand,
    _ upstream: [ShellCommand],
    in scanner: inout ShellScanner
  ) {
    ownInput(of: command, upstream, in: &scanner)
    if !command.hasInput, upstream.isEmpty || upstream.contains(where: \.words.isEmpty) {
      scanner.isLost = true
    }
  }

  private static func ownInput(
    of command: ShellCommand,
    _ upstream: [ShellCommand],
    in scanner: inout ShellScanner
  ) {
    let reason = "in a text that a shell runs"
    refuse(command.inputs, reason, &scanner)
    scanner.scriptReaders.insert(command.id)
    for earlier in upstream {
      refuse(earlier.words + earlier.inputs, reason, &scanner)
      scanner.scriptReaders.insert(earlier.id)
    }
  }

  private static func refuse(
    _ words: some Sequence<ShellWord>,
    _ reason: String,
    _ scanner: inout ShellScanner
  ) {
    for word in words {
      for atom in word.inside { scanner.refuse(atom, reason) }
    }
  }
}

extension ShellScanner {
  /// Whether what is expanded in a word looks like the name of a shell, such as `$SHELL`.
  fileprivate func mayNameShell(_ word: ShellWord) -> Bool {
    String(decoding: bytes[word.range], as: UTF8.self).lowercased().contains("sh")
  }
}
