import CGitShim
import Glibc

/// One run of a program with its output caught; blocks until it has ended.
package struct ChildProcess: Sendable {
  /// The absolute path of the program.
  let program: String
  let arguments: [String]
  /// NAME=value.
  let environment: [String]
  let folder: String
  let input: [UInt8]
  /// Seconds.
  let timeout: Int
  /// Bytes to keep of each output.
  let outputLimit: Int

  package init(
    program: String,
    arguments: [String],
    environment: [String],
    folder: String,
    input: [UInt8],
    timeout: Int,
    outputLimit: Int
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.input = input
    self.timeout = timeout
    self.outputLimit = outputLimit
  }

  /// Runs to the end; a program that outlives its time is killed.
  package func run() throws(GitError) -> GitProgram.Outcome {
    let source = try inputFile()
    let output = try Pipe()
    let errors = try Pipe()
    var process: pid_t = 0
    let code = ChildProcess.withPointers([program] + arguments) { arguments in
      ChildProcess.withPointers(environment) { environment in
        gitshim_spawn(
          &process,
          program,
          arguments,
          environment,
          folder,
          source.number,
          output.writeEnd.number,
          errors.writeEnd.number
        )
      }
    }
    if code != 0 { throw .io(operation: "starting", path: program, errno: code) }
    return collect(process, output.closingWriteEnd(), errors.closingWriteEnd())
  }

  private func collect(
    _ process: pid_t,
    _ output: consuming Descriptor,
    _ errors: consuming Descriptor
  ) -> GitProgram.Outcome {
    var texts: [[UInt8]] = [[], []]
    let descriptors = [output.number, errors.number]
    var isOpen = [true, true]
    let deadline = ChildProcess.now() + timeout * 1000
    var isTimedOut = false
    while isOpen.contains(true) {
      let left = deadline - ChildProcess.now()
      if left <= 0 {
        isTimedOut = true
        // It leads a session of its own, so this reaches what it started.
        kill(-process, SIGKILL)
        kill(process, SIGKILL)
        break
      }
      var polled = [0, 1].map { index in
        pollfd(fd: isOpen[index] ? descriptors[index] : -1, events: Int16(POLLIN), revents: 0)
      }
      if poll(&polled, 2, Int32(clamping: left)) <= 0 { continue }
      for index in 0..<2 where polled[index].revents != 0 {
        isOpen[index] = take(descriptors[index], &texts[index])
      }
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return GitProgram.Outcome(
      exit: signal == 0 ? status >> 8 & 0xff : 128 + signal,
      output: texts[0],
      errors: texts[1],
      isTimedOut: isTimedOut
    )
  }

  /// Reads what is there; false at the end.
  private func take(_ descriptor: Int32, _ text: inout [UInt8]) -> Bool {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 { return errno == EINTR || errno == EAGAIN }
      text.append(contentsOf: buffer[..<min(count, max(0, outputLimit - text.count))])
      return count > 0
    }
  }

  /// A file, because a pipe nobody reads would end this process.
  private func inputFile() throws(GitError) -> Descriptor {
    if input.isEmpty { return try Descriptor("/dev/null", O_RDONLY) }
    var template = Array("/tmp/weir-input-XXXXXX".utf8CString)
    let number = mkstemp(&template)
    if number < 0 { throw .io(operation: "making", path: "/tmp/weir-input", errno: errno) }
    unlink(template)
    let file = Descriptor(owning: number, path: "/tmp/weir-input")
    try file.write(input, at: 0)
    return file
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  private static func withPointers<Value>(
    _ texts: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
      .allocate(capacity: texts.count + 1)
    for (position, text) in texts.enumerated() { pointers[position] = strdup(text) }
    pointers[texts.count] = nil
    defer {
      for position in texts.indices { free(pointers[position]) }
      pointers.deallocate()
    }
    return body(pointers)
  }
}

/// Both ends of a pipe.
private struct Pipe: ~Copyable {
  let readEnd: Descriptor
  let writeEnd: Descriptor

  init() throws(GitError) {
    var ends: [Int32] = [-1, -1]
    // Both ends must not leak into a program that another thread starts at this moment.
    if gitshim_pipe(&ends) != 0 { throw .io(operation: "making", path: "a pipe", errno: errno) }
    readEnd = Descriptor(owning: ends[0], path: "pipe")
    writeEnd = Descriptor(owning: ends[1], path: "pipe")
  }

  consuming func closingWriteEnd() -> Descriptor { readEnd }
}
