import Model
import Planning
import TestSupport
import Testing

@testable import Engine

@Suite(.timeLimit(.minutes(1))) struct RunTests {
  @Test func aRunToSuccess() async throws {
    let stage = try EngineStage([.make("b", needs: ["a"]), .make("a")])
    let (record, machine) = try await stage.runToEnd()
    #expect(record.status == .succeeded)
    #expect(record.counts.succeeded == 2)
    #expect(record.startedAt == Sample.start)
    #expect(record.finishedAt == Sample.start)
    #expect(machine.counts.total == 2)
    #expect(
      stage.chronicle.lines == [
        "journal request", "ledger hold", "see began", "backend open", "start a 1", "end a 1",
        "see start a", "see succeeded a", "start b 1", "end b 1", "see start b", "see succeeded b",
        "backend close", "ledger end succeeded", "journal recorded", "backend forget",
        "history learned", "see ended succeeded",
      ]
    )
    #expect(stage.rows == ["b succeeded", "a succeeded"])
    #expect(stage.ledger.end?.isWhole == true)
  }

  @Test func aRunToFailure() async throws {
    let stage = try EngineStage(
      [.make("a"), .make("b", needs: ["a"]), .make("c")],
      fate: { .ends($0.key.task == "a" ? MemoryBackend.Ending(exit: 3, log: "oh no") : .success) }
    )
    let (record, _) = try await stage.runToEnd()
    #expect(record.status == .failed)
    #expect(stage.rows == ["a failed", "b blocked", "c succeeded"])
    #expect(stage.chronicle.lines.contains("see failure a"))
    guard case .own(let row, let log)? = stage.ledger.end?.rows.first, case .bytes(let bytes)? = log
    else {
      Issue.record("no row with a log")
      return
    }
    #expect(row.attempts.first?.exit == 3)
    #expect(String(decoding: bytes, as: UTF8.self) == "oh no")
  }

  @Test func upToDateMakesNoRecord() async throws {
    let machine = try EngineStage([.make("a", outputs: ["x"])]).machine
    let past = try PastOutcome.of("a", in: machine, row: 1, hasOutputs: true)
    let stage = try EngineStage(
      [.make("a", outputs: ["x"])],
      past: TaskHistory(succeeded: [NodeKey(task: "a"): past])
    )
    guard case .upToDate(let end) = try await stage.run() else {
      Issue.record("it ran")
      return
    }
    #expect(end.counts.cached == 1)
    #expect(stage.chronicle.lines == [])
  }

  @Test func whatIsMadeIsJournaledBeforeAnythingDependsOnIt() async throws {
    let stage = try EngineStage(
      [.make("a", outputs: ["x"]), .make("b", inputs: ["x"])],
      fate: {
        .ends(.init(outputs: $0.key.task == "a" ? [Sample.output("x", 1)] : []))
      }
    )
    _ = try await stage.runToEnd()
    let lines = stage.chronicle.lines
    let kept = try #require(lines.firstIndex(of: "journal a succeeded"))
    #expect(try #require(lines.firstIndex(of: "see succeeded a")) > kept)
    #expect(try #require(lines.firstIndex(of: "start b 1")) > kept)
    #expect(stage.journal.facts.map(\.task) == ["a"])
    #expect(stage.journal.facts.first?.outputs.map(\.path) == ["x"])
  }

  @Test func withoutAJournalNothingStarts() async throws {
    let error = EngineError("no room")
    let stage = try EngineStage([.make("a")], journalFailure: error)
    await #expect(throws: error) { try await stage.run() }
    #expect(stage.chronicle.lines == [])
    #expect(stage.backend.jobs.isEmpty)
  }

  @Test func aBrokenBackendEndsTheRunWithAnError() async throws {
    let stage = try EngineStage([.make("a")], fate: { _ in .goesOn })
    let outcome = Task { try await stage.run() }
    await stage.chronicle.wait(for: "start a 1")
    let error = EngineError("the supervisor is gone")
    stage.backend.breakDown(error)
    await #expect(throws: error) { try await outcome.value }
    #expect(!stage.chronicle.lines.contains { $0.hasPrefix("ledger end") })
  }

  @Test func retriesAreSeen() async throws {
    let stage = try EngineStage(
      [.make("a", policy: TaskPolicy(retry: RetryPolicy(limit: 1)))],
      fate: { .ends($0.token.attempt == 1 ? .failure : .success) }
    )
    let (record, machine) = try await stage.runToEnd()
    #expect(record.status == .succeeded)
    #expect(machine.nodes[0].attempts.count == 2)
    #expect(stage.chronicle.lines.contains("see failure a, again"))
    #expect(stage.backend.jobs.map(\.token.attempt) == [1, 2])
  }

  @Test func aCommandThatCannotBeComposedFails() async throws {
    let nul = TaskDefinition.make("a").with {
      $0.action = .command([Template("a\0b")])
    }
    let stage = try EngineStage([nul, .make("b", needs: ["a"])])
    let (record, machine) = try await stage.runToEnd()
    #expect(record.status == .failed)
    #expect(stage.rows == ["a failed", "b blocked"])
    #expect(machine.nodes[0].attempts.first?.cause == .notStarted)
    #expect(stage.backend.jobs.isEmpty)
  }

  @Test func reusedOutputsAreSuppliedToWhatNeedsThem() async throws {
    let tasks: [TaskDefinition] = [
      .make("a", outputs: ["x"]), .make("b", needs: ["a"], outputs: ["y"]),
      .make("c", needs: ["b"]),
    ]
    let machine = try EngineStage(tasks).machine
    let a = try PastOutcome.of("a", in: machine, row: 1, hasOutputs: true)
    let stage = try EngineStage(
      tasks,
      past: TaskHistory(succeeded: [NodeKey(task: "a"): a]),
      made: [1: [Sample.output("x", 7)]],
      fate: { .ends(.init(outputs: $0.key.task == "b" ? [Sample.output("y", 8)] : [])) }
    )
    _ = try await stage.runToEnd()
    let folders = stage.backend.jobs.map { "\($0.key): \($0.folder.files.map(\.path))" }
    #expect(folders == [#"b: ["x"]"#, #"c: ["x", "y"]"#])
    #expect(stage.backend.jobs[0].folder.files[0].version.id == Sample.id(7))
    #expect(stage.rows == ["a from build/earlier", "b succeeded", "c succeeded"])
  }

  @Test func aJobIsAllThatABackendNeeds() async throws {
    let stage = try EngineStage(
      [
        .make(
          "a",
          run: "go",
          inputs: ["in"],
          outputs: ["out"],
          result: .json,
          policy: TaskPolicy(
            timeout: .seconds(5),
            idleTimeout: .seconds(2),
            continueOnError: true
          )
        )
      ],
      sources: SourceListing(entries: ["in": FileVersion(mode: 0o100644, id: Sample.id(1))])
    )
    _ = try await stage.runToEnd()
    let job = try #require(stage.backend.jobs.first)
    #expect(job.command.arguments == ["sh", "-e", "-c", "go"])
    #expect(
      job.command.environment.map { "\($0.name)=\($0.value)" } == [
        "WEIR_RUN=20261121-031205-00000000", "WEIR_WORKFLOW=build", "WEIR_TASK=a",
        "WEIR_ATTEMPT=1", "WEIR_COMMIT=\(Sample.commit)", "WEIR_CPUS=1", "WEIR_BRANCH=main",
      ]
    )
    #expect(job.folder.files.map(\.path) == ["in"])
    #expect(job.outputs.map(\.path) == ["out"])
    #expect(job.resultFormat == .json)
    #expect(job.timeout == .seconds(5))
    #expect(job.idleTimeout == .seconds(2))
    #expect(job.collectsAfterFailure)
    #expect(!job.haltsOnFailure)
  }

  @Test func publishedOutputsAreThoseOfSuccesses() async throws {
    let stage = try EngineStage(
      [
        .make("a", outputs: ["p/x"], publish: ["p/y"]), .make("b", publish: ["q"]),
      ],
      fate: { job in
        let paths = job.key.task == "a" ? ["p/x", "p/y"] : ["q"]
        return .ends(
          .init(exit: job.key.task == "b" ? 1 : 0, outputs: paths.map { Sample.output($0, 1) })
        )
      }
    )
    _ = try await stage.runToEnd()
    #expect(stage.ledger.end?.published.map(\.path) == ["p/y"])
  }

  @Test func reasonsAreExplained() async throws {
    let old = PastOutcome(
      run: "build/earlier",
      status: .succeeded,
      fingerprint: FingerprintWriter().digest,
      outcome: nil,
      finishedAt: Sample.start,
      row: 1
    )
    let change = Change(.input, name: "in", old: "1", new: "2")
    let stage = try EngineStage(
      [.make("a", outputs: ["x"])],
      past: TaskHistory(succeeded: [NodeKey(task: "a"): old]),
      reasons: ["a": [change]]
    )
    _ = try await stage.runToEnd()
    guard case .own(let row, _)? = stage.ledger.end?.rows.first else { return }
    #expect(row.reason == RunReason(.changed, changes: [change]))
  }
}
