"""A pile: notes that lie together on the wall, with a title."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from evenings.models.note import Note

TITLE_LENGTH = 60


class Pile(models.Model):
    """Notes that belong together. `revision`: of the evening when the pile or a note in it last changed.

    A pile without notes on the wall isn't shown. `is_kept`: the room takes it along.
    """

    evening = models.ForeignKey("evenings.Evening", on_delete=models.CASCADE, related_name="piles")
    title = models.CharField(max_length=TITLE_LENGTH)
    is_kept = models.BooleanField(default=False)
    key = models.UUIDField(editable=False)  # of the form that made it
    revision = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evening", "key"], name="one_pile_per_key"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def goes_along(self) -> bool:
        """Does the room take it along: by who handles the wall, or because a table picked a note in it?

        One query, unless its notes are loaded as `on_wall`.
        """
        loaded: list[Note] | None = getattr(self, "on_wall", None)
        return self.is_kept or any(one.is_picked for one in (self.notes.on_wall() if loaded is None else loaded))

    @property
    def sort_key(self) -> str:
        return f"{self.pk:019d}"


def goes_along() -> Q:
    """Return the condition of piles that the room takes along, as `Pile.goes_along`."""
    return Q(is_kept=True) | Q(Exists(Note.objects.on_wall().filter(pile=OuterRef("pk"), is_picked=True)))
