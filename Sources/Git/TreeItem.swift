import Hashing

/// An entry of a tree that is being built; its name is kept in bytes, whatever they are.
struct TreeItem: Comparable {
  let mode: UInt32
  let id: ObjectID
  let name: ArraySlice<UInt8>

  var isTree: Bool { mode == FileMode.tree }

  static func < (left: TreeItem, right: TreeItem) -> Bool {
    left.name.withUnsafeBytes { leftName in
      right.name.withUnsafeBytes { rightName in
        RawTree.precedes(leftName, isTree: left.isTree, rightName, isTree: right.isTree)
      }
    }
  }

  /// The entries of a tree object, in git's order.
  static func parse(_ bytes: [UInt8]) throws(GitError) -> [TreeItem] {
    try bytes.lend { (buffer) throws(GitError) in
      var result: [TreeItem] = []
      var raw = RawTree(buffer)
      while let entry = try raw.next() {
        result.append(TreeItem(mode: entry.mode, id: entry.id, name: bytes[entry.name]))
      }
      return result
    }
  }

  /// Unites two sorted lists.
  static func merge(_ one: [TreeItem], _ two: [TreeItem]) -> [TreeItem] {
    if two.isEmpty { return one }
    if one.isEmpty { return two }
    var result: [TreeItem] = []
    result.reserveCapacity(one.count + two.count)
    var left = one[...]
    var right = two[...]
    while let first = left.first, let second = right.first {
      if second < first {
        result.append(right.removeFirst())
      } else {
        result.append(left.removeFirst())
      }
    }
    return result + left + right
  }

  /// The bytes of a tree object made of sorted entries.
  static func serialise(_ items: [TreeItem]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(items.reduce(0) { $0 + $1.name.count + 28 })
    for item in items {
      result.append(contentsOf: String(item.mode, radix: 8).utf8)
      result.append(UInt8(ascii: " "))
      result.append(contentsOf: item.name)
      result.append(0)
      item.id.append(to: &result)
    }
    return result
  }
}
