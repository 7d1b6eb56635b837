"""People in a lab: membership and roles."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext

from accounts import factor
from accounts.live import rights_changed
from accounts.models import User
from audit.models import AuditEntry, Kind, Pseudonym, Thing
from common import clock
from common.joins import ExtensionPoint
from labs.models import pauses
from labs.models.lab import Lab
from labs.models.voices import FACILITATORS, OF_MUNICIPALITY, RESIDENT_VOICE, STAFF, RoleKind, Voice
from notifications.notices import notify
from realtime import names

ROLE_TAKEN: "ExtensionPoint[Callable[[Membership], None]]" = ExtensionPoint(
    "labs.models.people.ROLE_TAKEN",
    "What somebody who lost a role leaves to others. Called after commit, in transactions of its own: here the lab is"
    " locked, and other things are locked before it. A chore must mend what was missed.",
)


class LastAdmin(Exception):
    """Without this person nobody could manage the lab."""


GRACE = timedelta(days=7)  # how long a role of staff works without a second factor


def staff() -> models.QuerySet[User]:
    """Return the people who work for a lab, whether or not their role counts in some session."""
    return User.objects.filter(pk__in=Role.objects.filter(kind__in=STAFF).values("membership__user"))


class Visitor:
    """A reader, signed in or not, who has not yet taken part in this lab."""

    is_person = moderates = is_staff = is_admin = facilitates = governs = decides = is_proved = is_paused = False
    withheld: "Sequence[Role]" = ()
    factor_asks = ""
    pk = None

    def __init__(self, lab: Lab, user: Any = None) -> None:
        self.lab, self.user = lab, user
        self.name = user.name if user else ""

    def has_role(self, kind: str) -> bool:
        return False

    def voices(self) -> list[Voice]:
        return [RESIDENT_VOICE] if self.user else []


class MembershipQuerySet(models.QuerySet["Membership"]):
    def join(self, lab: Lab, user: User) -> "Membership":
        """Return the membership of this person; create it if there is none."""
        member, _is_new = self.get_or_create(lab=lab, user=user)
        member.lab, member.user = lab, user
        return member

    def called(self, key: str) -> "MembershipQuerySet":
        """Return people whose name contains this `name_key`, in order of name."""
        named = self.filter(user__name_key__contains=key, user__is_active=True) if key else self.none()
        return named.select_related("user").order_by("user__name_key")


class Membership(models.Model):
    """A person in a lab, created by their first act there. When the account is erased it stays, without a user.

    An unsaved Membership belongs to a person who only opened the page for that act.
    `is_proved` is False for whoever acts in a session without a second factor: then roles of staff don't count.
    """

    is_proved = True

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    paused_until = models.DateTimeField(null=True, editable=False)  # set by `pause`; its rows say who and why
    hidden_names = models.TextField(default="", db_default="", editable=False)  # keys: hidden_name.py

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "user"], name="one_membership_per_lab")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The shown name; "no name yet" before the first sign-in, "former participant" after erasing."""
        if self.user is None:
            return gettext("former participant")
        if self.has_hidden_name:
            return gettext("name hidden")
        return self.user.name or gettext("no name yet")

    @property
    def has_hidden_name(self) -> bool:
        """Did a moderator hide the name that this person has now? hidden_name.py says more."""
        if not self.hidden_names or self.user is None:
            return False
        return self.user.name_key in self.hidden_names.split("\n")

    @property
    def why_name_hidden(self) -> str:
        """The path of the page on which this person reads why, or empty. Two queries."""
        from labs.models.hidden_name import path_for_named

        return path_for_named(self)

    @property
    def is_person(self) -> bool:
        return self.pk is not None

    @property
    def why_paused(self) -> str:
        """The path of the page on which this person reads why they are paused; or empty. Three queries."""
        pause = pauses.now_of(self)
        return pauses.page_of_paused(pause) if pause else ""

    @cached_property
    def is_paused(self) -> bool:
        """Does this person not take part for some days? It ends by itself, at the time."""
        return self.paused_until is not None and self.paused_until > clock.now()

    @cached_property
    def given(self) -> "list[Role]":
        """The roles given here; one query at first use, unless `roles` was prefetched."""
        return list(self.roles.all()) if self.is_person else []

    @cached_property
    def held(self) -> "list[Role]":
        """The roles that count now: none in a pause; without a second factor not staff's, except in the first week."""
        if self.is_paused:
            return []
        withheld = self.withheld
        return [role for role in self.given if role not in withheld]

    @cached_property
    def withheld(self) -> "Sequence[Role]":
        """The roles of staff that don't count, because this session has no second factor."""
        if self.is_proved or not self._given_staff:
            return ()
        if self.user and self.user.factor_key:
            return self._given_staff
        now = clock.now()
        return [role for role in self._given_staff if role.factor_due <= now]

    @property
    def _given_staff(self) -> "list[Role]":
        return [role for role in self.given if role.kind in STAFF]

    @property
    def factor_asks(self) -> str:
        """What a person who works for the lab must do: "code" type it, "set" the factor, "soon" do that; or ""."""
        if self.is_proved or not self._given_staff:
            return ""
        if self.user and self.user.factor_key:
            return "code"
        return "set" if self.withheld else "soon"

    @property
    def factor_due(self) -> datetime | None:
        """When the first role of staff stops working without a second factor."""
        return min((role.factor_due for role in self._given_staff), default=None)

    @cached_property
    def kinds(self) -> frozenset[str]:
        return frozenset(role.kind for role in self.held)

    def has_role(self, kind: str) -> bool:
        return kind in self.kinds

    @property
    def moderates(self) -> bool:
        return RoleKind.MODERATOR in self.kinds

    @property
    def is_admin(self) -> bool:
        return RoleKind.LAB_ADMIN in self.kinds

    @property
    def is_staff(self) -> bool:
        return bool(STAFF & self.kinds)

    @property
    def governs(self) -> bool:
        """Is this person an alderman or a councillor?"""
        return bool({RoleKind.ALDERMAN, RoleKind.COUNCILLOR} & self.kinds)

    @property
    def facilitates(self) -> bool:
        """Is this person a stadmaker, a connector or staff?

        They may lead a conversation, and post on behalf of others.
        """
        return bool(FACILITATORS & self.kinds)

    def voices(self) -> list[Voice]:
        """Return the roles that this person may speak in; the first, resident, is everybody's."""
        word = self.lab.maker_word
        return [RESIDENT_VOICE, *(Voice(str(role.pk), role.kind, role.label, word) for role in self.held)]

    # Roles: a lab_admin gives and takes them, with the lab locked

    @transaction.atomic
    def give_role(self, kind: str, label: str, by: "Membership | None", reason: str) -> "Role":
        """Give this person a role, and tell them; if they hold it, return that one. `by` None is the system.

        Raises PermissionDenied when `by` no longer runs the lab.
        """
        self.lab.hold()
        if by:
            by.must_run_the_lab()
        role, is_new = self.roles.get_or_create(kind=kind, label=label)
        if is_new:
            self._role_changed(Kind.GIVE_ROLE, role, by, reason)
            notify("role_given", self, role=role.pk, by=by and by.pk)
        return role

    @transaction.atomic
    def take_role(self, role: "Role", by: "Membership | None", reason: str) -> None:
        """Take the role; a second call does nothing. Raises LastAdmin, PermissionDenied.

        `by` must still run the lab. The lock on the lab puts two admins who remove each other in order: the second one
        finds that they are the last.
        """
        self.lab.hold()
        if by:
            by.must_run_the_lab()
        if role.kind == RoleKind.LAB_ADMIN and not self.lab_admins().exclude(membership=self).exists():
            raise LastAdmin
        if self.roles.filter(pk=role.pk).delete()[0]:
            self._role_changed(Kind.TAKE_ROLE, role, by, reason)
            rights_changed()
            for leave_it in ROLE_TAKEN:
                transaction.on_commit(partial(leave_it, self), robust=True)

    @transaction.atomic
    def reset_factor(self, by: "Membership | None", reason: str) -> bool:
        """Take away the second factor that this person lost, log it, and mail them; False if there is none.

        It ends their sessions, in all labs. `by` None is the operator. Raises PermissionDenied if `by` no longer runs
        the lab, is this person, or if this person doesn't work for the lab.
        """
        self.lab.hold()
        if by:
            by.must_run_the_lab()
        works_here = Role.objects.filter(membership=self, kind__in=STAFF).exists()
        if self.user is None or not works_here or (by and by.user_id == self.user_id):
            raise PermissionDenied
        if not factor.reset_factor(self.user):
            return False
        whose = Pseudonym.objects.of(self.user)
        actor = by.user if by else None
        AuditEntry.objects.note(actor, Kind.RESET_FACTOR, Thing.PERSON, whose, lab=self.lab.slug, reason=reason)
        return True

    def lab_admins(self) -> "RoleQuerySet":
        """Return the roles of people who run this lab and can sign in."""
        return Role.objects.filter(membership__lab=self.lab_id, kind=RoleKind.LAB_ADMIN).of_people()

    def must_run_the_lab(self) -> None:
        """Check the database, because this copy may be old. Raises PermissionDenied."""
        if not Role.objects.filter(membership=self, kind=RoleKind.LAB_ADMIN).exists():
            raise PermissionDenied

    # A pause: a moderator decides

    @property
    def decides(self) -> bool:
        """May this person decide about people and their words? Moderators do, unless they are of the municipality."""
        return self.moderates and not any(role.kind in OF_MUNICIPALITY for role in self.given)

    def may_decide_about(self, person: "Membership") -> bool:
        """Nobody decides about themselves."""
        return self.decides and self.pk != person.pk and person.user_id is not None

    def may_pause(self, person: "Membership") -> bool:
        """Who runs the lab loses that role first (decision 0083)."""
        return self.may_decide_about(person) and not any(role.kind == RoleKind.LAB_ADMIN for role in person.given)

    pause = pauses.pause
    give_pause = pauses.give
    end_pause = pauses.end_pause

    def _role_changed(self, kind: Kind, role: "Role", by: "Membership | None", reason: str) -> None:
        for known in ("given", "withheld", "held", "kinds"):
            self.__dict__.pop(known, None)
        getattr(self, "_prefetched_objects_cache", {}).pop("roles", None)
        names.changed("role", [self.pk])
        held = {"role": role.kind, "label": role.label}
        state = {"after": held} if kind == Kind.GIVE_ROLE else {"before": held}
        whose = Pseudonym.objects.of(self.user)
        actor = by.user if by else None
        AuditEntry.objects.note(actor, kind, Thing.PERSON, whose, lab=self.lab.slug, reason=reason, **state)


