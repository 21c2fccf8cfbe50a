import Engine
import Git
import Glibc
import Ledger
import Model

/// Shows the newest records as files, in a linked work tree that Weir itself never reads.
struct RecordsMount {
  let session: Session
  let place: RecordsPlace
  let mount: RecordSettings.Mount

  /// Brings the mount up to date, and makes it when it is missing.
  /// - Parameter notify: told when something else stands at its place.
  func refresh(notify: (String) -> Void) async {
    guard case .path(let path) = mount, !place.isShared, place.ref != RecordsPlace.localRef,
      let root = session.repository.location.workTree
    else { return }
    do {
      guard let tip = try await session.repository.reference(place.ref) else { return }
      let worktree = LinkedWorktree(
        "\(mainRoot(root))/\(path)",
        named: "weir-runs",
        of: session.repository
      )
      switch try worktree.condition() {
      case .foreign:
        notify(
          "\(path)/ is not Weir's, so the records are not shown there; "
            + "set records.mount in weir.yaml to another path, or to false"
        )
      case .ours(let shown) where shown == tip: return
      case .absent, .broken, .ours:
        _ = try InfoExclude(session.repository.location).add("/\(path)/")
        try await worktree.show(tip)
      }
    } catch {
      // The records are in git; only their picture is not up to date.
      notify("\(path)/ could not be brought up to date: \(CommandFailure(error).message ?? "")")
    }
  }

  /// In a linked work tree of the user's, the records stand in that one.
  private func mainRoot(_ root: String) -> String {
    root.hasSuffix("/") ? String(root.dropLast()) : root
  }
}
