"""Periodic tasks, which the worker calls (`manage.py worker`). Each does nothing when nothing is due.

One that fails is logged, and called again the next time.
"""

from collections.abc import Callable

from common.joins import ExtensionPoint

type Chore = Callable[[], object]

EVERY_TWO_SECONDS: ExtensionPoint[Chore] = ExtensionPoint(
    "common.chores.EVERY_TWO_SECONDS",
    "Periodic tasks that the worker runs at its start and every two seconds, because they can't wait a minute.",
)
EVERY_MINUTE: ExtensionPoint[Chore] = ExtensionPoint(
    "common.chores.EVERY_MINUTE", "Periodic tasks that the worker runs at its start and every minute."
)
EVERY_DAY: ExtensionPoint[Chore] = ExtensionPoint(
    "common.chores.EVERY_DAY", "Periodic tasks that the worker runs at its start and every day."
)
