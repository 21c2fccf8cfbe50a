import Model
import Testing
import WorkflowFiles

private func settings(_ text: String, isSite: Bool = false) -> (Settings?, [String]) {
  let (settings, diagnostics) = SettingsFile.parse(
    Array(text.utf8),
    path: "weir.yaml",
    isSite: isSite
  )
  return (
    settings,
    diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column): " } ?? ""
      return place + diagnostic.message + (diagnostic.hint.map { "; \($0)" } ?? "")
    }
  )
}

@Suite struct SettingsFileTests {
  @Test func everyKeyHasADefault() {
    #expect(settings("") == (Settings(), []))
    #expect(settings("# nothing yet\n") == (Settings(), []))
    #expect(settings("---\n") == (Settings(), []))
    #expect(settings("{}") == (Settings(), []))
  }

  @Test func valuesAreRead() throws {
    let text = """
      records:  {branch: same, interval: 500ms, keep: 20, push: origin, mount: false, sign: false,
                 max_log: 2M, max_output: 1G, max_run: 512K, logs: failed}
      watch:    {branches: [main], remote: origin, poll: 30s, takeover: never}
      hooks:    {run: wake}
      backends:
        local:  {slots: 8, memory: 16G}
        lab:    {type: ssh, hosts: [{host: node1, slots: 4}], folder: .cache/weir, ssh_options: [-F, lab.conf]}
        hpc:    {type: slurm, partition: main, account: bio, options: ["--qos=low"], submit_rate: 10, poll: 15s, host: login1, folder: work/weir}
      shells:   {hive: [hive, -f, "{script}"]}
      limits:   {instances: 200000, runs_queued: 1000}
      notify:   [{on: [failed], webhook: https://example.org}, {on: [failed, succeeded], command: [./tell.sh]}]
      """
    let (read, problems) = settings(text)
    #expect(problems == [])
    let found = try #require(read)
    #expect(found.records.mode == .same)
    #expect(found.records.interval == .milliseconds(500))
    #expect(found.records.keep == 20)
    #expect(found.records.push == "origin")
    #expect(found.records.mount == .none)
    #expect(found.records.maximumLog == 2 << 20)
    #expect(found.records.maximumOutput == 1 << 30)
    #expect(found.records.maximumRun == 512 << 10)
    #expect(found.records.logs == .failed)
    #expect(found.local.slots == 8)
    #expect(found.local.memory == 16 << 30)
  }

