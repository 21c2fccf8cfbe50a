"""How each tool is given a graph, and how it is run."""

import json
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PEERS = pathlib.Path(os.environ.get("PEERS", "/tmp/peers"))
JOBS = 2


def weir_path():
    """The binary under test; None where there is none."""
    if "WEIR" in os.environ:
        path = shutil.which(os.environ["WEIR"])
        return str(pathlib.Path(path).resolve()) if path else None
    for build in (".build-release/release", ".build/release"):
        path = ROOT / build / "weir"
        if path.exists():
            return str(path)
    return None


def git(folder, *arguments):
    """Runs git without the user's settings; returns its output."""
    environment = dict(
        os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1",
        GIT_AUTHOR_NAME="bench", GIT_AUTHOR_EMAIL="bench@localhost",
        GIT_COMMITTER_NAME="bench", GIT_COMMITTER_EMAIL="bench@localhost")
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], env=environment, check=True,
        stdout=subprocess.PIPE, text=True).stdout


def write_sources(graph, folder):
    shutil.rmtree(folder, ignore_errors=True)
    for part in ("src", "out"):
        (folder / part).mkdir(parents=True)
    for path, content in graph.sources.items():
        (folder / path).write_text(content)


class Tool:
    """A tool: `write` makes its files in a folder that holds the sources, `command` runs them."""

    #: The largest graph that it is given, by kind of measurement; a smaller one is built instead.
    limits = {}
    program = None

    def __init__(self):
        self.name = type(self).__name__.lower()

    @property
    def is_available(self):
        return self.program is not None and shutil.which(str(self.program)) is not None

    def prepare(self, graph, folder):
        write_sources(graph, folder)
        self.write(graph, folder)

    def change(self, folder, path, content):
        """A person edits a file."""
        (folder / path).write_text(content)


class Weir(Tool):
    program = weir_path()

    def write(self, graph, folder):
        (folder / "out").rmdir()
        text = ["name: bench", "defaults: {shell: sh}", "tasks:"]
        for node in graph.nodes:
            parts = [f"run: {json.dumps(node.command)}", f"inputs: {json.dumps(list(node.inputs))}"]
            if node.output:
                parts.append(f"outputs: [{node.output}]")
            text.append(f"  {node.name}: {{{', '.join(parts)}}}")
        (folder / "workflows").mkdir()
        (folder / "workflows/bench.yaml").write_text("\n".join(text) + "\n")
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "config", "user.name", "bench")
        git(folder, "config", "user.email", "bench@localhost")
        self.commit(folder)

    def change(self, folder, path, content):
        super().change(folder, path, content)
        self.commit(folder)

    def commit(self, folder):
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message=bench")

    def command(self):
        return [self.program, "run", "bench", "-j", str(JOBS)]


class Ninja(Tool):
    program = "ninja"

    def write(self, graph, folder):
        lines = ["rule run", "  command = $do"]
        for node in graph.nodes:
            lines.append(f"build {node.output or node.name}: run {' '.join(node.inputs)}")
            lines.append(f"  do = {node.command}")
        (folder / "build.ninja").write_text("\n".join(lines) + "\n")

    def command(self):
        return [self.program, f"-j{JOBS}", "--quiet"]


class Make(Tool):
    program = "make"

    def write(self, graph, folder):
        goals = " ".join(node.output or node.name for node in graph.nodes)
        lines = ["MAKEFLAGS += --no-builtin-rules", f"all: {goals}"]
        if not graph.sources:
            lines.append(f".PHONY: {goals}")
        for node in graph.nodes:
            lines.append(f"{node.output or node.name}: {' '.join(node.inputs)}")
            lines.append(f"\t@{node.command}")
        (folder / "Makefile").write_text("\n".join(lines) + "\n")

    def command(self):
        return [self.program, "--silent", f"-j{JOBS}"]


class Parallel(Tool):
    program = "parallel"

    def write(self, graph, folder):
        (folder / "jobs").write_text("".join(f"{node.command}\n" for node in graph.nodes))

    def command(self):
        return [self.program, "--will-cite", f"-j{JOBS}", "--arg-file", "jobs"]
