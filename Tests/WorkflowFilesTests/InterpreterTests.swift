import Model
import Testing
import WorkflowFiles

@Suite struct InterpreterTests {
  @Test(arguments: [
    ("python3 -c \"print('X')\"", "in the arguments of python3 -c"),
    ("/usr/bin/python3.12 -Ic \"print('X')\"", "in the arguments of python3.12 -c"),
    ("python -c\"print('X')\"", "in the arguments of python -c"),
    ("env A=1 timeout 5 python3 -c \"X\"", "in the arguments of python3 -c"),
    ("docker run --rm image python3 -c \"X\"", "in the arguments of python3 -c"),
    ("find . -exec python3 -c \"X\" {} +", "in the arguments of python3 -c"),
    ("\"$python\" -c \"X\"", "in the arguments of what may be python -c"),
    ("python3 X", "where an option of python3 could stand"),
    ("python3 $options X", "where an option of python3 could stand"),
    ("perl -e \"X\"", "in the arguments of perl -e"),
    ("perl -lane \"X\"", "in the arguments of perl -e"),
    ("perl -i.bak -pe \"s/a/X/\" f", "in the arguments of perl -e"),
    ("perl -eprinte -e \"X\"", "in the arguments of perl -e"),
    ("perl -MX -e 1", "in the arguments of perl -M"),
    ("perl -e 1 X", "where an option of perl could stand"),
    ("ruby -ne \"X\" f", "in the arguments of ruby -e"),
    ("node --eval=\"X\"", "in the arguments of node --eval"),
    ("node -pe \"a X\"", "in the arguments of node -p"),
    ("nodejs -e \"X\"", "in the arguments of nodejs -e"),
    ("deno eval \"X\"", "in the arguments of deno eval"),
    ("bun -e \"X\"", "in the arguments of bun -e"),
    ("php -r \"X\"", "in the arguments of php -r"),
    ("lua -e \"X\"", "in the arguments of lua -e"),
    ("Rscript --vanilla -e \"X\"", "in the arguments of Rscript -e"),
    ("R --no-save -e \"X\"", "in the arguments of R -e"),
    ("awk \"/X/\" f", "in a program that awk runs"),
    ("awk -F, -v a=b \"/X/\" f", "in a program that awk runs"),
    ("gawk -f a -e \"X\"", "in the arguments of gawk -e"),
    ("awk -f a.awk X", "where an option of awk could stand"),
    ("ls | xargs mawk X", "in a program that mawk runs"),
    ("sed X f", "in a program that sed runs"),
    ("sed -n -e 1p -e \"s/X/b/\" f", "in the arguments of sed -e"),
    ("sed --expr=\"s/X/b/\" f", "in the arguments of sed --expr"),
    ("sed -i.bak \"s/X/b/\" f", "in a program that sed runs"),
    ("jq -r \".[X]\" f", "in a program that jq runs"),
    ("jq --arg a b X", "in a program that jq runs"),
    ("ssh host \"rm X\"", "in what ssh runs"),
    ("ssh -p 22 host rm X", "in what ssh runs"),
    ("ssh X ls", "where an option of ssh could stand"),
    ("ssh -oProxyCommand=X host", "in the arguments of ssh -o"),
    ("watch -n 1 ls X", "in what watch runs"),
    ("parallel echo X ::: a", "in what parallel runs"),
    ("sqlite3 db \"select 'X'\"", "in what sqlite3 runs"),
    ("sqlite3 -separator , db X", "in what sqlite3 runs"),
    ("sqlite3 -cmd \"X\" db", "in the arguments of sqlite3 -cmd"),
    ("duckdb -c \"X\"", "in the arguments of duckdb -c"),
    ("psql -Atc \"X\"", "in the arguments of psql -c"),
    ("psql -d db --command=\"X\"", "in the arguments of psql --command"),
    ("mysql -e \"X\" db", "in the arguments of mysql -e"),
    ("clickhouse client -q \"X\"", "in the arguments of clickhouse -q"),
    ("python3 <<E\nX\nE\n", "in a heredoc that python3 runs"),
    ("python3 - a <<E\nX\nE\n", "in a heredoc that python3 runs"),
    ("cat <<E | perl\nX\nE\n", "in a heredoc that perl runs"),
    ("ruby <<<\"X\"", "in a text that ruby runs"),
    ("echo \"X\" | node", "in a text that node runs"),
    ("php <<E\nX\nE\n", "in a heredoc that php runs"),
    ("lua - <<E\nX\nE\n", "in a heredoc that lua runs"),
    ("Rscript - <<E\nX\nE\n", "in a heredoc that Rscript runs"),
    ("sqlite3 db <<E\nX\nE\n", "in a heredoc that sqlite3 runs"),
    ("psql -d db <<E\nX\nE\n", "in a heredoc that psql runs"),
    ("mysql db <<E\nX\nE\n", "in a heredoc that mysql runs"),
    ("docker exec -i c python3 <<E\nX\nE\n", "in a heredoc that python3 runs"),
    ("xargs -I{} python3 -c 'print(\"{}\")' <<<X", "in a text that python3 runs"),
    ("{ echo X; } | python3", "in a script whose quoting is not understood"),
  ])
  func aProgramIsRefused(script: String, reason: String) {
    #expect(outcome(script) == "refused: " + reason)
  }

