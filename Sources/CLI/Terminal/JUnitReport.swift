import Model
import Planning

enum JUnitReport {
  static func text(_ run: RunRecord, _ machine: RunMachine) -> String { "" }
}

enum GitHubReport {
  static func show(_ run: RunRecord, _ machine: RunMachine, summaryFile: String?) {}
}
