"""The ideas on the table of a gathering, and their outcomes. Rows, and verbs of a gathering.

Verbs that change an idea's page lock the ideas first: the common lock order.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import F, Prefetch

from common import clock
from common.times import day_of
from events import live
from events.models import letters
from events.models.states import State
from ideas.models import Idea, Meeting, meets_on, under_title
from labs.models import Lab

if TYPE_CHECKING:
    from events.models.gathering import Gathering


class TableIdeaQuerySet(models.QuerySet["TableIdea"]):
    def shown(self) -> "TableIdeaQuerySet":
        beside = [f"idea__{relation}" for relation in under_title.relations()]
        return self.filter(is_off=False, idea__is_hidden=False).select_related("idea__lab", *beside)

    def with_gatherings(self) -> "TableIdeaQuerySet":
        """Load the gatherings of an idea for its page, soonest first. Not all of them are public (`is_public`).

        Most ideas are on no table; then the many columns of gatherings and places aren't queried.
        """
        from events.models import Gathering  # imported here, because it uses this module

        gatherings = Prefetch("gathering", Gathering.objects.select_related("lab", "place"))
        rows = self.order_by("gathering__starts_at", "pk")
        return rows.prefetch_related(gatherings, "gathering__place__stops")


class TableIdea(models.Model):
    """An idea that a gathering discusses, with its outcome. When the idea is taken off, the row stays.

    `revision` is the idea's, when its page last changed because of this gathering.
    """

    gathering = models.ForeignKey("events.Gathering", on_delete=models.CASCADE, related_name="table")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tables")
    outcome = models.TextField(blank=True)
    is_off = models.BooleanField(default=False)
    revision = models.PositiveBigIntegerField(default=0)

    objects = TableIdeaQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gathering", "idea"], name="idea_once_on_table")]

    def __str__(self) -> str:
        return f"idea {self.idea_id} at gathering {self.gathering_id}"

    @property
    def is_public(self) -> bool:
        """Is it on the table of a gathering that everybody may read?"""
        return not (self.is_off or self.gathering.is_hidden or self.gathering.state == State.DRAFT)


class _TableMoved(Exception):
    """Another idea was added before the gathering was locked: release the locks, and start again."""


@transaction.atomic
def put_on_table(gathering: "Gathering", ideas: Iterable[Idea]) -> bool:
    """Put these ideas of the lab on the table, and no others; return True if that changed anything."""
    wanted = {idea.pk for idea in ideas}
    locked = gathering.hold_with_table(wanted)
    lying = set(gathering.table.filter(is_off=False).values_list("idea_id", flat=True))
    changed = [idea for idea in locked if idea.pk in wanted ^ lying]
    if not changed:
        return False
    for idea in changed:
        gathering.table.update_or_create(idea=idea, defaults={"is_off": idea.pk not in wanted})
    gathering.advance(table_revision=F("revision") + 1)
    gathering.ideas_hear(changed)
    gathering.statuses_follow([idea for idea in changed if idea.pk not in wanted], gathering.starts_at, None)
    if gathering.state in (State.DATES, State.PUBLISHED):
        letters.discussed(gathering, wanted - lying)
    live.gathering_changed(gathering)
    return True


@transaction.atomic
def note_outcomes(gathering: "Gathering", outcomes: Mapping[int, str]) -> bool:
    """Store the outcome of each idea on the table, by idea id; the people concerned are told the first time.

    True when something changed. Only for a gathering that goes ahead or is over.
    """
    locked = gathering.hold_with_table()
    if gathering.state not in (State.PUBLISHED, State.CLOSED) or gathering.is_hidden:
        return False
    rows = {row.idea_id: row for row in gathering.table.filter(is_off=False)}
    changed = [
        idea
        for idea in locked
        if idea.pk in rows and outcomes.get(idea.pk, rows[idea.pk].outcome) != rows[idea.pk].outcome
    ]
    if not changed:
        return False
    for idea in changed:
        row = rows[idea.pk]
        is_first = not row.outcome
        row.idea, row.outcome = idea, outcomes[idea.pk]
        row.save(update_fields=["outcome"])
        if is_first:
            letters.outcome(row)
    gathering.advance(table_revision=F("revision") + 1)
    gathering.ideas_hear(changed)
    live.gathering_changed(gathering)
    return True


# Under the lock


def hold_with_table(gathering: "Gathering", also: Iterable[int] = ()) -> list[Idea]:
    """Lock the ideas on the table, those in `also` (ids), and then this gathering: the common lock order.

    An idea may be added before the gathering is locked: then the savepoint releases all locks, and we start again.
    """
    while True:
        wanted = _ideas_on_table(gathering).union(also)
        with suppress(_TableMoved), transaction.atomic():
            ideas = Idea.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
            locked = list(ideas)
            gathering.hold()
            if not _ideas_on_table(gathering) <= wanted:
                raise _TableMoved
            return locked


def ideas_hear(gathering: "Gathering", ideas: list[Idea]) -> None:
    """Update the pages of these locked ideas, which show this gathering. Drafts are shown nowhere."""
    if gathering.state == State.DRAFT:
        return
    for idea in ideas:
        gathering.table.filter(idea=idea).update(revision=idea.advance())
    live.ideas_discussed(ideas)


def statuses_follow(gathering: "Gathering", ideas: list[Idea], was: datetime | None, on: datetime | None) -> None:
    """Update the status of these locked ideas, if it names the former day of this gathering.

    Not if another gathering of that day discusses the idea.
    """
    if gathering.state not in (State.PUBLISHED, State.CANCELLED) or was is None:
        return
    day = day_of(was)
    others = TableIdea.objects.filter(is_off=False, gathering__state=State.PUBLISHED, idea__in=ideas)
    starts = others.exclude(gathering=gathering.pk).values_list("idea", "gathering__starts_at")
    stay = {idea for idea, starts_at in starts if starts_at and day_of(starts_at) == day}
    for idea in ideas:
        if idea.pk not in stay and (on is None or day_of(on) != day):
            meets_on(idea, day, day_of(on) if on else None)


def _ideas_on_table(gathering: "Gathering") -> set[int]:
    return set(gathering.table.filter(is_off=False).values_list("idea_id", flat=True))


def meetings_ahead(lab: Lab) -> list[Meeting]:
    """Return the gatherings of the lab that go ahead and are not over, soonest first."""
    from events.models import Gathering  # imported here, because it uses this module

    ahead = Gathering.objects.filter(lab=lab).coming(clock.now()).going_on()
    rows = ahead.values_list("title", "starts_at", "ends_at")
    return [Meeting(title, day_of(starts_at), day_of(ends_at)) for title, starts_at, ends_at in rows]


def show_tables(idea: Idea) -> None:
    """Update the gatherings whose table has this locked idea: it was hidden, or restored."""
    for row in idea.tables.filter(is_off=False).select_related("gathering").order_by("gathering_id"):
        row.gathering.advance(table_revision=F("revision") + 1)
        live.gathering_changed(row.gathering)
