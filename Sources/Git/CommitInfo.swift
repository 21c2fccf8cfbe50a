package import Hashing

/// What a commit says.
package struct CommitInfo: Equatable, Sendable {
  package let id: ObjectID
  package let tree: ObjectID
  package let parents: [ObjectID]
  package let author: Signature
  package let committer: Signature
  /// The whole message, as it was written.
  package let message: String
  /// Whether it carries a signature.
  package let isSigned: Bool

  /// The first line of the message.
  package var subject: String {
    String(message.drop { $0.isNewline }.prefix { !$0.isNewline })
  }

  /// The `Key: value` lines of the last paragraph, in their order; none if that paragraph is the
  /// subject or holds a line of another form.
  package var trailers: [(key: String, value: String)] {
    var paragraphs: [[Substring]] = [[]]
    for line in message.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        if paragraphs.last?.isEmpty == false { paragraphs.append([]) }
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    if paragraphs.last?.isEmpty == true { paragraphs.removeLast() }
    guard paragraphs.count > 1, let last = paragraphs.last else { return [] }
    var result: [(key: String, value: String)] = []
    for line in last {
      if line.first == " ", let previous = result.popLast() {
        result.append((previous.key, previous.value + line))
        continue
      }
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
        line[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
      else { return [] }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      result.append((String(line[..<colon]), String(value)))
    }
    return result
  }

  /// The value of the last trailer of a name, whatever its case; nil if there is none.
  package func trailer(_ key: String) -> String? {
    trailers.last { $0.key.lowercased() == key.lowercased() }?.value
  }
}

extension CommitInfo {
  /// Reads the bytes of a commit object; throws `corrupt`.
  init(id: ObjectID, bytes: [UInt8]) throws(GitError) {
    var tree: ObjectID?
    var parents: [ObjectID] = []
    var author: Signature?
    var committer: Signature?
    var isSigned = false
    var position = 0
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = String(decoding: bytes[position..<end], as: UTF8.self)
      position = end + 1
      guard let space = line.firstIndex(of: " ") else { continue }
      let value = line[line.index(after: space)...]
      switch line[..<space] {
      case "tree": tree = ObjectID(hex: value)
      case "parent":
        if let parent = ObjectID(hex: value) { parents.append(parent) }
      case "author": author = author ?? Signature(line: value)
      case "committer": committer = committer ?? Signature(line: value)
      case "gpgsig": isSigned = true
      default: continue
      }
    }
    guard let tree else { throw .corrupt("commit \(id)", message: "it names no tree") }
    let unknown = Signature(name: "", email: "", time: 0)
    self.init(
      id: id,
      tree: tree,
      parents: parents,
      author: author ?? unknown,
      committer: committer ?? author ?? unknown,
      message: String(decoding: bytes.dropFirst(position + 1), as: UTF8.self),
      isSigned: isSigned
    )
  }
}
