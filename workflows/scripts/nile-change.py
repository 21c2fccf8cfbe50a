"""nile-change.py FILE: prints the change point of a series and the means around it, as JSON."""

import csv
import json
import sys


def rows(path):
    with open(path, newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return [(int(row["year"]), float(row["volume"])) for row in csv.DictReader(lines)]


def spread(values):
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)


series = rows(sys.argv[1])
volumes = [volume for _, volume in series]
at = min(range(2, len(volumes) - 1), key=lambda n: spread(volumes[:n]) + spread(volumes[n:]))
print(json.dumps({
    "year": series[at - 1][0],
    "before": round(sum(volumes[:at]) / at, 1),
    "after": round(sum(volumes[at:]) / (len(volumes) - at), 1),
}))
