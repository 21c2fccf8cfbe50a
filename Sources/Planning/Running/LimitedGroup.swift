import Model

/// The instances of one fan-out with `max_parallel`.
struct LimitedGroup: Sendable {
  private let limit: MaxParallel
  /// Instances that run, by the item that they were cut from; none for an item whose turn it is.
  private var running: [String: Int] = [:]
  private var held: [String: ReadyQueue] = [:]
  /// Items of which nothing runs yet, the longest waiting first; those before `next` have had
  /// their turn.
  private var waiting: [String] = []
  private var next = 0

  init(_ limit: MaxParallel) {
    self.limit = limit
  }

  /// The item whose instances count together; where all instances count together, there is one.
  private func origin(_ item: FanOutItem?) -> String {
    limit.instances == nil ? item?.origin ?? "" : ""
  }

  /// How many instances of an item may run at once.
  private var each: Int { limit.instances ?? limit.each ?? .max }

  /// Counts an instance as running if there is room for it.
  mutating func start(_ item: FanOutItem?) -> Bool {
    let origin = origin(item)
    let count = running[origin] ?? 0
    guard count < each, running[origin] != nil || running.count < limit.items ?? .max else {
      return false
    }
    running[origin] = count + 1
    return true
  }

  /// Keeps an instance until there is room for it.
  mutating func hold(_ entry: ReadyQueue.Entry, _ item: FanOutItem?) {
    let origin = origin(item)
    if running[origin] == nil, held[origin] == nil { waiting.append(origin) }
    held[origin, default: ReadyQueue()].insert(entry)
  }

  /// What may be tried instead of an instance that has ended.
  mutating func end(_ item: FanOutItem?) -> [ReadyQueue.Entry] {
    let origin = origin(item)
    let count = (running[origin] ?? 1) - 1
    if let entry = take(from: origin) {
      running[origin] = count
      return [entry]
    }
    running[origin] = count > 0 ? count : nil
    guard count == 0 else { return [] }
    while next < waiting.count {
      let other = waiting[next]
      next += 1
      var entries: [ReadyQueue.Entry] = []
      while entries.count < each, let entry = take(from: other) { entries.append(entry) }
      guard !entries.isEmpty else { continue }
      running[other] = 0
      return entries
    }
    return []
  }

  private mutating func take(from origin: String) -> ReadyQueue.Entry? {
    let entry = held[origin]?.removeFirst()
    if held[origin]?.isEmpty ?? false { held[origin] = nil }
    return entry
  }

  /// Every instance that is kept.
  mutating func removeAll() -> [ReadyQueue.Entry] {
    defer {
      (held, waiting, next) = ([:], [], 0)
      running = running.filter { $0.value > 0 }
    }
    return held.keys.sorted().flatMap { held[$0]?.removeAll() ?? [] }
  }
}
