import CYaml
import Model

/// Turns events into entries and keeps the budgets: depth, expanded size, aliases, tags, keys.
struct YAMLTreeBuilder {
  static let maximumDepth = 64
  static let maximumNodes = 2_000_000
  static let maximumAnchors = 100_000

  private(set) var entries: [YAMLDocument.Entry] = []
  private(set) var text: [UInt8] = []
  private var open: [Frame] = []
  private var anchors: [String: Anchor] = [:]
  private var documents = 0
  /// How many nodes there were if every alias were written out.
  private var expanded = 0

  private struct Frame {
    var index: Int
    var anchor: String?
    var expandedBefore: Int
    /// Levels below this collection.
    var height = 0
  }

  private struct Anchor {
    var index: Int
    var size: Int
    var height: Int
    var isOpen: Bool
  }

  /// Memory that is never written to costs nothing.
  init(bytes: Int) {
    entries.reserveCapacity(min(YAMLTreeBuilder.maximumNodes, bytes / 2) + 16)
    text.reserveCapacity(bytes)
  }

  /// False when reading must stop.
  mutating func add(_ event: yaml_event_t, report: inout Report) -> Bool {
    let place = SourceLocation(
      line: event.start_mark.line + 1,
      column: event.start_mark.column + 1
    )
    switch event.type {
    case YAML_DOCUMENT_START_EVENT:
      documents += 1
      guard documents > 1 else { return true }
      report.error(
        "a second document starts here",
        at: place,
        hint: "a file holds one document; remove \"---\"",
        length: 3
      )
      return false
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      checkTag(data.tag, allowed: "map", place, &report)
      return begin(.mapping, anchor: name(data.anchor), at: place, report: &report)
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      checkTag(data.tag, allowed: "seq", place, &report)
      return begin(.sequence, anchor: name(data.anchor), at: place, report: &report)
    case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
      end(report: &report)
      return true
    case YAML_SCALAR_EVENT: return scalar(event, at: place, report: &report)
    case YAML_ALIAS_EVENT:
      return alias(name(event.data.alias.anchor) ?? "", at: place, report: &report)
    default: return true
    }
  }

  private func name(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private mutating func append(_ entry: YAMLDocument.Entry) {
    if let frame = open.last { entries[frame.index].length += 1 }
    entries.append(entry)
  }

  private mutating func count(_ nodes: Int, at place: SourceLocation, report: inout Report) -> Bool
  {
    expanded += nodes
    guard expanded > YAMLTreeBuilder.maximumNodes else { return true }
    report.error("the file has more than 2,000,000 values, aliases written out", at: place)
    return false
  }

  private mutating func begin(
    _ kind: YAMLDocument.Kind,
    anchor: String?,
    at place: SourceLocation,
    report: inout Report
  ) -> Bool {
    guard open.count < YAMLTreeBuilder.maximumDepth else {
      report.error("the file is nested more than 64 levels deep", at: place)
      return false
    }
    let index = entries.count
    append(
      YAMLDocument.Entry(kind: kind, line: UInt32(place.line), column: UInt32(place.column))
    )
    open.append(Frame(index: index, anchor: anchor, expandedBefore: expanded))
    if let anchor { anchors[anchor] = Anchor(index: index, size: 0, height: 0, isOpen: true) }
    return checkAnchors(at: place, &report) && count(1, at: place, report: &report)
  }

  private mutating func end(report: inout Report) {
    guard let frame = open.popLast() else { return }
    entries[frame.index].end = UInt32(entries.count)
    if let last = open.indices.last { open[last].height = max(open[last].height, frame.height + 1) }
    if let anchor = frame.anchor {
      anchors[anchor] = Anchor(
        index: frame.index,
        size: expanded - frame.expandedBefore,
        height: frame.height + 1,
        isOpen: false
      )
    }
    if entries[frame.index].kind == .mapping {
      MappingKeys.check(frame.index, entries: entries, text: text, report: &report)
    }
  }

  private mutating func scalar(
    _ event: yaml_event_t,
    at place: SourceLocation,
    report: inout Report
  ) -> Bool {
    let data = event.data.scalar
    let index = entries.count
    var entry = YAMLDocument.Entry(
      kind: .scalar,
      line: UInt32(place.line),
      column: UInt32(place.column)
    )
    switch data.style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: entry.style = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: entry.style = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: entry.style = .literal
    case YAML_FOLDED_SCALAR_STYLE: entry.style = .folded
    default: entry.style = .plain
    }
    entry.start = UInt32(text.count)
    entry.length = UInt32(data.length)
    entry.end = UInt32(index + 1)
    if let value = data.value {
      text.append(contentsOf: UnsafeBufferPointer(start: value, count: data.length))
    }
    if let tag = data.tag {
      checkTag(tag, allowed: "str", place, &report)
      if entry.style == .plain { entry.style = .doubleQuoted }
    }
    append(entry)
    if let anchor = name(data.anchor) {
      anchors[anchor] = Anchor(index: index, size: 1, height: 0, isOpen: false)
    }
    return checkAnchors(at: place, &report) && count(1, at: place, report: &report)
  }

  private func checkAnchors(at place: SourceLocation, _ report: inout Report) -> Bool {
    guard anchors.count > YAMLTreeBuilder.maximumAnchors else { return true }
    report.error("the file has more than 100,000 anchors", at: place)
    return false
  }

  private mutating func alias(
    _ name: String,
    at place: SourceLocation,
    report: inout Report
  ) -> Bool {
    guard let anchor = anchors[name] else {
      let known = anchors.count <= 1000 ? anchors.keys.sorted() : []
      let hint = report.suggestion(for: name, among: known)
      report.error(
        "there is no anchor \"&\(name.shortened)\" before this alias",
        at: place,
        hint: hint ?? "a text that starts with \"*\" must stand in quotes",
        length: name.utf8.count + 1
      )
      return false
    }
    guard !anchor.isOpen else {
      report.error("the alias \"*\(name.shortened)\" stands inside its own anchor", at: place)
      return false
    }
    guard open.count + anchor.height <= YAMLTreeBuilder.maximumDepth else {
      report.error("the file is nested more than 64 levels deep, aliases written out", at: place)
      return false
    }
    if let last = open.indices.last { open[last].height = max(open[last].height, anchor.height) }
    let index = entries.count
    append(
      YAMLDocument.Entry(
        kind: .alias,
        line: UInt32(place.line),
        column: UInt32(place.column),
        start: UInt32(anchor.index),
        end: UInt32(index + 1)
      )
    )
    return count(anchor.size, at: place, report: &report)
  }

  private func checkTag(
    _ pointer: UnsafeMutablePointer<yaml_char_t>?,
    allowed: String,
    _ place: SourceLocation,
    _ report: inout Report
  ) {
    guard let tag = name(pointer), tag != "!", tag != "tag:yaml.org,2002:\(allowed)" else { return }
    let prefix = "tag:yaml.org,2002:"
    let shown = tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    report.error(
      "the tag \"\(shown.shortened)\" is not allowed",
      at: place,
      hint: "remove it; only !!\(allowed) may stand here"
    )
  }
}
