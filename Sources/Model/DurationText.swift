extension Duration {
  /// `0.4 s`, `41 s`, `3 m 20 s`, `2 h 5 m`, `4 d 1 h`.
  package var forPeople: String {
    let milliseconds = wholeMilliseconds
    let seconds = milliseconds / 1000
    if milliseconds < 10_000 {
      return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) m \(seconds % 60) s" }
    if seconds < 86_400 { return "\(seconds / 3600) h \(seconds % 3600 / 60) m" }
    return "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
  }
}
