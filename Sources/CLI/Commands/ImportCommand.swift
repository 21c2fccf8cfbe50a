import ArgumentParser
import Git
import Glibc
import Importing
import Model

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turns a foreign definition into workflow files.",
    discussion: "What cannot be carried over is warned about; an invalid file writes nothing."
  )

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case wfformat
  }

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The kind of definition: wfformat (WfCommons traces).")
  var kind: Kind

  @Argument(help: "The files to import.")
  var files: [String]

  @Option(name: [.customShort("o"), .customLong("output")], help: "The folder to write below.")
  var output: String?

  @Option(help: "The workflow's name.")
  var name: String?

  @Option(help: "Bytes of the largest file that imported tasks make.")
  var maxFileSize: Int64 = 16_384

  @Option(help: "Bytes of all files together.")
  var maxTotalSize: Int64 = 2_097_152

  func run() async throws {
    let root = try output ?? repositoryRoot()
    var generated: [GeneratedFile] = []
    for file in files { generated += try imported(file) }
    for file in generated { try write(file, below: root) }
    if options.json {
      Output.line(JSONWriter.compact(["wrote": .array(generated.map { .string($0.path) })]))
    } else if !options.quiet {
      for file in generated { Output.line("wrote \(file.path)") }
    }
  }

  private func repositoryRoot() throws -> String {
    guard let root = try Repository.discover(from: ".").location.workTree else {
      throw CommandFailure(.invalid, "this is a bare repository", hint: "name a folder with -o")
    }
    return root
  }

  private func imported(_ path: String) throws -> [GeneratedFile] {
    guard let text = SmallFile.read(path) else {
      throw CommandFailure(.invalid, "could not read \(path): \(String(cString: strerror(errno)))")
    }
    func place(_ remark: ImportRemark) -> String {
      let location = JSONPointer.location(of: remark.pointer, in: text)
      return "\(path):\(location.line):\(location.column)"
    }
    do {
      let imported = try WfFormat.files(
        from: JSONReader.parse(text),
        name: name,
        scale: WfScale(maximumFileSize: maxFileSize, maximumTotalSize: maxTotalSize)
      )
      for warning in imported.warnings {
        Output.error("\(place(warning)): warning: \(warning.message)")
      }
      return imported.files
    } catch let error as ImportError {
      for problem in error.problems { Output.error("\(place(problem)): error: \(problem.message)") }
      throw CommandFailure(.invalid, nil)
    } catch let error as JSONError {
      throw CommandFailure(.invalid, "\(path) is no JSON: \(error)")
    }
  }

  private func write(_ file: GeneratedFile, below root: String) throws {
    var folder = root
    for part in file.path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o777)
    }
    let target = "\(root)/\(file.path)"
    let mode: mode_t = file.isExecutable ? 0o777 : 0o666
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      throw CommandFailure(
        .infrastructure,
        "could not write \(target): \(String(cString: strerror(errno)))"
      )
    }
    defer { close(descriptor) }
    let count = file.contents.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count == file.contents.count else {
      throw CommandFailure(
        .infrastructure,
        "could not write \(target): \(String(cString: strerror(errno)))"
      )
    }
  }
}
