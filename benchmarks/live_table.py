"""Print the live benchmarks: one row per figure, with its reference and target."""

import sys


def head():
    row("what", "figure", "reference", "ratio", "reach")


def row(what, figure, reference="", ratio="", reach=""):
    print(f"{what:<58} {figure:>22}  {reference:>26}  {ratio:>6}  {reach}".rstrip(), flush=True)


def note(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def at(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]
