"""An answer is given, or corrected: verbs of an answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from answers.models import draft as drafts
from answers.models import joint as joints
from answers.models import letters
from answers.models.clarity import settle
from answers.models.joint import Chosen, Joint
from answers.models.results import NotOwed
from answers.models.said import AnswerKind, Version, is_same
from answers.models.team import Team
from answers.models.work import must_be_colleague
from common import clock
from ideas.models import Moved, Status, welcomes
from ideas.words import opening
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from answers.models.answer import Answer

ENDED = frozenset({Status.DONE, Status.STOPPED})  # by the people who did it: an answer doesn't change that


@transaction.atomic
def give(
    answer: "Answer",
    member: Membership,
    voice: Voice,
    also: Sequence[Chosen] = (),
    kept: str | None = None,
    **words: Any,
) -> Version | None:
    """Give the answer: its kind sets the status of the idea. The same again: None.

    `also`: other ideas of the lab that get the same answer; what is owed about them is given too.
    `words`: kind, day, to, words, next_step, contact. `kept`: the draft on the screen, if that matters. Raises
    NotOwed, also if a colleague gave it a moment ago; Answered if one of the other ideas got an answer meanwhile;
    Drafted if one got a draft that the screen didn't name;
    Moved if a colleague changed the draft; NotApproved; PermissionDenied if the role was taken back a moment ago.
    """
    joints.hold([answer.idea, *(chosen.idea for chosen in also)])
    answer._hold()
    must_be_colleague(member)
    if not answer.is_owed:
        is_mine = is_same(answer.versions.first(), {"by": member} | words)
        if is_mine and joints.ideas_of(answer) == {chosen.idea.pk for chosen in also}:
            return None
        raise NotOwed
    approval = drafts.approved(answer, words, kept, [chosen.idea.pk for chosen in also])
    answers = [answer, *joints.answers_for(answer, member, voice, also)]
    joint = Joint.objects.create() if also else None
    versions = []
    for each in answers:
        each.given_at, each.joint = clock.now(), joint
        each.idea.owe_nothing()
        versions.append(_say(each, member, voice, words, answer.team))
        drafts.put_online(each, versions[-1], approval)
    for each in answers:
        welcomes.needs_none(each.idea)
    letters.given(versions)
    return versions[0]


@transaction.atomic
def correct(
    answer: "Answer", member: Membership, voice: Voice, seen: int, reason: str, kept: str | None = None, **words: Any
) -> Version | None:
    """Add a corrected version with its reason, to each idea that got this answer; the earlier ones stay readable.

    The same again: None. `seen`: the id of the version that was on the screen. Raises NotOwed if it was not given;
    Moved if another version came, or a colleague changed the draft (`kept`); NotApproved; PermissionDenied.
    """
    others = joints.others(answer)
    joints.hold([answer.idea, *(other.idea for other in others)])
    answer._hold()
    must_be_colleague(member)
    last = answer.versions.last()
    if last is None:
        raise NotOwed
    if last.pk != seen:
        if is_same(last, {"by": member, "reason": reason} | words):
            return None
        raise Moved(answer.idea)
    approval = drafts.approved(answer, words | {"reason": reason}, kept)
    versions: list[Version] = []
    cleared: list[int] = []
    for each in [answer, *others]:
        each.idea.refresh_from_db(fields=["status", "is_hidden"])
        versions.append(_say(each, member, voice, words, answer.team, reason, each.versions.last()))
        drafts.put_online(each, versions[-1], approval)
        cleared += settle(each, member)
    letters.corrected(versions, cleared)
    return versions[0]


def _say(
    answer: "Answer",
    member: Membership,
    voice: Voice,
    words: dict[str, Any],
    team: Team | None,
    reason: str = "",
    last: Version | None = None,
) -> Version:
    """Add a version, and set the status of the idea if its kind, day or receiver is another than the last one.

    The story gets the first sentence: the whole answer stands above it.
    """
    said = {"voice_kind": voice.kind, "voice_label": voice.label, "reason": reason}
    if team:
        said |= {"team_name": team.name, "mandate": team.mandate}
    version = answer.versions.create(by=member, at=clock.now(), **said, **words)
    decides = [(one.kind, one.day, one.to) for one in (version, last) if one]
    if len(set(decides)) == len(decides) and _may_set_status(answer):
        status = AnswerKind(version.kind).status
        on = version.day if status == Status.NOT_NOW else None
        to = version.to if status == Status.FORWARDED else ""
        answer.idea.set_status(member, voice, status, opening(version.words), "", on, to, tells=False)
    steps = {"status_revision": F("revision") + 1} if reason else {}  # a step in its story
    answer._changed(answer.idea.advance(**steps), given_at=answer.given_at, joint=answer.joint)
    return version


def _may_set_status(answer: "Answer") -> bool:
    """Not of an idea that its people ended or that is hidden, nor when a later answer counts."""
    if answer.idea.status in ENDED or answer.idea.status == Status.WITHDRAWN or answer.idea.is_hidden:
        return False
    return not answer.idea.answers.filter(given_at__isnull=False, pk__gt=answer.pk).exists()
