"""What the page of an idea shows, asked once: for the page itself, for answers to a form, and for updates."""

from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import Count, QuerySet, Window
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import clock
from common.joins import ExtensionPoint
from common.paging import Pages
from ideas import drawn, rules, words
from ideas.models import Comment, Help, Idea, IdeaHiding, Need, NeedAnswer, StatusChange
from ideas.models.comment import Face, faces, place_of
from labs.models import Membership, Visitor

COMMENTS_PER_PAGE = 50
# Put together once: that took as long as asking
IDEAS = Idea.objects.with_page()
COMMENTS = Comment.objects.standing().in_order().rows()
NEEDS = NeedAnswer.objects.order_by().values_list("answer").annotate(Count("pk"))
HELPERS = Help.objects.select_related("person__user")
STORY = StatusChange.objects.select_related("by__user")

BESIDE: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.BESIDE", "What else stands beside an idea, under the question of its use. Templates that know `idea`."
)
BELOW_STORY: ExtensionPoint[str] = ExtensionPoint(
    "ideas.page.BELOW_STORY", "What else stands below the story of an idea, on its page. Templates that know `idea`."
)


def need_facts(idea: Idea) -> dict[str, Any]:
    """How often each answer was given, and the bar of it: one query."""
    given = dict(NEEDS.filter(idea=idea))
    counts = {str(answer): given.get(answer, 0) for answer in Need.values}
    return {"need_counts": counts, "need_total": sum(counts.values()), "need_slices": words.slices(counts)}


def help_facts(idea: Idea, member: Membership | Visitor | None = None) -> dict[str, Any]:
    """Who helps; which of it comes from `member`."""
    helpers = list(HELPERS.filter(idea=idea))
    for offer in helpers:
        offer.idea = idea
    mine = [offer for offer in helpers if member and member.pk and offer.person_id == member.pk]
    return {"helpers": helpers, "my_help": mine}


def story_of(idea: Idea) -> list[StatusChange]:
    """Each change of status, oldest first."""
    steps = list(STORY.filter(idea=idea))
    for step in steps:
        step.idea = idea
    return steps


def hiding_of(idea: Idea) -> IdeaHiding | None:
    return idea.hidings.filter(restored_at=None).first() if idea.is_hidden else None


class Said(NamedTuple):
    """A comment, drawn, in its place."""

    pk: int
    place: str
    html: SafeString


class Talk(Pages):
    """The comments on an idea. How many there are, and where the last stands, is one question.

    It is none where `begin`, the first of them and one more than a page holds, are all.
    """

    previous = ""  # the last place of the page before the one that is asked for

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
    """Fifty comments in the order of the talk; a number that makes no sense gives the nearest page.

    Without a number the first rows are read first: most talks end there. Else how many there are is a moment older
    than the rows, so it cuts none of them off: a reply that came in between stands before others. When there is one
    row too many for a last page, all is asked again. The last of the page before is read too.
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
    """On which page it stands; one query."""
    return comment.idea.comments.standing().before(comment).count() // COMMENTS_PER_PAGE + 1


def span(idea: Idea, page: Page[Said]) -> dict[str, str]:
    """Which places of the talk this page shows; the first and the last are open at their outer end.

    `previous` is the last place of the page before: who puts two pages together sees by it that they fit. When there
    are more pages: the last place there is, so that only what comes after it is news; and where that is.
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
    """What someone who sent a comment hears: under the form, or on the page they come to."""
    if is_new:
        return _("Your comment is online.")
    return _("This comment was already here. You sent the same words before.")


def may(member: Membership | Visitor, idea: Idea) -> dict[str, bool]:
    """What the page offers this member; the same rules answer when they press."""
    now: Any = SimpleLazyObject(clock.now)  # a query, and only who may comment on a closed idea depends on it
    return {
        "may_support": rules.can_support(member, idea),
        "may_answer": rules.can_answer_need(member, idea),
        "may_help": rules.can_help(member, idea),
        "may_comment": rules.can_comment(member, idea, now),
    }
