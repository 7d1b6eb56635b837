"""What the search knows of the makers of ideas, after the name of one changed."""

from collections.abc import Collection
from functools import partial

from django.db import transaction

from common.text import fold
from ideas.models import spelling
from ideas.models.idea import Idea
from ideas.models.sounds import WORD


def maker_changed(ids: Collection[int]) -> None:
    """Update `search_text` of these ideas after the name of their maker changed. Call it with the ideas locked."""
    stale: list[Idea] = []
    lost: set[tuple[int, str]] = set()
    for idea in Idea.objects.filter(pk__in=ids).select_related("author__user", "behalf"):
        before = idea.search_text
        idea.words_changed()
        if idea.search_text != before:
            stale.append(idea)
            words = set(WORD.findall(before)).difference(WORD.findall(idea.search_text))
            lost |= {(idea.lab_id, word) for word in words}
    Idea.objects.bulk_update(stale, ["search_text"])
    for lab_id, name in sorted({(idea.lab_id, fold(idea.maker_name)) for idea in stale}):
        transaction.on_commit(partial(spelling.learn, lab_id, name), robust=True)
    for lab_id, word in sorted(lost):
        transaction.on_commit(partial(forget_word, lab_id, word), robust=True)


def forget_word(lab_id: int, word: str) -> None:
    """Delete a word of a former name from those that a misspelling can mean, if no idea of the lab contains it."""
    if not Idea.objects.filter(lab=lab_id).found(word, (), 1).counted:
        spelling.forget(lab_id, {word})
