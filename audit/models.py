"""The audit log: who did what, and why. Rows are only added: the database refuses anything else (decision 0046)."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Kind(models.TextChoices):
    """The kinds of acts. Each label follows a name: "Mo gave a role"."""

    FOUND_LAB = "found_lab", _("opened this lab")
    GIVE_ROLE = "give_role", _("gave a role")
    TAKE_ROLE = "take_role", _("took a role away")
    RESET_FACTOR = "reset_factor", _("took an extra lock away")
    CHANGE_TEXT = "change_text", _("changed a text")
    CHANGE_THEME = "change_theme", _("changed the house style")
    ADD_VILLAGE = "add_village", _("added a village")
    RENAME_VILLAGE = "rename_village", _("renamed a village")
    REMOVE_VILLAGE = "remove_village", _("removed a village")
    CHANGE_TERM = "change_term", _("changed when answers are owed")
    ADD_TEAM = "add_team", _("made a team")
    CHANGE_TEAM = "change_team", _("changed a team")
    CLOSE_TEAM = "close_team", _("closed a team")
    HIDE = "hide", _("hid something")
    RESTORE = "restore", _("restored something")
    CLOSE_TALK = "close_talk", _("closed a conversation")
    OPEN_TALK = "open_talk", _("opened a conversation again")
    CHANGE_MODERATION = "change_moderation", _("changed how the lab moderates")
    LOOK_ALONG = "look_along", _("said yes, and looks along")
    NOT_LOOK_ALONG = "not_look_along", _("said no, and doesn't look along")
    PAUSE = "pause", _("paused someone")
    END_PAUSE = "end_pause", _("ended a pause")
    REMOVE_ENTRIES = "remove_entries", _("cleared this log")


class Thing(models.TextChoices):
    """The kinds of objects, which say what `object_id` is."""

    LAB = "lab"  # its slug
    MUNICIPALITY = "municipality"  # an id, or empty in entries from before there were columns
    VILLAGE = "village"  # the same
    TEXT = "text"  # the name of the field
    TERM = "term"  # the same
    SETTING = "setting"  # the same
    TEAM = "team"  # an id
    PERSON = "person"  # a pseudonym's code
    IDEA = "idea"
    COMMENT = "comment"
    QUESTION = "question"
    GATHERING = "gathering"
    PHOTO = "photo"  # the id of its idea
    NAME = "name"  # the id of a membership: the log must not repeat a name that is hidden
    ENTRIES = "entries"  # the id of the last removed entry


BATCH = 500  # entries per DELETE: SQLite takes some hundreds of parameters at most
CHANGED: dict[str, str] = {
    Kind.RENAME_VILLAGE: "name",
    Kind.CHANGE_THEME: "theme",
    Kind.CHANGE_TEXT: "words",
    Kind.CHANGE_TERM: "words",
    Kind.CHANGE_TEAM: "words",
    Kind.CHANGE_MODERATION: "words",
}


class WhyRemoved(models.TextChoices):
    """Why entries were removed from the log."""

    PAST_TERM = "past_term", _("older than they are kept")
    EXAMPLE = "example", _("they were of an example")
    TRIAL = "trial", _("they were made to try something")


class PseudonymQuerySet(models.QuerySet["Pseudonym"]):
    def of(self, user: User | None) -> str:
        """Return the code of `user` under the current name; "" for None, which is the system.

        Two calls at once may each create one: both have the same name, and nobody waits.
        """
        if user is None:
            return ""
        code = self.filter(user=user, name=user.name).values_list("code", flat=True).first()
        return code or self.create(user=user, name=user.name).code

    def names(self, codes: Iterable[str]) -> dict[str, str]:
        """Return code → name. A person who left is missing; one without a name at that time is ""."""
        return dict(self.filter(code__in=set(codes)).values_list("code", "name"))

    def unused(self) -> "PseudonymQuerySet":
        """Pseudonyms that no entry uses or will use: without a user, or with a former name of the user."""
        acted = AuditEntry.objects.filter(actor=OuterRef("code"))
        concerned = AuditEntry.objects.filter(object_kind=Thing.PERSON, object_id=OuterRef("code"))
        return self.filter(Q(user=None) | ~Q(name=F("user__name")), ~Exists(acted), ~Exists(concerned))


def called(code: str, names: dict[str, str]) -> str:
    """Return the name at that time, or the words for a person without one."""
    if code not in names:
        return gettext("former participant")
    return names[code] or gettext("no name yet")


def new_code() -> str:
    return secrets.token_hex(8)


class Pseudonym(models.Model):
    """The person behind a code in the log, under one name, as long as they have an account.

    `user` is None if an older entry has a name that nobody has any more. The database deletes the row with the user,
    also when a process with older code deletes the user.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.DB_CASCADE, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # older entries may hold more than a name
    is_leaving = models.BooleanField(default=False)  # only inside the transaction that erases them

    objects = PseudonymQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name or self.code


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def note(
        self,
        actor: User | None,
        kind: Kind,
        thing: Thing,
        key: object,
        *,
        lab: str,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        reason: str = "",
    ) -> "AuditEntry":
        """Log that `actor`, or the system, did this to the `thing` with this `key`, and why."""
        what = {
            "kind": kind,
            "object_kind": thing,
            "object_id": str(key),
            "before": before or {},
            "after": after or {},
        }
        return self.create(actor=Pseudonym.objects.of(actor), lab=lab, reason=reason, **what)

    def remove(self, lab: str, why: WhyRemoved, until: datetime | None = None) -> int:
        """Remove the entries of `lab`, with `until` only older ones, and log the removal; return how many.

        Call it outside a transaction. Unused names are deleted after the entries, in a transaction of their own,
        because a person who leaves locks their names first and then entries.
        """
        count = self._remove(lab, why, until)
        if count:
            Pseudonym.objects.unused().delete()
        return count

    @transaction.atomic
    def _remove(self, lab: str, why: WhyRemoved, until: datetime | None) -> int:
        """Remove the entries. The database allows that only after a later entry of the same lab says so."""
        going = self.filter(lab=lab)
        going = going.filter(at__lt=until) if until else going
        going = going.select_for_update(no_key=True).order_by("pk")  # two at once: only one does it
        held = list(going.values_list("pk", flat=True))
        if not held:
            return 0
        told = {"entries": len(held)} | ({"until": until.isoformat()} if until else {})
        self.note(None, Kind.REMOVE_ENTRIES, Thing.ENTRIES, held[-1], lab=lab, before=told, reason=why)
        for some in batched(held, BATCH):  # not those added meanwhile, perhaps with a lower id
            self.filter(pk__in=some).delete()
        return len(held)


