"""Rendered changes: queried once, rendered once per language, kept while there is room."""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone, translation

from realtime import limits
from realtime.topics import Part, Topic

Key = tuple[str, str, int, int, str, date]


class Fragment(NamedTuple):
    """A rendered part. A page with a cursor below `revision`, that of the followed thing, has missed it.

    `lasts`: it stays the newest until that thing changes. A part with its own revision may change before that.
    """

    revision: int
    html: str
    size: int
    lasts: bool = True


Found = dict[str, list[Fragment]]
"""The changes by language, oldest first."""


class Fragments:
    """The rendered parts, by (view, key, revision, language, day); the least recently used one is dropped first.

    Only one thread uses it. The day is in the key because words such as "late", or the year of a date, can change at
    midnight.
    """

    def __init__(self, most_bytes: int = limits.FRAGMENTS_BYTES) -> None:
        self._kept: OrderedDict[Key, Fragment] = OrderedDict()
        self._bytes = 0
        self._most_bytes = most_bytes
        self.rendered = 0

    def since(self, topic: Topic, id: int, view: str, after: int, languages: Iterable[str]) -> Found | None:
        """Return the changes after `after` in each language, oldest first.

        None: there are too many, and the page must be fetched again.
        """
        parts = topic.parts(id, view, after)
        if parts is None or len(parts) > limits.BEHIND_PARTS:
            return None
        parts = sorted(parts, key=lambda part: part.moved_at)
        found = {lang: [self._fragment(part, view, lang) for part in parts] for lang in languages}
        if any(sum(fragment.size for fragment in fragments) > limits.BEHIND_BYTES for fragments in found.values()):
            return None
        return found

    def forget(self) -> None:
        """Drop all fragments; in a new epoch the same revisions may have other words."""
        self._kept.clear()
        self._bytes = 0

    def _fragment(self, part: Part, view: str, lang: str) -> Fragment:
        key = (view, part.key, part.revision, part.moved_at, lang, timezone.localdate())
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with translation.override(lang):
            html = part.render().strip()
        self.rendered += 1
        return self._keep(key, Fragment(part.moved_at, html, len(html.encode()), lasts=part.at is None))

    def _keep(self, key: Key, fragment: Fragment) -> Fragment:
        self._kept[key] = fragment
        self._bytes += fragment.size + 200  # Python's overhead
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= dropped.size + 200
        return fragment
