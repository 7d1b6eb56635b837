"""The words of a lab's ideas, stored under keys that a misspelling of them has too.

They are only candidates, and may be a day old: a word that no listed idea contains is never shown (correcting.py). So
hiding, restoring and deleting an idea need not know them.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import batched

from django.db import models

from common.pauses import resting
from ideas.models.sounds import USED, WORD, key, keys, wide_keys
from labs.models import Lab

BATCH = 500  # words


class Spelling(models.Model):
    """A word under one of its keys."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=USED)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "key", "word"], name="one_word_per_key")]

    def __str__(self) -> str:
        return self.word


def learn(lab_id: int, text: str) -> None:
    """Add the words of a `search_text`. Call it after commit: two verbs that add the same words would wait for each
    other, each with locks that the other needs.
    """
    words = set(WORD.findall(text))
    stored = Spelling.objects.filter(lab=lab_id, key__in={key(word) for word in words}, word__in=words)
    for some in _batches(words.difference(stored.values_list("word", flat=True))):
        _add(lab_id, some)


def forget(lab_id: int, words: Collection[str]) -> None:
    """Delete these words."""
    its = {its for word in words for its in keys(word)}
    Spelling.objects.filter(lab=lab_id, key__in=its, word__in=words).delete()


def renew(lab_id: int, texts: Iterable[str]) -> None:
    """Add the words of `texts`, and delete the stored words that are in none of them. Rests between batches.

    It reads the stored words before `texts`: a word that a verb adds in between is not deleted.
    """
    stored = Spelling.objects.filter(lab=lab_id).values_list("word", flat=True)
    known = set(stored.distinct().iterator())
    words: set[str] = set()
    for text in texts:
        words.update(WORD.findall(text))
    for gone in resting(_batches(known - words)):
        forget(lab_id, gone)
    for some in resting(_batches(words - known)):
        _add(lab_id, some)


def _batches(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words in one order, so that two processes that add the same ones don't wait for each other."""
    return batched(sorted(words), BATCH)


def _add(lab_id: int, words: Iterable[str]) -> None:
    rows = [Spelling(lab_id=lab_id, key=its, word=word) for word in words for its in sorted(keys(word))]
    Spelling.objects.bulk_create(rows, ignore_conflicts=True)


def candidates(lab_id: int, words: Iterable[str], whole: Iterable[str]) -> set[str]:
    """Return the lab's words that a word in `words` may be a misspelling of. One query.

    For a word in `whole` it only returns words with the same sound, or with one letter more.
    """
    asked = {its for word in words for its in wide_keys(word)} | {key(word) for word in whole}
    rows = Spelling.objects.filter(lab=lab_id, key__in=asked).order_by()
    return set(rows.values_list("word", flat=True).distinct())
