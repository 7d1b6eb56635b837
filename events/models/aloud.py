"""Said aloud at a gathering in the name of the municipality: not owed until a civil servant confirms it.

Its page and the page of its idea show it to everybody, with that label, and what became of it.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from answers.models import Answer
from answers.models.promising import promise
from answers.models.work import desk_changed, must_be_colleague
from common import clock
from events import live
from events.models.states import State
from ideas.models import Idea, IdeaClosed, Repeat, Status
from labs.models import Lab, Membership, Voice, Voiced

if TYPE_CHECKING:
    from events.models.gathering import Gathering


class NotWaiting(PermissionDenied):
    """This was confirmed, denied or taken back a moment ago, or it can't be said of this gathering or idea."""


class Fate(models.TextChoices):
    """What became of something that was said aloud."""

    WAITING = "waiting", _("Said aloud, not confirmed yet")
    CONFIRMED = "confirmed", _("Promised aloud")
    DENIED = "denied", _("It was not said like this")
    TAKEN_BACK = "taken_back", _("Taken back by who noted it")
    CLOSED = "closed", _("The idea was withdrawn")


class AloudQuerySet(models.QuerySet["Aloud"]):
    def waiting(self) -> "AloudQuerySet":
        return self.filter(fate=Fate.WAITING)

    def shown(self) -> "AloudQuerySet":
        """Return what everybody may read: of a gathering that is public, about an idea that is not hidden."""
        return self.filter(idea__is_hidden=False, gathering__is_hidden=False).exclude(gathering__state=State.DRAFT)

    def with_page(self) -> "AloudQuerySet":
        """Load all that a page shows of it, the newest last."""
        people = ("noted_by__user", "settled_by__user")
        return self.select_related(*people, "idea__lab", "gathering__lab", "answer").order_by("pk")


class Aloud(Voiced):
    """Words that `name`, a `role` of the municipality, said about an idea. The voice is that of `noted_by`.

    `day`: by when, as it was said. `revision`: the idea's at the last change.
    """

    gathering = models.ForeignKey("events.Gathering", on_delete=models.CASCADE, related_name="aloud")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="aloud")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=60)
    words = models.TextField()
    day = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.WAITING)
    settled_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.TextField(blank=True)  # the words that were confirmed
    reason = models.TextField(blank=True)  # why it is denied
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveBigIntegerField(default=0)

    objects = AloudQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "said aloud"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fate=Fate.WAITING, settled_at=None)
                | (~models.Q(fate=Fate.WAITING) & models.Q(settled_at__isnull=False)),
                name="aloud_settled_at",
            )
        ]

    def __str__(self) -> str:
        return f"gathering {self.gathering_id}: {self.fate}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab

    @property
    def is_waiting(self) -> bool:
        return self.fate == Fate.WAITING

    # Verbs: each locks the idea, and then the gathering

    @transaction.atomic
    def confirm(self, member: Membership, voice: Voice, words: str, day: date) -> bool:
        """Confirm what was said, in these words: an answer is owed by `day`, unless one is owed already.

        The same again: False. Raises NotWaiting, IdeaClosed, PermissionDenied.
        """
        self._hold(member)
        if self.fate == Fate.CONFIRMED and (self.settled_by_id, self.confirmed) == (member.pk, words):
            return False
        self._must_wait()
        answer = promise(self.idea, member, voice, words, day).thing
        self._settle(Fate.CONFIRMED, member, confirmed=words, answer=answer)
        return True

    @transaction.atomic
    def deny(self, member: Membership, reason: str) -> bool:
        """Say that it was not said like this, and why. The same again: False. Raises NotWaiting, PermissionDenied."""
        self._hold(member)
        if self.fate == Fate.DENIED and (self.settled_by_id, self.reason) == (member.pk, reason):
            return False
        self._must_wait()
        self._settle(Fate.DENIED, member, reason=reason)
        return True

    @transaction.atomic
    def take_back(self, member: Membership) -> bool:
        """Take it back: only who noted it. Again: False. Raises NotWaiting, PermissionDenied."""
        self._hold()
        if self.noted_by_id != member.pk:
            raise PermissionDenied
        if self.fate == Fate.TAKEN_BACK:
            return False
        self._must_wait()
        self._settle(Fate.TAKEN_BACK, member)
        return True

    def _hold(self, colleague: Membership | None = None) -> None:
        self.gathering.hold_with_table([self.idea_id])
        self.idea.refresh_from_db(fields=["status", "is_hidden"])
        self.refresh_from_db(fields=["fate", "settled_by", "confirmed", "reason", "noted_by"])
        if colleague:
            must_be_colleague(colleague)

    def _must_wait(self) -> None:
        if not self.is_waiting or self.idea.is_hidden or self.gathering.is_hidden:
            raise NotWaiting

    def _settle(self, fate: Fate, by: Membership | None, **values: Any) -> None:
        values |= {"fate": fate, "settled_by": by, "settled_at": clock.now(), "revision": self.idea.advance()}
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
        show(self.gathering, [self.idea])
        desk_changed(self.lab)


