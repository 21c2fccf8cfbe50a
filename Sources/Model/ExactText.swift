/// A text as a key, equal to another one if its bytes are.
///
/// To a `String` a composed letter equals a decomposed one, which would make two instances one.
package struct ExactText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.isSame(as: right.text)
  }
}
