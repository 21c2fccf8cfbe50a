import Testing

@testable import Model

@Suite struct StatusTests {
  /// Rows: from; columns: to, in the order of the enum.
  @Test func transitionsOfTasks() {
    let expected = """
      pending -> blocked cached cancelled failed queued skipped waiting
      queued -> cached cancelled failed lost pending running skipped
      running -> cancelled failed lost queued skipped succeeded waiting
      waiting -> cancelled failed queued running skipped succeeded
      succeeded ->
      cached ->
      failed ->
      skipped ->
      blocked ->
      cancelled ->
      lost ->
      """
    let actual = TaskStatus.allCases.map { status in
      ([status.rawValue, "->"] + status.successors.map(\.rawValue).sorted()).joined(separator: " ")
    }
    #expect(actual.joined(separator: "\n") == expected)
  }

  @Test func transitionsOfRuns() {
    let expected = """
      pending -> cancelled refused running waiting
      running -> cancelled failed succeeded waiting
      waiting -> cancelled failed running succeeded
      succeeded ->
      failed ->
      cancelled ->
      refused ->
      interrupted ->
      """
    let actual = RunStatus.allCases.map { status in
      ([status.rawValue, "->"] + status.successors.map(\.rawValue).sorted()).joined(separator: " ")
    }
    #expect(actual.joined(separator: "\n") == expected)
  }

  @Test func finalStatesAreThoseThatNothingFollows() {
    for status in TaskStatus.allCases { #expect(status.isFinal == status.successors.isEmpty) }
    for status in RunStatus.allCases where status != .interrupted {
      #expect(status.isFinal == status.successors.isEmpty)
    }
    #expect(!RunStatus.interrupted.isFinal)
  }

  @Test func everyStateCanBeReachedAndLeftForAnEnd() {
    var reached: Set<TaskStatus> = [.pending]
    while true {
      let more = reached.union(reached.flatMap(\.successors))
      if more == reached { break }
      reached = more
    }
    #expect(reached == Set(TaskStatus.allCases))
    for status in TaskStatus.allCases where !status.isFinal {
      #expect(status.successors.contains { $0.isFinal })
    }
  }

  @Test func countsAreOfFinalStatesAlone() {
    var counts = RunCounts()
    for status in TaskStatus.allCases { counts.add(status) }
    #expect(counts.total == TaskStatus.allCases.count { $0.isFinal })
    #expect(counts.ran == 3)
  }
}
