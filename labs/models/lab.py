"""The tenant: municipality, lab and village, and what their admins may change."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import name_key
from audit.models import AuditEntry, Kind, Thing
from common.joins import ExtensionPoint
from labs.models import subscriptions
from realtime import names
from realtime.doorbell import ring
from realtime.models import Followed

if TYPE_CHECKING:
    from labs.models.people import Membership

# First path segments that no lab may have; a test compares them with the URLconf.
RESERVED_SLUGS = frozenset(
    "live agenda account accounts api static media gezond metrics ontwikkel beheer toegankelijkheid privacy inloggen "
    "uitloggen van-mij weergave stop robots.txt favicon.ico .well-known stadslab lab labs admin nieuw".split()
)

SAID_EVERYWHERE = frozenset({"name", "lab_word", "maker_word"})  # shown on open pages, and beside people's names
IN_A_VILLAGE: "ExtensionPoint[Callable[[Neighbourhood], models.QuerySet[Any]]]" = ExtensionPoint(
    "labs.models.lab.IN_A_VILLAGE",
    "Followed things in a village, in the common lock order. When the village is removed, they are locked before the"
    " lab, and updated.",
)
AUDITED_WORDS = 120  # the log keeps no longer text
OF_A_PERSON = frozenset(
    {"contact_name", "contact_phone", "contact_hours", "reply_address"}
)  # nor these, which erasing a person can't remove
type State = dict[str, Any]  # the changed values, before or after


def not_reserved(slug: str) -> None:
    """Raise ValidationError when the site itself uses this address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("The site itself uses this address. Choose another."), code="reserved")


a_word = RegexValidator(r"^[\w' -]+$", _("Use letters only."))


class OfLab(Protocol):
    """A row of a lab, for example an idea or a gathering."""

    @property
    def pk(self) -> Any: ...

    @property
    def lab_id(self) -> int: ...


class NameTaken(Exception):
    """The lab has a village with a name that people read as the same."""


class _MovedIn(Exception):
    """Something was added to this village before the lab was locked: release the locks, and start again."""


class Municipality(models.Model):
    """Has a house style; the limits of its terms are in `answers`, because `labs` knows nothing of answers."""

    name = models.CharField(max_length=80, unique=True)
    theme = models.SlugField(default="stadslab")  # one of common.preferences.THEMES
    website = models.URLField(blank=True)

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class OwnText(NamedTuple):
    """A text that a lab wrote itself, or empty. `is_only_dutch`: for a reader of English."""

    words: str
    is_only_dutch: bool = False