class AuditEntry(models.Model):
    """One act with consequences: a role given, something hidden.

    Its columns hold no person's name and no mail address, unless somebody typed one in a reason: erasing removes those
    that it finds (leaving.py, decision 0046). `actor` is the code of a pseudonym, without a foreign key: the name is
    deleted with the person, the entry stays.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.CharField(max_length=16, blank=True)  # empty: the system
    kind = models.CharField(max_length=40, choices=Kind.choices)
    lab = models.SlugField(blank=True)
    object_kind = models.CharField(max_length=20, choices=Thing.choices)
    object_id = models.CharField(max_length=50, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)  # typed by the actor; a code for hiding and for the system

    objects = AuditQuerySet.as_manager()

    class Meta:
        db_table = "audit_entry"  # audit_auditentry still exists, for processes with older code
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["lab", "-at"], name="audit_entry_by_lab"),
            models.Index(fields=["actor"], name="audit_entry_by_actor"),
            models.Index(fields=["object_kind", "object_id"], name="audit_entry_by_object"),
            models.Index(fields=["lab"], condition=Q(kind="remove_entries"), name="audit_entry_removals"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.kind} {self.object_kind} {self.object_id}"

    def subject(self, names: dict[str, str]) -> str:
        """Return a short text for machines: "idea 12", "Bram: body dorpsraad"; `names` by code."""
        if self.object_kind == Thing.PERSON:
            name = called(self.object_id, names)
            return f"{name}: {' '.join(self.role).strip()}" if self.role else name
        if self.object_kind in (Thing.IDEA, Thing.COMMENT, Thing.QUESTION):
            return f"{self.object_kind} {self.object_id}"
        return (self.after or self.before).get("name") or self.object_id

    @property
    def role(self) -> tuple[str, str] | None:
        """The role that was given or taken: its kind and label."""
        held = self.after or self.before
        return (held["role"], held.get("label", "")) if "role" in held else None

    @property
    def change(self) -> str:
        """Return "before → after" for the kinds where that matters; empty if neither was kept, as of an address."""
        part = CHANGED.get(self.kind)
        before, after = (said.get(part) for said in (self.before, self.after)) if part else ("", "")
        return f"{before or '–'} → {after or '–'}" if before or after else ""


class OldEntry(models.Model):
    """An entry from before there were columns. Empty, except for what a process with older code still writes.

    The worker converts those (chores.py). A later release removes this table and that task.
    """

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=60, blank=True)
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=40)
    lab = models.SlugField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        db_table = "audit_auditentry"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lab", "-at"], name="audit_by_lab")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.action} {self.subject}"
