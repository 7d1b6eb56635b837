"""Ask who brought something two days later whether it is still right, and bring it to its idea. Verbs of `Evening`."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from evenings.models import letters
from evenings.models.bringing import put
from evenings.models.pledge import Pledge
from ideas.models import Idea, IdeaClosed
from ideas.models import Pledge as IdeaPledge
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from evenings.models.evening import Evening


@transaction.atomic
def ask_again(evening: "Evening", pledge_id: int, at: datetime) -> bool:
    """Ask by mail, once. False if it was asked, was taken back, or has no mail address."""
    evening.hold()
    pledge = evening.pledges.to_ask(at).filter(pk=pledge_id).first()
    if pledge is None:
        return False
    Pledge.objects.filter(pk=pledge.pk).update(asked_at=at)
    if pledge.mail:
        letters.asked_again(pledge)
    return bool(pledge.mail)


@transaction.atomic
def still_bring(evening: "Evening", pledge_id: int, at: datetime, **words: Any) -> bool:
    """Note that it is still right, with these words and this day. False if it is gone, or nothing changed."""
    evening.hold()
    pledge = evening.pledges.standing().filter(pk=pledge_id, went_to=None).first()
    if pledge is None:
        return False
    is_same = all(getattr(pledge, name) == value for name, value in words.items())
    if is_same and pledge.confirmed_at:
        return False
    # Other words were seen by nobody: they wait for a glance, as the first ones did
    seen = {} if words.get("words", pledge.words) == pledge.words else {"is_passed": False}
    return put(evening, pledge, **words, **seen, confirmed_at=at)


@transaction.atomic
def bring_to_idea(
    evening: "Evening",
    pledge_id: int,
    member: Membership,
    voice: Voice,
    kind: str,
    words: str,
    by_when: date | None,
) -> IdeaPledge | None:
    """Make it a contribution to its idea, by the verb of the idea; it goes there once. None if it is gone.

    Raises IdeaClosed.
    """
    found = evening.pledges.filter(pk=pledge_id).select_related("idea").first()
    idea: Idea | None = found.idea if found else None
    if idea is None:
        return None
    idea.hold()
    evening.hold()
    pledge = evening.pledges.standing().filter(pk=pledge_id, idea=idea).select_related("went_to").first()
    if pledge is None or pledge.went_to:
        return pledge.went_to if pledge else None
    if idea.is_hidden:
        raise IdeaClosed(idea)
    given = idea.pledge(member, voice, kind, words, by_when).thing
    put(evening, pledge, went_to=given)
    return given
