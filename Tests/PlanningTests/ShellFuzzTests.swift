import Foundation
import Testing

/// Scripts put together at random: what the checker accepts executes no value.
@Suite struct ShellFuzzTests {
  private static let values = [
    "a[$(pwn)0]", "$(pwn)", "pwn", "-va[$(pwn)0]", "; pwn;", "-c", "\npwn\n", "([$(pwn)0]=1)",
    "'$(pwn)'", "\"`pwn`\"",
  ]

  private static let words = [
    "X", "\"X\"", "aX", "'X'", "\"a X\"", "$X", "${b:X}", "$((X))", "\"$(echo X)\"", "`echo X`",
    "-X", "a=X", "a[X]=1", "N", "$b", "\"$b\"", "-v", "-n", "-eq", "=", "!", "-c", "-p", "-o",
    "b", "<(echo X)", "$'X'", "{X,b}", "\\X", "--", "-", "-s", "-i", "$(X)", "\"${b:-X}\"", "[X]",
    "\\\n", "$\\\nX", "-a", "do", "in", "#", "({X})", "$[X]", "@(X)", "~X", "\"$b\"X",
  ]

  private static let commands = [
    "echo", "eval", "let", "declare", "declare -i", "declare -n", "local", "export", "readonly",
    "readonly -a", "printf", "printf -v", "printf '%s'", "test", "[", "[[", "read", "unset", "wait",
    "set --", "set", "bash", "sh", "bash -c", "sh -e -c", "bash -o pipefail -c", "env", "env A=1",
    "env -i", "env BASH_ENV=X bash s", "BASH_ENV=X bash s", "PS4=X", "nice -n 1", "timeout 1",
    "timeout -k 1 1", "command", "builtin", "exec", "nohup", "xargs -n 1", "xargs sh -c", "$b",
    "\"$b\"", "$SHELL -c", "source", ".", "trap", "alias", "hash", "enable", "jobs", "time",
    "time -p", "!", "case", "for", "for i in", "for i", "for ((i = 0; i < 1; i++))", "((", "a=(",
    "a=", "b=", "select", "function", "if", "while", "cat", "cat <<E", "bash <<E", "cat <<'E'",
    "mapfile", "getopts", "coproc", "shift", "exit", ":", "true", "{", "(", "cat <<E | bash",
    "source /dev/stdin <<E", "bash -s", "bash -s --", "echo X | bash", "{ echo X; } | bash",
    "bash <", "bash <<<", "cat <<<", "setsid", "flock s -c", "flock s", "stdbuf -o L", "SECONDS=",
  ]

  private static let ends = [
    ";", "\n", " && ", " || ", " | ", " & ", ";;\n", "\nE\n", ")", "))", "]]", "]", "; done", "}",
    "; fi", " esac", "; do ", "; then ", " in X) ", "() { ", " <<<X", " >X", " 2>&1", " <X",
    "\nX\nE\n", "\n$((X))\nE\n", "\n${b:X}\nE\n", " # X\n",
  ]

  private static func script(_ random: inout SeededNumbers) -> String {
    var script = "b=1\n"
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      script += commands.randomElement(using: &random) ?? ""
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        script += " " + (words.randomElement(using: &random) ?? "")
      }
      script += ends.randomElement(using: &random) ?? ""
      if Bool.random(using: &random) { script += ends.randomElement(using: &random) ?? "" }
    }
    return script
  }

  @Test(arguments: 0..<4) func nothingIsExecuted(seed: UInt64) throws {
    let sandbox = try ShellSandbox()
    defer { sandbox.remove() }
    var random = SeededNumbers(state: seed)
    var accepted = 0
    for _ in 0..<Self.scripts {
      let script = Self.script(&random)
      let shell = ["bash", "bash", "sh", "dash"].randomElement(using: &random) ?? "bash"
      guard script.contains("X"), let workflow = ShellSandbox.workflow(script, shell: shell) else {
        continue
      }
      accepted += 1
      for value in Self.values {
        _ = try sandbox.run(workflow, value: value)
        #expect(!sandbox.isHarmed, "\(shell): \(script) with \(value)")
        guard !sandbox.isHarmed else { return }
      }
    }
    #expect(accepted > 0)
  }

  private static let scripts = 1500
}

/// Numbers that are the same in every run.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
