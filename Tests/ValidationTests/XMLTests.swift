import Testing
import Validation

@Suite struct XMLTests {
  @Test(arguments: [
    "<a/>", "\u{FEFF}<a></a>", "<a b=''/>", "<a\n b = \"1\"\tc='2' ></a >\n<!---->\n<?x?><?y z?>",
    "<a>]] &gt; ]></a>", "<a><b/><b>&lt;&apos;&quot;</b></a>", "<_:.-/>", "<a>&#x10FFFF;&#9;</a>",
    "<?xml version=\"1.0\"?><a/>", "<?xml version='1.1' encoding='ascii' ?><a/>",
    "<!DOCTYPE a SYSTEM 'x.dtd'><a>&any;</a>",
    "<!DOCTYPE a PUBLIC \"-//X\" \"x>.dtd\" [<!ATTLIST a b CDATA '>'>]><a/>",
    "<!DOCTYPE a [%pe; <!ENTITY % q 'r'>]><a>&any;</a>", "<?xml-stylesheet href='a'?><a/>",
    "<a><![CDATA[]]]]><![CDATA[>]]></a>",
  ])
  func wellFormed(text: String) {
    #expect(BuiltInValidator.xml.problem(with: Array(text.utf8)) == nil)
  }

  @Test func oneByteACharacter() {
    let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a b=\"".utf8 + [0xE9] + "\"/>".utf8
    #expect(BuiltInValidator.xml.problem(with: Array(text)) == nil)
    let undeclared = "<a b=\"".utf8 + [0xE9] + "\"/>".utf8
    expect(.xml, refuses: Array(undeclared), "line 1, column 7: the byte 0xE9 begins no character")
    expect(.xml, refuses: [0xFF, 0xFE, 0x3C, 0], "it is written in UTF-16")
  }

  @Test(arguments: [
    ("<a>\n<b></a></b>", "line 2, column 4: </a> stands where </b> must"),
    ("<a>\n <b>", "line 2, column 2: <b> is not closed"), ("<!-- -->\n", "there is no element"),
    ("<a/>\n<b/>", "line 2, column 1: <b> follows the root element"),
    ("<a/></a>", "line 1, column 5: </a> closes nothing"), ("<a/>x", "text stands outside"),
    ("x<a/>", "line 1, column 1: text stands outside of the root"),
    ("<a b='1' c='2' b='3'/>", "column 16: the attribute b stands twice"),
    ("<a b='1' b='3'/>", "column 10: the attribute b stands twice"),
    ("<a b=1/>", "column 6: the value of b is not quoted"), ("<a b/>", "b has no value"),
    ("<a b='1'c='2'/>", "expected a space or"), ("<a b='<'/>", "\"<\" stands in the value of b"),
    ("<a b='1/>", "column 6: the value of b is not closed"), ("<a>&nbsp;</a>", "nbsp is unknown"),
    ("<a>a & b</a>", "column 6: \"&\" begins no reference"), ("<a>&lt</a>", "begins no reference"),
    ("<a>&#0;</a>", "column 4: no reference to a character"), ("<a>&#xD800;</a>", "no reference"),
    ("<a>&#99999999999999999999;</a>", "no reference to a character"), ("<a>&#;</a>", "no ref"),
    ("<a>&#x;</a>", "no reference to a character"), ("<a b='&x;'/>", "the entity x is unknown"),
    ("<a>]]></a>", "column 4: \"]]>\" stands in a text"),
    ("<a><!-- -- --></a>", "\"--\" stands in"),
    ("<a><!-- </a>", "column 4: the comment is not closed"), ("<a><![CDATA[</a>", "CDATA is not"),
    ("<a><?x </a>", "the instruction is not closed"), ("<![CDATA[x]]><a/>", "outside of the root"),
    (" <?xml version='1.0'?><a/>", "not at the beginning"), ("<?xml?><a/>", "not at the beginning"),
    ("<?xml encoding='x'?><a/>", "names no version"),
    ("<?xml version='1.0' encoding='EBCDIC'?><a/>", "the encoding \"ebcdic\" is not read"),
    ("<?xml version='1.0' standalone='x'?><a/>", "neither yes nor no"),
    ("<a>\u{1}</a>", "column 4: the byte 0x01 begins no character of XML"),
    ("<a>\u{FFFF}</a>", "begins no character"), ("< a/>", "expected an element's name"),
    ("<1/>", "expected an element's name"), ("<a", "expected a space or \">\""), ("<", "expected"),
    ("<a/><!DOCTYPE a>", "the document type is out of place"), ("<!DOCTYPE a", "is not closed"),
    ("<!DOCTYPE a [<!ENTITY x 'y>]><a/>", "the declaration is not closed"),
    ("<!DOCTYPE a [<!ELEMENT a ANY>", "column 1: the document type is not closed"),
    ("<!DOCTYPE a [x]><a/>", "no declaration"), ("<!DOCTYPE a><!DOCTYPE a><a/>", "out of place"),
  ])
  func malformed(text: String, reason: String) {
    #expect(BuiltInValidator.xml.problem(with: Array(text.utf8))?.hasPrefix("is no XML") ?? false)
    expect(.xml, refuses: Array(text.utf8), reason)
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "<a>", count: 1000) + String(repeating: "</a>", count: 1000)
    #expect(BuiltInValidator.xml.problem(with: Array(deep.utf8)) == nil)
    let deeper = [UInt8](String(repeating: "<a>", count: 100_000).utf8)
    expect(.xml, refuses: deeper, "nested too deeply")
  }
}