  @Test func laterFilesWin() throws {
    let first = try #require(
      settings("{records: {keep: 5, push: a}, backends: {local: {slots: 2}}}").0
    )
    let second = SettingsFile.parse(
      Array("records: {keep: 6, push: false}".utf8),
      path: "settings.yaml",
      over: first
    )
    let found = try #require(second.settings)
    #expect(found.records.keep == 6)
    #expect(found.records.push == nil)
    #expect(found.local.slots == 2)
  }

  @Test(arguments: [
    (
      "[]",
      "1:1: the settings must be a map, not a list; for example: backends: {local: {slots: 8}}"
    ),
    ("record: {}", "1:1: unknown key \"record\" in the settings; did you mean \"records\"?"),
    ("tasks: {}", "1:1: unknown key \"tasks\" in the settings; \"tasks\" is a key of a workflow"),
    (
      "secrets: {A: {env: A}}",
      "1:1: \"secrets\" belongs in the site's settings, never in a commit; move it to ~/.config/weir/settings.yaml or .git/weir/state/settings.yaml"
    ),
    (
      "serve: {}",
      "1:1: \"serve\" belongs in the site's settings, never in a commit; move it to ~/.config/weir/settings.yaml or .git/weir/state/settings.yaml"
    ),
    ("records: {sign: true}", "1:17: \"sign: true\" is not supported by this version of weir yet"),
    (
      "records: {push: true}",
      "1:17: \"push\" must be false or a word, not the boolean true; for example: push: origin"
    ),
    (
      "records: {keep: 0}",
      "1:17: \"keep\" must be a whole number from 1 to 1000000000, not the number 0; for example: keep: 500"
    ),
    (
      "records: {max_log: 5}",
      "1:20: \"max_log\" must be a size, not the number 5; add a unit, such as 5M"
    ),
    (
      "records: {max_log: 5m}",
      "1:20: \"max_log\" must be a size, not the string \"5m\"; for example: max_log: 1M"
    ),
    (
      "records: {logs: al}",
      "1:17: \"logs\" must be \"auto\", \"all\" or \"failed\", not the string \"al\"; did you mean \"all\"?"
    ),
    ("records: {mount: ../x}", "1:18: \"mount\" leaves the task's folder"),
    ("records: {branch: a..b}", "1:19: \"a..b\" is no name of a branch"),
    ("records: {branch: a b}", "1:19: \"a b\" is no name of a branch"),
    ("records: {branch: -x}", "1:19: \"-x\" is no name of a branch"),
    ("records: {branch: x.lock}", "1:19: \"x.lock\" is no name of a branch"),
    (
      "backends: {local: {slot: 1}}",
      "1:20: unknown key \"slot\" in a backend of this machine; did you mean \"slots\"?"
    ),
    (
      "backends: {x: {type: k8s}}",
      "1:22: \"type\" must be \"local\", \"ssh\" or \"slurm\", not the string \"k8s\""
    ),
    ("backends: {x: 5}", "1:15: \"x\" must be a map, not the number 5"),
  ])
  func isTold(text: String, expected: String) {
    let (read, problems) = settings(text)
    #expect(read == nil)
    #expect(problems.joined(separator: "; ") == expected)
  }

  @Test(arguments: [
    ("backends: {x: {type: ssh, hosts: []}}", "1:34: \"hosts\" is empty"),
    (
      "backends: {x: {type: ssh, hosts: [a, {host: a}]}}",
      "1:45: the host \"a\" stands twice"
    ),
    (
      "backends: {x: {type: ssh}}",
      "1:12: \"hosts\" is missing in a backend of the type ssh; for example: hosts: [{host: node1, slots: 4}]"
    ),
    (
      "backends: {x: {type: ssh, hosts: [-oProxyCommand=x]}}",
      "1:35: \"hosts\" must be a host, not the string \"-oProxyCommand=x\"; for example: hosts: [{host: node1, slots: 4}]"
    ),
    (
      "backends: {x: {type: slurm, submit_rate: -1}}",
      "1:42: \"submit_rate\" must be a number of at least 0, not the number -1; for example: submit_rate: 10"
    ),
    ("watch: {branches: []}", "1:19: \"branches\" is empty, so that nothing would run"),
    (
      "watch: {takeover: sometimes}",
      "1:19: \"takeover\" must be \"never\" or a duration, not the string \"sometimes\"; for example: takeover: never"
    ),
    ("notify: [{on: [], webhook: https://a}]", "1:15: \"on\" is empty"),
    (
      "notify: [{on: [failed], webhook: ftp://a}]",
      "1:34: \"ftp://a\" is no address of the web; for example: https://example.org/hook"
    ),
    ("notify: [{on: [failed]}]", "1:10: a notification needs one of \"webhook\" or \"command\""),
    ("notify: [{on: [failed], command: []}]", "1:34: \"command\" is empty"),
    ("trust: {require: all}", "1:18: \"require: all\" needs \"allowed_signers\""),
    (
      "serve: {listen: '7878'}",
      "1:17: \"7878\" is no address to listen at; for example: 127.0.0.1:7878, or unix:/run/weir.sock"
    ),
    (
      "serve: {listen: 'a:70000'}",
      "1:17: \"a:70000\" is no address to listen at; for example: 127.0.0.1:7878, or unix:/run/weir.sock"
    ),
    ("serve: {listen: 'unix:/a'}", ""),
    (
      "serve: {listen: '[::1]:80', tls: {cert: a}}",
      "1:29: \"key\" is missing in \"tls\"; for example: key: server.key"
    ),
    (
      "serve: {compat: {analytics_automated: {soft_limit: 5, hard_limit: 4}}}",
      "1:67: \"hard_limit\" is less than \"soft_limit\""
    ),
    (
      "secrets: {A: {env: B, file: c}}",
      "1:23: \"env\" and \"file\" cannot stand together in the place of a secret; keep one of them"
    ),
    (
      "secrets: {A: {}}",
      "1:11: the place of a secret needs one of \"env\", \"file\" or \"command\""
    ),
    (
      "shells: {bash: [a, '{script}']}", "1:10: the shell \"bash\" is built in; choose another name"
    ),
    (
      "shells: {hive: [hive, -f]}",
      "1:16: \"{script}\" must stand in one word of the shell \"hive\"; for example: [hive, \"{script}\"]"
    ),
    (
      "limits: {instances: 0}",
      "1:21: \"instances\" must be a whole number of at least 1, not the number 0; for example: instances: 200000"
    ),
  ])
  func theSiteIsToldToo(text: String, expected: String) {
    let (read, problems) = settings(text, isSite: true)
    #expect((read == nil) == !expected.isEmpty)
    #expect(problems.joined(separator: "; ") == expected)
  }

  @Test func theSiteMaySayMore() {
    let text = "{secrets: {A: {env: A}}, trust: {require: none}, serve: {listen: '127.0.0.1:1'}}"
    var expected = Settings()
    expected.secrets = ["A": .environment("A")]
    #expect(settings(text, isSite: true) == (expected, []))
  }
}
