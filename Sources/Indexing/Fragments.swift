import Foundation
import Hashing
import Model

extension ContentDigest {
  /// The bytes as SQLite takes them.
  var data: Data { Data(bytes) }
}

extension TaskRow {
  /// The parts that are written again when the row is reused.
  var fragments: RowFragments {
    let members = json
    let text = { (key: String) in members[key].map(JSONWriter.compact) }
    return RowFragments(inputs: text("inputs"), outputs: text("outputs"), result: text("result"))
  }
}
