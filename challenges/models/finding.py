"""Querysets of questions."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from challenges.models.states import Asker, State
from common.text import fold
from ideas.models.finding import MOST_WORDS
from labs.models import Membership, Neighbourhood, RoleKind, Visitor

if TYPE_CHECKING:
    from challenges.models.challenge import Challenge

SEARCHED = ("title", "background", "outcome", "follow_up")


def words_to_search(challenge: "Challenge", changed: Mapping[str, Any] | None = None) -> str:
    """Return its `search_text`, with the words that a verb is about to change."""
    return fold(" ".join((changed or {}).get(name, getattr(challenge, name)) for name in SEARCHED))


class ChallengeQuerySet(QuerySet["Challenge"]):
    def visible_to(self, member: Membership | Visitor) -> "ChallengeQuerySet":
        """Questions of the member's lab that have a page for them: drafts only for the municipality.

        A hidden one has a page for everybody: its tombstone.
        """
        challenges = self.filter(lab=member.lab)
        return challenges if member.has_role(RoleKind.CIVIL_SERVANT) else challenges.public()

    def public(self) -> "ChallengeQuerySet":
        return self.exclude(state=State.DRAFT)

    def shown(self) -> "ChallengeQuerySet":
        """Questions in lists: no drafts and no hidden ones."""
        return self.public().filter(is_hidden=False)

    def drafts(self) -> "ChallengeQuerySet":
        return self.filter(state=State.DRAFT, is_hidden=False).order_by("-pk")

    def open(self, today: date) -> "ChallengeQuerySet":
        """Questions that take ideas, the first to close first."""
        return self.shown().filter(state=State.OPEN, until__gte=today).order_by("until", "pk")

    def closed(self, today: date) -> "ChallengeQuerySet":
        """Questions that take no ideas any more, the last to close first."""
        over = Q(state=State.CLOSED) | Q(state=State.OPEN, until__lt=today)
        return self.shown().filter(over).order_by("-until", "-pk")

    def open_first(self, today: date) -> "ChallengeQuerySet":
        """Sort: the first to close first, and below these the closed ones, the last to close first."""
        is_open = Q(state=State.OPEN, until__gte=today)
        return self.order_by(
            Case(When(is_open, then=Value(0)), default=Value(1)), Case(When(is_open, then=F("until"))), "-until", "-pk"
        )

    def found(self, words: str) -> "ChallengeQuerySet":
        """Questions with every word (of the first eight), ignoring case and accents. It reads all of the lab."""
        found = self
        for word in fold(words).split()[:MOST_WORDS]:
            found = found.filter(search_text__contains=word)
        return found

    def from_village(self, village: Neighbourhood) -> "ChallengeQuerySet":
        """Questions that an idea from this village answers."""
        from challenges.models.answering import Answering

        ideas = Answering.objects.shown().filter(challenge=OuterRef("pk"), idea__neighbourhood=village)
        return self.filter(Exists(ideas))

    def past_their_day(self, today: date) -> "ChallengeQuerySet":
        """Open questions whose last day is over; the worker closes them."""
        return self.filter(state=State.OPEN, until__lt=today)

    def asked_by(self, asker: str) -> "ChallengeQuerySet":
        return self.filter(asker=asker) if asker in Asker.values else self

    def with_card(self) -> "ChallengeQuerySet":
        """Load all data of a card: lab, author, and `idea_count`. One query."""
        return self.select_related("lab", "author__user").with_count()

    def with_count(self) -> "ChallengeQuerySet":
        """Add `idea_count`: the ideas that answer it and are not hidden."""
        from challenges.models.answering import Answering

        answers = Answering.objects.filter(challenge=OuterRef("pk"), idea__is_hidden=False).order_by()
        counted = answers.values("challenge").annotate(n=Count("pk")).values("n")
        return self.annotate(idea_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))
