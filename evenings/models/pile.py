"""A pile: notes that lie together on the wall, with a title."""

from django.db import models

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
    def sort_key(self) -> str:
        return f"{self.pk:019d}"
