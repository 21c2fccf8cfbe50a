import ArgumentParser

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
}
