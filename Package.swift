// swift-tools-version: 6.2
// The module graph: a target may import only what stands below it here.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

/// One box of the diagram in docs/architecture.md.
func box(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func suite(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "weir",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "weir", targets: ["weir"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // values
    box("Hashing"),
    box("Model", ["Hashing"]),
    // pure
    box("WorkflowFiles", ["Model", yams]),
    box("Planning", ["Model", "Hashing", crypto]),
    box("Drawing", ["Model"]),
    box("Validation", ["Model"]),
    // the loop and the protocols that it needs
    box("Engine", ["Planning", "Model", "Hashing"]),
    // adapters; none knows another
    .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CSpawn"),
    .target(name: "CGitShim", dependencies: ["CLibgit2"]),
    box("Git", ["Hashing", "CLibgit2", "CGitShim", "CZlib", crypto]),
    box("Ledger", ["Engine", "Planning", "Model", "Hashing", "Git"]),
    box("Databases", [grdb]),
    box("Journal", ["Engine", "Model", "Hashing", "Databases", grdb]),
    box("Indexing", ["Engine", "Planning", "Model", "Hashing", "Databases", grdb]),
    box("Supervision", ["Hashing", "CSpawn"]),
    box("Backends", ["Engine", "Planning", "Model", "Hashing", "Supervision", "CSpawn"]),
    box("Importing", ["Model"]),
    // stands in for the product in tests of the supervisor
    .executableTarget(
      name: "supervise-probe",
      dependencies: ["Supervision"],
      swiftSettings: strict
    ),
    // wiring
    box(
      "CLI",
      [
        "Hashing", "Model", "WorkflowFiles", "Planning", "Drawing", "Validation", "Engine", "Git",
        "Ledger", "Journal", "Indexing", "Supervision", "Backends", "Importing", argumentParser,
      ]
    ),
    .executableTarget(name: "weir", dependencies: ["CLI"], swiftSettings: strict),
    // the ledger's way of writing alone, for Benchmarks/run
    .executableTarget(
      name: "record-bench",
      dependencies: ["Git", "Hashing"],
      path: "Benchmarks/records",
      swiftSettings: strict
    ),
    // tests
    .target(
      name: "TestSupport",
      dependencies: ["WorkflowFiles", "Engine", "Planning", "Model", "Hashing", "Git"],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    suite(
      "BackendsTests",
      [
        "Backends", "TestSupport", "Engine", "Planning", "Model", "Hashing", "CSpawn",
        "supervise-probe",
      ]
    ),
    suite("CLITests", ["CLI", "Git", "Model", "Supervision", "TestSupport", "weir"]),
    suite("DrawingTests", ["Drawing", "Model"]),
    suite("EngineTests", ["Engine", "TestSupport", "Planning", "Model", "Hashing"]),
    suite("GitTests", ["Git", "Hashing"]),
    suite("HashingTests", ["Hashing"]),
    suite("ImportingTests", ["Importing", "Model"]),
    suite(
      "IndexingTests",
      ["Indexing", "TestSupport", "Engine", "Planning", "Model", "Hashing", grdb]
    ),
    suite("JournalTests", ["Journal", "TestSupport", "Engine", "Model", "Hashing"]),
    suite(
      "LedgerTests",
      ["Ledger", "TestSupport", "Engine", "Planning", "Model", "Hashing", "Git"]
    ),
    suite("ModelTests", ["Model", "TestSupport", "Hashing"]),
    suite("PlanningTests", ["Planning", "WorkflowFiles", "TestSupport", "Model", "Hashing"]),
    suite("RecordsTests", ["Git", "Hashing", "weir"]),
    suite("RunDisplayTests", ["CLI", "Engine", "Hashing", "Model", "Planning", "weir"]),
    suite("SchemaTests", ["WorkflowFiles", "TestSupport", "Git", "Model"]),
    suite("SupervisionTests", ["Supervision", "CSpawn", "supervise-probe"]),
    suite("ValidationTests", ["Validation", "TestSupport", "Model", "Hashing"]),
    .testTarget(
      name: "WorkflowFilesTests",
      dependencies: ["WorkflowFiles", "Model"],
      exclude: ["Fixtures"],
      swiftSettings: strict
    ),
  ]
)
