"""Rings when the news of people changes. Decides nothing."""

from collections.abc import Iterable

from realtime.doorbell import ring


def news_changed(users: Iterable[int]) -> None:
    for user in users:
        ring(f"inbox-{user}")
