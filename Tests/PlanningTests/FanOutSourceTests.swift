import Model
import Testing

@testable import Planning

@Suite struct FanOutSourceTests {
  private func values(_ keys: String, _ files: [String: String] = [:]) throws -> [JSONValue] {
    try items(keys, files: files).map(\.value)
  }

  @Test func lists() throws {
    #expect(try values("foreach: [a, 1, {k: v}]") == ["a", 1, ["k": "v"]])
    #expect(try values("foreach: {list: []}") == [])
    let computed = try items(
      "foreach: ['${{ params.n }}', 'x${{ params.n }}']",
      params: ["n": 3]
    )
    #expect(computed.map(\.value) == [3, "x3"])
    #expect(
      try items("foreach: '${{ params.all }}'", params: ["all": ["a", "b"]]).map(\.key)
        == ["a", "b"]
    )
  }

  @Test func linesAreTexts() throws {
    #expect(
      try values("foreach: {lines: f}", ["f": "\u{FEFF}a\r\n\n  \n 7 \nlast"])
        == ["a", " 7 ", "last"]
    )
    #expect(try values("foreach: {lines: f}", ["f": ""]) == [])
  }

  @Test func tables() throws {
    #expect(
      try values("foreach: {table: t.csv}", ["t.csv": "\u{FEFF}n,v\r\n\"a,\"\"b\"\"\",1\r\nc,\r\n"])
        == [["n": "a,\"b\"", "v": "1"], ["n": "c", "v": ""]]
    )
    #expect(
      try values("foreach: {table: t.tsv}", ["t.tsv": "n\tv\n\"a\"\t1\n"])
        == [["n": "\"a\"", "v": "1"]]
    )
    #expect(
      try values("foreach: {table: t.csv, header: [x, y]}", ["t.csv": "a,b\nc,d\n"])
        == [["x": "a", "y": "b"], ["x": "c", "y": "d"]]
    )
    #expect(try values("foreach: {table: t.csv}", ["t.csv": "n,v\n"]) == [])
    #expect(try values("foreach: {table: t.csv, header: [x]}", ["t.csv": ""]) == [])
  }

  @Test func delimitersOfAnyLength() throws {
    let table = TableSource(path: Template(constant: "t"), delimiter: " :: ", header: .firstRow)
    let rows = try TableItems(table, path: "t", limit: 9).items(
      in: Array("n :: v\na :: b:c\n".utf8)
    )
    #expect(rows.items.map(\.value) == [["n": "a", "v": "b:c"]])
    #expect(rows.items.map(\.place) == [2])
  }

  @Test(arguments: [
    ("{table: t.csv}", "", "t.csv:1: there is no header"),
    ("{table: t.csv}", "a,b\n1\n", "t.csv:2: the row has 1 field, the header has 2"),
    ("{table: t.csv}", "a,a\n1,2\n", "t.csv:1: the column \"a\" stands twice"),
    ("{table: t.csv, split: {c: ';'}}", "a,b\n1,2\n", "t.csv has no column \"c\" to split"),
    (
      "{table: t.csv, key: '${{ item.c }}'}", "a,b\n1,2\n",
      "t.csv has no column \"c\", which the task \"t\" asks for"
    ),
    ("{json: t.csv}", "{}", "a fan-out needs a list, and t.csv is a map"),
    ("{json: t.csv}", "[1", "t.csv is no JSON: expected ] at byte 2"),
    ("{lines: gone}", "", "the file \"gone\" of a fan-out is not in the commit"),
  ])
  func filesThatAreNone(source: String, text: String, message: String) {
    #expect(problem("foreach: \(source)", files: ["t.csv": text]) == message)
  }

  @Test func splitsMakeAnInstanceAValue() throws {
    let found = try items(
      "foreach: {table: t.csv, key: '${{ item.n }}', split: {v: ';'}}",
      files: ["t.csv": "n,v\na,1; 2;;\nb,\nc,3\n"]
    )
    #expect(found.map(\.key) == ["a/1", "a/2", "c/3"])
    #expect(found.map(\.origin) == ["a", "a", "c"])
    #expect(found.map(\.value)[1] == ["n": "a", "v": "2"])
    let two = try items(
      "foreach: {table: t.csv, key: '${{ item.n }}', split: {v: ' ', w: ' '}}",
      files: ["t.csv": "n,v,w\na,1 2,x y\n"]
    )
    #expect(two.map(\.key) == ["a/1/x", "a/1/y", "a/2/x", "a/2/y"])
  }

  @Test func aValueMoreIsAnInstanceMore() throws {
    let keys = { (values: String) in
      try items(
        "foreach: {table: t.csv, split: {v: ' '}}",
        files: ["t.csv": "n,v\na,\(values)\n"]
      ).map(\.key)
    }
    let before = try keys("1 2")
    #expect(try keys("0 1 2").suffix(2) == before[...])
  }

  @Test func globsJSONAndProducts() throws {
    #expect(
      try items("foreach: {glob: ./data/*.fq}", matches: ["data/*.fq": ["data/a.fq", "data/b.fq"]])
        .map(\.key) == ["data/a.fq", "data/b.fq"]
    )
    #expect(try values("foreach: {json: f}", ["f": "[1, {\"a\": null}]"]) == [1, ["a": nil]])
    let product = try items(
      "foreach: {product: [{list: [a, b], as: x}, {lines: f, as: y}]}",
      files: ["f": "1\n2\n"]
    )
    #expect(product.map(\.key) == ["a,1", "a,2", "b,1", "b,2"])
    #expect(product[2].value == ["x": "b", "y": "1"])
    #expect(
      problem("foreach: {product: [{list: [a], as: x}, {list: [], as: y}]}") == "none"
    )
    let wide = "[\((0..<40).map(String.init).joined(separator: ", "))]"
    #expect(
      problem("foreach: {product: [{list: \(wide), as: x}, {list: \(wide), as: y}]}")
        == "the product has more than 1000 combinations"
    )
  }

  @Test func batches() throws {
    let lists = { (batch: String, count: Int) in
      try items(
        "foreach: {lines: f, batch: \(batch)}",
        files: ["f": (0..<count).map { "\($0)\n" }.joined()]
      ).map { $0.value.array?.count ?? 0 }
    }
    #expect(try lists("3", 7) == [3, 3, 1])
    #expect(try lists("3", 6) == [3, 3])
    #expect(try lists("3", 0) == [])
    #expect(try lists("{count: 3}", 8) == [3, 3, 2])
    #expect(try lists("{count: 3}", 2) == [1, 1])
    #expect(try lists("{count: 3}", 0) == [])
    let keyed = try items(
      "foreach: {lines: f, batch: 2, key: '${{ item[0] }}'}",
      files: ["f": "a\nb\nc\n"]
    )
    #expect(keyed.map(\.key) == ["a", "c"])
    #expect(keyed[0].value == ["a", "b"])
  }

  @Test func theCapHolds() {
    #expect(
      problem("foreach: [a, b, c]", limit: 2)
        == "the fan-out of task \"t\" has 3 instances, and at most 2 are allowed"
    )
    #expect(problem("foreach: {list: [a, b, c], batch: 2}", limit: 2) == nil)
    let two = "tasks: {a: {foreach: [1, 2], run: 'true'}, b: {foreach: [1, 2], run: 'true'}}"
    #expect(throws: GraphProblems.self) { try Graph.written(two, limit: 3) }
    #expect(throws: Never.self) { try Graph.written(two, limit: 4) }
    #expect(
      problem("foreach: {table: t.csv, split: {v: ' '}}", files: ["t.csv": "v\na b c\n"], limit: 2)
        == "t.csv splits into more than 2 instances"
    )
  }
}
