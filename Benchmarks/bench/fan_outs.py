"""Fan-outs: instances against tasks written one by one, and a table of many rows."""

import json

from . import shapes, table
from .measure import Contestant, Failure, interleave, remove, size
from .tools import Weir, git

WORKFLOW = """defaults: {shell: sh}
tasks:
  each:
    foreach: {table: data/rows.csv, key: "${{ item.name }}"}
    run: "true;"
    inputs: []
"""


class Table(Weir):
    """A workflow with one task and an instance of it a row."""

    def prepare(self, count, folder):
        git(folder.parent, "init", "--quiet", "--initial-branch=main", str(folder))
        git(folder, "config", "user.name", "bench")
        git(folder, "config", "user.email", "bench@localhost")
        for part in ("workflows", "data"):
            (folder / part).mkdir()
        (folder / "workflows/bench.yaml").write_text(WORKFLOW)
        rows = "".join(f"r{number:06d},{number * 7 % 1000}\n" for number in range(count))
        self.change(folder, "data/rows.csv", "name,reads\n" + rows)

    def add_row(self, folder, number):
        text = (folder / "data/rows.csv").read_text()
        middle = text.index("\n", len(text) // 2) + 1
        self.change(folder, "data/rows.csv", f"{text[:middle]}new{number},1\n{text[middle:]}")


def last_run(folder):
    """The record of the last run, and its rows."""
    path = git(folder, "log", "-1", "--format=", "--name-only", "weir/runs").splitlines()[0]
    run = path.rpartition("/")[0]
    files = git(folder, "ls-tree", "--name-only", "weir/runs", f"{run}/").splitlines()
    rows = [
        json.loads(line) for file in files if "/tasks" in file
        for line in git(folder, "show", f"weir/runs:{file}").splitlines()
    ]
    return json.loads(git(folder, "show", f"weir/runs:{run}/run.json")), rows


def expect_rows(folder, ran, count):
    record, rows = last_run(folder)
    if len(rows) != count or record["counts"].get("succeeded", 0) != ran:
        raise Failure(f"{len(rows)} of {count} rows; counts are {record['counts']}")


def instances(folder, options):
    """10,000 instances of a trivial task beside as many tasks that know nothing of each other."""
    count = 1000 if options.quick else 10_000
    tasks, rows = Weir(), Table()
    if not tasks.is_available:
        return "There is no weir to measure.\n"
    flat, fanned = folder / "tasks", folder / "instances"

    def fresh(tool, graph, place):
        def before(_):
            remove(place)
            tool.prepare(graph, place)
        return before

    contestants = [
        Contestant("independent tasks", flat, tasks.command(), count,
                   before=fresh(tasks, shapes.flat(count), flat)),
        Contestant("instances of one task", fanned, rows.command(), count,
                   before=fresh(rows, count, fanned),
                   after=lambda _: expect_rows(fanned, count, count)),
    ]
    interleave(contestants, options.rounds or 3)
    stored, _ = size(fanned / ".git/objects")
    files = len(git(fanned, "ls-tree", "-r", "--name-only", "weir/runs").splitlines())
    return table.race(
        f"fan-out: {count:,} instances", contestants, "independent tasks", "tasks",
        f"The record of the instances is {files} files; `.git/objects` holds "
        f"{stored // count} bytes a row, source and progress commits included.")


def rows_of_a_table(folder, options):
    """What a large table costs before anything runs, and when a row is added to it."""
    count = 10_000 if options.quick else 100_000
    weir = Table()
    if not weir.is_available:
        return "There is no weir to measure.\n"
    place = folder / "table"
    added = iter(range(1, 1000))

    def first_run():
        weir.prepare(count, place)
        Contestant("first", place, weir.command(), count).take_turn(0)

    def one_more(_):
        weir.add_row(place, next(added))

    def one_ran(_):
        record, _ = last_run(place)
        if record["counts"].get("succeeded") != 1:
            raise Failure(f"counts are {record['counts']}")

    contestants = [
        Contestant("git status", place, ["git", "status"], count, setup=first_run),
        Contestant("weir check", place, [weir.program, "check"], count),
        Contestant("weir plan, a row added", place, [weir.program, "plan", "bench", "--json"],
                   count, before=one_more),
        Contestant("weir run, a row added", place, weir.command(), count,
                   before=one_more, after=one_ran),
    ]
    # What plan is asked about is run before the next row is added, so that one instance runs.
    contestants[2].after = lambda _: Contestant("", place, weir.command()).take_turn(0)
    interleave(contestants, options.rounds or 3)
    return table.race(
        f"table: {count:,} rows, one instance a row", contestants, "git status", "rows",
        "weir run: decides, runs the new row and commits a record of all rows.")
