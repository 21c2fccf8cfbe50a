extension [UInt8] {
  /// Lends the bytes; unlike `withUnsafeBytes` it keeps the type of the error.
  func lend<Value>(
    _ body: (UnsafeRawBufferPointer) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    try withUnsafeBufferPointer { (buffer) throws(GitError) in
      try body(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Lends the bytes to be changed.
  mutating func lendMutable<Value>(
    _ body: (UnsafeMutableRawBufferPointer) throws(GitError) -> Value
  ) throws(GitError) -> Value {
    try withUnsafeMutableBufferPointer { (buffer) throws(GitError) in
      try body(UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
