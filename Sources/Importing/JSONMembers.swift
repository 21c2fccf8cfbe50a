import Model

/// Takes members of expected kinds out of foreign JSON, and remembers what is wrong with them.
struct JSONMembers {
  private(set) var problems: [ImportRemark] = []
  private(set) var warnings: [ImportRemark] = []

  mutating func refuse(_ pointer: String, _ message: String) {
    problems.append(ImportRemark(at: pointer, message))
  }

  mutating func warn(_ pointer: String, _ message: String) {
    warnings.append(ImportRemark(at: pointer, message))
  }

  mutating func text(_ key: String, of place: JSONPlace) -> String? {
    guard let member = place[key] else {
      refuse(place.pointer, "\"\(key)\" is missing")
      return nil
    }
    guard let text = member.value.string, !text.isEmpty else {
      refuse(member.pointer, "\"\(key)\" is a text that is not empty, not \(kind(of: member))")
      return nil
    }
    return text
  }

  private func kind(of place: JSONPlace) -> String {
    place.value == "" ? "an empty one" : place.value.kindName
  }

  mutating func map(_ key: String, of place: JSONPlace) -> JSONPlace? {
    guard let member = place[key] else {
      refuse(place.pointer, "\"\(key)\" is missing")
      return nil
    }
    guard member.value.object != nil else {
      refuse(member.pointer, "\"\(key)\" is a map, not \(member.value.kindName)")
      return nil
    }
    return member
  }

  mutating func list(
    _ key: String,
    of place: JSONPlace,
    isRequired: Bool
  ) -> [JSONPlace] {
    guard let member = place[key] else {
      if isRequired { refuse(place.pointer, "\"\(key)\" is missing") }
      return []
    }
    guard member.value.array != nil else {
      refuse(member.pointer, "\"\(key)\" is a list, not \(member.value.kindName)")
      return []
    }
    return member.elements
  }

  mutating func tasks(_ key: String, of place: JSONPlace) -> [JSONPlace] {
    let tasks = list(key, of: place, isRequired: true)
    if place[key]?.value == [] { refuse("\(place.pointer)/\(key)", "there is no task") }
    return tasks
  }

  mutating func references(
    _ key: String,
    of place: JSONPlace,
    isRequired: Bool
  ) -> [WfTraceTask.Reference] {
    list(key, of: place, isRequired: isRequired).compactMap { element in
      guard let text = element.value.string, !text.isEmpty else {
        refuse(element.pointer, "an entry of \"\(key)\" is a text, not \(kind(of: element))")
        return nil
      }
      return WfTraceTask.Reference(text: text, pointer: element.pointer)
    }
  }

  mutating func size(of place: JSONPlace, keys: [String]) -> Int64? {
    guard let member = keys.lazy.compactMap({ place[$0] }).first else {
      warn(place.pointer, "\"\(keys[0])\" is missing; a small size is taken")
      return nil
    }
    guard let size = member.value.double, size >= 0, size < 9e18 else {
      refuse(member.pointer, "a size is a number of bytes")
      return nil
    }
    return Int64(size)
  }

  mutating func runtime(of place: JSONPlace, keys: [String]) -> Double? {
    guard let member = keys.lazy.compactMap({ place[$0] }).first else { return nil }
    guard let seconds = member.value.double, seconds >= 0 else {
      refuse(member.pointer, "a runtime is a number of seconds")
      return nil
    }
    return seconds
  }
}
