"""How a lab moderates: its term, its own words for flags, its neighbour, and calm mode."""

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from answers.models.work import desk_changed_later
from audit.models import Kind, Thing
from common import clock
from ideas.models import Moved
from labs.models import OF_MUNICIPALITY, Lab, Membership, Role, RoleKind
from labs.models.lab import State, note
from moderation.models import letters
from moderation.words import WordList, list_of

if TYPE_CHECKING:
    from labs.models.people import MembershipQuerySet, RoleQuerySet

TERM = 2  # working days within which a moderator decides
SHORTEST, LONGEST = 1, 10
WORD_LISTS = ("words_more", "words_left_out")
CALM = ("calm_until", "calm_name", "calm_phone", "calm_mail")
# the log keeps that they changed, not who; a list of words is too long for it
NOT_IN_LOG = frozenset({"neighbour", "calm_name", "calm_phone", "calm_mail", *WORD_LISTS})


class SettingsQuerySet(models.QuerySet["ModerationSettings"]):
    def of(self, lab: Lab) -> "ModerationSettings":
        """Return the settings of `lab`; those of a new lab, not saved, when nobody has changed any."""
        return self.filter(lab=lab).first() or ModerationSettings(lab=lab)

    def unanswered(self) -> "SettingsQuerySet":
        """Return those whose neighbour was asked, and said neither yes nor no."""
        return self.filter(neighbour__isnull=False, agreed_at=None, declined_at=None)

    def with_second_pair(self, member: Membership) -> "SettingsQuerySet":
        """Return the settings whose `second_pair` this moderator is: the rule of `neighbours_for`, for many labs."""
        theirs = Role.objects.filter(membership__user=member.user_id)
        counted = Role.objects.that_count().filter(membership=member.pk, kind=RoleKind.MODERATOR)
        municipal = theirs.filter(kind__in=OF_MUNICIPALITY)
        return (
            self.exclude(agreed_at=None)
            .filter(neighbour__in=counted.values("membership"), lab__is_demo=member.lab.is_demo)
            .exclude(lab__in=theirs.filter(kind=RoleKind.MODERATOR).values("membership__lab"))
            .exclude(lab__municipality__in=municipal.values("membership__lab__municipality"))
        )


class ModerationSettings(models.Model):
    """What the lab_admins of a lab agreed on.

    `neighbour`: a moderator of another lab, asked at `asked_at` to be a second pair of eyes here; they said yes at
    `agreed_at`, or no at `declined_at`, also if that was after a yes.
    `calm_until`: the last day of calm mode; `calm_name` is whom people can call or mail.
    """

    lab = models.OneToOneField(Lab, on_delete=models.CASCADE, related_name="moderation")
    term = models.PositiveSmallIntegerField(default=TERM)  # working days
    words_more = models.TextField(blank=True)  # one word or phrase a line
    words_left_out = models.TextField(blank=True)
    neighbour = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(null=True, blank=True, editable=False)
    calm_until = models.DateField(null=True, blank=True)
    calm_name = models.CharField(max_length=60, blank=True)
    calm_phone = models.CharField(max_length=30, blank=True)
    calm_mail = models.EmailField(blank=True)

    objects = SettingsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "moderation settings"
        constraints = [
            models.CheckConstraint(condition=Q(term__range=(SHORTEST, LONGEST)), name="moderation_term_in_range"),
            models.CheckConstraint(
                condition=Q(calm_until=None) | ~Q(calm_name="") & ~Q(calm_phone="", calm_mail=""),
                name="calm_has_a_contact",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(declined_at=None), name="a_neighbour_says_yes_or_no"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lab_id}: {self.term} working days"

    @property
    def words(self) -> WordList:
        """The list of words for flags: ours, with and without words of the lab."""
        return list_of(self.words_more, self.words_left_out)

    @property
    def is_calm(self) -> bool:
        """Is it calm mode today? It ends by itself, after its last day."""
        return self.calm_until is not None and timezone.localdate() <= self.calm_until

    @property
    def calm_contact(self) -> str:
        """Whom to call or mail in calm mode, on one line."""
        return " · ".join(filter(None, [self.calm_name, self.calm_phone, self.calm_mail]))

    @property
    def second_pair(self) -> Membership | None:
        """The neighbour, if they said yes and may still look here. A query, if there is one."""
        if self.neighbour_id is None or self.agreed_at is None:
            return None
        return neighbours_for(self.lab, Role.objects.that_count()).filter(pk=self.neighbour_id).first()

    @property
    def state(self) -> str:
        """Return a text that distinguishes two states of the settings."""
        said = [getattr(self, name) for name in ("term", "neighbour_id", *WORD_LISTS, *CALM)]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @classmethod
    @transaction.atomic
    def change(cls, by: Membership, seen: str, **values: Any) -> bool:
        """Set the settings of the lab of `by`, and log each one that differs. Return False if none does.

        Another neighbour is asked, and must say yes first; who said yes before hears that it ended. `seen`: the
        `state` that was on the screen. Raises Moved if it is another one by now; PermissionDenied.
        """
        lab = by.lab.hold()
        by.must_run_the_lab()
        settings = cls.objects.of(lab)
        if settings.state != seen:
            raise Moved(settings)
        left, looked_along = settings.neighbour, settings.agreed_at is not None
        changed = {name: value for name, value in values.items() if getattr(settings, name) != value}
        for name, value in changed.items():
            before, after = ({} if name in NOT_IN_LOG else in_log(one) for one in (getattr(settings, name), value))
            note(by, Kind.CHANGE_MODERATION, Thing.SETTING, name, before, after)
            setattr(settings, name, value)
        if "neighbour" in changed:
            settings.agreed_at = settings.declined_at = None
            settings.asked_at = clock.now() if settings.neighbour else None
        settings.save()
        if "neighbour" in changed and left:
            desk_changed_later(left.lab)
            if looked_along:
                letters.neighbour_no_more(settings, left)
        if "neighbour" in changed and settings.neighbour:
            letters.neighbour_asked(settings, settings.neighbour)
        return bool(changed)


def neighbours_for(lab: Lab, roles: "RoleQuerySet | None" = None) -> "MembershipQuerySet":
    """Return the moderators of other labs who may look along in `lab`, in order of lab and name.

    Their names are on the page of their lab already. Not who works for the municipality of `lab`, nor who moderates
    there; and an example lab has neighbours among example labs only.
    """
    roles = Role.objects.of_people() if roles is None else roles
    elsewhere = roles.filter(kind=RoleKind.MODERATOR, membership__lab__is_demo=lab.is_demo).exclude(
        membership__lab=lab
    )
    near = Q(membership__lab__municipality=lab.municipality_id, kind__in=OF_MUNICIPALITY)
    near |= Q(membership__lab=lab, kind=RoleKind.MODERATOR)
    left_out = Role.objects.filter(near, membership__user__isnull=False).values("membership__user")
    found = Membership.objects.filter(pk__in=elsewhere.values("membership")).exclude(user__in=left_out)
    return found.select_related("lab", "user").order_by("lab__name", "lab", "user__name_key", "pk")


def in_log(value: Any) -> State:
    return {"words": value.isoformat() if isinstance(value, date) else str(value or "")}
