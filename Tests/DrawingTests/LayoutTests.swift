import Testing

@testable import Drawing

@Suite("Where boxes and arrows stand")
struct LayoutTests {
  @Test(arguments: [5, 30, 60, 200, 251, 400, 1300])
  func boxesNeverOverlap(count: Int) {
    let boxes = GraphLayout.of(woven(count)).boxes
    #expect(boxes.count == count)
    for (place, box) in boxes.enumerated() {
      for other in boxes[(place + 1)...] {
        let isApart =
          box.x + box.width <= other.x || other.x + other.width <= box.x
          || box.y + box.height <= other.y || other.y + other.height <= box.y
        #expect(isApart)
      }
    }
  }

  @Test(arguments: [5, 60, 400, 1300])
  func everythingIsInsideTheDrawing(count: Int) {
    let layout = GraphLayout.of(woven(count))
    for box in layout.boxes {
      #expect(box.x >= 16 && box.x + box.width <= layout.width - 16)
      #expect(box.y >= 16 && box.y + box.height <= layout.height - 16)
    }
    for point in layout.routes.flatMap(\.points) {
      #expect((0...layout.width).contains(point.x) && (0...layout.height).contains(point.y))
    }
  }

  @Test func longEdgesPassBetweenBoxes() throws {
    let layout = GraphLayout.of(
      plain(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")])
    )
    let long = try #require(layout.routes.first { $0.points.count == 6 })
    for point in long.points.dropFirst().dropLast() {
      for box in layout.boxes {
        let isInside =
          (box.x...box.x + box.width).contains(point.x)
          && (box.y...box.y + box.height).contains(point.y)
        #expect(!isInside)
      }
    }
  }

  @Test func crossingsThatNeedNotBeAreUndone() {
    let indexed = IndexedGraph(
      plain(
        ["a", "b", "c", "x", "y", "z"],
        [("a", "z"), ("b", "y"), ("c", "x"), ("a", "y"), ("b", "x")]
      )
    )
    let layered = LayeredGraph(indexed, layers: Layering.layers(of: indexed))
    let reduced = CrossingReduction.reduce(layered)
    let order = reduced.layers[0] + reduced.layers[1]
    #expect(order == [0, 1, 2, 5, 4, 3] || order == [2, 1, 0, 3, 4, 5])
  }

  @Test func rootsStandCloseToWhatNeedsThem() {
    let indexed = IndexedGraph(
      plain(["a", "b", "c", "late"], [("a", "b"), ("b", "c"), ("late", "c")])
    )
    #expect(Layering.layers(of: indexed) == [0, 1, 2, 1])
  }

  @Test func aLongChainRunsDownwards() {
    let ids = (0..<40).map { "n\($0)" }
    let layout = GraphLayout.of(plain(ids, Array(zip(ids, ids.dropFirst()))))
    #expect(layout.direction == .downward)
    #expect(layout.width < 200)
  }

  @Test func thousandsOfNodesAreDrawnAsMarksInAMoment() {
    let graph = woven(5000)
    var svg = ""
    let time = ContinuousClock().measure { svg = GraphSVG.render(graph) }
    #expect(time < .seconds(3))
    #expect(svg.utf8.count < 2_000_000)
    #expect(!svg.contains("<text"))
    #expect(svg.contains("<title>task-4999</title>"))
    let flat = GraphLayout.of(plain((0..<5000).map { "t\($0)" }, []))
    #expect(flat.width < 3000 && flat.height < 3000)
  }

  @Test func longLabelsAreShortenedInTheMiddle() {
    let short = TextWidth.shortened("sample-000001-of-the-second-batch", size: 10, limit: 80)
    #expect(short == "sample-0…atch")
    #expect(TextWidth.estimate(short, size: 10) <= 80)
    #expect(TextWidth.shortened("short", size: 10, limit: 80) == "short")
  }
}
