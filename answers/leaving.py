"""A person's data in answers: exported in the download, removed when the words go. The pages are in front/."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db.models import F, Q

from answers.models import Absence, Answer, Approval, Clarity, Draft, NewDate, Note, Team, Version
from answers.models.team import TeamMember
from ideas.models import IdeaClosed
from labs.models import Membership, RoleKind

VOICE = ("voice_kind", "voice_label")


def remove_words(members: list[Membership]) -> None:
    """Remove why they asked for an answer as a resident. What was said in a role stays, without their name."""
    remove_questions(members)
    asked = Answer.objects.filter(asked_by__in=members, voice_kind=RoleKind.RESIDENT).exclude(reason="")
    for answer in asked.select_related("idea__lab").order_by("idea_id"):
        with suppress(IdeaClosed):  # its author deleted the idea at this moment
            answer.remove_reason()


def forget(members: list[Membership]) -> None:
    """Delete their place in teams, and who stands in for whom. Call it in a transaction."""
    TeamMember.objects.filter(member__in=members).delete()
    Absence.objects.filter(Q(member__in=members) | Q(deputy__in=members)).delete()


def remove_questions(members: list[Membership]) -> None:
    """Remove their questions about answers; whether the answer was clear to them stays, as support does."""
    Clarity.objects.filter(person__in=members).exclude(question="").update(question="")


def taken_along(members: list[Membership], origin: str) -> dict[str, Any]:
    """Return what they asked, promised, wrote and answered, their teams, and when they are away."""
    asked = Answer.objects.filter(asked_by__in=members).select_related("idea__lab").order_by("pk")
    dates = NewDate.objects.filter(by__in=members).select_related("answer__idea__lab").order_by("pk")
    notes = Note.objects.filter(by__in=members).select_related("answer__idea__lab").order_by("pk")
    drafts = Draft.objects.filter(by__in=members).select_related("answer__idea__lab").order_by("pk")
    of_answer = ("version__answer__idea__lab", "draft__answer__idea__lab")
    approvals = Approval.objects.filter(by__in=members).select_related(*of_answer).order_by("pk")
    given = Version.objects.filter(by__in=members).select_related("answer__idea__lab").order_by("pk")

    def rows(things: Any, *names: str) -> Iterator[dict[str, Any]]:
        for thing in things:
            idea = thing.idea if isinstance(thing, Answer) else thing.answer.idea
            at = {"lab": idea.lab.slug, "idea": "" if idea.is_hidden else idea.title}
            url = origin + idea.get_absolute_url()
            yield at | {"url": url} | {name: getattr(thing, name) for name in names}

    words = ("kind", "day", "to", "heard", "words", "gains", "unheard", "next_step", "contact", "reason", "at")
    decided = ("decided_by", "decided_on", "decision", "team_name", "mandate")
    clear = Clarity.objects.filter(person__in=members).select_related("version__answer__idea__lab").order_by("pk")
    teams = Team.objects.open().filter(members__in=members)
    away = Absence.objects.filter(member__in=members)
    return {
        "answer_teams": list(teams.values("name", lab_slug=F("lab__slug"))),
        "answer_absences": list(away.values("first_day", "last_day")),
        "answers_clear": [
            {"url": origin + said.version.answer.idea.get_absolute_url()}
            | {name: getattr(said, name) for name in ("is_clear", "question", "at")}
            for said in clear
        ],
        "answers_asked": list(rows(asked, "because", "reason", "owed_at", *VOICE)),
        "answer_dates": list(rows(dates, "day", "reason", "at", *VOICE)),
        "answers_given": list(rows(given, *words, *decided, *VOICE)),
        "answer_drafts": list(rows(drafts, *words, *decided[:3])),
        "answers_approved": list(rows(approvals, "name", "is_noted", "on", "at")),
        "answer_notes": list(rows(notes, "kind", "words", "at")),
    }
