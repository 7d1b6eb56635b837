"""Find contributions of real people in an example lab: all people who are not made up, and guests."""

from collections.abc import Iterable

from django.db.models import Model, Q, QuerySet

from demo.people import DOMAIN
from events.models import Attendance
from ideas.models import CommentBehalf, IdeaBehalf
from labs.models import Lab, Membership
from moderation.models import Flag

OTHERWISE_CALLED: dict[type[Model], tuple[str, str]] = {
    Membership: ("person", "people"),
    IdeaBehalf: ("idea written down for someone", "ideas written down for someone"),
    CommentBehalf: ("comment written down for someone", "comments written down for someone"),
}


def left_by_real_people(labs: Iterable[Lab]) -> str:
    """Return words such as `2 people, 1 idea, 2 comments`; empty when everything is made up. One query per model."""
    people = Membership.objects.filter(lab__in=labs).exclude(user__email__endswith=f"@{DOMAIN}")
    found: dict[type[Model], int] = {Membership: people.count()}
    for model, names in _fields_of_people().items():
        theirs = Q()
        for name in names:
            theirs |= Q(**{f"{name}__in": people})
        if model is Attendance:  # a guest has no membership
            theirs |= Q(gathering__lab__in=labs, person=None, entered_by=None)
        found[model] = _count(model._default_manager.filter(theirs))
    return ", ".join(f"{count} {_called(model, count)}" for model, count in found.items() if count)


def _count(things: QuerySet[Model]) -> int:
    return things.values("pk").distinct().count()


def _fields_of_people() -> dict[type[Model], list[str]]:
    """Return the names of all fields that point to a member, by model; it includes apps that don't exist yet."""
    found: dict[type[Model], list[str]] = {}
    for relation in Membership._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if field is None or field.model is Flag:  # a program makes flags, not the person
            continue
        if relation.auto_created and not field.model._meta.auto_created:
            found.setdefault(field.model, []).append(field.name)
    return found


def _called(model: type[Model], count: int) -> str:
    singular, plural = OTHERWISE_CALLED.get(model, (model._meta.verbose_name, model._meta.verbose_name_plural))
    return str(singular if count == 1 else plural)
