"""Cards, comments and pieces of a page that look alike to whoever reads them: drawn once, and again when they change.

The key is the whole row, and what is borrowed from elsewhere: so whoever changes a row need not think of us.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.fragment_cache import FragmentCache, reading, row
from ideas.models import Comment, Face, Idea
from realtime.models import Epoch

PIECES = {name: f"ideas/_{name}.html" for name in ("cover", "status", "title", "author", "words")}


shelf = FragmentCache(4096)


def card(idea: Idea) -> SafeString:
    """As who is signed out sees it in a list."""
    lab, village = idea.lab, idea.neighbourhood.name if idea.neighbourhood else ""
    borrowed = village, lab.slug, lab.name, lab.lab_word, lab.takes_support, Epoch.current()
    draw = partial(render_to_string, "ideas/_idea_card.html", {"idea": idea, "lab": lab})
    return shelf.get_or_render(("card", *row(idea), *borrowed, *reading()), draw)


def pieces(idea: Idea) -> dict[str, SafeString]:
    """What a page shows of an idea itself (`with_page`), by name. Written down for someone, it borrows too much."""
    lab, author, village = idea.lab, idea.author, idea.neighbourhood.name if idea.neighbourhood else ""
    draw = {name: partial(render_to_string, template, {"idea": idea}) for name, template in PIECES.items()}
    if author is None or author.user is None or hasattr(idea, "behalf"):
        return {name: drawn() for name, drawn in draw.items()}
    borrowed = author.user.name, village, lab.slug, lab.name, lab.lab_word, lab.maker_word
    key = row(idea), *borrowed, *reading()
    return {name: shelf.get_or_render((name, key), drawn) for name, drawn in draw.items()}


def comment(said: Comment) -> SafeString:
    """One that is hidden, removed or written down for someone borrows too much: that is drawn each time."""
    draw = partial(render_to_string, "ideas/_comment.html", {"idea": said.idea, "comment": said})
    if not said.is_shown or said.author is None or said.author.user is None or hasattr(said, "behalf"):
        return draw()
    return shelf.get_or_render(("comment", *row(said), said.author.user.name, *_around(said.idea)), draw)


def comments(idea: Idea, faces: list[Face]) -> list[SafeString]:
    """One for each face. Two queries for those that are not on the shelf."""
    around, found = _around(idea), {}
    for face in faces:
        drawn = shelf.get(("comment", *face.row.values(), face.author_name, *around)) if face.is_plain else None
        if drawn is not None:
            found[face.pk] = drawn
    found |= _draw(idea, [face.pk for face in faces if face.pk not in found])
    return [found.get(face.pk, SafeString()) for face in faces]


def _draw(idea: Idea, pks: Iterable[int]) -> dict[int, SafeString]:
    """Under the key of what they are by now."""
    found = {}
    for said in idea.comments.with_words().filter(pk__in=pks) if pks else ():
        said.idea = idea
        found[said.pk] = comment(said)
    return found


def _around(idea: Idea) -> tuple[Any, ...]:
    """What comments borrow from where they stand."""
    return idea.get_absolute_url(), idea.lab.maker_word, *reading()
