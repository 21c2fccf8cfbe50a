import Supervision

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// Stands in for the product where tests need a supervisor and nothing else.
exit(SupervisorMain.run(arguments: Array(CommandLine.arguments.dropFirst(2))))
