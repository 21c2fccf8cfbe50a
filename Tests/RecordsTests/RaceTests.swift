import Testing

@testable import Git

/// A person commits in a tight loop while runs are recorded.
@Suite(.serialized) struct RaceTests {
  @Test(arguments: ["same", "weir/runs"]) func nothingFailsAndNothingIsLost(
    _ branch: String
  ) async throws {
    let stand = try Stand(branch: branch)
    let count = 60
    // Two kinds of commits, three files; one change is never committed.
    try stand.write("kept\nbut changed\n", to: "kept.txt")
    async let runs = stand.script(
      """
      n=0
      until [ -e ../stop ] && [ $n -ge 3 ]; do
        n=$((n + 1))
        "$WEIR" run -p n=$n > ../run.log 2>&1 || { cp ../run.log ../failed.log; exit 1; }
      done
      echo $n > ../runs
      """
    )
    let failures = try await stand.script(
      """
      failed=0
      i=0
      while [ $i -lt \(count) ]; do
        i=$((i + 1))
        echo "line $i" >> lines.txt
        if [ $((i % 2)) = 0 ]; then
          git commit -qm "user $i" lines.txt 2>> ../errors || failed=$((failed + 1))
        else
          echo "$i" > "new $i.txt"
          git add lines.txt "new $i.txt" 2>> ../errors || failed=$((failed + 1))
          git commit -qm "user $i" 2>> ../errors || failed=$((failed + 1))
        fi
      done
      touch ../stop
      exit $failed
      """
    )
    #expect(try await runs == 0, "\(stand.read("../failed.log") ?? "")")
    #expect(failures == 0, "\(stand.read("../errors") ?? "")")
    try check(stand, branch: branch, count: count)
  }

  private func check(_ stand: Stand, branch: String, count: Int) throws {
    let recorded = try #require(stand.read("../runs").flatMap { Int($0.dropLast()) })
    let subjects = try stand.subjects("main")
    #expect(subjects.filter { $0.hasPrefix("user ") }.count == count)
    let lines = (0...count).map { "line \($0)\n" }.joined()
    #expect(try stand.git("show", "main:lines.txt") + "\n" == lines)
    let isSame = branch == "same"
    let records = isSame ? "main" : branch
    let folder = isSame ? "runs/w" : "w"
    #expect(try stand.subjects(records).filter { $0.hasPrefix("weir: w ") }.count == recorded)
    let files = try stand.git("ls-tree", "-r", "--name-only", records, "\(folder)/")
    #expect(files.split(separator: "\n").filter { $0.hasSuffix("/run.json") }.count == recorded)
    #expect(try stand.git("log", "--diff-filter=D", "--format=%h", records, "--", folder) == "")
    #expect(try stand.git("status", "--porcelain") == " M kept.txt")
    #expect(stand.read("kept.txt") == "kept\nbut changed\n")
    // No commit of the user's brought a record in or took one out.
    #expect(
      try stand.git(
        "log",
        "--author=Ann",
        "--grep=^user",
        "--format=%h",
        records,
        "--",
        "runs",
        "pub"
      )
        == ""
    )
    try stand.checkIntegrity()
  }
}
