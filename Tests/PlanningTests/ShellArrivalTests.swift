import Foundation
import Model
import Testing
import WorkflowFiles

@testable import Planning

/// What a script that the checker accepts does with a value, in real shells.
@Suite struct ShellArrivalTests {
  /// Texts that do something wherever a shell reads them once more.
  static let hostile = [
    "a[$(touch pwned)0]", "$(touch pwned)", "`touch pwned`", "'; touch pwned; '",
    "\"; touch pwned; \"", "([$(touch pwned)0]=1)", "-va[$(touch pwned)0]", "touch pwned",
    "x\ntouch pwned\n", "-rf", "*", "", " a  b\t", "\\", "\\\n", "$HOME ${HOME} $$ !! ~", "{a,b}",
    "# <(touch pwned)", "%n %s", "é日本\u{1}", "E\ntouch pwned",
  ]

  /// A script with `X` for a text and `N` for 7, and what `show` must be given.
  static let everywhere: [(script: String, shown: [String])] = [
    ("show X", ["X"]), ("show a X b", ["a", "X", "b"]), ("show --name=X", ["--name=X"]),
    ("show d/X.fq", ["d/X.fq"]), ("show XX", ["XX"]), ("show a'b'X", ["abX"]),
    ("show \"a X b\"", ["a X b"]), ("show \"it's X\"", ["it's X"]),
    ("show \"\\\"X\\\"\"", ["\"X\""]), ("show \"$(show2 X)\"", ["X."]),
    ("show \"$(show2 \"X\")\"", ["X."]), ("true && show X || false", ["X"]),
    ("false || show X", ["X"]), ("! show X || true", ["X"]), ("{ show X; }", ["X"]),
    ("(show X)", ["X"]), ("if show X; then show X; fi", ["X", "X"]),
    ("if false; then :; else show X; fi", ["X"]),
    ("for f in X b; do show \"$f\"; done", ["X", "b"]),
    ("while show X; do break; done", ["X"]), ("until show X; do :; done", ["X"]),
    ("case X in \"X\") show yes;; esac", ["yes"]), ("case x in x) show X;; esac", ["X"]),
    ("f() { show \"$1\" X; }\nf X", ["X", "X"]), ("a=X; show \"$a\"", ["X"]),
    ("a=X b=\"X\"; show \"$a$b\"", ["XX"]), ("export A=X; show \"$A\"", ["X"]),
    ("readonly A=X; show \"$A\"", ["X"]), ("A=X show2 >/dev/null; show X", ["X"]),
    ("set -- X b; show \"$@\"", ["X", "b"]), ("printf '%s.' X >out; show \"$(cat out)\"", ["X."]),
    ("cat <<E >out\nX.\nE\nshow \"$(cat out)\"", ["X."]),
    ("cat <<-E >out\n\tX.\n\tE\nshow \"$(cat out)\"", ["X."]),
    ("cat <<E >out\n'X' \"X\" $(show2 X)\nE\nshow \"$(cat out)\"", ["'X' \"X\" X."]),
    ("cat <<E >out\n$((N + 1)) ${HOME:+N}\nE\nshow \"$(cat out)\"", ["8 7"]),
    ("[ X = X ] && show same", ["same"]), ("[ -n aX ] && show full", ["full"]),
    ("test X != bX && show other", ["other"]), ("[ X -eq 7 ] 2>/dev/null || show no", ["no"]),
    ("env A=X sh -c 'printf %s. \"$A\"' >out; show \"$(cat out)\"", ["X."]),
    ("sh -c 'printf %s. \"$1\"' N \"$(show2)\" >out; show X", ["X"]),
    ("show \\\n  X", ["X"]), ("show $((N * 2)) 'N' X # N", ["14", "7", "X"]),
    ("show X | cat; show X", ["X", "X"]),
  ]

  static let bashAlone: [(script: String, shown: [String])] = [
    ("a=(X b); show \"${a[@]}\"", ["X", "b"]), ("a+=(X); show \"${a[@]}\"", ["X"]),
    ("a[1]=X; show \"${a[1]}\"", ["X"]), ("a[N]=X; show \"${a[7]}\"", ["X"]),
    ("a=([2]=X); show \"${a[2]}\"", ["X"]), ("a=x; a+=X; show \"$a\"", ["xX"]),
    ("cat <<<X >out; show \"$(cat out; printf .)\"", ["X\n."]),
    ("[[ X == X ]] && show same", ["same"]), ("[[ aX == a* && -n bX ]] && show X", ["X"]),
    ("[[ aXb =~ ^a(X)b$ ]] && show \"${BASH_REMATCH[1]}\"", ["X"]),
    ("cat <(show2 X) >out; show \"$(cat out)\"", ["X."]),
    ("for ((i = 0; i < N - 6; i++)); do show X; done", ["X"]), ("((N > 1)) && show X", ["X"]),
    ("printf -v a N; show \"$a\" X", ["7", "X"]), ("x=abcdefghi; show ${x:N} X", ["hi", "X"]),
    ("select i in a X; do show \"$i\"; break; done <<<2 2>/dev/null", ["X"]),
    ("mapfile -d '' -t a < <(printf '%s\\0' X); show \"${a[@]}\"", ["X"]),
    ("export a=(X); show \"${a[0]}\"", ["X"]), ("show X &>/dev/null; show X", ["X", "X"]),
    ("case a in b) ;; *) show X ;;& a) show X ;; esac", ["X", "X"]),
    ("function f { show X; }; f", ["X"]), ("show X & wait", ["X"]),
    ("time -p show X 2>/dev/null", ["X"]),
    ("timeout 9 bash -s -- X <<<'printf %s. \"$1\" >out'; show \"$(cat out)\"", ["X."]),
    (": >s; nice -n 1 bash -o errexit s X; show X", ["X"]),
  ]

  @Test(arguments: everywhere.indices) func arrivesInEveryShell(_ index: Int) throws {
    for shell in ["bash", "sh", "dash"] {
      try Self.check(Self.everywhere[index].script, Self.everywhere[index].shown, shell)
    }
  }

  @Test(arguments: bashAlone.indices) func arrivesInBash(_ index: Int) throws {
    try Self.check(Self.bashAlone[index].script, Self.bashAlone[index].shown, "bash")
  }

  private static func check(_ script: String, _ shown: [String], _ shell: String) throws {
    let sandbox = try ShellSandbox()
    defer { sandbox.remove() }
    let workflow = try #require(ShellSandbox.workflow(script, shell: shell), "\(shell): \(script)")
    for value in hostile {
      let found = try sandbox.run(workflow, value: value)
      let expected = shown.map { $0.replacingOccurrences(of: "X", with: value) }
      #expect(found == expected, "\(shell): \(script) with \(value.debugDescription)")
      #expect(!sandbox.isHarmed, "\(shell): \(script) with \(value.debugDescription)")
    }
  }
}
