"""The pledges of an idea: what somebody brings, in a sentence and perhaps by a day; kept, or taken back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common import clock
from ideas import live
from ideas.models import letters
from ideas.models.results import Repeat
from labs.models import Lab, Membership, Voice, Voiced

if TYPE_CHECKING:
    from ideas.models.idea import Idea


class PledgeKind(models.TextChoices):
    TIME = "time", _("Time")
    ROOM = "room", _("Space")
    MONEY = "money", _("Money")
    KNOWLEDGE = "knowledge", _("Knowledge")
    THINGS = "things", _("Things")
    RULES = "rules", _("Help with rules")


class PledgeState(models.TextChoices):
    OPEN = "open"
    KEPT = "kept"
    TAKEN_BACK = "taken_back"


STANDS = ~Q(state=PledgeState.TAKEN_BACK)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def standing(self) -> "PledgeQuerySet":
        """Pledges that pages show: open or kept ones."""
        return self.filter(STANDS)


class Pledge(Voiced):
    """What somebody brings to an idea, shown with the name. If it is taken back, the row stays, without its text.

    `by_when`: a day in the lab's time zone, or none. `ended_at`: when it was kept or taken back.
    """

    idea = models.ForeignKey("ideas.Idea", on_delete=models.CASCADE, related_name="pledges")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="pledges")
    kind = models.CharField(max_length=10, choices=PledgeKind.choices)
    words = models.CharField(max_length=200)
    by_when = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=PledgeState.choices, default=PledgeState.OPEN)
    created_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "person", "kind"],
                condition=Q(state=PledgeState.OPEN),
                name="one_open_pledge_per_person_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state=PledgeState.OPEN, ended_at=None)
                | Q(state__in=[PledgeState.KEPT, PledgeState.TAKEN_BACK], ended_at__isnull=False),
                name="pledge_open_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def lab(self) -> Lab:
        return self.idea.lab

    @property
    def shown_name(self) -> str:
        return self.person.name

    @transaction.atomic
    def keep(self) -> bool:
        """Mark the pledge as kept. It stays on the pages, and the person can pledge this kind again.

        Return False if it was not open.
        """
        return self._end(PledgeState.KEPT, Q(state=PledgeState.OPEN))

    @transaction.atomic
    def take_back(self) -> bool:
        """Remove the pledge from the pages, also a kept one, and delete its text. A second call returns False."""
        return self._end(PledgeState.TAKEN_BACK, STANDS, words="")

    def _end(self, state: PledgeState, now: Q, **values: Any) -> bool:
        self.idea.hold()
        if not Pledge.objects.filter(now, pk=self.pk).update(state=state, ended_at=clock.now(), **values):
            return False
        self.idea.advance(pledges_revision=F("revision") + 1)
        live.idea_changed(self.idea)
        self.refresh_from_db(fields=["state", "ended_at", "words"])
        return True


@transaction.atomic
def pledge(
    idea: "Idea", member: Membership, voice: Voice, kind: str, words: str, by_when: date | None = None
) -> Repeat[Pledge]:
    """Store what `member` brings: one open pledge per person and kind; the last text counts. Raises IdeaClosed.

    Without `by_when` the day of an open pledge stays. The author is told about a new pledge.
    """
    idea.hold()  # else the words could go to a pledge that is taken back at this moment
    said: dict[str, Any] = {"words": words, "voice_kind": voice.kind, "voice_label": voice.label}
    if by_when:
        said["by_when"] = by_when
    given, is_new = idea.pledges.get_or_create(person=member, kind=kind, state=PledgeState.OPEN, defaults=said)
    if not is_new:
        if all(getattr(given, name) == value for name, value in said.items()):
            return Repeat(given, False)
        idea.pledges.filter(pk=given.pk).update(**said)
    idea.change(lambda idea: idea.is_open, pledges_revision=F("revision") + 1)
    live.idea_changed(idea)
    if is_new:
        letters.pledged(given)
    return Repeat(given, is_new)
