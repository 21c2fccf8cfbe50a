import TestSupport
import Testing
import Validation

/// Files that differ from good ones by a few bytes must be accepted or refused, never crash.
@Suite struct MutationTests {
  @Test(arguments: 1...4) func damagedFilesAreJudged(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    for (validator, original) in Samples.all {
      var refused = 0
      for _ in 0..<1000 {
        let bytes = mutated(original, &random)
        guard let problem = validator.problem(with: bytes) else { continue }
        refused += 1
        #expect(problem.hasPrefix("is no "))
        #expect(!problem.utf8.contains { $0 < 0x20 }, "\(problem.debugDescription)")
      }
      #expect(refused > 100, "\(validator)")
    }
  }

  @Test(arguments: 1...4) func noiseIsRefused(seed: UInt64) {
    var random = SeededRandom(seed: seed &+ 100)
    for validator in BuiltInValidator.allCases {
      for length in 1...200 {
        let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        if length > 40 { #expect(validator.problem(with: noise) != nil) }
        // Behind the beginning of a good file it is read further.
        for sample in Samples.all where sample.validator == validator {
          let cut = Int.random(in: 0..<sample.bytes.count, using: &random)
          _ = validator.problem(with: sample.bytes[..<cut] + noise)
        }
      }
    }
  }

  private func mutated(_ original: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let position = Int.random(in: 0..<max(1, bytes.count), using: &random)
      let end = min(bytes.count, position + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.removeSubrange(min(position, end)..<end)
      case 1 where position < bytes.count:
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.removeSubrange(position...)
      default:
        let copy = Array(bytes[min(position, end)..<end])
        bytes.insert(contentsOf: copy, at: Int.random(in: 0...bytes.count, using: &random))
      }
    }
    return bytes
  }
}
