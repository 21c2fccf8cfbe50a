package import Hashing
package import Model

/// Carries attempts out somewhere.
package protocol Backend: Sendable {
  /// The name that workflows call it by.
  var name: String { get }
  /// How many attempts it runs at a time.
  var slots: Int { get }
  /// Starts its machinery; reports go to `deliver`, in batches, from any thread.
  func open(_ deliver: @escaping @Sendable ([JobReport]) -> Void) async throws(EngineError)
  /// Takes attempts on; each is reported as ended or withdrawn, sooner or later.
  func submit(_ jobs: [Job]) async throws(EngineError)
  /// Takes back what has not started of these attempts; nil: of all.
  func withdraw(_ tokens: [AttemptToken]?) async
  /// Ends these attempts, or takes them back; nil: all. TERM, and after a while KILL; at once if
  /// `hard`.
  func cancel(_ tokens: [AttemptToken]?, hard: Bool) async
  /// Lets its machinery go; nothing runs any more.
  func close() async
  /// The run is recorded; what the backend kept in case of a crash may go.
  func forget() async
}

/// Bytes by their git id: those of commits, and those that tasks made.
package protocol ContentStore: Sendable {
  /// Where the bytes of each id are; ids that are nowhere are left out.
  func locate(
    _ files: [FolderContents.File]
  ) async throws(EngineError) -> [ObjectID: LocatedContent]
  /// Takes files in; their bytes are durable when this returns. The files may be moved away.
  func add(_ files: [NewContent]) async throws(EngineError) -> [AddedContent]
  /// The bytes of one file, however large.
  func read(_ file: FolderContents.File) async throws(EngineError) -> [UInt8]
  /// Writes a tree's files below an empty folder, read-only, with one fixed modification time.
  func checkOut(_ tree: FolderContents.Tree, into folder: String) async throws(EngineError)
}

/// Bytes in memory, or a file that must not be changed.
package enum LocatedContent: Sendable {
  case bytes([UInt8])
  case file(String)
}

/// Something that a task made.
package struct NewContent: Sendable {
  package enum Source: Sendable {
    case bytes([UInt8])
    case file(String)
  }

  package var source: Source

  package init(_ source: Source) {
    self.source = source
  }
}

/// What became of it.
package struct AddedContent: Sendable {
  package var id: ObjectID
  package var size: Int64
  package var store: OutputRecord.Store

  package init(id: ObjectID, size: Int64, store: OutputRecord.Store) {
    self.id = id
    self.size = size
    self.store = store
  }
}
