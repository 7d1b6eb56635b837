"""Who works on an answer: a team, and one colleague of it. Functions on an Answer, which names them."""

import logging
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from answers.models import letters
from answers.models.notes import Note, NoteKind
from answers.models.results import NotOwed, Taken
from answers.models.team import Team, TeamMember, servants_of
from answers.models.work import must_be_colleague
from ideas.models import IdeaClosed, Moved
from ideas.models.due import show_team
from labs.models import Membership, Role, RoleKind

if TYPE_CHECKING:
    from answers.models.answer import Answer

log = logging.getLogger(__name__)


@transaction.atomic
def take(answer: "Answer", member: Membership) -> bool:
    """Become the owner: *Ik pak dit op*. A second press: False.

    Raises NotOwed; Taken if a colleague is the owner; PermissionDenied if the role was taken back a moment ago.
    """
    _hold(answer, member)
    if answer.owner_id == member.pk:
        return False
    if answer.owner_id is not None:
        raise Taken
    team = _team_with(answer, member)
    _put(answer, team, member, Note(kind=NoteKind.TAKEN, by=member, to=member, team=team))
    return True


@transaction.atomic
def pass_on(
    answer: "Answer", by: Membership, team: Team | None, owner: Membership | None, words: str, seen: str
) -> bool:
    """Give the answer to a team, or to a colleague, with words for colleagues. The same again: False.

    `seen`: `care_seen` on the screen. A colleague of the team keeps the team; another one brings their own. Raises
    NotOwed; Moved if others passed it on meanwhile, or closed the team, or took back the role of the colleague.
    """
    _hold(answer, by)
    if owner:
        if not servants_of(answer.lab).filter(pk=owner.pk).exists():
            raise Moved(answer.idea)
        team = _team_with(answer, owner)
    elif team is None or not answer.lab.teams.open().filter(pk=team.pk).exists():
        raise Moved(answer.idea)
    if (answer.team, answer.owner) == (team, owner):
        return False
    if seen != care_seen(answer):
        raise Moved(answer.idea)
    _put(answer, team, owner, Note(kind=NoteKind.PASSED, by=by, to=owner, team=team, words=words))
    return True


def care_seen(answer: "Answer") -> str:
    """Return a text that distinguishes who works on it."""
    return f"{answer.team_id or 0}-{answer.owner_id or 0}"


def put_right(**only: Any) -> int:
    """Give back what nobody works on any more, and show the team as it is called now. Return how many changed.

    An owner lost the role, left the team or the site; a team was closed or renamed. It runs after such a change, and
    every minute for whatever was missed: each answer in a transaction of its own, because the verbs that cause it
    hold the lab, and ideas are locked before labs.
    """
    from answers.models.answer import Answer

    servant = Role.objects.that_count().filter(membership=OuterRef("owner"), kind=RoleKind.CIVIL_SERVANT)
    in_team = TeamMember.objects.filter(member=OuterRef("owner"), team=OuterRef("team"))
    wrong = (
        Q(owner__isnull=False) & ~Q(Exists(servant))
        | Q(owner__isnull=False, team__isnull=False) & ~Q(Exists(in_team))
        | Q(team__closed_at__isnull=False)
        | Q(team__isnull=False) & ~Q(idea__answer_team=F("team__name"))
    )
    shown = Answer.objects.owed().filter(idea__is_hidden=False)
    found = shown.filter(wrong, **only).select_related("idea__lab").order_by("idea")
    return sum(_put_right(answer) for answer in found)


def give_back(member: Membership) -> None:
    """Give back to their teams what `member` works on, if they may not answer any more."""
    put_right(owner=member)


@transaction.atomic
def _put_right(answer: "Answer") -> bool:
    try:
        _hold(answer)
    except (NotOwed, IdeaClosed):  # given, withdrawn or deleted meanwhile, or hidden: then when it is shown again
        return False
    team = answer.team if answer.team and answer.team.closed_at is None else None
    owner = answer.owner
    if owner and not servants_of(answer.lab).filter(pk=owner.pk).exists():
        owner = None
    if owner and team and not TeamMember.objects.filter(team=team, member=owner).exists():
        owner = None
    if (team, owner) != (answer.team, answer.owner):
        _put(answer, team, owner, Note(kind=NoteKind.GIVEN_BACK, team=team))
    else:
        answer._changed(show_team(answer.idea, team.name if team else ""))
    return True


def _put(answer: "Answer", team: Team | None, owner: Membership | None, note: Note) -> None:
    """Store who works on it now, show it to everybody, and tell colleagues. The idea is locked."""
    former = answer.owner_id
    note.answer = answer
    note.save()
    answer._changed(show_team(answer.idea, team.name if team else ""), team=team, owner=owner)
    if note.kind == NoteKind.PASSED:
        letters.passed(note)
        if former:
            letters.handed_on(note, former)
    elif note.kind == NoteKind.GIVEN_BACK and team and owner is None:
        letters.came_back(note)


def _hold(answer: "Answer", by: Membership | None = None) -> None:
    """Lock the idea, and read again who works on it. Raises NotOwed, PermissionDenied."""
    answer._hold()
    if not answer.is_owed:
        raise NotOwed
    if by:
        must_be_colleague(by)


def _team_with(answer: "Answer", owner: Membership) -> Team | None:
    """Return the team of the answer if `owner` is in it; otherwise the first one by name of their own teams."""
    if answer.team and TeamMember.objects.filter(team=answer.team, member=owner).exists():
        return answer.team
    teams: models.QuerySet[Team] = Team.objects.open().filter(members=owner)
    return teams.first()
