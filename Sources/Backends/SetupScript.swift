import CSpawn
import Engine
import Glibc
import Hashing
import Model

/// What is made once a host and content for many attempts: the first that needs it makes it, under a
/// lock that its death releases, while the others wait.
///
/// It is made at the place where it stays, since programs such as virtual environments know their own
/// path. All of it happens in the attempt's process: its output is in the attempt's log, its time
/// counts, and a cancel reaches it.
struct SetupScript {
  private let setup: JobSetup
  private let workspace: Workspace
  /// `setups/HASH` in the cache, with `lock`, `done` and `folder` in it.
  private let place: String

  init(_ setup: JobSetup, in workspace: Workspace, cache: String) {
    self.setup = setup
    self.workspace = workspace
    place = "\(cache)/setups/\(setup.hash.hex)"
  }

  /// Puts its inputs beside the attempt's folder, and in there a link to what it makes.
  func prepare(
    _ located: [ObjectID: LocatedContent],
    _ writer: inout FolderWriter
  ) throws(EngineError) {
    let parent = String(place.dropLast(setup.hash.hex.count + 1))
    for path in [parent, place] where mkdir(path, 0o700) != 0 && errno != EEXIST {
      throw FileTrouble.error("make", path)
    }
    guard mkdir(workspace.setupInputs, 0o700) == 0 else {
      throw FileTrouble.error("make", workspace.setupInputs)
    }
    var inputs = FolderWriter(folder: workspace.setupInputs)
    for file in setup.files {
      guard let content = located[file.version.id] else {
        throw EngineError("\(file.path), an input of the setup, is not in the repository")
      }
      try inputs.place(file, content)
    }
    try writer.makeParents(of: setup.path)
    let link = "\(workspace.folder)/\(setup.path)"
    guard symlink("\(place)/folder/\(setup.path)", link) == 0 else {
      throw FileTrouble.error("link the setup at", setup.path)
    }
  }

  /// A script for `sh` that makes what is not there and then turns into its arguments.
  var text: String {
    """
    place=\(Self.quoted(place)) inputs=\(Self.quoted(workspace.setupInputs))
    made=\(Self.quoted(setup.path)) failed=\(Self.quoted(workspace.setupFailed))
    fail() { : > "$failed"; exit "$1"; }
    exec 9> "$place/lock" && flock 9 || fail 1
    if [ ! -e "$place/done" ]; then
      echo "weir: making the setup $made" >&2
      rm -rf "$place/folder" && cp -R "$inputs" "$place/folder" || fail 1
      chmod -R u+w "$place/folder"
      (
        cd "$place/folder" || exit 1
        exec env -i ${PATH+"PATH=$PATH"} ${HOME+"HOME=$HOME"} ${USER+"USER=$USER"} \\
          ${LOGNAME+"LOGNAME=$LOGNAME"} ${SHELL+"SHELL=$SHELL"} ${LANG+"LANG=$LANG"} \\
          ${TZ+"TZ=$TZ"} ${TMPDIR+"TMPDIR=$TMPDIR"} "WEIR_TMP=$WEIR_TMP" \\
          \(setup.arguments.map(Self.quoted).joined(separator: " "))
      ) < /dev/null 9>&- >&2
      code=$?
      [ "$code" = 0 ] || fail "$code"
      [ -e "$place/folder/$made" ] || { echo "weir: the setup did not make $made" >&2; fail 1; }
      : > "$place/done" || fail 1
    fi
    exec 9>&-
    unset place inputs made failed code
    exec "$@"

    """
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