  @Test(arguments: [
    ("python3 -c 'import sys' X", "python3 -c 'import sys' \"${V1}\""),
    ("python3 -c 'import sys' -c X", "python3 -c 'import sys' -c \"${V1}\""),
    ("python3 a.py -c X", "python3 a.py -c \"${V1}\""),
    ("python3 -m tool -c X", "python3 -m tool -c \"${V1}\""),
    ("python3 - X <<'E'\n1\nE\n", "python3 - \"${V1}\" <<'E'\n1\nE\n"),
    ("python3 a.py <<E\nX\nE\n", "python3 a.py <<E\n${V1}\nE\n"),
    ("echo X | python3 -c 'a'", "echo \"${V1}\" | python3 -c 'a'"),
    ("perl -e 1 -- X", "perl -e 1 -- \"${V1}\""),
    ("perl -ne 1 f X", "perl -ne 1 f \"${V1}\""),
    ("node -e 1 -- X", "node -e 1 -- \"${V1}\""),
    ("Rscript a.R X", "Rscript a.R \"${V1}\""),
    ("awk -v a=X '{print a}' X", "awk -v a=\"${V1}\" '{print a}' \"${V2}\""),
    ("awk -F X '{print}' f", "awk -F \"${V1}\" '{print}' f"),
    ("awk -f a.awk -- X", "awk -f a.awk -- \"${V1}\""),
    ("sed -n 1p X", "sed -n 1p \"${V1}\""),
    ("sed -e 1p -f a X", "sed -e 1p -f a \"${V1}\""),
    ("jq -n --arg a X '$a'", "jq -n --arg a \"${V1}\" '$a'"),
    ("jq . --arg a X", "jq . --arg a \"${V1}\""),
    ("jq -f a.jq X", "jq -f a.jq \"${V1}\""),
    ("echo X | jq -R .", "echo \"${V1}\" | jq -R ."),
    ("echo X | xargs jq .", "echo \"${V1}\" | xargs jq ."),
    ("ssh user@X ls", "ssh user@\"${V1}\" ls"),
    ("ssh host cat <<E\nX\nE\n", "ssh host cat <<E\n${V1}\nE\n"),
    ("parallel gzip ::: X", "parallel gzip ::: \"${V1}\""),
    ("sqlite3 X 'select 1'", "sqlite3 \"${V1}\" 'select 1'"),
    ("psql -v a=X -f a.sql", "psql -v a=\"${V1}\" -f a.sql"),
    ("echo python3 -c X", "echo python3 -c \"${V1}\""),
    ("apt-get install jq X", "apt-get install jq \"${V1}\""),
    ("cp data/node X", "cp data/node \"${V1}\""),
    ("python3 -c 'print(N)'", "python3 -c 'print(5)'"),
    ("python3 <<E\nprint(N)\nE\n", "python3 <<E\nprint(5)\nE\n"),
    // brackets that are no subscripts
    ("echo [X]", "echo [\"${V1}\"]"),
    ("echo [[X]] a-[X]", "echo [[\"${V1}\"]] a-[\"${V2}\"]"),
    ("ls data/[X]*", "ls data/[\"${V1}\"]*"),
    ("[ X = x ]", "[ \"${V1}\" = x ]"),
  ])
  func dataIsReferred(script: String, rendered: String) {
    #expect(outcome(script) == rendered)
  }

  private func lists(_ command: String, args: String = "[]") -> [String] {
    func filled(_ text: String) -> String {
      text.replacing("X", with: "${{ params.x }}").replacing("N", with: "${{ params.n }}")
    }
    return parse(
      """
      params: {x: {type: string}, n: {type: integer}}
      tasks: {a: {command: \(filled(command)), args: \(filled(args))}}
      """
    ).diagnostics.map { $0.message.replacing("an expression cannot stand ", with: "") }
  }

  @Test(arguments: [
    (#"[bash, -c, "echo X"]"#, "in the arguments of bash -c"),
    (#"[bash, -ec, "echo X"]"#, "in the arguments of bash -ec"),
    (#"[env, A=1, sudo, -u, me, sh, -c, "echo X"]"#, "in the arguments of sh -c"),
    (#"[bash, "X"]"#, "as the script of bash"),
    (#"[python3, -c, "print('X')"]"#, "in the arguments of python3 -c"),
    (#"[awk, "/X/", f]"#, "in a program that awk runs"),
    (#"[ssh, host, "rm X"]"#, "in what ssh runs"),
    (#"[sqlite3, db, "select 'X'"]"#, "in what sqlite3 runs"),
    (#"[docker, run, i, sh, -c, "X"]"#, "in the arguments of sh -c"),
  ])
  func aProgramInAListIsRefused(command: String, reason: String) {
    #expect(lists(command) == [reason])
  }

  @Test(arguments: [
    #"[tool, "X", "a X"]"#, #"["X", a]"#, #"[bash, -c, 'echo "$1"', bash, "X"]"#,
    #"[bash, a.sh, -c, "X"]"#, #"[python3, -c, "1", "X"]"#, #"[jq, --arg, a, "X", "."]"#,
    #"[bash, -c, "sleep N"]"#, #"[printf, "X"]"#, #"[eval, "X"]"#, #"[test, "X", a]"#,
  ])
  func dataInAListIsAccepted(command: String) {
    #expect(lists(command).isEmpty)
  }

  @Test func argsBelongToTheList() {
    #expect(lists("[bash]", args: #"[-c, "X"]"#) == ["in the arguments of bash -c"])
    #expect(lists("[bash, -c]", args: #"["X"]"#) == ["in the arguments of bash -c"])
    #expect(lists("[bash, -c, 'echo \"$1\"', bash]", args: #"["X"]"#).isEmpty)
  }
}
