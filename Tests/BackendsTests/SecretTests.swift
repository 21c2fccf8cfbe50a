import Engine
import Model
import TestSupport
import Testing

@testable import Backends
@testable import Planning

@Suite(.timeLimit(.minutes(1))) struct SecretTests {
  private func run(
    _ script: String,
    outputs: [OutputPattern] = [],
    result: ResultFormat? = nil
  ) async throws -> BackendStage.End {
    let stage = try BackendStage()
    try await stage.open()
    var job = stage.job(script, outputs: outputs, result: result)
    job.secrets = [
      SecretVariable(name: "TOKEN", value: "Bearer hunter22", secrets: [Array("hunter22".utf8)])
    ]
    return try await stage.run(job)
  }

  @Test func theProcessHasItAndTheLogDoesNot() async throws {
    let end = try await run(
      #"test "$TOKEN" = "Bearer hunter22"; echo "$TOKEN"; printf %s "$TOKEN" | base64; set -x; : "$TOKEN""#
    )
    #expect(end.outcome.succeeded, "\(end.message)")
    #expect(end.log.hasPrefix("Bearer ***\nQmVhcmVyIG***\n") && end.log.contains("+ : Bearer ***"))
    #expect(!end.log.contains("hunter22") && !end.log.contains("h1bnRlcjIy"))
  }

  @Test(
    arguments: [
      (#"echo "$TOKEN""#, ResultFormat.text), (#"echo "[\"$TOKEN\"]""#, .json),
      (#"echo "\"$TOKEN\"" > $WEIR_RESULT"#, nil), (#"echo "$TOKEN" > $WEIR_OUTPUT"#, nil),
      (#"printf %s "$TOKEN" | base64 -w0 | sed 's/.*/"&"/' > $WEIR_RESULT"#, nil),
    ] as [(String, ResultFormat?)]
  )
  func noResultHoldsIt(script: String, format: ResultFormat?) async throws {
    let end = try await run(script, result: format)
    #expect(!end.outcome.succeeded)
    #expect(end.cause == .badResult)
    #expect(end.message.contains("holds") && !end.message.contains("hunter22"))
    #expect(end.outcome.result == nil)
  }

  @Test(
    arguments: [
      #"echo "$TOKEN" > out/a"#, #"echo x > "out/$TOKEN""#, #"ln -s "$TOKEN" out/link"#,
      #"head -c 100000 /dev/zero > out/big; echo "$TOKEN" >> out/big"#,
    ]
  )
  func noOutputHoldsIt(script: String) async throws {
    let end = try await run("mkdir out; " + script, outputs: [OutputPattern("out")])
    #expect(end.cause == .badOutputs)
    #expect(end.message.hasSuffix("holds the secret of the variable TOKEN"))
    #expect(end.paths == [])
  }
}
