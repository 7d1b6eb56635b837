"""What follows when words are changed of which a case waits, and who reads them as they were."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import User, name_key
from common import clock
from ideas.models import Comment, Idea
from labs.written import Written
from moderation.models import letters
from moderation.models.case import Case
from moderation.models.states import DecisionKind
from moderation.models.things import KINDS


def look(written: Written) -> None:
    """Tell the moderators that the writer changed what they were asked to change."""
    if written.is_new or type(written.thing) not in KINDS:
        return
    about = Q(**{KINDS[type(written.thing)]: written.thing.pk})
    if isinstance(written.thing, Idea):
        about |= Q(photo=written.thing.pk)
    for case in Case.objects.open().filter(about, decisions__kind=DecisionKind.ASK):
        letters.changed(case, written.by)


def look_at_name(user: User, name: str) -> None:
    """Tell the moderators that this person chooses another name, as they were asked."""
    key = name_key(name)
    for case in Case.objects.open().filter(name__user=user.pk, decisions__kind=DecisionKind.ASK):
        if key != name_key(case.name_then):
            letters.changed(case, case.name)


def withheld_until(thing: Idea | Comment) -> datetime | None:
    """Return until when its earlier words are for its author and the moderators only. One query.

    While a case waits, and for good if the words were changed meanwhile: what is taken out can be read there.
    """
    meanwhile = thing.edits.filter(at__gte=OuterRef("opened_at"), at__lte=OuterRef("decided_at"))
    cases = Case.objects.about(thing).filter(Q(decided_at=None) | Exists(meanwhile))
    last = cases.order_by("-opened_at").first()
    return (last.decided_at or clock.now()) if last else None
