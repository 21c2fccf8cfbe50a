import Engine
import Foundation
import Supervision

/// The connection of a run to its supervisor, with a thread of its own that listens.
final class SupervisorLine: Sendable {
  /// The host's variables that every attempt gets.
  let environment: EnvironmentID
  private let client: SupervisorClient

  /// Host variables that pass by themselves.
  static let inherited = ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR"]

  /// `hear`: gets the facts in order, on the listening thread; nil when it is gone.
  init(
    _ around: LocalBackend.Surroundings,
    slots: Int,
    hear: @escaping @Sendable ([Fact]?) -> Void
  ) throws(EngineError) {
    let host = around.hostEnvironment
    let inherited = Self.inherited.compactMap { name in host[name].map { "\(name)=\($0)" } }
    do throws(SupervisionError) {
      client = try SupervisorClient.start(
        SupervisorSettings(
          executable: around.executable,
          directory: around.supervisorFolder,
          slots: slots,
          marker: around.marker
        ),
        environment: inherited
      )
      environment = try client.define(inherited)
    } catch {
      throw EngineError("could not start the supervisor of this run: \(error)")
    }
    let client = client
    Thread.detachNewThread {
      while let facts = try? client.nextEvents() { hear(facts) }
      hear(nil)
    }
  }

  func submit(_ orders: [AttemptOrder]) throws(EngineError) {
    do throws(SupervisionError) {
      try client.submit(orders)
    } catch {
      throw EngineError("could not reach the supervisor of this run: \(error)")
    }
  }

  /// Tells the supervisor something; one that is gone is noticed by the listening thread.
  func tell(_ body: (SupervisorClient) throws(SupervisionError) -> Void) {
    do throws(SupervisionError) { try body(client) } catch {}
  }
}
