import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from common.joins import POINTS, Answer, ExtensionPoint, where

WIDTH = 100


class Command(BaseCommand):
    help = "Prints where an app asks what apps above it know (common/joins.py), and what they answer."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        for name in sorted(POINTS):
            self.stdout.write("\n".join(lines(POINTS[name])))


def lines(point: ExtensionPoint[Any]) -> Iterable[str]:
    """Yield the point, its question, and each app that joined with its answer."""
    yield point.name
    yield from textwrap.wrap(point.asks, WIDTH, initial_indent="  ", subsequent_indent="  ")
    for app, answers in groupby(point.answers(), lambda answer: answer.app):
        named = ", ".join(map(name_of, answers))
        yield from textwrap.wrap(named, WIDTH, initial_indent=f"    {app:14}", subsequent_indent=" " * 18)


def name_of(answer: Answer[Any]) -> str:
    """Return a word as it is, and for a function or a class its path."""
    if isinstance(answer.key, str):
        return answer.key
    return where(answer.answer)
