"""Querysets of ideas, which can be chained."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accounts.models import User
from common.text import fold
from ideas.models import under_title
from ideas.models.status import OPEN, Status
from ideas.models.word_index import hits
from labs.models import Membership, Neighbourhood, Visitor
from labs.models.hidden_name import shown_name

if TYPE_CHECKING:
    from ideas.models.idea import Idea  # noqa: F401  for QuerySet["Idea"]

NEWEST = "nieuw"
ORDERS = {
    NEWEST: (pgettext_lazy("order", "Newest first"), ["-created_at", "-pk"]),
    "reacties": (pgettext_lazy("order", "Most talked about"), ["-comment_count", "-pk"]),
    "steun": (pgettext_lazy("order", "Most support"), ["-support_count", "-ballot_count", "-pk"]),
}
MOST_WORDS = 8


class Found(NamedTuple):
    """The result of a search. `counted`: the number of ideas, or `most` + 1; None for a search without words.

    `instead`: the words that were searched, because no idea has the words that were asked for.
    """

    ideas: "IdeaQuerySet"
    counted: int | None = None
    instead: str = ""


# Written in SQL, because building these with the ORM took a twentieth of an idea's page
MY_SUPPORT = "EXISTS (SELECT 1 FROM ideas_support WHERE idea_id = ideas_idea.id AND person_id = %s)"
MY_NEED = "(SELECT answer FROM ideas_needanswer WHERE idea_id = ideas_idea.id AND person_id = %s)"
I_WAIT = """
    EXISTS (
        SELECT 1 FROM ideas_waitingcomment
        WHERE idea_id = ideas_idea.id AND author_id = %s AND ended_at IS NULL
    )
"""

# One step in the index "ideas_of_status" for each status that occurs, instead of reading all ideas of the lab
STATUSES = """
    WITH RECURSIVE listed (status) AS (
        SELECT MIN(status) FROM ideas_idea WHERE lab_id = %s AND is_hidden = %s
        UNION ALL
        SELECT (SELECT MIN(status) FROM ideas_idea WHERE lab_id = %s AND is_hidden = %s AND status > listed.status)
        FROM listed WHERE listed.status IS NOT NULL
    )
    SELECT status FROM listed WHERE status IS NOT NULL
    UNION
    SELECT 'waiting' WHERE EXISTS (
        SELECT 1 FROM ideas_idea WHERE lab_id = %s AND is_hidden = %s AND answer_due IS NOT NULL
    )
"""


def statuses_in(lab_id: int) -> set[str]:
    """Return the statuses of the ideas in this lab's lists; WAITING if an answer is owed about one."""
    with connection.cursor() as cursor:
        cursor.execute(STATUSES, [lab_id, False] * 3)
        return {status for (status,) in cursor.fetchall()}


