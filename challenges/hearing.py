"""Whether a reader hears of a question, on its page and after a press there."""

from django.utils.translation import gettext as _

from challenges import rules
from challenges.models import Challenge
from challenges.news import people_of
from labs.decorators import LabRequest
from labs.hearing import Hearing
from labs.models import Membership, Visitor
from labs.models.subscriptions import wish_of


def hearing_of(request: LabRequest, challenge: Challenge) -> Hearing:
    """One query, two for who never chose; none for a visitor."""
    member, asks = request.member, rules.can_follow(challenge)
    wish = wish_of(challenge, member) if asks else None
    hears = asks and (takes_part(challenge, member) if wish is None else wish)
    what = _("You hear when the question closes, and what came of it.")
    return Hearing(f"challenge-{challenge.pk}", challenge.title, challenge.get_absolute_url(), hears, asks, what)


def takes_part(challenge: Challenge, member: Membership | Visitor) -> bool:
    """Did this member ask it, or do they take part in an idea that answers it?"""
    user = member.user if member.pk else None
    return user is not None and people_of(challenge).filter(pk=user.pk).exists()
