"""What is measured: dispatch, no-op and one change; the others stand in their own files."""

from . import fan_outs, repositories, shapes, startup, table
from .measure import Contestant, Failure, interleave, timed
from .python_tools import Doit, Dvc, Snakemake
from .tools import Make, Ninja, Parallel, Weir, git


def taking_part(options, kinds):
    tools = [kind() for kind in kinds]
    return [
        tool for tool in tools
        if tool.is_available and (options.only is None or tool.name in options.only)
    ]


def limited(tool, kind, count, options):
    limit = tool.limits.get(kind, count)
    return min(count, max(10, limit // 5) if options.quick and limit < count else limit)


def recorded_rows(folder):
    """How many tasks the records branch of a repository tells of."""
    files = git(folder, "ls-tree", "-r", "--name-only", "weir/runs").splitlines()
    rows = [file for file in files if file.rpartition("/")[2].startswith("tasks")]
    return sum(git(folder, "show", f"weir/runs:{file}").count("\n") for file in rows)


def dispatch(count):
    def scenario(folder, options):
        contestants = []
        for tool in taking_part(options, [Weir, Ninja, Make, Parallel, Doit, Snakemake, Dvc]):
            graph = shapes.flat(limited(tool, "run", count, options))
            place = folder / tool.name

            def fresh(_, tool=tool, graph=graph, place=place):
                tool.prepare(graph, place)

            def check(_, graph=graph, place=place):
                if (rows := recorded_rows(place)) != len(graph):
                    raise Failure(f"{rows} of {len(graph)} tasks are recorded")

            contestants.append(Contestant(
                tool.name, place, tool.command(), len(graph), before=fresh,
                after=check if tool.name == "weir" else None))
        interleave(contestants, options.rounds or (3 if options.quick or count > 1000 else 5))
        return table.race(
            f"dispatch: {count:,} independent tasks, two at a time", contestants, options.base,
            "tasks", "weir starts with a fresh repository and has committed every record at exit.")
    return scenario


def built(tool, graph, place):
    """A folder in which everything is up to date."""
    def setup():
        tool.prepare(graph, place)
        timed(tool.command(), place)
        timed(tool.command(), place)
    return setup


def noop(count):
    def scenario(folder, options):
        contestants = []
        for tool in taking_part(options, [Weir, Ninja, Make, Doit, Snakemake, Dvc]):
            if tool.limits.get("noop", count) < count and count > 10_000:
                continue
            graph = shapes.chains(limited(tool, "noop", count, options))
            place = folder / tool.name
            contestants.append(Contestant(
                tool.name, place, tool.command(), len(graph), setup=built(tool, graph, place)))
            if tool.name == "weir":
                contestants.append(Contestant(
                    "weir, new commit", place, tool.command(), len(graph),
                    before=lambda number, tool=tool, place=place: tool.change(
                        place, "README", f"unrelated {number}\n")))
        interleave(contestants, options.rounds or (3 if options.quick else 5))
        return table.race(
            f"no-op: {count:,} nodes in chains of 10, nothing to do", contestants, options.base,
            "nodes", "weir, new commit: a file that no task reads was changed and committed.")
    return scenario


def one_change(count):
    def scenario(folder, options):
        contestants = []
        for tool in taking_part(options, [Weir, Ninja, Make, Doit, Snakemake, Dvc]):
            graph = shapes.chains(limited(tool, "noop", count, options))
            place = folder / tool.name
            contestants.append(Contestant(
                tool.name, place, tool.command(), len(graph), setup=built(tool, graph, place),
                before=lambda number, tool=tool, place=place: tool.change(
                    place, "src/0", f"changed {number}\n")))
        interleave(contestants, options.rounds or (3 if options.quick else 5))
        return table.race(
            f"one change: {count:,} nodes in chains of 10, 10 of them affected", contestants,
            options.base, "nodes", "For weir the change is committed before the clock starts.")
    return scenario


ALL = {
    "dispatch-1k": dispatch(1000),
    "dispatch-10k": dispatch(10_000),
    "noop-1k": noop(1000),
    "noop-10k": noop(10_000),
    "noop-100k": noop(100_000),
    "change-10k": one_change(10_000),
    "instances-10k": fan_outs.instances,
    "table-100k": fan_outs.rows_of_a_table,
    "startup": startup.scenario,
    "records": repositories.records,
    "growth": repositories.growth,
    "files-100k": repositories.many_files,
}
