import Model

/// Formats that the model can read already.
enum TextFormats {
  /// RFC 4180, in UTF-8; the first row says how many fields each has.
  ///
  /// Empty lines are no rows.
  static func checkCSV(_ bytes: [UInt8]) throws(Defect) {
    do throws(TableProblem) {
      var scanner = try DelimitedScanner(bytes, delimiter: ",")
      var width: Int?
      while try scanner.nextRow() {
        let count = scanner.fields.count
        let expected = width ?? count
        width = expected
        guard count == expected else {
          throw TableProblem(
            line: scanner.line,
            message: "the row has \(count) field\(count == 1 ? "" : "s"), the first has \(expected)"
          )
        }
        let stray = scanner.fields.firstIndex {
          !$0.isQuoted && bytes[$0.range].contains(UInt8(ascii: "\""))
        }
        if let stray {
          throw TableProblem(
            line: scanner.line,
            message: "field \(stray + 1) holds a quote but does not begin with one"
          )
        }
      }
      guard width != nil else { throw TableProblem(line: 1, message: "there is no row") }
    } catch {
      throw Defect(error.description)
    }
  }

  static func checkJSON(_ bytes: [UInt8]) throws(Defect) {
    do throws(JSONError) {
      _ = try JSONReader.parse(bytes)
    } catch {
      throw Defect(at: error.offset, in: bytes, Defect.plain(error.message, atMost: 200))
    }
  }

  static func checkUTF8(_ bytes: [UInt8]) throws(Defect) {
    if let offset = bytes.withUnsafeBufferPointer({ UTF8Scan.firstInvalid(in: $0) }) {
      throw Defect(at: offset, in: bytes, "\(Defect.shown(bytes[offset])) begins no character")
    }
  }
}
