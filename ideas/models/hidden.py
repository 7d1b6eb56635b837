"""Hidden ideas and comments: their rows, and what hiding changes. The verbs are in labs/models/moderation.py."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models import F, Q, Value

from common.joins import ExtensionPoint
from ideas import live
from ideas.models import welcomes
from ideas.models.due import AT_HOME, TOLD_ONCE
from ideas.models.hidden_photo import PhotoHiding
from ideas.parts import PARTS
from labs.models import Hiding, Lab
from realtime.parts import anew

if TYPE_CHECKING:
    from ideas.models.comment import Comment
    from ideas.models.idea import Idea

STANDS = Q(restored_at=None)


class IdeaHiding(Hiding):
    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="hidings")

    class Meta(Hiding.Meta):
        constraints = [models.UniqueConstraint(fields=["idea"], condition=STANDS, name="idea_hidden_once")]


class CommentHiding(Hiding):
    comment = models.ForeignKey("ideas.Comment", on_delete=models.CASCADE, related_name="hidings")

    class Meta(Hiding.Meta):
        constraints = [models.UniqueConstraint(fields=["comment"], condition=STANDS, name="comment_hidden_once")]


class HiddenKind(NamedTuple):
    """A kind of hidden things in the moderators' list. `hidings`: the rows of a lab that are not restored.

    `related`: what its template shows of each. The template extends ideas/_hidden.html.
    """

    name: str
    hidings: Callable[[Lab], models.QuerySet[Any]]
    related: tuple[str, ...]
    template: str


IN_LIST: ExtensionPoint[HiddenKind] = ExtensionPoint(
    "ideas.models.hidden.IN_LIST",
    "The kinds of things in the list of what is hidden in a lab.",
    key=lambda kind: kind.name,
)
KINDS = (
    HiddenKind(
        "idea",
        lambda lab: IdeaHiding.objects.filter(STANDS, idea__lab=lab),
        ("by__user", "idea__author__user"),
        "ideas/_hidden_idea.html",
    ),
    HiddenKind(
        "comment",
        lambda lab: CommentHiding.objects.filter(STANDS, comment__idea__lab=lab),
        ("by__user", "comment__author__user", "comment__idea"),
        "ideas/_hidden_comment.html",
    ),
    HiddenKind(
        "photo",
        lambda lab: PhotoHiding.objects.filter(STANDS, idea__lab=lab),
        ("by__user", "idea__lab"),
        "ideas/_hidden_photo.html",
    ),
)
type Found = tuple[str, int, datetime]
"""The kind of a row, its id, and when it was hidden."""


class HiddenRow(NamedTuple):
    hiding: Any
    template: str


def hidden_in(lab: Lab) -> models.QuerySet[Any, Found]:
    """Return what is hidden in `lab` now, the latest first. `rows_of` fetches the rows of a page."""
    first, *others = (
        kind.hidings(lab).order_by().annotate(kind=Value(kind.name)).values_list("kind", "pk", "at")
        for kind in IN_LIST
    )
    return first.union(*others, all=True).order_by("-at", "-pk")


def rows_of(found: Iterable[Found], lab: Lab) -> list[HiddenRow]:
    """Fetch these rows with everything that the list shows: one query per kind."""
    found = list(found)
    rows = {
        kind.name: kind.hidings(lab)
        .select_related(*kind.related)
        .in_bulk([pk for its, pk, _at in found if its == kind.name])
        for kind in IN_LIST
    }
    templates = {kind.name: kind.template for kind in IN_LIST}
    return [HiddenRow(rows[kind][pk], templates[kind]) for kind, pk, _at in found if pk in rows[kind]]


def writers_of(thing: "Idea | Comment") -> set[int]:
    """Return the memberships of the author, and of who wrote it down for somebody."""
    behalf = getattr(thing, "behalf", None)
    return {pk for pk in (thing.author_id, behalf and behalf.written_by_id) if pk}


# Of an idea


def hold_idea(idea: "Idea") -> None:
    idea.hold()
    idea.refresh_from_db(fields=["is_hidden", "answer_due"])


def turn_idea(idea: "Idea", is_hidden: bool) -> None:
    turned = "hidden_revision" if is_hidden else "restored_revision"
    idea.advance(is_hidden=is_hidden, **{turned: F("revision") + 1}, **anew(PARTS), **TOLD_ONCE)
    idea.turned()
    idea.lab_revision = idea.lab.advance(**AT_HOME if idea.answer_due else {})
    idea.save(update_fields=["lab_revision"])
    live.idea_appeared(idea)


# Of a comment


def hold_comment(comment: "Comment") -> None:
    comment.idea.hold()
    comment.refresh_from_db(fields=["is_hidden", "removed_at"])


def turn_comment(comment: "Comment", is_hidden: bool) -> None:
    is_counted = comment.removed_at is None and comment.is_hidden != is_hidden  # a fold may become hidden
    counted = (-1 if is_hidden else 1) if is_counted else 0
    comment.revision = comment.idea.advance(
        comment_count=F("comment_count") + counted, talk_revision=F("revision") + 1
    )
    comment.is_hidden = is_hidden
    comment.is_welcome = comment.is_welcome and not is_hidden  # somebody else may give the welcome meanwhile
    comment.save(update_fields=["is_hidden", "is_welcome", "revision"])
    if welcomes.is_first_word(comment):
        welcomes.settle(comment.idea)
    live.idea_changed(comment.idea)
