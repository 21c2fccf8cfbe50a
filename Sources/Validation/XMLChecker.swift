/// Whether a document is well-formed XML 1.0, read once from front to back.
///
/// No entity is expanded and nothing is loaded. It reads UTF-8, and encodings with one byte a
/// character if they are declared.
struct XMLChecker {
  let bytes: [UInt8]
  var position = 0
  /// The names of the entities that the document declares.
  var entities: Set<ArraySlice<UInt8>> = []
  /// Whether declarations stand where they are not read, so that any entity may be meant.
  var hasOtherDeclarations = false
  private var open: [Range<Int>] = []
  private var hasRoot = false
  private var hasDocumentType = false

  private static let maximumDepth = 1024
  private static let predefined = ["lt", "gt", "amp", "quot", "apos"].map { Array($0.utf8) }

  static func check(_ bytes: [UInt8]) throws(Defect) {
    var checker = XMLChecker(bytes: bytes)
    try checker.document()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  func defect(_ message: String, at offset: Int? = nil) -> Defect {
    Defect(at: offset ?? position, in: bytes, message)
  }

  private mutating func document() throws(Defect) {
    try prolog()
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "<") { try markup() } else { try text() }
    }
    if let last = open.last {
      throw defect("<\(shown(last))> is not closed", at: last.lowerBound - 1)
    }
    guard hasRoot else { throw defect("there is no element") }
  }

  private mutating func markup() throws(Defect) {
    let start = position
    if pass("<!--") {
      try comment()
    } else if pass("<?") {
      try instruction()
    } else if pass("<![CDATA[") {
      guard !open.isEmpty else { throw defect("text stands outside of the root", at: start) }
      guard skip(past: "]]>") else { throw defect("the CDATA is not closed", at: start) }
    } else if pass("<!DOCTYPE") {
      guard !hasRoot, !hasDocumentType else {
        throw defect("the document type is out of place", at: start)
      }
      hasDocumentType = true
      try documentType(start)
    } else if pass("</") {
      let name = try name("an element's name")
      skipSpace()
      guard pass(">") else { throw defect("expected \">\"") }
      guard let opened = open.popLast() else {
        throw defect("</\(shown(name))> closes nothing", at: start)
      }
      guard bytes[opened].elementsEqual(bytes[name]) else {
        throw defect("</\(shown(name))> stands where </\(shown(opened))> must", at: start)
      }
    } else {
      position += 1
      try element(start)
    }
  }

  private mutating func element(_ start: Int) throws(Defect) {
    let name = try name("an element's name")
    guard !hasRoot || !open.isEmpty else {
      throw defect("<\(shown(name))> follows the root element", at: start)
    }
    guard open.count < Self.maximumDepth else { throw defect("nested too deeply", at: start) }
    hasRoot = true
    var first: Range<Int>?
    var others: Set<ArraySlice<UInt8>> = []
    while true {
      let hasSpace = skipSpace()
      if pass("/>") { return }
      if pass(">") {
        open.append(name)
        return
      }
      guard hasSpace else { throw defect("expected a space or \">\"") }
      let attribute = try self.name("an attribute's name or \">\"")
      // Most elements have one attribute at most and need no set.
      if let first {
        if others.isEmpty { others.insert(bytes[first]) }
        guard others.insert(bytes[attribute]).inserted else {
          throw defect("the attribute \(shown(attribute)) stands twice", at: attribute.lowerBound)
        }
      } else {
        first = attribute
      }
      skipSpace()
      guard pass("=") else { throw defect("the attribute \(shown(attribute)) has no value") }
      skipSpace()
      try value(of: attribute)
    }
  }

  private mutating func value(of attribute: Range<Int>) throws(Defect) {
    let start = position
    guard position < bytes.count, isQuote(bytes[position]) else {
      throw defect("the value of \(shown(attribute)) is not quoted")
    }
    let quote = bytes[position]
    position += 1
    while position < bytes.count, bytes[position] != quote {
      switch bytes[position] {
      case UInt8(ascii: "<"): throw defect("\"<\" stands in the value of \(shown(attribute))")
      case UInt8(ascii: "&"): try reference()
      default: position += 1
      }
    }
    guard position < bytes.count else {
      throw defect("the value of \(shown(attribute)) is not closed", at: start)
    }
    position += 1
  }

  private mutating func text() throws(Defect) {
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      guard !open.isEmpty else {
        guard skipSpace() else { throw defect("text stands outside of the root") }
        continue
      }
      switch bytes[position] {
      case UInt8(ascii: "&"): try reference()
      case UInt8(ascii: "]"):
        guard !pass("]]>") else { throw defect("\"]]>\" stands in a text", at: position - 3) }
        position += 1
      default: position += 1
      }
    }
  }

  /// `&name;` or `&#number;`.
  private mutating func reference() throws(Defect) {
    let start = position
    position += 1
    if pass("#") {
      let radix: UInt32 = pass("x") ? 16 : 10
      var value: UInt32?
      while position < bytes.count,
        let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue, digit < radix
      {
        value = min((value ?? 0) * radix + UInt32(digit), 0x11_0000)
        position += 1
      }
      guard let value, pass(";"), XMLCharacters.isAllowed(value) else {
        throw defect("no reference to a character", at: start)
      }
      return
    }
    guard let name = try? name(""), pass(";") else {
      throw defect("\"&\" begins no reference", at: start)
    }
    guard
      hasOtherDeclarations || entities.contains(bytes[name])
        || Self.predefined.contains(where: { $0.elementsEqual(bytes[name]) })
    else { throw defect("the entity \(shown(name)) is unknown", at: start) }
  }
}
