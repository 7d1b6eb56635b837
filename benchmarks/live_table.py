"""Print the live benchmarks: one row per figure, with its reference and target."""

import sys

missed = []  # rows that did not reach their target


def head():
    row("what", "figure", "reference", "ratio", "reach")


def row(what, figure, reference="", ratio="", reach="", holds=True):
    if not holds:
        reach += ": NOT reached"
        missed.append(what.strip())
    print(f"{what:<58} {figure:>22}  {reference:>26}  {ratio:>6}  {reach}".rstrip(), flush=True)


def end():
    """Exit with code 1 if a row did not reach its target."""
    if missed:
        raise SystemExit(f"NOT reached: {'; '.join(missed)}")


def note(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def at(sorted_values, share):
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]
