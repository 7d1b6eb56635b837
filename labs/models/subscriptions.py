"""What a person wants to hear of one thing, whatever else they do there: they asked for it, or they stopped it.

An app declares a row with a foreign key to its thing (`class IdeaSubscription(Subscription)`, `related_name=
"subscriptions"`) and a constraint that there is one per person. The thing's class names the verbs (`keep_posted =
subscriptions.keep_posted`). Without a row, a person hears of the thing if they take part in it.
"""

from typing import TYPE_CHECKING, Any, Protocol

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from common import clock

if TYPE_CHECKING:
    from labs.models.people import Membership, Visitor


class SubscriptionQuerySet(models.QuerySet[Any]):
    def asked(self) -> "SubscriptionQuerySet":
        return self.filter(is_on=True)

    def stopped(self) -> "SubscriptionQuerySet":
        return self.filter(is_on=False)

    def of(self, user: User) -> "SubscriptionQuerySet":
        """Return the rows of an account, in all labs."""
        return self.filter(person__user=user)


class Subscription(models.Model):
    """One wish of one person about one thing. `is_on` False: they hear only what nobody can stop."""

    person = models.ForeignKey("labs.Membership", on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{'posted' if self.is_on else 'stopped'}: person {self.person_id}"


class Followable(Protocol):
    @property
    def subscriptions(self) -> Any: ...


# The verbs


def keep_posted(thing: Followable, member: "Membership") -> bool:
    """From now on tell `member` what becomes of the thing. Return True if that changed anything."""
    return _wish(thing, member, True)


def stop_posting(thing: Followable, member: "Membership") -> bool:
    """Tell `member` nothing more of the thing, but what nobody can stop. Return True if that changed anything."""
    return _wish(thing, member, False)


@transaction.atomic
def _wish(thing: Followable, member: "Membership", is_on: bool) -> bool:
    """Twice, or on two devices: one row, and the last press counts."""
    row, is_new = thing.subscriptions.get_or_create(person=member, defaults={"is_on": is_on})
    others = thing.subscriptions.filter(pk=row.pk, is_on=not is_on)
    return is_new or bool(others.update(is_on=is_on, at=clock.now()))


def wish_of(thing: Followable, member: "Membership | Visitor") -> bool | None:
    """Return what this member asked for; None if they never chose. A query, none for a visitor."""
    found = thing.subscriptions.filter(person=member.pk).values_list("is_on", flat=True) if member.pk else ()
    return next(iter(found), None)


# Whom it concerns


def asked_for(subscriptions: SubscriptionQuerySet) -> Q:
    """The accounts that asked to be kept posted by one of these rows."""
    return Q(pk__in=subscriptions.asked().exclude(person__user=None).values("person__user"))


def without_stopped(people: QuerySet[User], subscriptions: SubscriptionQuerySet) -> QuerySet[User]:
    """Return these people, without those who stopped it by one of these rows."""
    return people.filter(~Exists(subscriptions.stopped().filter(person__user=OuterRef("pk"))))
