"""What git itself is asked to do: records, growth, and a tree of many files."""

import json
import os
import shlex
import subprocess

from . import shapes, table
from .measure import Contestant, Failure, interleave, remove, size
from .tools import Weir, git

BATCH = 100


def record(number):
    """A line about as long as those of `tasks.jsonl`."""
    digest = f"{number * 2654435761 % 2**64:016x}" * 4
    return json.dumps({
        "attempts": [{"exit": 0, "finished_at": "2026-11-21T03:12:05.123Z", "n": 1,
                      "started_at": "2026-11-21T03:12:05.117Z"}],
        "backend": "local", "fingerprint": digest, "host": "bench", "reason": {"kind": "first"},
        "schema": "weir/task/1", "status": "succeeded", "task": f"t{number}",
    }, sort_keys=True, separators=(",", ":")) + "\n"


def fast_import_stream(path, count):
    """One file a record in folders of 256, and a commit every BATCH records."""
    with open(path, "wb") as stream:
        def data(content):
            stream.write(b"data %d\n%s\n" % (len(content), content))

        for number in range(count):
            if number % BATCH == 0:
                stream.write(b"commit refs/heads/records\n")
                stream.write(b"committer bench <bench@localhost> %d +0000\n" % (10**9 + number))
                data(b"records")
            stream.write(b"M 100644 inline runs/%02x/%04x.json\n" % (number % 256, number // 256))
            data(record(number).encode())


def new_repository(folder, branch):
    remove(folder)
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", f"--initial-branch={branch}")


def fast_import(folder, stream, count):
    return Contestant(
        f"git fast-import, {BATCH} a commit", folder,
        ["sh", "-c", f"git fast-import --quiet < {shlex.quote(str(stream))}"], count,
        before=lambda _: new_repository(folder, "records"))


def records(folder, options):
    """Records into git; weir takes part where $WEIR_RECORDS says how.

    It is a command in which {repository}, {count} and {batch} are replaced.
    """
    count = 2000 if options.quick else 10_000
    stream = folder / "stream"
    fast_import_stream(stream, count)
    contestants = [fast_import(folder / "git", stream, count)]
    if command := os.environ.get("WEIR_RECORDS"):
        place = folder / "weir"
        words = [
            word.format(repository=place, count=count, batch=BATCH)
            for word in shlex.split(command)
        ]
        contestants.append(
            Contestant("weir", place, words, count, before=lambda _: new_repository(place, "main")))
    interleave(contestants, options.rounds or 5)
    note = "" if len(contestants) > 1 else "weir: set WEIR_RECORDS to the command that writes them."
    return table.race(
        f"records: {count:,} into git", contestants, contestants[0].label, "records", note)


def growth(folder, options):
    """What a task leaves in .git, and whether git finds it whole."""
    rows = []
    for count in [1000] if options.quick else [1000, 10_000]:
        stream = folder / "stream"
        fast_import_stream(stream, count)
        contestants = [fast_import(folder / "git", stream, count)]
        weir = Weir()
        if weir.is_available:
            place = folder / "weir"
            contestants.append(Contestant(
                "weir", place, weir.command(), count,
                before=lambda _: weir.prepare(shapes.flat(count), place)))
        for one in contestants:
            one.before(0)
            before, _ = size(one.folder / ".git")
            one.before = None
            interleave([one], 1)
            after, files = size(one.folder / ".git")
            check = subprocess.run(
                ["git", "-C", one.folder, "fsck", "--full", "--no-progress"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            verdict = "clean" if check.returncode == 0 and not check.stdout else (
                check.stdout.strip().splitlines() or [f"exit {check.returncode}"])[0]
            rows.append([
                one.label, count, one.failure or table.figure((after - before) / count),
                files, verdict])
    return table.markdown(
        "growth of .git", ["tool", "tasks", "bytes a task", "files in .git", "git fsck --full"],
        rows, "Each tool writes into a fresh repository; nothing is packed afterwards.")


def many_files(folder, options):
    """A task that sees the whole tree of a large commit, against ways to make that tree."""
    count = 10_000 if options.quick else 100_000
    source = folder / "source"
    new_repository(source, "main")
    stream = folder / "stream"
    with open(stream, "wb") as out:
        out.write(b"commit refs/heads/main\ncommitter bench <bench@localhost> 1000000000 +0000\n")
        out.write(b"data 5\nfiles\n")
        workflow = b'tasks: {look: {run: "true;", shell: sh, cache: false}}\n'
        out.write(b"M 100644 inline workflows/bench.yaml\ndata %d\n%s\n" % (len(workflow), workflow))
        for number in range(count):
            content = b"content of file %d\n" % number
            out.write(b"M 100644 inline tree/%03d/%06d.txt\n" % (number // 100, number))
            out.write(b"data %d\n%s\n" % (len(content), content))
    with open(stream, "rb") as ready:
        subprocess.run(["git", "-C", source, "fast-import", "--quiet"], stdin=ready, check=True)
    git(source, "reset", "--quiet", "--hard", "main")
    plain = folder / "plain"
    target = folder / "target"
    git(source, "checkout-index", "--all", f"--prefix={plain}/")

    def clear(_):
        remove(target)

    def whole(_):
        if size(target)[1] != count + 1:
            raise Failure("the tree is not whole")

    contestants = [
        Contestant("cp -al", folder, ["cp", "-al", plain, target], count, before=clear, after=whole),
        Contestant("cp -a", folder, ["cp", "-a", plain, target], count, before=clear, after=whole),
        Contestant(
            "git checkout-index", source, ["git", "checkout-index", "-a", f"--prefix={target}/"],
            count, before=clear, after=whole),
    ]
    weir = Weir()
    if weir.is_available:
        contestants.insert(0, Contestant("weir run", source, weir.command(), count))
    interleave(contestants, options.rounds or 3)
    return table.race(
        f"a folder of {count:,} files for one attempt", contestants, "cp -al", "files",
        "weir run: the whole command, with its record; the task reads nothing.")