class IdeaQuerySet(QuerySet["Idea"]):
    def visible_to(self, member: Membership | Visitor) -> "IdeaQuerySet":
        """Ideas of the member's lab that they may read: hidden ones only for the author and moderators."""
        ideas = self.filter(lab=member.lab)
        if member.moderates:
            return ideas
        return ideas.filter(Q(is_hidden=False) | Q(author_id=member.pk)) if member.pk else ideas.shown()

    def listed_for(self, member: Membership | Visitor) -> "IdeaQuerySet":
        """Ideas in lists of the member's lab: no hidden ones, not even the member's own.

        It is one condition, so that the database's planner uses the right index.
        """
        return self.filter(lab=member.lab).shown()

    def shown(self) -> "IdeaQuerySet":
        """Ideas in lists, feeds and exports: not hidden."""
        return self.filter(is_hidden=False)

    def newly_late(self) -> "IdeaQuerySet":
        """Ideas with a promised day that has passed, the first or the last one, while open pages don't show that yet.

        `late_revision` is `answer_revision` when its last day was told, one less when only its first day was.
        """
        today, told = timezone.localdate(), F("answer_revision")
        last = Q(answer_due__lt=today, late_revision__lt=told)
        first = Q(first_date__lt=today, late_revision__lt=told - 1)
        return self.owed().shown().filter(last | first)

    def to_look_at_again(self) -> "IdeaQuerySet":
        """Those that wait for another look, whose day has come."""
        return self.to_look_at_later().filter(status_date__lte=timezone.localdate())

    def to_look_at_later(self) -> "IdeaQuerySet":
        """Ideas of which the municipality said "not now", without an answer owed; not those that were emptied."""
        return self.shown().filter(status=Status.NOT_NOW, answer_due=None).exclude(opportunity="", source="")

    def owed(self) -> "IdeaQuerySet":
        """Ideas about which the municipality owes an answer."""
        return self.filter(answer_due__isnull=False)

    def found(self, words: str, villages: Iterable[Neighbourhood], most: int) -> Found:
        """Ideas that contain every word (of the first eight) or lie in that village, ignoring case and accents.

        They are counted up to `most` + 1. Up to `most` ideas are then looked up by their ids: the database can't know
        that a word is rare, and would read all ideas for a page in their order. More are found soonest in that order.
        """
        places = [(village.pk, fold(village.name)) for village in villages]
        asked = {word: [pk for pk, name in places if word in name] for word in fold(words).split()[:MOST_WORDS]}
        if not asked:
            return Found(self)
        ideas = self
        for word, here in asked.items():
            ideas = ideas.filter(Q(search_text__contains=word) | Q(neighbourhood__in=here))
        where = hits(asked)
        ids = where.sample(ideas).ids(most + 1) if where else []
        if len(ids) <= most and not (where and where.are_all):
            ids = ideas.ids(most + 1)
        if len(ids) <= most:
            return Found(self.filter(pk__in=ids), len(ids))
        return Found(where.narrow(ideas) if where else ideas, len(ids))

    def texts(self) -> Iterator[str]:
        """Return their folded texts, one after the other: a lab may have 100,000 ideas."""
        return self.order_by().values_list("search_text", flat=True).iterator()

    def with_maker(self) -> "IdeaQuerySet":
        """Add `maker`: the shown name of the maker; empty for nobody, and for a person who left."""
        name = Case(When(author=None, then=F("behalf__name")), default=shown_name("author"))
        return self.annotate(maker=Coalesce(name, Value("")))

    def ids(self, most: int) -> list[int]:
        """Return the ids of any `most` of them."""
        return list(self.order_by().values_list("pk", flat=True)[:most])

    def waiting_for_welcome(self) -> "IdeaQuerySet":
        """Open ideas whose author got no first word yet, the soonest first."""
        waiting = self.filter(welcome_due__isnull=False, welcomed_at=None, talk_closed_at=None, status__in=OPEN)
        return waiting.order_by("welcome_due", "pk")

    def by(self, member: Membership | Visitor) -> "IdeaQuerySet":
        return self.filter(author_id=member.pk) if member.pk else self.none()

    def of(self, user: User) -> "IdeaQuerySet":
        """Ideas of this user in all labs, newest first; also hidden ones, as their author may read them."""
        return self.filter(author__user=user).order_by("-created_at", "-pk")

    def supported_by(self, member: Membership | Visitor) -> "IdeaQuerySet":
        return self.filter(supports__person_id=member.pk) if member.pk else self.none()

    def in_order(self, order: str) -> "IdeaQuerySet":
        """Sort by a key of ORDERS; another key means the default, newest first."""
        return self.order_by(*ORDERS.get(order, ORDERS[NEWEST])[1])

    def with_card(self, member: Membership | Visitor | None = None) -> "IdeaQuerySet":
        """Load all data of a card in one query: lab, village, and `i_support` of this member."""
        from ideas.models.voices import Support

        ideas = self.select_related("lab", "neighbourhood", *under_title.relations()).defer("neighbourhood__outline")
        if member is None or not member.pk:
            return ideas.annotate(i_support=Value(False))
        return ideas.annotate(i_support=Exists(Support.objects.filter(idea=OuterRef("pk"), person_id=member.pk)))

    def with_page(self) -> "IdeaQuerySet":
        """Load all data at the top of the idea's page, except the lab."""
        top = "neighbourhood", "author__user", "behalf", *under_title.relations()
        return self.select_related(*top).defer("neighbourhood__outline")

    def with_mine(self, member: Membership | Visitor) -> "IdeaQuerySet":
        """Add what this member said: `i_support` and `my_need`, and `i_wait` with a comment; nothing for a visitor."""
        if not member.pk:
            return self
        i_support = RawSQL(MY_SUPPORT, [member.pk], BooleanField())
        i_wait = RawSQL(I_WAIT, [member.pk], BooleanField())
        return self.annotate(i_support=i_support, i_wait=i_wait, my_need=RawSQL(MY_NEED, [member.pk], CharField()))
