"""The lines about gatherings on the page *Nieuw voor jou*. mails.py says to whom.

They say where and when it is now. A gathering that moved twice is told once.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common import clock
from common.languages import Theirs
from common.times import day_of
from events.hearing import may_ask
from events.models import Gathering, GatheringSubscription, TableIdea
from events.models.place_words import no_place, place_words
from events.words import when_words
from labs.posted import Posted
from notifications.subjects import Line, Subject

# What the rows are about


def gatherings() -> QuerySet[Gathering]:
    return Gathering.objects.public().select_related("lab", "place").prefetch_related("place__stops")


def on_tables() -> QuerySet[TableIdea]:
    """Ideas on the table of a gathering that everybody sees."""
    rows = TableIdea.objects.shown().filter(gathering__in=Gathering.objects.public())
    return rows.select_related("idea", "gathering__lab", "gathering__place").prefetch_related(
        "gathering__place__stops"
    )


SUBJECTS = (
    Subject("events.Gathering", gatherings, "ster", 2),
    Subject("events.TableIdea", on_tables, "zon", 4, lambda row: row.idea),
)

POSTED = Posted(
    GatheringSubscription,
    "gathering",
    lambda: Gathering.objects.public().select_related("lab"),
    may_ask=may_ask,
)


# The lines


def line(words: str, gathering: Gathering, times: int) -> Line:
    """`words`: a message about the `%(title)s` of the gathering. The other lines say when and where it is now."""
    remark, more = when_words(gathering), place_words(gathering)
    if gathering.is_cancelled:
        more = gathering.reason
    elif gathering.lacks_place:
        remark, more = f"{remark}. {no_place()}", ""
    facts = {"title": Theirs(gathering.title)}
    return Line(_(words), facts, gathering.get_absolute_url(), gathering.lab, more, remark)


def lines(words: str) -> Callable[[Gathering, int], Line]:
    return partial(line, words)


moved = lines(gettext_noop("%(title)s has another time or place"))
cancelled = lines(gettext_noop("%(title)s is cancelled"))
date_chosen = lines(gettext_noop("%(title)s has a date"))
place_changed = lines(gettext_noop("Something changed at the place of %(title)s"))
seated = lines(gettext_noop("There are seats for you: %(title)s"))
seats_changed = lines(gettext_noop("Your seats have changed: %(title)s"))


def appeared(gathering: Gathering, times: int) -> Line:
    """Several of one lab lead to its agenda."""
    if times == 1:
        return line(gettext_noop("New gathering: %(title)s"), gathering, times)
    address = reverse("gathering_list", kwargs={"lab_slug": gathering.lab.slug})
    facts = {"n": times, "lab": Theirs(gathering.lab.name)}
    return Line(_("%(n)s new gatherings in %(lab)s"), facts, address, gathering.lab)


def came_out(gathering: Gathering, times: int) -> Line:
    facts = {"title": Theirs(gathering.title)}
    more = gathering.outcome
    return Line(_("What came out of %(title)s"), facts, gathering.get_absolute_url(), gathering.lab, more)


def tomorrow(gathering: Gathering, times: int) -> Line:
    """Say how near it is now: the row stays on the page after that day."""
    now = clock.now()
    if gathering.is_cancelled:
        return cancelled(gathering, times)
    if gathering.is_over(now):
        return line(gettext_noop("%(title)s is over"), gathering, times)
    days_left = (day_of(gathering.starts_at) - day_of(now)).days if gathering.starts_at else 2
    if days_left > 1:
        return line(gettext_noop("Soon: %(title)s"), gathering, times)
    words = gettext_noop("Tomorrow: %(title)s") if days_left == 1 else gettext_noop("Today: %(title)s")
    return line(words, gathering, times)


def discussed(row: TableIdea, times: int) -> Line:
    gathering = row.gathering
    words = _("%(title)s is on the table of %(gathering)s")
    remark = _("This gathering is cancelled.") if gathering.is_cancelled else when_words(gathering)
    facts = {"title": Theirs(row.idea.title), "gathering": Theirs(gathering.title)}
    return Line(words, facts, gathering.get_absolute_url(), gathering.lab, remark=remark)


def outcome(row: TableIdea, times: int) -> Line:
    words = _("What came out of %(gathering)s for %(title)s")
    facts = {"title": Theirs(row.idea.title), "gathering": Theirs(row.gathering.title)}
    return Line(words, facts, row.idea.get_absolute_url(), row.gathering.lab, row.outcome)
