import Testing
import Validation

@Suite struct ImageTests {
  /// A chunk of PNG; the checksum is that of the empty chunk unless it is given.
  private func chunk(_ name: String, _ checksum: String) -> [UInt8] {
    [0, 0, 0, 0] + Array(name.utf8) + Samples.hex(checksum)
  }

  @Test func goodFilesAreAccepted() {
    for (validator, bytes) in Samples.all { #expect(validator.problem(with: bytes) == nil) }
  }

  @Test func aFileOfAnotherFormatIsRefused() {
    for (validator, bytes) in Samples.all {
      for other in BuiltInValidator.allCases where other != validator {
        // What is text may be a table of one column too.
        if validator != .png, validator != .gif, validator != .jpeg, other == .csv || other == .utf8
        {
          continue
        }
        #expect(other.problem(with: bytes) != nil, "\(validator) as \(other)")
      }
    }
  }

  @Test(arguments: BuiltInValidator.allCases) func nothingIsNoFile(validator: BuiltInValidator) {
    let problem = validator.problem(with: [])
    #expect(validator == .utf8 ? problem == nil : problem?.hasSuffix(": it is empty") ?? false)
  }

  @Test func aTruncatedImageIsRefused() {
    for (validator, bytes) in Samples.all.prefix(4) {
      for count in 1..<bytes.count {
        #expect(validator.problem(with: Array(bytes[..<count])) != nil, "\(validator) \(count)")
      }
    }
  }

  @Test func everyDamagedBitOfPNGIsFound() {
    for place in Samples.png.indices {
      for bit in 0..<8 {
        let bytes = Samples.png.replacing(at: place, with: [Samples.png[place] ^ 1 << bit])
        #expect(BuiltInValidator.png.problem(with: bytes) != nil, "bit \(bit) of byte \(place)")
      }
    }
  }

  @Test func problemsOfPNG() {
    let png = Samples.png
    #expect(
      BuiltInValidator.png.problem(with: png.replacing(at: 45, with: [0]))
        == "is no PNG image: the chunk IDAT at byte 33 has a wrong checksum"
    )
    expect(.png, refuses: Array("GIF89a".utf8), "the signature at byte 0 is missing")
    expect(.png, refuses: Array(png[..<40]), "it ends inside the chunk at byte 33")
    expect(.png, refuses: Array(png[..<60]), "it ends at byte 60 without IEND")
    expect(.png, refuses: png + [0], "something follows the chunk IEND at byte 72")
    expect(.png, refuses: Array(png[..<8] + png[33...]), "IDAT at byte 8 stands where IHDR must")
    expect(.png, refuses: Array(png[..<33] + png[8...]), "IHDR stands again at byte 33")
    expect(.png, refuses: Array(png[..<33] + png[60...]), "it has no image data before byte 45")
    let data = Array(png[33..<60])
    let text = Array(Samples.pngWithPalette[48..<63])
    let split = png[..<33] + data + text + data + png[60...]
    expect(.png, refuses: Array(split), "IDAT at byte 75 does not follow the others")
    let palette = Samples.pngWithPalette
    let late = palette[..<33] + palette[63..<85] + palette[33..<48] + palette[85...]
    expect(.png, refuses: Array(late), "no palette stands before the chunk IDAT at byte 33")
    let end = Array(png[60...])
    let unknown =
      png[..<33] + [0, 0, 0, 0] + Array("ABCD".utf8) + Samples.hex("db1720a5") + data + end
    expect(.png, refuses: Array(unknown), "ABCD at byte 33 is unknown")
    expect(.png, refuses: png.replacing(at: 37, with: [0x31]), "no chunk begins at byte 33")
    let wrongDepth = png.replacing(at: 24, with: [1] + png[25..<29] + Samples.hex("76508aac"))
    expect(.png, refuses: wrongDepth, "IHDR at byte 8 says 1 bits for the colour type 2")
  }

  @Test func problemsOfGIF() {
    let gif = Samples.gif
    #expect(BuiltInValidator.gif.problem(with: gif + Array("more".utf8)) == nil)
    expect(.gif, refuses: Array("GIF88a".utf8) + gif[6...], "the signature at byte 0 is missing")
    expect(
      .gif,
      refuses: Array(gif.dropLast()),
      "it ends at byte \(gif.count - 1) without a trailer"
    )
    expect(.gif, refuses: Array(gif[..<15]), "it ends inside the header at byte 6")
    expect(.gif, refuses: gif.replacing(at: 19, with: [0x22]), "\"\"\" at byte 19 begins no block")
    expect(
      .gif,
      refuses: Array(gif[..<27]) + [0x3B],
      "no image stands before the trailer at byte 27"
    )
    expect(.gif, refuses: gif.replacing(at: 32, with: [0, 0]), "byte 27 has 0 × 1 pixels")
    expect(.gif, refuses: gif.replacing(at: 37, with: [12]), "byte 27 has the code size 12")
    let colourless = Array(gif[..<10]) + [0] + gif[11..<13] + gif[19...]
    expect(.gif, refuses: Array(colourless), "byte 21 has no table of colours")
    let empty = gif[..<38] + [0, 0x3B]
    expect(.gif, refuses: Array(empty), "byte 27 has no data")
  }

  @Test func problemsOfJPEG() {
    let jpeg = Samples.jpeg
    let frame = 20 + 69
    #expect(BuiltInValidator.jpeg.problem(with: jpeg + [1, 2, 3]) == nil)
    expect(.jpeg, refuses: [0xFF, 0xD9], "the start of an image at byte 0 is missing")
    expect(.jpeg, refuses: Array(jpeg.dropLast(2)), "it ends inside the scan")
    expect(.jpeg, refuses: Array(jpeg[..<20]), "it ends at byte 20 without the end of the image")
    expect(.jpeg, refuses: Array(jpeg[..<20]) + [0xFF, 0xD9], "no scan stands before the end")
    expect(.jpeg, refuses: jpeg.replacing(at: 2, with: [0]), "no segment begins at byte 2")
    expect(.jpeg, refuses: jpeg.replacing(at: 4, with: [0, 1]), "byte 2 has the length 1")
    expect(.jpeg, refuses: jpeg.replacing(at: 24, with: [5]), "quantization tables at byte 20")
    expect(.jpeg, refuses: jpeg.replacing(at: frame + 9, with: [2]), "frame at byte 89 has a wrong")
    expect(.jpeg, refuses: jpeg.replacing(at: frame + 7, with: [0, 0]), "byte 89 has no pixels")
    expect(.jpeg, refuses: jpeg.replacing(at: frame + 18, with: [9]), "Huffman tables at byte 102")
    let frameless = Array(jpeg[..<frame] + jpeg[(frame + 13)...])
    expect(.jpeg, refuses: frameless, "no frame stands before the scan at byte")
    let twice = Array(jpeg[..<(frame + 13)] + jpeg[frame...])
    expect(.jpeg, refuses: twice, "a second frame begins at byte 102")
  }
}
