import Model
import Testing
import WorkflowFiles

/// Values of the right shape that make no sense.
@Suite struct MeaningTests {
  @Test(arguments: [
    ("tasks: {a: {run: b, retry: {limit: 2}}}", ""),
    (
      "tasks: {a: {run: b, retry: {limit: 2, delay: 2m, max_delay: 1m, on_exit: []}}}",
      "1:61: \"max_delay\" is less than \"delay\"; 1:74: \"on_exit\" is empty"
    ),
    (
      "tasks: {a: {run: b, retry: {limit: 1, on_exit: [256]}}}",
      "1:49: \"on_exit\" must be a whole number from 0 to 255, not the number 256"
    ),
    (
      "tasks: {a: {run: b, exit_codes: {success: [], stop: [0]}}}",
      "1:43: \"success\" is empty, so that nothing could succeed"
    ),
    (
      "tasks: {a: {run: b, exit_codes: {stop: [0]}}}",
      "1:41: the exit code 0 is a success"
    ),
    ("tasks: {a: {run: b, backend: [x, y]}}", ""),
    ("tasks: {a: {run: b, backend: [x, x]}}", "1:34: the backend \"x\" stands twice"),
    (
      "tasks: {a: {run: b, timeout: 1m, resources: {time: 2m}}}",
      "1:52: \"time\" is more than the timeout of an attempt"
    ),
    (
      "tasks: {a: {run: b, max_parallel: 2}}",
      "1:21: \"max_parallel\" means nothing without \"foreach\" or \"matrix\""
    ),
    (
      "tasks: {a: {run: b, foreach: [1], batch: 0}}",
      "1:42: \"batch\" must be a whole number from 1 to 1000000 or a map, not the number 0"
    ),
    (
      "tasks: {a: {run: b, foreach: [1], matrix: {x: [1]}}}",
      "1:35: \"foreach\" and \"matrix\" cannot stand together in a task"
    ),
    (
      "tasks: {a: {run: b, foreach: [x, y, x]}}",
      "1:37: two instances have the key of \"x\"; the first stands at 1:31"
    ),
    (
      "tasks: {a: {run: b, inherit: [WEIR_RUN]}}",
      "1:31: the variable \"WEIR_RUN\" is set by weir itself"
    ),
    (
      "tasks: {a: {run: b, env: {PS4: '${{ run.id }}'}}}",
      "1:32: an expression cannot stand in \"PS4\", whose value a shell runs"
    ),
    (
      "tasks: {a: {run: b, approval: {by: [5]}}}",
      "1:37: \"by\" must be a word, not the number 5"
    ),
    (
      "on: {schedule: [{cron: '0 0 30 2 *'}]}\ntasks: {a: {run: b}}",
      "1:24: \"0 0 30 2 *\" never happens: no month that it names has such a day"
    ),
    (
      "on: {schedule: [{cron: '60 * * * *'}]}\ntasks: {a: {run: b}}",
      "1:24: \"60 * * * *\" is no schedule: minute: 60 is not within 0-59"
    ),
    (
      "on: {schedule: [{cron: '@daily', timezone: 'Mars/'}]}\ntasks: {a: {run: b}}",
      "1:44: \"Mars/\" is no name of a time zone"
    ),
    (
      "on: {push: {paths: ['!a', '!b'], tags: ['']}}\ntasks: {a: {run: b}}",
      "1:20: \"paths\" only leaves out: nothing could match; 1:41: a pattern in \"tags\" is empty"
    ),
    ("on: {after: b, push: {branches: [main, '!x']}}\ntasks: {a: {run: b}}", ""),
    (
      "tasks: {a: {run: b, matrix: {x: [1, 2], exclude: [{x: 3}, {x: 1}]}}}",
      "1:51: no combination of the matrix is {\"x\":3}"
    ),
    ("tasks: {a: {run: b, matrix: {x: ['${{ run.id }}'], exclude: [{x: 3}]}}}", ""),
    (
      "tasks: {a: {run: b, env: {A: 'Bearer ${{ secrets.T }}'}}}",
      "1:30: a secret must be the whole value of \"A\""
    ),
    ("tasks: {a: {run: b, env: {A: '${{ secrets.T }}'}}}", ""),
    ("env: {C: c}\ntasks: {a: {run: b, env: {A: '${{ env.B }}', B: '${{ env.C }}'}}}", ""),
    (
      "tasks: {a: {run: b, env: {A: '${{ env.B }}', B: 'x${{ env.A }}'}}}",
      "1:49: the variable \"B\" is made of itself"
    ),
    (
      "env: {A: a}\ntasks: {a: {run: b, env: {A: 'x${{ env.A }}'}}, b: {run: b}}",
      "2:30: the variable \"A\" is made of itself"
    ),
    (
      "env: {A: '${{ env.A }}'}\ntasks: {a: {run: b}, b: {run: b}}",
      "1:10: the variable \"A\" is made of itself"
    ),
    (
      "env: {A: '${{ env.HOME }}'}\ntasks: {a: {run: b, args: ['${{ env.A }}', '${{ env.B }}']}}",
      "1:15: \"env.HOME\" is null: no \"env\" sets it; 2:49: \"env.B\" is null: no \"env\" sets it"
    ),
  ])
  func isTold(text: String, expected: String) {
    let told = parse(text).diagnostics.map { diagnostic in
      (diagnostic.location.map { "\($0.line):\($0.column): " } ?? "") + diagnostic.message
    }
    #expect(told.joined(separator: "; ") == expected)
  }
}
