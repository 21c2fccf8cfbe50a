/// Commands, their separators and their redirections.
extension ShellScanner {
  /// Reads commands up to an unmatched `)`, or to the end of the script.
  mutating func commands(until close: UInt8?) {
    depth += 1
    let wasHeredocText = isHeredocText
    isHeredocText = false
    defer {
      depth -= 1
      isHeredocText = wasHeredocText
    }
    guard depth < 60 else {
      isLost = true
      position = bytes.count
      nextAtom = atoms.count
      return
    }
    var list = CommandList()
    list.command.id = newCommand()
    // Shells disagree on where a heredoc begins that another list has announced.
    let announced = pendingHeredocs.count
    while !isAtEnd {
      guard !isAtAtom, let unit = peek() else {
        word(of: &list)
        continue
      }
      switch unit {
      case 0x20, 0x09: position += 1
      case UInt8(ascii: "\\") where peek(1) == 0x0A: continueLine()
      case 0x0A:
        if announced > 0 { isLost = true }
        end(&list)
        position += 1
        readHeredocs()
      case UInt8(ascii: "#"): comment()
      case UInt8(ascii: ";"): separator(&list)
      case UInt8(ascii: "&") where peek(1) == UInt8(ascii: ">"):
        position += 1
        redirection(of: &list)
      case UInt8(ascii: "&"), UInt8(ascii: "|"):
        if list.isInPattern, unit == UInt8(ascii: "|") {
          position += 1
        } else {
          let isPipe = unit == UInt8(ascii: "|") && !follows("||")
          end(&list, isPipe: isPipe)
          position += follows("||") || follows("&&") || follows("|&") ? 2 : 1
        }
      case UInt8(ascii: "("): openParenthesis(&list)
      case UInt8(ascii: ")"):
        position += 1
        if list.isInPattern {
          list.cases[list.cases.count - 1] = .body
        } else if list.parentheses > 0 {
          list.parentheses -= 1
          end(&list)
        } else {
          end(&list)
          if close == nil { isLost = true }
          if !list.cases.isEmpty || pendingHeredocs.count > announced { isLost = true }
          if close != nil { return }
        }
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if peek(1) == UInt8(ascii: "(") { word(of: &list) } else { redirection(of: &list) }
      default: word(of: &list)
      }
    }
    end(&list)
    if close != nil || list.parentheses > 0 || !list.cases.isEmpty { isLost = true }
  }

  mutating func newCommand() -> Int {
    commandCount += 1
    return commandCount
  }

  mutating func end(_ list: inout CommandList, isPipe: Bool = false) {
    ShellCommandJudge.judge(list.command, upstream: list.upstream, in: &self)
    if isPipe { list.upstream.append(list.command) } else { list.upstream = [] }
    list.command = ShellCommand(id: newCommand())
  }

  private mutating func separator(_ list: inout CommandList) {
    end(&list)
    let isCaseEnd = follows(";;") || follows(";&")
    position += follows(";;&") ? 3 : isCaseEnd ? 2 : 1
    if isCaseEnd {
      if list.cases.last == .body {
        list.cases[list.cases.count - 1] = .pattern
      } else {
        isLost = true
      }
    }
  }

  mutating func comment() {
    inZone("in a comment") { scanner in
      while !scanner.isAtEnd {
        if scanner.isAtAtom {
          _ = scanner.takeAtom(.bare)
        } else if scanner.peek() == 0x0A {
          return
        } else {
          scanner.position += 1
        }
      }
    }
  }

  private mutating func openParenthesis(_ list: inout CommandList) {
    if list.isInPattern {
      position += 1
    } else if follows("(("), list.command.isAtStart || list.command.isLoop {
      position += 2
      inZone("in arithmetic") { $0.arithmetic(closing: 2) }
      if list.command.isLoop { list.command = ShellCommand(id: newCommand()) }
    } else if list.command.isAtStart {
      end(&list)
      position += 1
      list.parentheses += 1
    } else if list.command.words.count == 1, follows("()") {
      position += 2
      for atom in list.command.words[0].inside { refuse(atom, "as a name") }
      list.command = ShellCommand(id: newCommand())
    } else {
      isLost = true
      position += 1
    }
  }

  private mutating func word(of list: inout CommandList) {
    let isAtStart = list.command.isAtStart && !list.isInPattern
    let before = position
    let word = word(mode: list.isInPattern ? .pattern : isAtStart ? .start : .argument)
    if position == before { position += 1 }
    if list.command.isLoopWithoutList, word.isPlain, word.literal == "do" { return end(&list) }
    if list.expectsFunctionName {
      for atom in word.inside { refuse(atom, "as a name") }
    }
    if list.take(word, isAtStart: isAtStart) {
      if list.startsConditional {
        list.startsConditional = false
        conditional()
      }
      return
    }
    let next = peek()
    let isNumber =
      word.isPlain && word.literal.map { $0.allSatisfy(\.isNumber) && !$0.isEmpty } ?? false
    if isNumber, next == UInt8(ascii: "<") || next == UInt8(ascii: ">") { return }
    list.command.append(word)
  }

  mutating func redirection(of list: inout CommandList) {
    let isHeredoc = follows("<<") && !follows("<<<")
    let isInput = peek() == UInt8(ascii: "<")
    if isHeredoc {
      list.command.hasHeredoc = true
      position += 2
      let stripsTabs = peek() == UInt8(ascii: "-")
      if stripsTabs { position += 1 }
      heredocStart(stripsTabs: stripsTabs, command: list.command.id)
      return
    }
    while let unit = peek(), "<>&|!".utf8.contains(unit) { position += 1 }
    skipBlanks()
    let before = position
    let target = word(mode: .argument)
    if position == before { isLost = true }
    if isInput { list.command.inputs.append(target) }
  }

  mutating func skipBlanks() {
    while let unit = peek() {
      if unit == 0x20 || unit == 0x09 {
        position += 1
      } else if unit == UInt8(ascii: "\\"), peek(1) == 0x0A {
        continueLine()
      } else {
        return
      }
    }
  }
}
