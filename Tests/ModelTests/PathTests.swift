import Testing

@testable import Model

@Suite struct PathTests {
  @Test(arguments: [
    "a", "a/b", "a.b/.c", "./a", "a/", "a//b", "...", "a/...", "é", ".gitignore", ".github/x",
    "git",
    "a b", "~a", "-a", "a\\b", ".gitx", "..a", "a..",
  ])
  func good(path: String) { #expect(RepositoryPath.problem(with: path) == nil) }

  @Test(arguments: [
    ("", "is empty"), ("a\0b", "holds a NUL byte"),
    ("/", "is absolute; paths stand below the task's folder"),
    ("/etc/passwd", "is absolute; paths stand below the task's folder"),
    ("/\u{301}etc", "is absolute; paths stand below the task's folder"),
    ("..", "leaves the task's folder"), ("../a", "leaves the task's folder"),
    ("a/../b", "leaves the task's folder"), ("a/..", "leaves the task's folder"),
    ("./../a", "leaves the task's folder"), ("../\u{301}a", "leaves the task's folder"),
    ("a/../\u{301}a", "leaves the task's folder"), ("a\u{301}/..", "leaves the task's folder"),
    (".", "names the task's folder itself"), ("./", "names the task's folder itself"),
    (".git", "reaches into a .git folder"), (".git/config", "reaches into a .git folder"),
    (".GIT/config", "reaches into a .git folder"), ("a/.git/hooks", "reaches into a .git folder"),
    (".git./x", "reaches into a .git folder"), (".git /x", "reaches into a .git folder"),
    ("git~1/x", "reaches into a .git folder"), ("GIT~1", "reaches into a .git folder"),
    (".g\u{200C}it/x", "reaches into a .git folder"),
    (".git::$INDEX_ALLOCATION/x", "reaches into a .git folder"),
    (".git\\config", "reaches into a .git folder"), (".git/\u{301}x", "reaches into a .git folder"),
  ])
  func bad(path: String, problem: String) {
    #expect(RepositoryPath.problem(with: path) == problem)
    #expect(!RepositoryPath.isPlain(path))
  }

  @Test(arguments: [("./a", "a"), ("a//b/", "a/b"), ("a/./b", "a/b"), ("a", "a"), ("./", "")])
  func normalized(path: String, result: String) {
    #expect(RepositoryPath.normalized(path) == result)
  }
}
