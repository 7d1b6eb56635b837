"""The photo of an idea, hidden alone: the idea keeps its words, and its drawn cover returns.

A hidden photo is kept with its hiding, not with the idea: whatever shows the idea's photo shows none.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q

from audit.models import Thing
from common import clock
from ideas import live
from ideas.models import letters
from labs.models import Hiding, moderation

if TYPE_CHECKING:
    from accounts.models import User
    from ideas.models.idea import Idea

STANDS = Q(restored_at=None)


class NoPhoto(PermissionDenied):
    """The idea has no photo any more."""


class PhotoHiding(Hiding):
    """`photo`: its file, until it is put back, or the author chooses another photo."""

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="photo_hidings")
    photo = models.FileField(upload_to="ideas", blank=True)
    photo_alt = models.CharField(max_length=250, blank=True)

    class Meta(Hiding.Meta):
        constraints = [models.UniqueConstraint(fields=["idea"], condition=STANDS, name="photo_hidden_once")]

    @property
    def photo_name(self) -> str:
        return (self.photo.name or "").rpartition("/")[2]

    def drop(self) -> None:
        """Delete the file after commit."""
        if name := self.photo.name:
            transaction.on_commit(partial(self.photo.storage.delete, name), robust=True)
        self.photo = self.photo_alt = ""
        self.save(update_fields=["photo", "photo_alt"])


class IdeaPhoto:
    """The photo of `idea`, as a thing that can be hidden: `labs.models.moderation.Hideable`."""

    in_log = Thing.PHOTO
    hide = moderation.hide
    restore = moderation.restore

    def __init__(self, idea: "Idea") -> None:
        self.idea = idea

    @property
    def pk(self) -> int:
        return self.idea.pk

    @property
    def lab(self) -> Any:
        return self.idea.lab

    @property
    def author(self) -> Any:
        return self.idea.author

    @property
    def hidings(self) -> Any:
        return self.idea.photo_hidings

    @property
    def is_hidden(self) -> bool:
        return self.standing() is not None

    def standing(self) -> PhotoHiding | None:
        """Return the hiding that stands; a query, unless `photo_hidings` was prefetched."""
        return next((one for one in self.idea.photo_hidings.all() if one.restored_at is None), None)

    def shown(self) -> "PhotoHiding | Idea":
        """Return what holds its file and its words now."""
        return self.standing() or self.idea

    def get_absolute_url(self) -> str:
        return self.idea.get_absolute_url()

    def hold_to_hide(self) -> None:
        """Lock the idea, and read its photo again. Raises NoPhoto if there is none, shown or hidden."""
        self.idea.hold()
        self.idea.refresh_from_db(fields=["photo", "photo_alt", "photo_hidings", "is_hidden"])
        if not self.idea.photo and not self.is_hidden:
            raise NoPhoto

    def turn(self, is_hidden: bool) -> None:
        hiding, idea = self.standing(), self.idea
        kept, shown = (hiding, idea) if is_hidden else (idea, hiding)
        if hiding is None or kept is None or shown is None:
            return
        if shown.photo:  # not if a fold becomes hidden: that has the file already
            kept.photo, kept.photo_alt = shown.photo.name, shown.photo_alt
            shown.photo, shown.photo_alt = "", ""
            hiding.save(update_fields=["photo", "photo_alt"])
        values = {"photo": idea.photo.name or "", "photo_alt": idea.photo_alt}
        idea.advance(**values, words_revision=F("revision") + 1)
        live.idea_changed(idea)

    def writers(self) -> set[int]:
        return self.idea.writers()

    def writer(self) -> "User | None":
        return letters.writer_of(self.idea)

    def tell_hidden(self, hiding: PhotoHiding) -> None:
        letters.photo_hidden(self.idea, hiding)

    def tell_restored(self, hiding: PhotoHiding) -> None:
        letters.photo_restored(self.idea, hiding)


def without_hidden_photos(idea: "Idea", edits: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Leave out the words about photos that a moderator hid, and did not put back."""
    last = idea.photo_hidings.filter(restored_why="", restored_by=None).last()
    return edits.exclude(field="photo_alt", at__lte=last.at) if last else edits


def let_go(idea: "Idea") -> None:
    """End what hides a photo of this locked idea, and delete its file: its author chose another, or takes all away."""
    for hiding in idea.photo_hidings.exclude(photo=""):
        hiding.drop()
    idea.photo_hidings.filter(STANDS).update(restored_at=clock.now())