@transaction.atomic
def note_aloud(
    gathering: "Gathering",
    member: Membership,
    voice: Voice,
    idea: Idea,
    name: str,
    role: str,
    words: str,
    day: date | None = None,
) -> Repeat[Aloud]:
    """Note what somebody said aloud about an idea. The same again, while it waits: that one.

    Raises NotWaiting if the gathering was cancelled or hidden; IdeaClosed for a hidden or withdrawn idea.
    """
    gathering.hold_with_table([idea.pk])
    idea.refresh_from_db(fields=["status", "is_hidden"])
    if idea.is_hidden or idea.status == Status.WITHDRAWN:
        raise IdeaClosed(idea)
    has_happened = gathering.state in (State.PUBLISHED, State.CLOSED) and gathering.has_begun(clock.now())
    if not has_happened or gathering.is_hidden:
        raise NotWaiting
    said: dict[str, Any] = {"idea": idea, "name": name, "role": role, "words": words, "day": day}
    if first := gathering.aloud.waiting().filter(**said, noted_by=member).first():
        return Repeat(first, False)
    spoken = {"voice_kind": voice.kind, "voice_label": voice.label}
    aloud = gathering.aloud.create(**said, **spoken, noted_by=member, noted_at=clock.now(), revision=idea.advance())
    show(gathering, [idea])
    desk_changed(idea.lab)
    return Repeat(aloud, True)


def show(gathering: "Gathering", ideas: list[Idea]) -> None:
    """Show it again on the pages of this locked gathering and of these locked ideas."""
    gathering.advance(aloud_revision=F("revision") + 1)
    live.gathering_changed(gathering)
    live.ideas_discussed(ideas)


def revision_of(idea: Idea) -> int:
    """Return the revision of what was said about this idea, or of a name shown with it; 0 if nothing was."""
    newest = idea.aloud.aggregate(newest=Max("revision"))["newest"]
    return max(newest, idea.names_revision) if newest else 0


# When the idea changes: it is locked, and gatherings are locked before labs. So they follow after commit


def close_when_withdrawn(idea: Idea) -> None:
    """Close what waits about an idea that its author withdrew."""
    if idea.status == Status.WITHDRAWN:
        close_waiting(idea)


def close_waiting(idea: Idea) -> None:
    """Close what waits about this locked idea; it stays as a trace."""
    waiting = idea.aloud.waiting()
    gatherings = set(waiting.values_list("gathering", flat=True))
    if gatherings:
        waiting.update(fate=Fate.CLOSED, settled_at=clock.now(), revision=idea.advance())
        live.ideas_discussed([idea])
        transaction.on_commit(partial(show_after, gatherings, idea.lab), robust=True)


def show_when_turned(idea: Idea) -> None:
    """Show the gatherings again where something was said about this idea: it was hidden, restored or renamed."""
    gatherings = set(idea.aloud.values_list("gathering", flat=True))
    if gatherings:
        transaction.on_commit(partial(show_after, gatherings, idea.lab), robust=True)


def show_after(gatherings: Iterable[int], lab: Lab) -> None:
    from events.models import Gathering  # imported here, because it uses this module

    for gathering in Gathering.objects.filter(pk__in=gatherings).order_by("pk"):
        with transaction.atomic():
            show(gathering, [])
    with transaction.atomic():
        desk_changed(lab)


def show_when_renamed(gathering: "Gathering") -> None:
    """After commit, show the ideas again about which something was said at this gathering: it has another title.

    Ideas are locked before a gathering.
    """
    ideas = set(gathering.aloud.values_list("idea", flat=True))
    if ideas:
        transaction.on_commit(partial(show_ideas, gathering.pk, ideas), robust=True)


@transaction.atomic
def show_ideas(gathering: int, ideas: Iterable[int]) -> None:
    for idea in Idea.objects.select_for_update(no_key=True).filter(pk__in=ideas).order_by("pk"):
        Aloud.objects.filter(gathering=gathering, idea=idea).update(revision=idea.advance())
        live.ideas_discussed([idea])


def has_any(idea: Idea) -> bool:
    return idea.aloud.exists()
