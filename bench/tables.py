#!/usr/bin/env python3
"""Prints the tables of docs/performance.md from what JMH measured in the folder that is named."""

import json
import pathlib
import sys

ENGINES = {"portcullis": "Portcullis", "jcasbin": "jCasbin", "cedar": "cedar-java"}
SIZES = ("10", "200", "1000", "10000")


def measured(folder, name):
    return json.loads((folder / f"{name}.json").read_text())


def method(result):
    return result["benchmark"].rsplit(".", 1)[1]


def figure(number):
    """Two figures that mean something, or whole numbers."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.1f}"


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def decisions(results):
    cells = {}
    for result in results:
        metric = result["primaryMetric"]
        key = method(result), result["params"]["rules"]
        cells[key] = (
            metric["scorePercentiles"]["50.0"],
            metric["scorePercentiles"]["99.0"],
            result["secondaryMetrics"]["gc.alloc.rate.norm"]["score"] / 1000,
        )
    rows = []
    for engine, name in ENGINES.items():
        for at, what in enumerate(("p50, µs", "p99, µs", "allocated, kB")):
            rows.append([f"{name} {what}"] + [figure(cells[engine, size][at]) for size in SIZES])
    table(["one decision", *(f"{int(size):,} rules" for size in SIZES)], rows)


def scans(results):
    table(
        ["a look at real source files", "MB/s"],
        [[r["params"]["language"], figure(r["secondaryMetrics"]["bytes"]["score"] / 1e6)] for r in results],
    )


def growth(results):
    times = {}
    for result in results:
        row = times.setdefault(result["params"]["hostile"], {})
        row[int(result["params"]["kibibytes"])] = result["primaryMetric"]["score"]
    sizes = sorted(next(iter(times.values())))
    rows = []
    for hostile, row in times.items():
        language, piece = hostile.split(" ", 1)
        ticks = "``" if "`" in piece else "`"
        rows.append(
            [f"{language}, {ticks} {piece} {ticks} again and again"]
            + [figure(row[size]) for size in sizes]
            + [f"{row[sizes[-1]] / row[sizes[0]]:.1f} times at {sizes[-1] // sizes[0]} times the size"]
        )
    table(["a look at hostile code, ms", *(f"{size:,} KiB" for size in sizes), "growth"], rows)


def loads(load, first):
    def by_size(results, score):
        return {r["params"]["rules"]: score(r["primaryMetric"]) for r in results}

    def median(metric):
        values = sorted(value for fork in metric["rawData"] for value in fork)
        return values[len(values) // 2]

    warm, cold = by_size(load, median), by_size(first, median)
    table(
        ["from the bytes of a policy to a governor, ms", *(f"{int(n):,} rules" for n in warm)],
        [
            ["while the host runs", *(figure(warm[n]) for n in warm)],
            ["the first of a new JVM", *(figure(cold[n]) for n in warm)],
        ],
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    decisions(measured(folder, "decision"))
    scans(measured(folder, "scan"))
    growth(measured(folder, "growth"))
    loads(measured(folder, "load"), measured(folder, "first"))


main()
