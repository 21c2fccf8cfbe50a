import Git
import Glibc
import Hashing

// record-bench REPOSITORY COUNT BATCH: the ledger's way of writing alone. COUNT records of some 340
// bytes, one file each in folders of 256, a synced commit every BATCH of them, as `git fast-import`
// does beside it.

/// One record, as `bench/repositories.py` writes it.
func record(_ number: Int) -> [UInt8] {
  let digits = hexadecimal(number &* 2_654_435_761, width: 16)
  let digest = String(repeating: digits, count: 4)
  return Array(
    """
    {"attempts":[{"exit":0,"finished_at":"2026-11-21T03:12:05.123Z","n":1,\
    "started_at":"2026-11-21T03:12:05.117Z"}],"backend":"local","fingerprint":"\(digest)",\
    "host":"bench","reason":{"kind":"first"},"schema":"weir/task/1","status":"succeeded",\
    "task":"t\(number)"}

    """.utf8
  )
}

/// Its place, as `bench/repositories.py` has it.
func path(_ number: Int) -> String {
  "runs/\(hexadecimal(number % 256, width: 2))/\(hexadecimal(number / 256, width: 4)).json"
}

func hexadecimal(_ number: Int, width: Int) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

func run(_ arguments: [String]) async throws {
  guard arguments.count == 4, let count = Int(arguments[2]), let batch = Int(arguments[3]) else {
    print("usage: record-bench REPOSITORY COUNT BATCH")
    exit(64)
  }
  let repository = try Repository.discover(from: arguments[1])
  let objects = try await repository.makeBatch()
  let who = Signature(name: "Bench", email: "bench@localhost", time: 1_700_000_000)
  var tree: ObjectID?
  var tip: ObjectID?
  for start in stride(from: 0, to: count, by: batch) {
    let (base, parent) = (tree, tip)
    let made = try await objects.perform { (objects) throws(GitError) in
      var updates: [String: TreeUpdate] = [:]
      for number in start..<min(start + batch, count) {
        updates[path(number)] = .set(mode: FileMode.file, id: try objects.addBlob(record(number)))
      }
      let tree = try objects.updateTree(base, updates)
      let commit = try objects.addCommit(
        CommitDraft(
          tree: tree,
          parents: parent.map { [$0] } ?? [],
          author: who,
          committer: who,
          message: "records\n"
        )
      )
      try objects.sync()
      return (tree, commit)
    }
    (tree, tip) = made
  }
  _ = try await objects.finish()
  guard let tip else { return }
  _ = try await repository.updateRef(
    "refs/heads/records",
    from: nil,
    to: tip,
    message: "records",
    by: who
  )
}

try await run(CommandLine.arguments)
