"""Runs contestants in turn and keeps what each turn cost."""

import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

ENVIRONMENT = dict(os.environ, DO_NOT_TRACK="1", DVC_NO_ANALYTICS="1", NO_COLOR="1")


@dataclass
class Turn:
    seconds: float
    cpu_seconds: float
    #: Of the largest process that was waited for, in MiB; nan where it is not known.
    peak: float


class Failure(Exception):
    """A command that did not do what it was measured for."""


def timed(command, folder, timeout=900):
    """One command from start to exit.

    The peak is taken by /usr/bin/time, because a child of this process would be charged with the
    memory that this process had when it forked.
    """
    usage = pathlib.Path(folder).parent / ".usage"
    errors = pathlib.Path(folder).parent / ".errors"
    prefix = []
    if os.access("/usr/bin/time", os.X_OK):
        prefix = ["/usr/bin/time", "--quiet", "--format=%M", f"--output={usage}"]
    with open(errors, "w") as sink:
        start = time.monotonic()
        process = subprocess.Popen(
            [*prefix, *map(str, command)], cwd=folder, env=ENVIRONMENT, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=sink)
        previous = signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.alarm(timeout)
        try:
            _, status, resources = os.wait4(process.pid, 0)
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, previous)
        seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        said = errors.read_text(errors="replace").strip().splitlines()[-1:] or ["nothing said"]
        raise Failure(f"exit {process.returncode} after {seconds:.1f} s: {said[0][:160]}")
    peak = float(usage.read_text().split()[-1]) / 1024 if prefix else float("nan")
    return Turn(seconds, resources.ru_utime + resources.ru_stime, peak)


@dataclass
class Contestant:
    """What takes part in a scenario: a label, a folder, a command, and what precedes each turn."""

    label: str
    folder: pathlib.Path
    command: list
    #: How many tasks or nodes a turn covers; costs are compared per piece.
    count: int = 1
    #: Untimed, before the first round.
    setup: object = None
    #: Untimed, before each turn; gets the number of the round.
    before: object = None
    #: Untimed, after each turn; raises Failure where the turn did not do its work.
    after: object = None
    turns: dict = field(default_factory=dict)
    failure: str | None = None

    def take_turn(self, number):
        if self.before:
            self.before(number)
        turn = timed(self.command, self.folder)
        if self.after:
            self.after(number)
        self.turns[number] = turn

    def median(self, attribute):
        values = [getattr(turn, attribute) for turn in self.turns.values()]
        return statistics.median(values) if values else float("nan")

    def ratio(self, base):
        """The median over rounds of cost per piece relative to the base's in the same round."""
        pairs = [
            (turn.seconds / self.count) / (base.turns[number].seconds / base.count)
            for number, turn in self.turns.items() if number in base.turns
        ]
        return statistics.median(pairs) if pairs else float("nan")


def interleave(contestants, rounds):
    """Gives every contestant one turn a round; who fails leaves."""
    def attempt(contestant, action, *arguments):
        try:
            action(*arguments)
        except (Failure, subprocess.CalledProcessError, OSError) as error:
            contestant.failure = str(error)
            print(f"{contestant.label}: {error}", file=sys.stderr)

    for contestant in contestants:
        if contestant.setup:
            attempt(contestant, contestant.setup)
    for number in range(rounds):
        for contestant in contestants:
            if contestant.failure is None:
                attempt(contestant, contestant.take_turn, number)
    return contestants


def size(folder):
    """Bytes of all files below a folder, and their number."""
    total = files = 0
    for path, _, names in os.walk(folder):
        for name in names:
            total += os.lstat(os.path.join(path, name)).st_size
            files += 1
    return total, files


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
