"""What a notice about an answer says, read when the worker tells it; None: there is nothing to tell any more."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone

from answers.models import Answer, Clarity, NewDate, Note, NoteKind, Version
from ideas.mails import shown_idea_of
from ideas.models import Idea
from labs.models import Membership
from notifications.models import Notice


class News(NamedTuple):
    """What was said about `idea`, by whom, and the values for the template. `also`: the same answer of other ideas.

    `besides`: accounts that are told in another way.
    """

    idea: Idea
    by: Membership | None
    words: dict[str, Any]
    also: tuple[Answer, ...] = ()
    besides: Collection[int] = ()

    @property
    def answers(self) -> list[Answer]:
        """All answers that were given or corrected in this act; each has its idea."""
        return [self.words["answer"], *self.also]


APPROVALS = (NoteKind.APPROVED, NoteKind.NOTED, NoteKind.LAPSED)
BEHALF = "answer__idea__behalf__written_by"


def owed(notice: Notice) -> News | None:
    """Return None if the answer was given or closed since: another notice tells that."""
    idea = shown_idea_of(notice)
    answers = Answer.objects.owed().select_related("asked_by__user")
    answer = answers.filter(pk=notice.facts["answer"], idea=idea).first() if idea else None
    if idea is None or answer is None:
        return None
    answer.idea = idea
    return News(idea, None if notice.facts.get("by_itself") else answer.asked_by, {"answer": answer})


def date_chosen(notice: Notice) -> News | None:
    """Return None if the answer was given or closed since."""
    idea = shown_idea_of(notice)
    dates = NewDate.objects.select_related("by__user", "answer")
    chosen = dates.filter(pk=notice.facts["date"], answer__idea=idea).first() if idea else None
    if idea is None or chosen is None or not chosen.answer.is_owed:
        return None
    chosen.answer.idea = idea
    return News(idea, chosen.by, {"chosen": chosen, "answer": chosen.answer})


def given(notice: Notice) -> News | None:
    """Return the words of that version, also if they were corrected since: another notice tells that.

    One that was given to several ideas is told of those that are shown now.
    """
    related = ("by__user", "answer__asked_by", "answer__idea__lab", "answer__idea__author", BEHALF)
    pks = [notice.facts["version"], *notice.facts.get("also", ())]
    found = Version.objects.filter(answer__idea__is_hidden=False).select_related(*related).in_bulk(pks)
    versions = [found[pk] for pk in pks if pk in found]
    if not versions:
        return None
    version, *others = versions
    words = {"version": version, "answer": version.answer}
    cleared = Clarity.objects.filter(pk__in=notice.facts.get("cleared", ()), person__user__isnull=False)
    askers = set(cleared.values_list("person__user", flat=True))
    return News(version.answer.idea, version.by, words, tuple(other.answer for other in others), askers)


def noted(notice: Notice) -> News | None:
    """Return what was passed on, while it is owed and nobody else got it; or asked, while nobody replied."""
    idea = shown_idea_of(notice)
    notes = Note.objects.select_related("by__user", "to__user", "team", "answer__team", "answer__owner__user")
    note = notes.filter(pk=notice.facts["note"], answer__idea=idea).first() if idea else None
    if idea is None or note is None or note.replied_at or note.answer.closed_at:
        return None
    now = (note.answer.owner_id, note.answer.team_id)
    if note.kind == NoteKind.PASSED and not (note.answer.is_owed and (note.to_id, note.team_id) == now):
        return None
    note.answer.idea = idea
    return News(idea, note.by, {"note": note, "answer": note.answer})


def moved(notice: Notice) -> News | None:
    """Return that the answer went to somebody else, or came back to its team, while it is owed."""
    idea = shown_idea_of(notice)
    notes = Note.objects.select_related("by__user", "answer")
    note = notes.filter(pk=notice.facts["note"], answer__idea=idea).first() if idea else None
    if idea is None or note is None or not note.answer.is_owed:
        return None
    note.answer.idea = idea
    return News(idea, note.by, {"note": note, "answer": note.answer, "former": notice.facts.get("former")})


def of_draft(notice: Notice) -> News | None:
    """Return what was asked or said about a draft, while it is there and nobody answered it since.

    Of an approval that was given and taken back, only what happened last.
    """
    idea = shown_idea_of(notice)
    notes = Note.objects.filter(answer__draft__isnull=False).select_related("by__user", "to__user", "answer")
    note = notes.filter(pk=notice.facts["note"], answer__idea=idea).first() if idea else None
    if idea is None or note is None or note.replied_at:
        return None
    later = note.answer.notes.filter(kind__in=APPROVALS, pk__gt=note.pk)
    if note.kind in APPROVALS and later.exists():
        return None
    note.answer.idea = idea
    return News(idea, note.by, {"note": note, "answer": note.answer})


def on_time(notice: Notice) -> News | None:
    """Return None if the answer was given, got another day, or is late since: another notice tells that."""
    news = still_owed(notice)
    return news if news and news.words["days"] >= 0 else None


def still_owed(notice: Notice) -> News | None:
    """Return None if the answer was given or closed, or got another day since."""
    idea = shown_idea_of(notice)
    answers = Answer.objects.owed().select_related("team", "owner__user")
    found = answers.filter(pk=notice.facts["answer"], idea=idea, due=date.fromisoformat(notice.facts["due"]))
    answer = found.first() if idea else None
    if idea is None or answer is None:
        return None
    answer.idea = idea
    days = (answer.due - timezone.localdate()).days
    return News(idea, None, {"answer": answer, "days": days, "late": -days})


def unclear(notice: Notice) -> News | None:
    """Return the question of a reader; None if it was answered, put aside or taken back since."""
    news = asked_by_reader(notice)
    return news if news and news.words["asked"].is_waiting else None


def cleared(notice: Notice) -> News | None:
    """Return the question with the comment that replies to it; None if it was asked anew or taken back since."""
    news = asked_by_reader(notice)
    at = news.words["asked"].answered_at if news else None
    if news is None or at is None or notice.facts.get("at", at.isoformat()) != at.isoformat():
        return None
    comment = news.idea.comments.shown().filter(pk=notice.facts.get("comment")).first()
    return news._replace(words=news.words | {"reply": comment.text if comment else ""})


def asked_by_reader(notice: Notice) -> News | None:
    idea = shown_idea_of(notice)
    found = Clarity.objects.exclude(question="").select_related(
        "person__user", "version__answer__team", "version__answer__owner__user"
    )
    asked = found.filter(pk=notice.facts["asked"], version__answer__idea=idea).first() if idea else None
    if idea is None or asked is None:
        return None
    asked.version.answer.idea = idea
    by = Membership.objects.filter(pk=notice.facts.get("by")).first()
    return News(idea, by, {"asked": asked, "answer": asked.version.answer})
