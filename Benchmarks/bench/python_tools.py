"""The peers that are written in Python; each lives in a virtual environment of its own."""

import json

from .tools import JOBS, PEERS, Tool, git


def write_graph(graph, folder):
    """The nodes as JSON, for files that are programs themselves."""
    nodes = [[node.name, node.command, list(node.inputs), node.output] for node in graph.nodes]
    (folder / "graph.json").write_text(json.dumps(nodes))


class Doit(Tool):
    program = PEERS / "doit/bin/doit"
    limits = {"run": 1000, "noop": 10_000}

    def write(self, graph, folder):
        write_graph(graph, folder)
        (folder / "dodo.py").write_text('''\
import json

DOIT_CONFIG = {"backend": "sqlite3", "reporter": "zero", "verbosity": 0}


def task_node():
    with open("graph.json") as file:
        nodes = json.load(file)
    for name, command, inputs, output in nodes:
        task = {"name": name, "actions": [command]}
        if output:
            task.update(file_dep=inputs, targets=[output])
        yield task
''')

    def command(self):
        return [str(self.program), "-n", str(JOBS), "-P", "thread"]


class Snakemake(Tool):
    program = PEERS / "snakemake/bin/snakemake"
    limits = {"run": 300, "noop": 1000}

    def write(self, graph, folder):
        write_graph(graph, folder)
        (folder / "Snakefile").write_text('''\
import json

with open("graph.json") as file:
    NODES = {name: (command, inputs, output) for name, command, inputs, output in json.load(file)}
BY_OUTPUT = {output or "done/" + name: name for name, (_, _, output) in NODES.items()}
FLAT = not any(output for _, _, output in NODES.values())

rule all:
    input: list(BY_OUTPUT)

if FLAT:
    rule node:
        output: touch("done/{name}")
        params: command=lambda wildcards: NODES[wildcards.name][0]
        shell: "{params.command}"
else:
    rule node:
        output: "out/{number}"
        input: lambda wildcards: NODES["t" + wildcards.number][1]
        params: command=lambda wildcards: NODES["t" + wildcards.number][0]
        shell: "{params.command}"
''')

    def command(self):
        return [str(self.program), "--cores", str(JOBS), "--quiet", "all", "--nolock"]


class Dvc(Tool):
    program = PEERS / "dvc/bin/dvc"
    limits = {"run": 50, "noop": 100}

    def write(self, graph, folder):
        stages = {}
        for node in graph.nodes:
            stage = {"cmd": node.command}
            if node.output:
                stage["deps"] = list(node.inputs)
                stage["outs"] = [{node.output: {"cache": False}}]
            stages[node.name] = stage
        # JSON is YAML.
        (folder / "dvc.yaml").write_text(json.dumps({"stages": stages}))
        (folder / ".dvc").mkdir()
        (folder / ".dvc/config").write_text("[core]\n    analytics = false\n")
        (folder / ".gitignore").write_text("out/\n")
        git(folder, "init", "--quiet", "--initial-branch=main")

    def command(self):
        return [str(self.program), "repro", "--quiet"]
