package import Hashing

/// A commit that is to be made.
package struct CommitDraft: Sendable {
  package var tree: ObjectID
  package var parents: [ObjectID]
  package var author: Signature
  package var committer: Signature
  package var message: String
  /// An armoured signature over `bytes` without it; nil for none.
  package var signature: String?

  package init(
    tree: ObjectID,
    parents: [ObjectID],
    author: Signature,
    committer: Signature,
    message: String,
    signature: String? = nil
  ) {
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    self.message = message
    self.signature = signature
  }

  /// The bytes of the commit object: what a signer signs while `signature` is nil.
  package var bytes: [UInt8] {
    var text = "tree \(tree.hex)\n"
    for parent in parents { text += "parent \(parent.hex)\n" }
    text += "author \(author.line)\ncommitter \(committer.line)\n"
    if let signature {
      let lines = signature.split(separator: "\n", omittingEmptySubsequences: false)
        .reversed().drop { $0.isEmpty }.reversed()
      text += "gpgsig \(lines.joined(separator: "\n "))\n"
    }
    return Array((text + "\n" + message).utf8)
  }
}

extension ObjectBatch {
  /// Adds a commit and gives its id; throws `invalid` for a message with a zero byte.
  @discardableResult
  package func addCommit(_ draft: CommitDraft) throws(GitError) -> ObjectID {
    guard !draft.message.utf8.contains(0) else {
      throw .invalid("a commit message holds a zero byte")
    }
    return try add(.commit, draft.bytes)
  }
}
