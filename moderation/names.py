"""Which names can be reported: those that everybody can read. And the hidden names in the list of a lab."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from challenges.models import Challenge
from events.models import Gathering
from ideas.models import Comment, Idea, Pledge
from ideas.models.hidden import HiddenKind
from ideas.models.pledges import STANDS
from labs.models import Membership, NameHiding, Role, Visitor
from moderation.models.things import Reported

HIDDEN = HiddenKind(
    "name",
    lambda lab: NameHiding.objects.filter(membership__lab=lab, restored_at=None),
    ("by__user", "membership__user"),
    "moderation/_hidden_name.html",
)


def names_at(thing: Reported, reader: Membership | Visitor) -> list[Membership]:
    """Return the people whose name stands at this thing and can be reported by this reader. One query."""
    theirs = people_at(thing)
    if theirs is None:
        return []
    shown = theirs.exclude(user=None).exclude(pk=reader.pk or 0).select_related("user").order_by("pk").distinct()
    return [member for member in shown if not member.has_hidden_name]


def people_at(thing: Reported) -> QuerySet[Membership] | None:
    match thing:
        case Comment() | Challenge():
            return Membership.objects.filter(pk=thing.author_id or 0)
        case Gathering():
            return thing.organisers.all()
        case Idea():
            helps = Pledge.objects.filter(STANDS, idea=thing).values("person")
            return Membership.objects.filter(Q(pk=thing.author_id) | Q(pk__in=helps))
    return None


def is_seen(member: Membership) -> bool:
    """Can everybody read this name somewhere in the lab? Else nobody may find out who takes part. One query."""
    me: Any = OuterRef("pk")
    ideas = Idea.objects.shown()
    where: Any = Exists(Role.objects.filter(membership=me)) | Exists(ideas.filter(author=me))
    where |= Exists(Comment.objects.shown().filter(author=me, removed_at=None, idea__in=ideas))
    where |= Exists(Pledge.objects.filter(STANDS, person=me, idea__in=ideas))
    where |= Exists(Challenge.objects.shown().filter(author=me))
    where |= Exists(Gathering.objects.shown().filter(organisers=me))
    return Membership.objects.filter(where, pk=member.pk).exists()
