import CLI
import Glibc

exit(await WeirCommand.run(Array(CommandLine.arguments.dropFirst())))
