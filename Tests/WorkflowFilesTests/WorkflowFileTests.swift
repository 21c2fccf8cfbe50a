import Model
import Testing
import WorkflowFiles

/// Parses a text as a workflow's file.
func parse(_ text: String, path: String = "workflows/a.yaml") -> ParsedWorkflow {
  WorkflowFile.parse(Array(text.utf8), path: path)
}

/// The diagnostics of a workflow's file as a terminal shows them.
func problems(_ text: String, path: String = "workflows/a.yaml") -> String {
  DiagnosticText.render(parse(text, path: path).diagnostics, format: .text) { _ in
    Array(text.utf8)
  }
}

@Suite struct WorkflowFileTests {
  @Test func aWorkflowIsReadWithDefaultsApplied() throws {
    let parsed = parse(
      """
      weir: 1
      name: variants
      description: Calls variants per sample
      on: {push: {branches: [main]}, request: }
      params:
        caller: {type: string, enum: [gatk, freebayes], default: gatk}
        min_qual: {type: integer, minimum: 0, maximum: 100, default: 30}
      env: {LC_ALL: C, LEVEL: 3}
      defaults: {timeout: 4h, retry: 1}
      timeout: 12h
      on_failure: stop
      tasks:
        index:
          run: samtools faidx ref.fa
          inputs: [ref.fa]
          outputs: [ref.fa.fai]
        summary:
          needs: [index]
          script: scripts/summary.py
          args: ["--caller", "${{ params.caller }}", 5]
          outputs: [{path: results/summary.csv, publish: true, optional: true}]
          env: {LEVEL: 4}
          params: all
          timeout: 30m
          cache: {max_age: 1d}
          result: json
      """
    )
    #expect(parsed.diagnostics == [])
    let workflow = try #require(parsed.workflow)
    #expect(workflow.name == "variants")
    #expect(workflow.timeout == .seconds(12 * 3600))
    #expect(workflow.onFailure == .stop)
    #expect(workflow.params.map(\.name) == ["caller", "min_qual"])
    #expect(workflow.params[1].constraints.maximum == 100)
    #expect(workflow.tasks.map(\.name) == ["index", "summary"])
    let (index, summary) = (workflow.tasks[0], workflow.tasks[1])
    #expect(index.policy.timeout == .seconds(4 * 3600))
    #expect(index.policy.retry.limit == 1)
    #expect(index.inputs?.map(\.source) == ["ref.fa"])
    #expect(index.environment.map(\.value.source) == ["C", "3"])
    #expect(summary.policy.timeout == .seconds(1800))
    #expect(summary.policy.cache == .maximumAge(.seconds(86_400)))
    #expect(summary.environment.map(\.name) == ["LC_ALL", "LEVEL"])
    #expect(summary.environment.map(\.value.source) == ["C", "4"])
    #expect(summary.params == ["caller", "min_qual"])
    #expect(summary.needs.map(\.task) == ["index"])
    #expect(summary.outputs.map(\.publish) == [true])
    #expect(summary.inputs == nil)
    #expect(summary.resultFormat == .json)
    #expect(summary.args.map(\.source) == ["--caller", "${{ params.caller }}", "5"])
    #expect(summary.args[1].wholeExpression == .member(.context("params"), "caller"))
  }
}
