import ArgumentParser
import Glibc

/// The options that every command takes.
struct GlobalOptions: ParsableArguments {
  enum Color: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never
  }

  @Option(name: .customShort("C"), help: "Work as if started in this folder.")
  var directory = "."

  @Flag(name: .shortAndLong, help: "Say nothing but errors.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more.")
  var verbose = false

  @Flag(help: "Print JSON on stdout.")
  var json = false

  @Option(help: "Colour: auto, always or never.")
  var color = Color.auto

  /// Goes to the folder, so that all paths are meant from there.
  func validate() throws {
    guard directory != "." else { return }
    let target = directory.hasPrefix("/") ? directory : "\(Self.start)/\(directory)"
    guard chdir(target) == 0 else {
      throw ValidationError("-C \(directory): \(String(cString: strerror(errno)))")
    }
  }

  /// Where the program was started; the options may be validated more than once.
  private static let start = {
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getcwd(&buffer, buffer.count) != nil else { return "." }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
