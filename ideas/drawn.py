"""The fragment cache of cards, comments and parts of a page that look the same to every reader.

The key contains the whole row, and all data that is shown from other rows. So a verb that changes a row need not know
this cache.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.fragment_cache import FragmentCache, reading, row
from ideas.models import Comment, Face, Idea, under_title
from ideas.parts import OF_THE_ROW
from realtime.models import Epoch

PIECES = {kind.template.removeprefix("ideas/_").removesuffix(".html"): kind.template for kind in OF_THE_ROW}

shelf = FragmentCache(4096)


def card(idea: Idea) -> SafeString:
    """Render a card as a signed-out visitor sees it in a list."""
    lab, village = idea.lab, idea.neighbourhood.name if idea.neighbourhood else ""
    borrowed = (
        village,
        lab.slug,
        lab.name,
        lab.lab_word,
        lab.takes_support,
        Epoch.current(),
        under_title.borrowed(idea),
    )
    draw = partial(render_to_string, "ideas/_idea_card.html", {"idea": idea, "lab": lab})
    return shelf.get_or_render(("card", *row(idea), *borrowed, *reading()), draw)


def pieces(idea: Idea) -> dict[str, SafeString]:
    """Render the parts of an idea on its page (`with_page`), by name.

    If it was written down for somebody else, nothing is cached: it shows too many other rows.
    """
    lab, author, village = idea.lab, idea.author, idea.neighbourhood.name if idea.neighbourhood else ""
    draw = {name: partial(render_to_string, template, {"idea": idea}) for name, template in PIECES.items()}
    if author is None or author.user is None or hasattr(idea, "behalf"):
        return {name: drawn() for name, drawn in draw.items()}
    borrowed = author.name, village, lab.slug, lab.name, lab.lab_word, lab.maker_word
    key = row(idea), *borrowed, *reading()
    return {name: shelf.get_or_render((name, key), drawn) for name, drawn in draw.items()}


def comment(said: Comment) -> SafeString:
    """Render a comment. It is not cached if hidden, removed or written down for somebody else: too many other rows."""
    draw = partial(render_to_string, "ideas/_comment.html", {"idea": said.idea, "comment": said})
    if not said.is_shown or said.author is None or said.author.user is None or hasattr(said, "behalf"):
        return draw()
    return shelf.get_or_render(("comment", *row(said), said.author.name, *_around(said.idea)), draw)


def comments(idea: Idea, faces: list[Face]) -> list[SafeString]:
    """Render one fragment per face. Two queries for all that are not in the cache."""
    around, found = _around(idea), {}
    for face in faces:
        drawn = shelf.get(("comment", *face.row.values(), face.author_name, *around)) if face.is_plain else None
        if drawn is not None:
            found[face.pk] = drawn
    found |= _draw(idea, [face.pk for face in faces if face.pk not in found])
    return [found.get(face.pk, SafeString()) for face in faces]


def _draw(idea: Idea, pks: Iterable[int]) -> dict[int, SafeString]:
    """Render these comments, and store each under the key of its current row."""
    found = {}
    for said in idea.comments.with_words().filter(pk__in=pks) if pks else ():
        said.idea = idea
        found[said.pk] = comment(said)
    return found


def _around(idea: Idea) -> tuple[Any, ...]:
    """Return the data from other rows that all comments of a page use."""
    return idea.get_absolute_url(), idea.lab.maker_word, *reading()
