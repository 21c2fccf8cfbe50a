"""How long a command takes that has nothing to do, from process start to exit."""

from . import shapes, table
from .measure import Contestant, interleave, timed
from .python_tools import Doit, Snakemake
from .tools import Make, Ninja, Weir, git


def scenario(folder, options):
    graph = shapes.chains(10)
    contestants = []

    def add(tool, commands, setup):
        if not tool.is_available or (options.only and tool.name not in options.only):
            return
        for label, command in commands:
            contestants.append(Contestant(label, folder / tool.name, command, setup=setup))
            setup = None

    weir = Weir()
    for tool in [weir, Ninja(), Make(), Doit(), Snakemake()]:
        place = folder / tool.name

        def setup(tool=tool, place=place):
            tool.prepare(graph, place)
            timed(tool.command(), place)

        if tool is weir:
            arguments = [["version"], ["status"], ["check"], ["log"]]
            commands = [(f"weir {words[0]}", [weir.program, *words]) for words in arguments]
            add(tool, commands[:1] + [("weir run, nothing to do", tool.command())] + commands[1:],
                setup)
        else:
            add(tool, [(f"{tool.name}, nothing to do", tool.command())], setup)

    plain = folder / "git"
    plain.mkdir()
    git(plain, "init", "--quiet", "--initial-branch=main")
    git(plain, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "--quiet",
        "--allow-empty", "--message=first")
    contestants += [
        Contestant("git status", plain, ["git", "status"]),
        Contestant("git log -1", plain, ["git", "log", "-1"]),
    ]
    interleave(contestants, options.rounds or (5 if options.quick else 20))
    rows = []
    for one in contestants:
        if one.turns:
            fastest = min(turn.seconds for turn in one.turns.values())
            rows.append([
                one.label, table.figure(one.median("seconds") * 1000),
                table.figure(fastest * 1000), table.figure(one.median("peak"))])
        else:
            rows.append([one.label, one.failure or "not run", "", ""])
    return table.markdown(
        "start-up: a repository with a workflow of 10 tasks",
        ["command", "median ms", "fastest ms", "peak MiB"], rows,
        "Each figure holds about 1 ms of /usr/bin/time.")
