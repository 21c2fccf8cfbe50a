import Model
import Testing
import WorkflowFiles

@Suite struct ShellRefusalTests {
  @Test(arguments: [
    ("echo 'X'", "in single quotes"),
    ("echo $'X'", "in $'…'"),
    ("echo $\"X\"", "in $\"…\""),
    ("cat <<'E'\nX\nE\n", "in a heredoc with a quoted delimiter"),
    ("cat <<\\E\nX\nE\n", "in a heredoc with a quoted delimiter"),
    ("cat <<\"E\"\n$(echo X)\nE\n", "in a heredoc with a quoted delimiter"),
    ("bash <<E\necho X\nE\n", "in a heredoc that a shell runs"),
    ("<<E bash\necho X\nE\n", "in a heredoc that a shell runs"),
    ("echo X | tee a | bash", "in a text that a shell runs"),
    ("echo X | sh -e", "in a text that a shell runs"),
    ("bash <<< X", "in a text that a shell runs"),
    ("echo $((X))", "in arithmetic"),
    ("echo $[X]", "in arithmetic"),
    ("((X))", "in arithmetic"),
    ("for ((i = X; i < 3; i++)); do a; done", "in arithmetic"),
    ("echo \"$((X + 1))\"", "in arithmetic"),
    ("echo ${a:-X}", "in ${…}"),
    ("echo \"${a:-X}\"", "in ${…}"),
    ("echo \"${a#\"X\"}\"", "in ${…}"),
    ("echo ${a:-$(echo X)}", "in ${…}"),
    ("cat <<E\n${a-X}\nE\n", "in ${…}"),
    ("a[X]=1", "in a subscript"),
    ("echo f[X]", "in a subscript"),
    ("a=([X]=1)", "in a subscript"),
    ("echo `cat X`", "in backticks"),
    ("echo \"`cat X`\"", "in backticks"),
    ("# X", "in a comment"),
    ("a # X\nb", "in a comment"),
    ("X", "as a command"),
    ("\"X\" a", "as a command"),
    ("a; X b", "as a command"),
    ("a=1 X", "as a command"),
    ("if X; then a; fi", "as a command"),
    ("bin/X a", "as a command"),
    ("$(X)", "as a command"),
    ("exec X", "as a command"),
    ("sudo -n X", "as a command"),
    ("env A=1 X", "as a command"),
    ("f() { X; }", "as a command"),
    ("X=1", "as a command"),
    ("[[ X -eq 1 ]]", "in [[ ]] with -eq"),
    ("[[ -v X ]]", "in [[ ]] with -v"),
    ("[[ a == b && 1 -lt X ]]", "in [[ ]] with -lt"),
    ("eval X", "in the arguments of eval"),
    ("eval \"echo X\"", "in the arguments of eval"),
    ("\\eval X", "in the arguments of eval"),
    ("'eval' X", "in the arguments of eval"),
    ("command eval X", "in the arguments of eval"),
    ("A=1 eval X", "in the arguments of eval"),
    ("let a=X", "in the arguments of let"),
    ("declare a=X", "in the arguments of declare"),
    ("typeset a=X", "in the arguments of typeset"),
    ("local a=X", "in the arguments of local"),
    ("export X", "as a name in export"),
    ("export \"X\"=1", "as a name in export"),
    ("printf -v a X", "in the arguments of printf -v"),
    ("printf X a", "in the arguments of a printf without a fixed format"),
    ("printf $f X", "in the arguments of a printf without a fixed format"),
    ("$c X", "as a command"),
    ("$sudo eval X", "in the arguments of eval"),
    ("\"$@\" X", "as a command"),
    ("eval \"$(echo X)\"", "in the arguments of eval"),
    (". <(echo X)", "in the arguments of ."),
    ("bash <(echo X)", "as the script of bash"),
    ("$(echo X) a", "as a command"),
    ("[[ $(echo X) -gt 1 ]]", "in [[ ]] with -gt"),
    ("test -v X", "in the arguments of test -v"),
    ("[ -v X ]", "in the arguments of [ -v"),
    ("[ X a ]", "where an operator of [ could stand"),
    ("sh -c X", "in the arguments of sh -c"),
    ("bash -ec \"a X\"", "in the arguments of bash -ec"),
    ("bash -e -c a X", "in the arguments of bash -c"),
    ("/bin/sh -c X", "in the arguments of sh -c"),
    ("find . -exec sh -c X \\;", "in the arguments of sh -c"),
    ("xargs -n1 bash -c X", "in the arguments of bash -c"),
    ("bash X", "as the script of bash"),
    ("su user -c X", "in the arguments of su -c"),
    ("source X", "in the arguments of source"),
    (". X", "in the arguments of ."),
    ("trap X INT", "in the arguments of trap"),
    ("alias a=X", "in the arguments of alias"),
    ("unset X", "in the arguments of unset"),
    ("read X", "in the arguments of read"),
    ("env -S X", "in the arguments of env -S"),
    ("for X in a; do b; done", "as a name"),
    ("case $a in X) b;; esac", "in a pattern of case"),
    ("PS4=X", "in the value of PS4"),
    ("export PS4=X", "in the value of PS4"),
    ("declare -i n\nn=X", "in an assignment of a script that declares integers"),
    ("echo @(X|b)", "in a pattern"),
    ("echo \\X", "after a backslash"),
    ("echo \"\\X\"", "after a backslash"),
    ("echo $X", "after a \"$\""),
    ("echo \"$X\"", "after a \"$\""),
    ("echo $N", "after a \"$\""),
    ("cat <<X\na\n", "in a script whose quoting is not understood"),
    ("echo X 'a", "in a script whose quoting is not understood"),
    ("echo X \"a", "in a script whose quoting is not understood"),
    ("echo X $(a", "in a script whose quoting is not understood"),
    ("echo X )", "in a script whose quoting is not understood"),
    ("cat <<E\nX\n", "in a script whose quoting is not understood"),
    ("echo X ${a", "in a script whose quoting is not understood"),
    ("[[ X == a", "in a script whose quoting is not understood"),
    ("case a in b) echo X", "in a script whose quoting is not understood"),
    ("echo $((a) X)", "in a script whose quoting is not understood"),
  ])
  func isRefused(script: String, reason: String) {
    #expect(outcome(script) == "refused: " + reason)
  }
  @Test func aRefusalSaysWhereAndWhatToDo() {
    let text = """
      params: {x: {type: string}}
      tasks:
        a:
          run: |
            echo start
            awk '{ print ${{ params.x }} }' f
      """
    #expect(
      problems(text) == """
        workflows/a.yaml:6:20: error: an expression cannot stand in single quotes
                awk '{ print ${{ params.x }} }' f
                             ^^^^^^^^^^^^^^^
        hint: pass it with env: {VALUE: "${{ params.x }}"}, or with args

        """
    )
  }
}
