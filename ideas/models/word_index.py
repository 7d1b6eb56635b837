"""Find ideas with certain words, by SQLite's trigram index (migration 0006).

PostgreSQL itself decides when to use its index; for SQLite this module decides. The index only gives candidates: the
text of the row decides.
"""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from ideas.models.finding import IdeaQuerySet

LEAST = 3  # letters
KEPT_BY = 3  # triggers
MOST = 1000  # hits that are asked for; more would cost more than they save
MATCH = "SELECT rowid FROM ideas_words WHERE ideas_words MATCH %s LIMIT %s"
IN_VILLAGES = "SELECT id FROM ideas_idea WHERE neighbourhood_id IN (SELECT value FROM json_each(%s)) LIMIT %s"


class Hits(NamedTuple):
    """Ideas of the site that may hold the words: all of them, or the first ones if there are too many."""

    ids: list[int]
    are_all: bool

    def narrow(self, ideas: "IdeaQuerySet") -> "IdeaQuerySet":
        """Limit a sorted query to the hits. If there are too many, reading in that order finds a page sooner."""
        if not self.are_all:
            return ideas
        return ideas.alias(looked_up=F("pk") + 0).filter(looked_up__in=self._listed())  # prevents its index

    def sample(self, ideas: "IdeaQuerySet") -> "IdeaQuerySet":
        """Limit a query to the hits, to count them quickly."""
        return ideas.filter(pk__in=self._listed())

    def _listed(self) -> Any:
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(self.ids)])


def hits(words: dict[str, list[int]]) -> Hits | None:
    """Return the ideas that may contain all `words`. None: the index can't help.

    `words`: each word, with the ids of the villages whose name contains it.
    """
    if connection.vendor != "sqlite":
        return None
    long = {word: here for word, here in words.items() if len(word) >= LEAST}
    plain = [word for word, here in long.items() if not here]
    if plain:
        return _hits(_matching(plain))
    for word, here in long.items():
        found = _hits([*_matching([word]), *_ask(IN_VILLAGES, json.dumps(here))])
        if found.are_all:
            return found
    return None


def _hits(ids: list[int]) -> Hits:
    return Hits(list(dict.fromkeys(ids)), len(ids) <= MOST)


def _matching(words: list[str]) -> list[int]:
    """Search only the two longest words: few ideas hold those and not the others."""
    longest = sorted(words, key=len)[-2:]
    return _ask(MATCH, " AND ".join('"{}"'.format(word.replace('"', '""')) for word in longest))


def _ask(sql: str, what: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [what, MOST + 1])
        return [pk for (pk,) in cursor.fetchall()]


def is_true() -> bool:
    """Does the index equal the ideas' text? It reads all ideas. On PostgreSQL the database guarantees it."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        try:
            cursor.execute("INSERT INTO ideas_words (ideas_words, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ideas_words_%'")
        return bool(cursor.fetchone()[0] == KEPT_BY)


def rebuild() -> None:
    """Rebuild the index from the ideas; does nothing on PostgreSQL."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ideas_words (ideas_words) VALUES ('rebuild')")
