"""nile-plot.py --numbers JSON IN OUT: draws a series and the means around its change as SVG."""

import argparse
import csv
import json

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--numbers", type=json.loads, required=True)
parser.add_argument("source")
parser.add_argument("target")
options = parser.parse_args()

with open(options.source, newline="") as file:
    lines = (line for line in file if not line.startswith("#"))
    series = [(int(row["year"]), float(row["volume"])) for row in csv.DictReader(lines)]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 360, 56, 16, 16, 36
first, last = series[0][0], series[-1][0]
top = 200 * (int(max(volume for _, volume in series) / 200) + 1)


def x(year):
    return round(LEFT + (year - first) / (last - first) * (WIDTH - LEFT - RIGHT), 1)


def y(volume):
    return round(HEIGHT - BOTTOM - volume / top * (HEIGHT - TOP - BOTTOM), 1)


parts = [
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    ' font-family="sans-serif" font-size="12">',
    "<title>Volume of the Nile at Aswan by year</title>",
    f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
]
for volume in range(0, top + 1, 200):
    parts.append(f'<path d="M{LEFT} {y(volume)}H{WIDTH - RIGHT}" stroke="#d8dee4"/>')
    parts.append(
        f'<text x="{LEFT - 8}" y="{y(volume) + 4}" text-anchor="end" fill="#59636e">{volume}</text>')
for year in range(first + 9 - (first - 1) % 10, last + 1, 20):
    parts.append(
        f'<text x="{x(year)}" y="{HEIGHT - 12}" text-anchor="middle" fill="#59636e">{year}</text>')
points = " ".join(f"{x(year)},{y(volume)}" for year, volume in series)
parts.append(f'<polyline points="{points}" fill="none" stroke="#0969da" stroke-width="1.5"/>')
numbers = options.numbers
for start, end, mean in (
    (first, numbers["year"], numbers["before"]),
    (numbers["year"] + 1, last, numbers["after"]),
):
    parts.append(
        f'<path d="M{x(start)} {y(mean)}H{x(end)}" stroke="#cf222e" stroke-width="2"/>')
parts.append("</svg>")
with open(options.target, "w") as file:
    file.write("\n".join(parts) + "\n")
print(f"{len(series)} years drawn")
