"""The data of the page of an idea, queried once: for the page, for form responses, and for updates."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from heapq import merge
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Count, QuerySet, Window
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import clock
from common.joins import ExtensionPoint
from common.paging import NearestPaginator
from common.times import day_words
from ideas import drawn, rules, words
from ideas.models import (
    Comment,
    Idea,
    IdeaHiding,
    Need,
    NeedAnswer,
    Pledge,
    StanceChange,
    StatusChange,
    TalkClosing,
    WaitingComment,
)
from ideas.models.comment import Face, faces, place_of
from ideas.models.finding import IdeaQuerySet
from labs.models import RESIDENT_VOICE, Membership, Visitor, Voice

COMMENTS_PER_PAGE = 50
# Compiled once, which took as long as the query itself
COMMENTS = Comment.objects.standing().in_order().rows()
NEEDS = NeedAnswer.objects.order_by().values_list("answer").annotate(Count("pk"))
PLEDGES = Pledge.objects.standing().select_related("person__user")
STORY = StatusChange.objects.select_related("by__user")
STANCES = StanceChange.objects.select_related("by__user")

UNDER_AUTHOR: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.UNDER_AUTHOR", "Content of higher apps below the name of who shared an idea. Templates, with `idea`."
)
BESIDE: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.BESIDE", "Content of higher apps beside an idea, below the need question. Templates, with `idea`."
)
ABOVE_COMPOSER: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.ABOVE_COMPOSER", "Content of higher apps above the form of a comment. Templates, with `idea`, `lab`."
)
ABOVE_STORY: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.ABOVE_STORY", "Content of higher apps above the history of an idea. Templates, with `idea`."
)
BELOW_STORY: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.BELOW_STORY", "Content of higher apps below the history of an idea. Templates, with `idea`."
)


class Step(NamedTuple):
    """A step of a higher app in the history of an idea. `reason`: a text of people."""

    heading: str
    reason: str
    by: Membership | None
    voice: Voice
    at: datetime


STORY_STEPS: ExtensionPoint[Callable[[Idea, list[StatusChange]], Iterable[Step]]] = ExtensionPoint(
    "ideas.page.STORY_STEPS",
    "Steps of higher apps in the history of an idea, of which the changes of status are given: oldest first. The verb"
    " that adds one advances `status_revision` of the idea.",
)


@cache
def ideas() -> IdeaQuerySet:
    """Return the queryset for a page; made when the higher apps have joined."""
    return Idea.objects.with_page()


def need_facts(idea: Idea) -> dict[str, Any]:
    """Return how often each answer was given, and the segments of the bar. One query."""
    given = dict(NEEDS.filter(idea=idea))
    counts = {str(answer): given.get(answer, 0) for answer in Need.values}
    return {"need_counts": counts, "need_total": sum(counts.values()), "need_slices": words.slices(counts)}


def pledge_facts(idea: Idea, member: Membership | Visitor | None = None) -> dict[str, Any]:
    """Return the pledges to show, and those of `member`."""
    pledges = list(PLEDGES.filter(idea=idea))
    for pledge in pledges:
        pledge.idea = idea
    mine = [pledge for pledge in pledges if member and member.pk and pledge.person_id == member.pk]
    return {"pledges": pledges, "my_pledges": mine}


def story_facts(idea: Idea) -> dict[str, Any]:
    """Return each change of status, of what the municipality does, of its conversation, and each step of a higher app.

    Oldest first. Also the last change of status.
    """
    statuses = list(STORY.filter(idea=idea))
    stances = list(STANCES.filter(idea=idea)) if idea.stance_at else []
    own: list[StatusChange | StanceChange] = sorted([*statuses, *stances], key=attrgetter("revision"))
    for step in own:
        step.idea = idea
    steps = list(merge(own, closings(idea), *(find(idea, statuses) for find in STORY_STEPS), key=attrgetter("at")))
    return {"story": steps, "last_status": statuses[-1] if statuses else None}


def closings(idea: Idea) -> list[Step]:
    """Return when a moderator closed the conversation and opened it again. A query only if that ever happened."""
    if idea.closing_revision <= 1:
        return []
    return [step for closing in TalkClosing.objects.filter(idea=idea) for step in closing_steps(closing)]


def closing_steps(closing: TalkClosing) -> Iterable[Step]:
    why = f"{str(closing.get_reason_display()).capitalize()}. {closing.explanation}"
    yield Step(_("A moderator closed the conversation"), why, None, RESIDENT_VOICE, closing.at)
    if closing.opened_at:
        opened = _("A moderator opened the conversation again")
        yield Step(opened, closing.opened_why, None, RESIDENT_VOICE, closing.opened_at)


def hiding_of(idea: Idea) -> IdeaHiding | None:
    return idea.hidings.filter(restored_at=None).first() if idea.is_hidden else None


class Said(NamedTuple):
    """A rendered comment, with its sort key."""

    pk: int
    place: str
    html: SafeString


class Talk(NearestPaginator):
    """Paginates the comments of an idea. The number of comments and the last sort key are one query.

    No query is needed if `begin`, the first rows plus one more than a page, holds all of them.
    """

    previous = ""  # the last sort key of the page before the requested one

    def __init__(self, comments: QuerySet, begin: list[Face] | None) -> None:
        super().__init__(comments, COMMENTS_PER_PAGE)
        self.comments, self._begin = comments, begin

    @cached_property
    def _end(self) -> tuple[int, str]:
        if self._begin is not None and len(self._begin) <= self.per_page:
            return len(self._begin), self._begin[-1].place if self._begin else ""
        ends = self.comments.reverse().values_list("pk", "parent_id", Window(Count("pk")))[:1]
        return next(((count, place_of(pk, parent)) for pk, parent, count in ends), (0, ""))

    @cached_property
    def count(self) -> int:
        return self._end[0]

    @property
    def end(self) -> str:
        return self._end[1]


def comments_page(idea: Idea, number: Any) -> Page[Said]:
    """Return fifty comments in display order; an invalid number gives the nearest page.

    Without a number it reads the first rows first, because most lists end there. Otherwise it counts before it reads,
    and somebody may add a reply in between; so it never cuts rows off, and reads all again if the last page has one
    row too many. It also reads the last row of the previous page.
    """
    comments = COMMENTS.filter(idea=idea)
    while True:
        begin = None if number else faces(comments[: COMMENTS_PER_PAGE + 1])
        page = Talk(comments, begin).get_page(number)
        start = (page.number - 1) * COMMENTS_PER_PAGE
        before = min(start, 1)
        found = faces(comments[start - before : start + COMMENTS_PER_PAGE + 1]) if begin is None else begin
        if page.has_next() or len(found) <= before + COMMENTS_PER_PAGE:
            break
    shown = found[before : before + COMMENTS_PER_PAGE]
    talk = page.paginator
    assert isinstance(talk, Talk)
    talk.previous = found[0].place if before and found else ""
    drawn_ones = zip(shown, drawn.comments(idea, shown), strict=True)
    page.object_list = [Said(face.pk, face.place, html) for face, html in drawn_ones]
    return page


def page_of(comment: Comment) -> int:
    """Return the number of the page that shows this comment; one query."""
    return comment.idea.comments.standing().before(comment).count() // COMMENTS_PER_PAGE + 1


def span(idea: Idea, page: Page[Said]) -> dict[str, str]:
    """Return the sort keys `from` and `to` of this page; empty for the start of the first and the end of the last.

    `previous` is the last key of the previous page, to check that two joined pages are adjacent. If more pages follow,
    `last` is the last key of all comments, so that only later comments count as new, and `newest` the link to them.
    """
    talk = page.paginator
    assert isinstance(talk, Talk)
    first = page.object_list[0].place if page.has_previous() and page.object_list else ""
    if not page.has_next():
        return {"from": first, "to": "", "previous": talk.previous}
    newest = f"{idea.get_absolute_url()}?pagina={talk.num_pages}#reacties"
    return {
        "from": first,
        "to": page.object_list[-1].place,
        "previous": talk.previous,
        "last": talk.end,
        "newest": newest,
    }


def comment_told(is_new: bool) -> str:
    """Return the confirmation for a new comment: below the form, or on the page that follows."""
    if is_new:
        return _("Your comment is online.")
    return _("This comment was already here. You sent the same words before.")


def waits_words(waiting: WaitingComment) -> str:
    """Return what the writer of a comment that waits reads: who looks first, and when it appears by itself."""
    if not waiting.may_appear(clock.now()):
        return _("Nobody can comment here now. Your comment appears by itself as soon as that is possible again.")
    words = _(
        "A moderator looks first, because it is busy here now. Until then only you and the moderators can read it."
        " Your comment appears by itself on %(day)s at %(hour)s:%(minute)s at the latest."
    )
    return words % {"day": day_words(waiting.by.date()), "hour": waiting.by.hour, "minute": f"{waiting.by.minute:02}"}


def may(member: Membership | Visitor, idea: Idea) -> dict[str, bool]:
    """Return which actions the page offers this member; the same rules check each request."""
    now: Any = SimpleLazyObject(clock.now)  # a query, needed only for comments on a closed idea
    return {
        "may_support": rules.can_support(member, idea),
        "may_answer": rules.can_answer_need(member, idea),
        "may_pledge": rules.can_pledge(member, idea),
        "may_comment": rules.can_comment(member, idea, now),
        "may_welcome": idea.waits_for_welcome and rules.can_welcome(member, idea),
        "may_set_stance": rules.can_set_stance(member, idea),
    }
