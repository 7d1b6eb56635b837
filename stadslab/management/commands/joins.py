import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from common.joins import POINTS, ExtensionPoint, Joined, where

WIDTH = 100


class Command(BaseCommand):
    help = "Prints every extension point (common/joins.py), and what each app joined it with."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        for name in sorted(POINTS):
            self.stdout.write("\n".join(lines(POINTS[name])))


def lines(point: ExtensionPoint[Any]) -> Iterable[str]:
    """Yield the point, its question, and each app that joined with its answer."""
    yield point.name
    yield from textwrap.wrap(point.asks, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for app, values in groupby(point.joined(), lambda joined: joined.app):
        named = ", ".join(map(name_of, values))
        yield from textwrap.wrap(named, WIDTH, initial_indent=f"    {app:14}", subsequent_indent=" " * 18)


def name_of(joined: Joined[Any]) -> str:
    """Return a word as it is, and for a function or a class its path."""
    if isinstance(joined.key, str):
        return joined.key
    return where(joined.value)
