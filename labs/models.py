"""The tenant and who is who in it: municipality, lab, neighbourhood, membership, role."""

from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from realtime.models import Followed

RESERVED_SLUGS = frozenset(
    "live account accounts api static media gezond ontwikkel beheer toegankelijkheid privacy inloggen uitloggen weergave "
    "robots.txt favicon.ico .well-known stadslab lab labs admin nieuw".split()
)


class Municipality(models.Model):
    """Has a house style, and later a response term, an escalation contact and a by-law."""

    name = models.CharField(max_length=80, unique=True)
    theme = models.SlugField(default="stadslab")
    website = models.URLField(blank=True)

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class Lab(Followed):
    """The tenant: everything people make belongs to one lab. Its revision moves when something appears or vanishes."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="labs")
    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=80)
    lab_word = models.CharField(_("what you call the lab"), max_length=30, default="stadslab")
    maker_word = models.CharField(_("what you call those who make it"), max_length=30, default="stadmaker")
    intro = models.TextField(_("what this lab is, in a few sentences"), blank=True)
    charter = models.TextField(_("how we work"), blank=True)
    house_rules = models.TextField(_("house rules, one a line"), blank=True)
    privacy = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_hours = models.CharField(max_length=120, blank=True)
    is_demo = models.BooleanField(default=False)
    takes_support = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("lab_home", kwargs={"lab_slug": self.slug})


class Neighbourhood(models.Model):
    """A village or neighbourhood as people call it. `outline`: GeoJSON geometry in WGS 84, CBS/Kadaster, CC BY 4.0."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="neighbourhoods")
    name = models.CharField(max_length=80)
    code = models.CharField(max_length=12, blank=True)
    outline = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["lab", "name"], name="one_neighbourhood_per_name")]

    def __str__(self) -> str:
        return self.name


class RoleKind(models.TextChoices):
    """What someone is in a lab. Resident is what everybody is, and is never a row."""

    RESIDENT = "resident", _("resident")
    STADMAKER = "stadmaker", _("stadmaker")
    CONNECTOR = "connector", _("connector")
    CIVIL_SERVANT = "civil_servant", _("civil servant")
    MODERATOR = "moderator", _("moderator")
    LAB_ADMIN = "lab_admin", _("lab admin")
    ALDERMAN = "alderman", _("alderman")
    COUNCILLOR = "councillor", _("councillor")
    BODY = "body", _("on behalf of a body")


STAFF = frozenset({RoleKind.CIVIL_SERVANT, RoleKind.MODERATOR, RoleKind.LAB_ADMIN})
FACILITATORS = STAFF | {RoleKind.STADMAKER, RoleKind.CONNECTOR}


def voice_words(kind: str, label: str, maker_word: str = "") -> str:
    """How a role stands beside a name: "Gemeente · team Groen", "namens dorpsraad Lottum", "resident"."""
    if kind == RoleKind.CIVIL_SERVANT:
        return gettext("Municipality · %(team)s") % {"team": label} if label else gettext("Municipality")
    if kind == RoleKind.BODY:
        return gettext("on behalf of %(body)s") % {"body": label}
    if kind == RoleKind.STADMAKER and maker_word:
        return maker_word
    if kind == RoleKind.ALDERMAN:
        return pgettext("badge", "Alderman")
    if kind == RoleKind.COUNCILLOR:
        return pgettext("badge", "Councillor")
    return str(RoleKind(kind).label)


class Voice(NamedTuple):
    """In whose name someone speaks: a role, with the team or body it is for. `key` is what a form sends."""

    key: str
    kind: str
    label: str

    @property
    def words(self) -> str:
        return voice_words(self.kind, self.label)


RESIDENT_VOICE = Voice("", RoleKind.RESIDENT, "")


class Visitor:
    """Someone who reads, signed in or not, and has not yet taken part in this lab."""

    is_person = moderates = is_staff = is_admin = facilitates = False
    pk = None

    def __init__(self, lab: Lab, user: Any = None) -> None:
        self.lab, self.user = lab, user
        self.name = user.name if user else ""

    def has_role(self, kind: str) -> bool:
        return False

    def voices(self) -> list[Voice]:
        return [RESIDENT_VOICE] if self.user else []


class Membership(models.Model):
    """A person in a lab: made by their first act there. Outlives the account as "former participant", without a user."""

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    is_person = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lab", "user"], name="one_membership_per_lab")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.user.name if self.user else gettext("former participant")

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of role held here; one query, unless `roles` was prefetched."""
        return frozenset(role.kind for role in self.roles.all())

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
    def facilitates(self) -> bool:
        """Stadmaker, connector or staff: may lead a conversation, and write down what others say."""
        return bool(FACILITATORS & self.kinds)

    def voices(self) -> list[Voice]:
        """In whose names this person may speak; the first, resident, is everybody's."""
        return [RESIDENT_VOICE, *(Voice(str(role.pk), role.kind, role.label) for role in self.roles.all())]


class Role(models.Model):
    """A role held in a lab, given by a lab_admin. `label`: the team of a civil servant, the body someone speaks for."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=RoleKind.choices)
    label = models.CharField(max_length=60, blank=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "kind", "label"], name="one_role_once"),
            models.CheckConstraint(condition=~models.Q(kind=RoleKind.RESIDENT), name="resident_is_no_row"),
            models.CheckConstraint(condition=~models.Q(kind=RoleKind.BODY, label=""), name="body_has_a_name"),
        ]

    def __str__(self) -> str:
        return voice_words(self.kind, self.label)


class Voiced(models.Model):
    """Something said in someone's name: the role, and the team or body, as they were when it was said."""

    voice_kind = models.CharField(max_length=20, choices=RoleKind.choices, default=RoleKind.RESIDENT)
    voice_label = models.CharField(max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def voice(self) -> Voice:
        return Voice("", self.voice_kind, self.voice_label)
