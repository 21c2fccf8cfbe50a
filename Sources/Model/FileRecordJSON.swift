import Hashing

extension FileVersion {
  /// Reads `100644:4b825d…`.
  package init?(_ text: String) {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let mode = UInt32(parts[0], radix: 8),
      let id = ObjectID(hex: parts[1])
    else { return nil }
    self.init(mode: mode, id: id)
  }
}

extension InputRecord {
  /// Reads the text of a row's `inputs`; what cannot be read counts as none.
  package init(text: String?) {
    self.init(json: text.flatMap { try? JSONReader.parse($0) } ?? .null)
  }

  var json: JSONValue? {
    switch self {
    case .files(let files) where files.isEmpty: nil
    case .files(let files):
      .object(
        Dictionary(files.map { ($0.path, .string($0.version.text)) }) { _, last in last }
      )
    case .digest(let digest, let count):
      ["digest": .string(digest.hex), "count": .integer(Int64(count))]
    }
  }

  init(json: JSONValue) {
    if let count = json["count"]?.integer,
      let digest = json["digest"]?.string.flatMap({ ContentDigest(hex: $0) })
    {
      self = .digest(digest, count: Int(count))
      return
    }
    self = .files(
      (json.object ?? [:])
        .compactMap { path, value in
          value.string.flatMap { FileVersion($0) }.map { InputFile(path: path, version: $0) }
        }
        .sorted { $0.path < $1.path }
    )
  }
}

extension OutputRecord {
  /// Reads the text of a row's `outputs`; what cannot be read counts as none.
  package static func list(_ text: String?) -> [OutputRecord] {
    text.flatMap { try? JSONReader.parse($0) }.map { list($0) } ?? []
  }

  static func list(_ json: JSONValue?) -> [OutputRecord] {
    (json?.object ?? [:])
      .compactMap { OutputRecord(path: $0.key, json: $0.value) }
      .sorted { $0.path < $1.path }
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(version.id.hex),
      "mode": .string(String(version.mode, radix: 8)),
      "size": .integer(size),
    ]
    members["store"] = store == .git ? nil : .string(store.rawValue)
    members["publish"] = publish ? true : nil
    return .object(members)
  }

  init?(path: String, json: JSONValue) {
    guard let id = json["id"]?.string.flatMap({ ObjectID(hex: $0) }),
      let mode = json["mode"]?.string.flatMap({ UInt32($0, radix: 8) }),
      let size = json["size"]?.integer
    else { return nil }
    self.init(
      path: path,
      version: FileVersion(mode: mode, id: id),
      size: size,
      store: json["store"]?.string.flatMap(Store.init(rawValue:)) ?? .git,
      publish: json["publish"]?.bool ?? false
    )
  }
}

extension LogRecord {
  var json: JSONValue {
    var members: [String: JSONValue] = ["bytes": .integer(bytes), "hash": .string(hash.hex)]
    members["path"] = path.map(JSONValue.string)
    members["truncated"] = truncated ? true : nil
    return .object(members)
  }

  init?(json: JSONValue) {
    guard let bytes = json["bytes"]?.integer,
      let hash = json["hash"]?.string.flatMap({ ObjectID(hex: $0) })
    else { return nil }
    self.init(
      path: json["path"]?.string,
      bytes: bytes,
      truncated: json["truncated"]?.bool ?? false,
      hash: hash
    )
  }
}
