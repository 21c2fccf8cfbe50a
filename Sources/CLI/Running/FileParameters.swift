import Git
import Glibc
import Hashing
import Model
import Planning
import Validation

/// The values of params of the type `file`: files of this machine become part of the run, files of
/// the commit stay where they are; both are checked before anything runs.
struct FileParameters {
  let repository: Repository
  let tree: ObjectID
  let environment: [String: String]
  /// Bytes of a file in git; larger ones stand in the local store.
  let limit: Int64

  /// A file of this machine that becomes part of a run.
  struct Given: Sendable {
    let file: SubmittedFile
    let bytes: [UInt8]
  }

  /// Reads and checks the values; `given` are the params that a person named, in place of which
  /// the path is put that tasks find the file at.
  func resolve(
    _ params: [ParameterDefinition],
    given: Set<String>,
    values: inout [String: JSONValue]
  ) async throws -> (files: [Given], problems: [String]) {
    var files: [Given] = []
    var problems: [String] = []
    for param in params where param.kind == .file {
      guard let path = values[param.name]?.string else { continue }
      do throws(CommandFailure) {
        let bytes: [UInt8]
        if given.contains(param.name) {
          let file = try self.file(param.name, path)
          bytes = file.bytes
          values[param.name] = .string(file.file.path)
          files.append(file)
        } else {
          bytes = try await committed(path)
        }
        for validator in param.constraints.validators {
          if let problem = try await problem(with: bytes, path, validator) {
            problems.append("param \"\(param.name)\": \(path) \(problem)")
          }
        }
      } catch {
        guard error.status == .invalid else { throw error }
        problems.append("param \"\(param.name)\": \(error.message ?? path)")
      }
    }
    return (files, problems)
  }

  private func file(_ param: String, _ path: String) throws(CommandFailure) -> Given {
    guard let bytes = SmallFile.read(path) else {
      throw CommandFailure(.invalid, "the file \(path) cannot be read")
    }
    let name = path.cut(at: "/", keepingEmpty: false).last ?? path
    let place = "params/\(param)/\(name)"
    if let reason = RepositoryPath.problem(with: place) {
      throw CommandFailure(.invalid, "the file's name \"\(name)\" \(reason)")
    }
    do throws(GitError) {
      let size = Int64(bytes.count)
      let file = SubmittedFile(
        param: param,
        path: place,
        id: try BlobHash.of(bytes),
        size: size,
        store: size <= limit ? .git : .local
      )
      return Given(file: file, bytes: bytes)
    } catch {
      throw CommandFailure(.infrastructure, "the file \(path) cannot be hashed: \(error)")
    }
  }

  private func committed(_ path: String) async throws(CommandFailure) -> [UInt8] {
    let wanted = RepositoryPath.normalized(path)
    do {
      if let entry = try await repository.entry(at: wanted, in: tree), entry.isFile {
        return try await repository.blob(entry.id)
      }
    } catch {
      throw CommandFailure(.infrastructure, "\(path) cannot be read: \(error)")
    }
    throw CommandFailure(.invalid, "the commit has no file \"\(path)\"")
  }

  private func problem(
    with bytes: [UInt8],
    _ path: String,
    _ validator: ValidatorReference
  ) async throws(CommandFailure) -> String? {
    switch validator {
    case .pattern(let text):
      guard let pattern = try? LinearPattern(text) else { return "has an invalid pattern" }
      return FileValidator.pattern(pattern).problem(with: bytes)
    case .named(let name):
      let programs = ValidatorPrograms(
        repository: repository,
        tree: tree,
        environment: environment
      )
      if let program = try await programs.find(name) {
        return try programs.problem(with: bytes, path, program)
      }
      guard let known = BuiltInValidator(rawValue: name) else {
        throw CommandFailure(.invalid, ValidatorPrograms.unknown(name))
      }
      return known.problem(with: bytes)
    }
  }
}
