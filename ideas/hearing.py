"""Whether a reader hears of an idea, on its page and after a press there."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from common.prepared import Prepared
from ideas.models import Comment, Idea, IdeaBehalf, IdeaSubscription, Pledge, Status, Support
from labs.decorators import LabRequest
from labs.hearing import Hearing
from labs.models import Membership, Visitor


def _heard(pk: Any, person: Any) -> QuerySet[Idea]:
    """Return the idea if this member (id) hears of it: they asked, or take part and didn't stop it."""
    here = {"idea": OuterRef("pk")}
    takes_part = (
        Q(author=person)
        | Exists(Support.objects.filter(**here, person=person))
        | Exists(Pledge.objects.standing().filter(**here, person=person))
        | Exists(Comment.objects.shown().filter(**here, author=person))
        | Exists(IdeaBehalf.objects.filter(**here, written_by=person, idea__author=None))
    )
    wish = IdeaSubscription.objects.filter(**here, person=person).values("is_on")
    ideas = Idea.objects.filter(pk=pk).alias(wish=Subquery(wish))
    return ideas.filter(Q(wish=True) | Q(wish=None) & takes_part).only("pk")


HEARD = Prepared(_heard)


def may_ask(idea: Idea) -> bool:
    """Can something still become of it?"""
    return not (idea.is_hidden or idea.is_emptied or idea.status == Status.WITHDRAWN)


def hears_of(idea: Idea, member: Membership | Visitor) -> bool:
    """Does this member hear what becomes of it? One query, compiled once; none for a visitor."""
    return bool(member.pk and may_ask(idea) and HEARD.find(idea.pk, member.pk))


def hearing_of(request: LabRequest, idea: Idea) -> Hearing:
    key = f"idea-{idea.pk}"
    return Hearing(key, idea.title, idea.get_absolute_url(), hears_of(idea, request.member), may_ask(idea))


def told(words: str, hearing: Hearing) -> str:
    """Return the confirmation of an act, and that the person will hear of the idea."""
    return f"{words} {_('You will hear what becomes of it.')}" if hearing.hears else words
