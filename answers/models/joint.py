"""One answer to several ideas of a lab: each has an Answer with the same versions, given and corrected together.

All these ideas are locked first, in the common order; after that the verbs write one idea after the other.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models, transaction

from answers.models.results import Answered, Drafted
from answers.models.said import Version
from common import clock
from common.times import day_of
from ideas.models import Idea, IdeaClosed, Status
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from answers.models.answer import Answer

MOST = 20  # other ideas


class Joint(models.Model):
    """What joins the answers that were given together."""

    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"joint answer {self.pk}"


class Chosen(NamedTuple):
    """Another idea for the same answer. `seen`: the id of the last version about it on the screen, or 0.

    `draft`: the id of the last draft about it that the screen named, or 0; None if it doesn't matter.
    """

    idea: Idea
    seen: int
    draft: int | None = None


def hold(ideas: Iterable[Idea]) -> None:
    """Lock these ideas until the transaction ends, in the common order. A deleted one is left out."""
    pks = {idea.pk for idea in ideas}
    list(Idea.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk").values_list("pk"))


def answers_for(first: "Answer", member: Membership, voice: Voice, also: Sequence[Chosen]) -> list["Answer"]:
    """Return the answers of these other locked ideas: the one that is owed, or a new one that nobody owed.

    Raises Answered for all ideas that a colleague answered meanwhile, or that were hidden, withdrawn or closed;
    Drafted for those of which a colleague began a draft.
    """
    found, gone, drafted = [], [], []
    for idea, seen, draft in sorted(also, key=lambda chosen: chosen.idea.pk):
        now = Idea.objects.filter(pk=idea.pk, lab=first.idea.lab_id).first()
        owed = now.answers.owed().first() if now else None
        if now is None or not can_join(now) or last_version(now) != seen:
            gone.append(idea)
            continue
        if draft is not None and last_draft(now) > draft:
            drafted.append(idea)
        now.lab = first.idea.lab
        found.append(owed or _unowed(now, first, member, voice))
        found[-1].idea = now
    if gone:
        raise Answered(gone)
    if drafted:
        raise Drafted(drafted)
    return found


def can_join(idea: Idea) -> bool:
    """May it get the same answer? It waits for one, or is open."""
    is_here = not idea.is_hidden and idea.status != Status.WITHDRAWN
    return is_here and (idea.is_open or idea.answer_due is not None)


def last_version(idea: Idea) -> int:
    """Return the id of the newest words about this idea, or 0."""
    return Version.objects.filter(answer__idea=idea).aggregate(last=models.Max("pk"))["last"] or 0


def last_draft(idea: Idea) -> int:
    """Return the id of the newest draft about this idea, or 0."""
    return idea.answers.aggregate(last=models.Max("draft"))["last"] or 0


def others(answer: "Answer") -> list["Answer"]:
    """Return the other answers that were given together with this one, in the order of their ideas."""
    if answer.joint is None:
        return []
    joined: models.QuerySet[Answer] = answer.joint.answers.exclude(pk=answer.pk)
    return list(joined.select_related("idea__lab", "team").order_by("idea_id"))


def ideas_of(answer: "Answer") -> set[int]:
    """Return the ids of the other ideas that this was the answer to."""
    return {other.idea_id for other in others(answer)}


def show_after(idea: Idea) -> None:
    """After commit, show the pages of the ideas with the same answer again: this one was hidden or restored.

    In transactions of their own, because this idea is locked, and ideas are locked in order.
    """
    joints = idea.answers.filter(joint__isnull=False).values_list("joint", flat=True)
    if pks := list(joints):
        transaction.on_commit(partial(_show, pks, idea.pk), robust=True)


def _show(joints: list[int], besides: int) -> None:
    for joint in Joint.objects.filter(pk__in=joints):
        for answer in joint.answers.exclude(idea=besides).select_related("idea__lab"):
            with suppress(IdeaClosed):  # deleted at this moment
                answer.show()


def _unowed(idea: Idea, first: "Answer", member: Membership, voice: Voice) -> "Answer":
    """Make the answer of an idea about which none was owed. It counts in no figures."""
    now, said = clock.now(), {"voice_kind": voice.kind, "voice_label": voice.label}
    days: dict[str, Any] = {"owed_at": now, "given_at": now, "due": day_of(now), "first_due": day_of(now)}
    answer: Answer = idea.answers.create(because="along", asked_by=member, team=first.team, **days, **said)
    return answer
