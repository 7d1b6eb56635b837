"""Hiding: the text is removed from sight, the trace and the reason stay. For content of any app.

An app declares a row with a foreign key to what it hides (`class IdeaHiding(Hiding)`, `related_name="hidings"`) and a
constraint that only one row per thing is not restored. The thing's class names the verbs (`hide = moderation.hide`)
and has the members of `Hideable`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models, transaction

from audit.models import AuditEntry, Kind, Thing
from common import clock
from common.joins import ExtensionPoint
from labs.models.impartial import must_be_impartial
from labs.models.people import Membership
from labs.models.reasons import HidingReason

if TYPE_CHECKING:
    from accounts.models import User


class Hiding(models.Model):
    """A record of hiding: the person, the reason and the time, and who restored it.

    Without `restored_at` the thing is hidden now. Without a reason it is a fold: closed until a moderator looked.
    """

    reason = models.CharField(max_length=16, choices=HidingReason.choices)
    explanation = models.TextField(blank=True)
    writer_knows = models.BooleanField(default=False)  # there was someone to tell, and they were told
    by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    restored_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_why = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"hidden: {self.reason}"

    @property
    def is_fold(self) -> bool:
        """Is it closed until a moderator looked? Nobody decided, so there is no reason."""
        return not self.reason


class Hideable(Protocol):
    """The attributes that the verbs need. `hidings`: the rows of a thing; `in_log`: its kind in the audit log."""

    in_log: Thing

    @property
    def pk(self) -> Any: ...

    @property
    def lab(self) -> Any: ...

    @property
    def is_hidden(self) -> bool: ...

    @property
    def hidings(self) -> Any: ...

    def get_absolute_url(self) -> str: ...

    def hold_to_hide(self) -> None:
        """Lock the thing in the usual order, and read `is_hidden` again under the lock."""

    def turn(self, is_hidden: bool) -> None:
        """Set `is_hidden`, and update open pages."""

    def writers(self) -> set[int]:
        """Return the memberships of who wrote it, who never decide about it."""

    def writer(self) -> "User | None":
        """Return the person who gets a mail about it, or None."""

    def tell_hidden(self, hiding: Any) -> None: ...

    def tell_restored(self, hiding: Any) -> None: ...


WRITERS_PAGE: "ExtensionPoint[Callable[[Any], str]]" = ExtensionPoint(
    "labs.models.moderation.WRITERS_PAGE",
    "The page on which the writer of something hidden reads the decision about it: its path, or empty.",
)
HIDDEN: "ExtensionPoint[Callable[[Any, Any], None]]" = ExtensionPoint(
    "labs.models.moderation.HIDDEN",
    "What follows when something is hidden, called with the thing, which is locked, and the row that hides it.",
)
RESTORED: "ExtensionPoint[Callable[[Any, Hiding | None, Membership, str], None]]" = ExtensionPoint(
    "labs.models.moderation.RESTORED",
    "What follows when something is put back, called with the thing, which is locked, the row that hid it (None if it"
    " was hidden by hand), who did it, and why.",
)


def page_for_writer(thing: Hideable) -> str:
    """Return the path of the page with the decision, or empty when there is none."""
    return next((path for path_of in WRITERS_PAGE if (path := path_of(thing))), "")


def standing(thing: Hideable) -> Hiding | None:
    """Return the row that hides the thing now; None if nothing does, or if it was hidden by hand. A query."""
    found: Hiding | None = thing.hidings.filter(restored_at=None).first()
    return found


def is_folded(thing: Hideable) -> bool:
    """Is it closed until a moderator looked? A query if it is hidden."""
    return thing.is_hidden and (there := standing(thing)) is not None and there.is_fold


@transaction.atomic
def hide(thing: Hideable, by: Membership, reason: str, explanation: str = "") -> Hiding | None:
    """Replace the thing by a tombstone, live, and tell its writer. Return None if it is hidden already.

    What was folded is hidden with the reason from now on. The tombstone says whether the writer knows. Raises
    MayNotDecide.
    """
    thing.hold_to_hide()
    if thing.is_hidden and not is_folded(thing):
        return None
    must_be_impartial(by, thing.writers())
    knows = thing.writer() is not None
    said = {"by": by, "at": clock.now(), "reason": reason, "explanation": explanation, "writer_knows": knows}
    hiding: Hiding = thing.hidings.update_or_create(restored_at=None, defaults=said)[0]
    thing.turn(True)
    note(by, Kind.HIDE, thing, reason)
    thing.tell_hidden(hiding)
    for follow in HIDDEN:
        follow(thing, hiding)
    return hiding


@transaction.atomic
def restore(thing: Hideable, by: Membership, why: str) -> bool:
    """Show the thing again, and tell its writer why. Return False if it isn't hidden. Raises MayNotDecide."""
    thing.hold_to_hide()
    if not thing.is_hidden:
        return False
    must_be_impartial(by, thing.writers())
    hiding = standing(thing)
    thing.turn(False)
    if hiding:
        end(hiding, by, why)
    if hiding is None or not hiding.is_fold:  # the log has what people did: nobody hid a fold
        note(by, Kind.RESTORE, thing, why)
    if hiding and not hiding.is_fold:
        thing.tell_restored(hiding)
    for follow in RESTORED:
        follow(thing, hiding, by, why)
    return True


def fold(thing: Hideable) -> None:
    """Close the locked thing, live, until a moderator looked. It tells nobody, names no reason, and isn't logged."""
    thing.hidings.create(at=clock.now(), writer_knows=thing.writer() is not None)
    thing.turn(True)


def unfold(thing: Hideable, by: Membership, why: str) -> bool:
    """Open the locked thing again, live, if it is folded. It tells nobody."""
    there = standing(thing)
    if there is None or not there.is_fold:
        return False
    thing.turn(False)
    end(there, by, why)
    return True


def end(hiding: Hiding, by: Membership, why: str) -> None:
    hiding.restored_by, hiding.restored_at, hiding.restored_why = by, clock.now(), why
    hiding.save(update_fields=["restored_by", "restored_at", "restored_why"])


def note(by: Membership, kind: Kind, thing: Hideable, reason: str) -> None:
    """Log an act about this thing, in its lab: who did it may be of a neighbouring lab."""
    AuditEntry.objects.note(by.user, kind, thing.in_log, thing.pk, lab=thing.lab.slug, reason=reason)
