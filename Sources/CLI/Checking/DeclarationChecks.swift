import Model
import Validation
import WorkflowFiles

/// Checks the names that a workflow uses and others declare: backends and shells of the settings,
/// programs that check files, workflows that it calls.
struct DeclarationChecks {
  /// Nil if they are wrong, which is told elsewhere.
  let settings: Settings?
  let calls: WorkflowCalls
  /// What the folder of validators holds.
  let validators: [String]

  func problems(of workflow: Workflow) -> [Diagnostic] {
    var found = unknownValidators(of: workflow)
    if let settings { found += WorkflowChecker.check(workflow, settings: settings) }
    return found + calls.problems(of: workflow)
  }

  /// Validators of params that are neither built in nor a program.
  private func unknownValidators(of workflow: Workflow) -> [Diagnostic] {
    workflow.params.flatMap { param in
      param.constraints.validators.compactMap { validator in
        guard case .named(let name) = validator, BuiltInValidator(rawValue: name) == nil,
          !validators.contains(where: { ValidatorPrograms.isProgram($0, of: name) })
        else { return nil }
        return Diagnostic(
          .error,
          file: workflow.file,
          location: param.location,
          message: ValidatorPrograms.unknown(name),
          hint: Spelling.closest(to: name, among: BuiltInValidator.allCases.map(\.rawValue))
            .map { "did you mean \"\($0)\"?" }
        )
      }
    }
  }
}
