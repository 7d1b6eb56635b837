"""Whether a reader hears of a gathering, on its page and after a press there."""

from django.db.models import Q
from django.utils.translation import gettext as _

from events.models import Attendance, AttendanceState, Gathering, State
from labs.decorators import LabRequest
from labs.hearing import Hearing
from labs.models import Membership, Visitor
from labs.models.subscriptions import wish_of


def may_ask(gathering: Gathering) -> bool:
    """Can something still become of it? After its end the outcome can."""
    return gathering.state in (State.DATES, State.PUBLISHED) and not gathering.is_hidden


def hearing_of(request: LabRequest, gathering: Gathering) -> Hearing:
    """One query, two for who never chose; none for a visitor."""
    member, asks = request.member, may_ask(gathering)
    wish = wish_of(gathering, member) if asks else None
    hears = asks and (takes_part(gathering, member) if wish is None else wish)
    what = _("You hear when something changes, and what comes out of it.")
    still = _("If you come, you still hear when it changes or is cancelled.")
    return Hearing(
        f"gathering-{gathering.pk}", gathering.title, gathering.get_absolute_url(), hears, asks, what, still
    )


def takes_part(gathering: Gathering, member: Membership | Visitor) -> bool:
    """Does this member attend, wait, organise it, or did they answer its dates?"""
    if not (member.pk and member.user):
        return False
    mine = Q(person=member.pk) | Q(person=None, mailbox=member.user.mailbox)
    parties = Attendance.objects.filter(mine, gathering=gathering.pk).exclude(state=AttendanceState.WITHDRAWN)
    answered = Q(date_options__answers__person=member.pk)
    found = Gathering.objects.filter(Q(attendances__in=parties) | Q(organisers=member.pk) | answered, pk=gathering.pk)
    return found.exists()