class Lab(Followed):
    """The tenant: all content belongs to one lab. Its revision changes when something appears or disappears."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="labs")
    slug = models.SlugField(unique=True, validators=[not_reserved])
    name = models.CharField(max_length=80)
    lab_word = models.CharField(max_length=30, default="stadslab", validators=[a_word])
    maker_word = models.CharField(max_length=30, default="stadmaker", validators=[a_word])
    intro = models.TextField(blank=True)
    charter = models.TextField(blank=True)
    house_rules = models.TextField(blank=True)
    privacy = models.TextField(blank=True)
    accessibility = models.TextField(blank=True)
    welcome_words = models.TextField(blank=True, default="", db_default="")  # ready texts, an empty line between two
    intro_en = models.TextField(blank=True, default="", db_default="")
    charter_en = models.TextField(blank=True, default="", db_default="")
    house_rules_en = models.TextField(blank=True, default="", db_default="")
    privacy_en = models.TextField(blank=True, default="", db_default="")
    accessibility_en = models.TextField(blank=True, default="", db_default="")
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_hours = models.CharField(max_length=120, blank=True)
    reply_address = models.EmailField(blank=True, default="", db_default="")  # who gets the answers to its mails
    is_demo = models.BooleanField(default=False)
    takes_support = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    taken_back_revision = models.PositiveBigIntegerField(default=0, editable=False)  # when an idea last disappeared
    villages_revision = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)
    answers_revision = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)  # of those on its home

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("lab_home", kwargs={"lab_slug": self.slug})

    keep_posted = subscriptions.keep_posted
    stop_posting = subscriptions.stop_posting

    def own(self, name: str, language: str) -> "OwnText":
        """Return the lab's own text of that name for a reader of `language`: in Dutch if it wrote none in English."""
        dutch, english = getattr(self, name), getattr(self, f"{name}_en")
        if language != "en":
            return OwnText(dutch)
        return OwnText(english or dutch, is_only_dutch=bool(dutch and not english))

    @classmethod
    @transaction.atomic
    def found(cls, slug: str, municipality: str, **fields: Any) -> "tuple[Lab, bool]":
        """Return the lab at this address; create it if there is none (True).

        Raises ValidationError for a reserved address.
        """
        there = cls.objects.select_related("municipality").filter(slug=slug).first()
        if there:
            return there, False
        owner, _is_new = Municipality.objects.get_or_create(name=municipality)
        lab = cls(municipality=owner, slug=slug, **{"name": municipality} | fields)
        lab.full_clean()
        lab.save(force_insert=True)
        AuditEntry.objects.note(None, Kind.FOUND_LAB, Thing.LAB, slug, lab=slug, after={"name": lab.name})
        return lab, True

    def hold(self) -> "Lab":
        """Lock this lab's people, texts and villages until commit, and return its current row."""
        return Lab.objects.select_for_update(no_key=True).get(pk=self.pk)

    @transaction.atomic
    def change_texts(self, by: "Membership", **texts: Any) -> list[str]:
        """Set the texts that differ, log each, and return their names. Raises PermissionDenied."""
        before = self.hold()
        by.must_run_the_lab()
        changed = {name: text for name, text in texts.items() if getattr(before, name) != text}
        if changed:
            Lab.objects.filter(pk=self.pk).update(**changed)
        if SAID_EVERYWHERE & changed.keys():
            names.changed("lab", [self.pk])
        for name, text in changed.items():
            setattr(self, name, text)
            note(by, Kind.CHANGE_TEXT, Thing.TEXT, name, *_words(name, getattr(before, name), text))
        return list(changed)

    @transaction.atomic
    def change_theme(self, by: "Membership", theme: str) -> bool:
        """Give the municipality, and so all its labs, another house style; return False if it is the same."""
        self.hold()
        by.must_run_the_lab()
        before = self.municipality.theme
        if not Municipality.objects.filter(pk=self.municipality_id).exclude(theme=theme).update(theme=theme):
            return False
        self.municipality.theme = theme
        name = {"name": self.municipality.name}
        was, now = name | {"theme": before}, name | {"theme": theme}
        note(by, Kind.CHANGE_THEME, Thing.MUNICIPALITY, self.municipality_id, was, now)
        return True

    @transaction.atomic
    def add_village(self, by: "Membership", name: str) -> "Neighbourhood":
        """Add a village. Raises NameTaken."""
        self.hold()
        by.must_run_the_lab()
        self.must_be_free(name)
        village = self.neighbourhoods.create(name=name)
        self.villages_changed()
        note(by, Kind.ADD_VILLAGE, Thing.VILLAGE, village.pk, after={"name": name})
        return village

    def villages_changed(self) -> None:
        """Update the open home and list pages of this lab, which show village names; call it with the lab locked."""
        self.advance(villages_revision=F("revision") + 1)
        ring(f"lab-{self.pk}")

    def must_be_free(self, name: str, besides: "Neighbourhood | None" = None) -> None:
        """Raise NameTaken when another village here has this name; call it with the lab locked. One query."""
        others = self.neighbourhoods.exclude(pk=besides.pk) if besides else self.neighbourhoods.all()
        if name_key(name) in (name_key(other) for other in others.values_list("name", flat=True)):
            raise NameTaken(name)

    def still_here(self, village_id: int | None) -> "Neighbourhood | None":
        """Return this village; it then stays until commit, because the lab is locked. None if it was just removed."""
        if village_id is None:
            return None
        self.hold()
        return self.neighbourhoods.defer("outline").filter(pk=village_id).first()


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

    @transaction.atomic
    def rename(self, by: "Membership", name: str) -> None:
        """Change the name; the same name does nothing.

        Raises NameTaken; DoesNotExist when the village was just removed.
        """
        self.lab.hold()
        by.must_run_the_lab()
        self.lab.must_be_free(name, besides=self)
        before = Neighbourhood.objects.get(pk=self.pk).name
        if before != name:
            Neighbourhood.objects.filter(pk=self.pk).update(name=name)
            self.name = name
            names.changed("village", [self.pk])
            self.lab.villages_changed()
            note(by, Kind.RENAME_VILLAGE, Thing.VILLAGE, self.pk, {"name": before}, {"name": name})

    @transaction.atomic
    def remove(self, by: "Membership") -> None:
        """Delete the village; its content stays, without a village."""
        here = self._hold_with_what_is_here()
        by.must_run_the_lab()
        for followed, ids in here:
            names.show_anew(followed, ids)
        number = self.pk
        self.delete()
        self.lab.villages_changed()
        note(by, Kind.REMOVE_VILLAGE, Thing.VILLAGE, number, before={"name": self.name})

    def _hold_with_what_is_here(self) -> "list[tuple[type[Followed], set[int]]]":
        """Lock the content of this village, each kind by id, and then the lab: the common lock order. Return the ids.

        Somebody may add something before we lock the lab: then the savepoint releases all locks, and we start again.
        """
        kinds = [here(self) for here in IN_A_VILLAGE]
        while True:
            with suppress(_MovedIn), transaction.atomic():
                held = [set(_ids(things.select_for_update(no_key=True).order_by("pk"))) for things in kinds]
                self.lab.hold()
                if any(not known.issuperset(_ids(things)) for known, things in zip(held, kinds, strict=True)):
                    raise _MovedIn
                return [(things.model, ids) for things, ids in zip(kinds, held, strict=True)]


def _ids(things: "models.QuerySet[Any]") -> "models.QuerySet[Any, int]":
    return things.values_list("pk", flat=True)


def note(
    by: "Membership", kind: Kind, thing: Thing, key: object, before: State | None = None, after: State | None = None
) -> None:
    """Write an act in this lab into the audit log."""
    AuditEntry.objects.note(by.user, kind, thing, key, lab=by.lab.slug, before=before, after=after)


def _words(name: str, before: str, after: str) -> tuple[State, State]:
    if name in OF_A_PERSON or max(len(before), len(after)) > AUDITED_WORDS:
        return {}, {}
    return {"words": before}, {"words": after}
