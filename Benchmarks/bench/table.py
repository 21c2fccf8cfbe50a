"""Results as Markdown."""

import datetime
import os
import platform
import subprocess


def first_line(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout.splitlines()[0]
    except (OSError, IndexError):
        return "not there"


def machine(weir):
    """Where and with what was measured."""
    tools = {
        "weir": first_line([weir, "version"]) if weir else "not there",
        "git": first_line(["git", "--version"]),
        "ninja": first_line(["ninja", "--version"]),
        "make": first_line(["make", "--version"]),
    }
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"{now}; {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"load {os.getloadavg()[0]:.1f}. "
        + "; ".join(f"{name}: {version}" for name, version in tools.items()) + "\n")


def figure(value, digits=3):
    """A number with a few significant digits, or a dash."""
    if value != value:
        return "-"
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def markdown(title, head, rows, note=""):
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n" + (f"\n{note}\n" if note else "")


def race(title, contestants, base_name, unit, note=""):
    """The usual table: cost, rate, memory and ratio of each contestant."""
    base = next((one for one in contestants if one.label == base_name and one.turns), None)
    base = base or next((one for one in contestants if one.turns), None)
    name = base.label if base else base_name
    rows = []
    for one in contestants:
        if not one.turns:
            rows.append([one.label, one.count, one.failure or "not run", "", "", "", ""])
            continue
        seconds = one.median("seconds")
        rows.append([
            one.label, one.count, figure(seconds), figure(one.median("cpu_seconds")),
            figure(one.median("peak")), figure(one.count / seconds), figure(one.ratio(base)),
        ])
    head = ["tool", unit, "wall s", "CPU s", "peak MiB", f"{unit}/s", f"x {name} per piece"]
    return markdown(title, head, rows, note)
