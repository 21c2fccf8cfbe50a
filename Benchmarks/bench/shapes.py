"""The graphs that every tool gets, as plain nodes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    name: str
    command: str
    inputs: tuple = ()
    output: str | None = None


@dataclass(frozen=True)
class Graph:
    nodes: tuple
    #: Path -> content of the files that no node makes.
    sources: dict

    def __len__(self):
        return len(self.nodes)


def flat(count):
    """Independent nodes that do nothing, through a shell."""
    return Graph(tuple(Node(f"t{number}", "true;") for number in range(count)), {})


def chains(count, length=10):
    """Chains of nodes that copy a file; the first of chain I reads src/I."""
    nodes = []
    sources = {}
    for number in range(count):
        if number % length == 0:
            source = f"src/{number // length}"
            sources[source] = f"source {number // length}\n"
        else:
            source = f"out/{number - 1}"
        target = f"out/{number}"
        nodes.append(Node(f"t{number}", f"cat {source} > {target}", (source,), target))
    return Graph(tuple(nodes), sources)
