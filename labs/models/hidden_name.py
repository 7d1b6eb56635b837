"""A name that is hidden in one lab: there it shows as "name hidden" everywhere, and in other labs as it is.

`Membership.hidden_names` says it without a query. It holds the keys of all names that were hidden and not put back, so
that none of them comes back when it is chosen again. Another name is shown, and ends the row.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User, name_key
from accounts.models.user import NAME_LENGTH
from audit.models import Thing
from common import clock
from common.joins import ExtensionPoint
from labs.models import moderation
from labs.models.moderation import Hiding
from labs.models.people import Membership
from notifications.notices import notify
from realtime import names

if TYPE_CHECKING:
    from labs.models.lab import Lab

STANDS = Q(restored_at=None)
EDGE = "\n"  # before and after each key in `hidden_names`; no name holds it
RENAMED: ExtensionPoint[Callable[[Membership], None]] = ExtensionPoint(
    "labs.models.hidden_name.RENAMED",
    "What follows when somebody whose name is hidden in a lab chooses one that is shown there, in that transaction.",
)


class NameChanged(PermissionDenied):
    """This person has another name by now, or left."""


class NameHiding(Hiding):
    """`name`: what was hidden. It also ends, without `restored_why`, when that person chooses another name."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="name_hidings")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)

    class Meta(Hiding.Meta):
        constraints = [models.UniqueConstraint(fields=["membership"], condition=STANDS, name="name_hidden_once")]


class MemberName:
    """The name of `member` in their lab, as a thing that can be hidden: `labs.models.moderation.Hideable`.

    `title` is the name itself, also while it is hidden; without one, the name that they have now.
    """

    in_log = Thing.NAME
    hide = moderation.hide
    restore = moderation.restore

    def __init__(self, member: Membership, title: str = "") -> None:
        self.member = member
        self.title = title or (member.user.name if member.user else "")

    @property
    def pk(self) -> int:
        return int(self.member.pk)

    @property
    def lab(self) -> "Lab":
        return self.member.lab

    @lab.setter
    def lab(self, lab: "Lab") -> None:
        self.member.lab = lab

    @property
    def author(self) -> Membership:
        return self.member

    @property
    def author_id(self) -> int:
        return self.pk

    @property
    def hidings(self) -> Any:
        return self.member.name_hidings

    @property
    def is_hidden(self) -> bool:
        return is_among(self.title, self.member.hidden_names)

    @property
    def is_gone(self) -> bool:
        """Has this person another name by now, or no account?"""
        return self.member.user is None or self.member.user.name_key != name_key(self.title)

    def standing(self) -> NameHiding | None:
        """Return the hiding that stands. One query."""
        found: NameHiding | None = self.hidings.filter(STANDS).select_related("by__user").first()
        return found

    def get_absolute_url(self) -> str:
        return reverse("lab_people", kwargs={"lab_slug": self.lab.slug})

    def hold_to_hide(self) -> None:
        """Lock the member and then the name, as choosing one does, and read both again. Raises NameChanged."""
        member = self.member
        Membership.objects.select_for_update(no_key=True).get(pk=member.pk)
        member.refresh_from_db(fields=["hidden_names", "user"])
        if member.user:
            member.user.hold_name()
            member.user.name_key = name_key(member.user.name)
        if self.is_gone:
            raise NameChanged

    def turn(self, is_hidden: bool) -> None:
        """Hide the name or show it, also on open pages."""
        member, key = self.member, name_key(self.title)
        keys = [one for one in keys_of(member) if one != key] + ([key] if is_hidden else [])
        member.hidden_names = EDGE.join(["", *keys, ""]) if keys else ""
        Membership.objects.filter(pk=member.pk).update(hidden_names=member.hidden_names)
        if is_hidden:
            self.hidings.filter(STANDS).update(name=self.title)
        names.changed("member", [member.pk])
        transaction.on_commit(partial(names.bring_at_once, "member", member.pk), robust=True)

    def writers(self) -> set[int]:
        return {self.pk}

    def writer(self) -> User | None:
        return self.member.user

    def tell_hidden(self, hiding: NameHiding) -> None:
        notify("name_hidden", self.member, hiding=hiding.pk)

    def tell_restored(self, hiding: NameHiding) -> None:
        notify("name_restored", self.member, hiding=hiding.pk)


def keys_of(member: Membership) -> list[str]:
    """Return the keys of the names of this person that are hidden here, and not put back."""
    return member.hidden_names.split(EDGE)[1:-1]


def is_among(name: str, keys: str) -> bool:
    """Is this name among those of `Membership.hidden_names`?"""
    return name_key(name) in keys.split(EDGE)[1:-1]


def path_for_named(member: Membership) -> str:
    """Return the path of the page on which this person reads why their name is hidden; or empty."""
    return moderation.page_for_writer(MemberName(member))


def shown_name(path: str) -> Case:
    """Return the SQL for what `Membership.name` says of the member at this path; NULL if that person left."""
    key = Concat(Value(EDGE), F(f"{path}__user__name_key"), Value(EDGE))
    is_hidden = When(**{f"{path}__hidden_names__contains": key}, then=Value(gettext("name hidden")))
    return Case(is_hidden, default=F(f"{path}__user__name"), output_field=CharField())


def name_chosen(user: User, name: str) -> None:
    """End what hides a former name of this person, or hide the new one again if it was hidden in that lab before."""
    key, members = name_key(name), Membership.objects.filter(user=user.pk).order_by("pk")
    for member in members.select_for_update(no_key=True):
        if not member.hidden_names:
            continue
        is_known = key in keys_of(member)
        for row in member.name_hidings.filter(STANDS):
            if name_key(row.name) != key:
                member.name_hidings.filter(pk=row.pk).update(restored_at=clock.now())
        if is_known and not member.name_hidings.filter(STANDS).exists():
            former = [row.pk for row in member.name_hidings.filter(restored_why="") if name_key(row.name) == key]
            member.name_hidings.filter(pk__in=former[-1:]).update(restored_at=None)
        if not is_known:
            for follow in RENAMED:
                follow(member)


def forget(members: list[Membership]) -> None:
    """Remove the hidden names of these people. Call it in a transaction."""
    NameHiding.objects.filter(membership__in=members).delete()
    Membership.objects.filter(pk__in=[member.pk for member in members]).exclude(hidden_names="").update(
        hidden_names=""
    )