class RoleQuerySet(models.QuerySet["Role"]):
    def of_people(self) -> "RoleQuerySet":
        """Roles of people who can sign in and have chosen a name."""
        return self.filter(membership__user__is_active=True).exclude(membership__user__name="")

    def that_count(self) -> "RoleQuerySet":
        """Roles of people who can sign in and are not paused: for whom there is work now."""
        return self.of_people().exclude(membership__paused_until__gt=clock.now())

    def of_municipality(self, lab: Lab) -> "RoleQuerySet":
        """Roles of who works for the municipality of `lab`, or governs it, in any of its labs."""
        return self.filter(membership__lab__municipality=lab.municipality_id, kind__in=OF_MUNICIPALITY)

    def that_decide(self, lab: Lab) -> "RoleQuerySet":
        """Roles of the moderators of `lab` who can decide now: see impartial.py."""
        municipal = Role.objects.of_municipality(lab).filter(membership__user__isnull=False)
        here = self.that_count().filter(membership__lab=lab, kind=RoleKind.MODERATOR)
        return here.exclude(membership__user__in=municipal.values("membership__user"))


class Role(models.Model):
    """A role in a lab, given by a lab_admin. `label`: a civil servant's team, or the body they speak for."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    label = models.CharField(max_length=60, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    factor_by = models.DateTimeField(null=True, editable=False)  # in place of GRACE: of a role from before that rule

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "kind", "label"], name="one_role_once"),
            models.CheckConstraint(condition=~models.Q(kind=RoleKind.RESIDENT), name="resident_is_no_row"),
            models.CheckConstraint(condition=~models.Q(kind=RoleKind.BODY, label=""), name="body_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.voice.words

    @property
    def voice(self) -> Voice:
        return Voice(str(self.pk), self.kind, self.label, self.membership.lab.maker_word)

    @property
    def factor_due(self) -> datetime:
        """Until when this role works without a second factor."""
        return self.factor_by or self.given_at + GRACE

    def works_unproved(self, now: datetime) -> bool:
        """Does it count in a session without a second factor, as `Membership.withheld` says? Asks for the user."""
        user = self.membership.user
        return self.kind not in STAFF or (user is not None and not user.factor_key and now < self.factor_due)
