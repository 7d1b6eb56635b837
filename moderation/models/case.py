"""A case: what a moderator must decide about one thing, and by when. Reports of the same thing join its open case.

A pause that was given directly is a case about a person, which is decided at once.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.db.models import F, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models.user import NAME_LENGTH
from answers.models import Terms
from challenges.models import Challenge
from common import clock
from common.working_days import due_date
from events.models import Gathering
from ideas.models import Comment, Idea, IdeaPhoto
from labs.models import Hiding, Lab, MemberName, Membership
from moderation.models import deciding
from moderation.models.report import Report
from moderation.models.settings import ModerationSettings
from moderation.models.states import FOR_WRITER, OUTCOMES, DecisionKind
from moderation.models.things import (
    KINDS,
    Reported,
    ThingKind,
    author_of,
    columns_of,
    is_gone,
    kind_of,
    lab_of,
    main_words,
    place_of,
    words_key,
)

if TYPE_CHECKING:
    from moderation.models.decision import Decision
    from moderation.models.review import Review


class CaseQuerySet(models.QuerySet["Case"]):
    def about(self, thing: Reported) -> "CaseQuerySet":
        return self.filter(**{kind_of(thing): thing.pk})

    def for_eyes_of(self, member: Membership) -> "CaseQuerySet":
        """Cases of this lab, except about what `member` wrote: who reported that is not for them."""
        wrote_down = Q(idea__behalf__written_by=member.pk) | Q(comment__behalf__written_by=member.pk)
        wrote_down |= Q(photo__behalf__written_by=member.pk)
        return (
            self.filter(lab=member.lab)
            .exclude(Q(author=member.pk) | wrote_down)
            .exclude(gathering__in=member.organises.all())
        )

    def handed_to(self, member: Membership) -> "CaseQuerySet":
        """Cases of other labs that the clock handed to this moderator, as long as they look along there.

        Until it is decided or gets another day, and not what they reported themselves.
        """
        handed = self.filter(decided_at=None, steps__step="handed", steps__to=member.pk, steps__day=F("due"))
        theirs = Q(by__user=member.user_id)
        if member.user:
            theirs |= Q(mailbox=member.user.mailbox)
        return handed.filter(lab__moderation__in=ModerationSettings.objects.with_second_pair(member)).exclude(
            pk__in=Report.objects.filter(theirs).values("case")
        )

    def open(self) -> "CaseQuerySet":
        """Cases that wait for a decision, the first due on top."""
        return self.filter(decided_at=None).order_by("due", "pk")

    def decided(self) -> "CaseQuerySet":
        """Decided cases, the latest on top."""
        return self.exclude(decided_at=None).order_by("-decided_at", "-pk")

    def with_thing(self) -> "CaseQuerySet":
        """Load the thing, its writers and the decisions. Some queries for all cases together."""
        things = ("idea", "comment__idea", "challenge", "gathering__place", "photo")
        behalf = ("idea__behalf", "comment__behalf", "photo__behalf")
        people = ("idea__author__user", "comment__author__user", "challenge__author__user", "photo__author__user")
        loaded = self.select_related("lab", "author__user", "name__user", *things, *behalf, *people)
        return loaded.prefetch_related("decisions__by__user", "photo__photo_hidings", "gathering__organisers__user")

    def with_reviews(self) -> "CaseQuerySet":
        """Load the thing, the reports and the reviews, with who asked and who decided."""
        people = ("asked_by__user", "report", "decided_by__user", "neighbour__user", "neighbour__lab")
        return self.with_thing().prefetch_related("reports", *(f"decisions__reviews__{one}" for one in people))

    def to_review(self) -> "CaseQuerySet":
        """Cases of which a review waits, the first due on top."""
        waiting = Q(decisions__reviews__isnull=False, decisions__reviews__decided_at=None)
        return self.filter(waiting).annotate(review_due=Min("decisions__reviews__due")).order_by("review_due", "pk")


class Case(models.Model):
    """One thing that somebody reported, or that a moderator hid. `author`: who wrote it, for their earlier cases; in a
    case about a person, who that is.

    Without `decided_at` it waits for a moderator, until `due`. Every verb locks the thing first, and then the case.
    `folded_at`: when two reports closed it (folding.py). `let_stand`: the key of the words that a moderator let stand.
    """

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="cases")
    kind = models.CharField(max_length=10, choices=ThingKind.choices)
    idea = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="+")
    challenge = models.ForeignKey(Challenge, null=True, on_delete=models.SET_NULL, related_name="+")
    gathering = models.ForeignKey(Gathering, null=True, on_delete=models.SET_NULL, related_name="+")
    photo = models.ForeignKey(Idea, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    name_then = models.CharField(max_length=NAME_LENGTH, blank=True, default="", db_default="")  # as it was reported
    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    due = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True)
    folded_at = models.DateTimeField(null=True, blank=True)
    let_stand = models.CharField(max_length=64, blank=True, default="", db_default="")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["lab", "due"], condition=Q(decided_at=None), name="case_due")]
        constraints = [
            *(
                models.UniqueConstraint(fields=[kind], condition=Q(decided_at=None), name=f"one_open_case_per_{kind}")
                for kind in KINDS.values()
            ),
            *(
                models.CheckConstraint(condition=Q(kind=kind) | Q(**{f"{kind}__isnull": True}), name=f"case_of_{kind}")
                for kind in KINDS.values()
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}: {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("case_detail", kwargs={"lab_slug": self.lab.slug, "case_pk": self.pk})

    @property
    def path_for_writer(self) -> str:
        return reverse("case_for_writer", kwargs={"lab_slug": self.lab.slug, "case_pk": self.pk})

    @property
    def path_to_ask(self) -> str:
        return reverse("review_ask", kwargs={"lab_slug": self.lab.slug, "case_pk": self.pk})

    @property
    def thing(self) -> Reported | None:
        """What it is about; None once that is deleted, and when somebody was paused directly."""
        if self.kind == ThingKind.PERSON:
            return None
        if self.kind == ThingKind.PHOTO:
            return IdeaPhoto(self.photo) if self.photo else None
        if self.kind == ThingKind.NAME:
            return MemberName(self.name, self.name_then) if self.name else None
        found: Reported | None = getattr(self, self.kind)
        return found

    @property
    def place(self) -> Idea | Challenge | Gathering | MemberName | None:
        """The idea, question or gathering at whose page it stands; a name itself."""
        return place_of(self.thing) if self.thing else None

    @property
    def talk(self) -> Idea | None:
        """The idea in whose conversation, or at which, it stands."""
        place = self.place
        return place if isinstance(place, Idea) else None

    @property
    def writers(self) -> set[int]:
        """The memberships of who wrote it."""
        return self.thing.writers() if self.thing else set()

    @property
    def words(self) -> str:
        """The words of the thing as they are now, for a list that has its title already."""
        return main_words(self.thing) if self.thing else ""

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due < timezone.localdate()

    @property
    def reasons(self) -> list[str]:
        """The reasons of the reports, each once, in words; no query if `reports` was prefetched."""
        return list(dict.fromkeys(str(report.get_reason_display()) for report in self.reports.all()))

    @property
    def is_gone(self) -> bool:
        return self.kind != ThingKind.PERSON and is_gone(self.thing)

    @property
    def is_urgent(self) -> bool:
        """Do moderators look at it first? No query if `reports` and `decisions` were prefetched."""
        urgent = [one.at for one in self.reports.all() if one.is_urgent and self.is_open]
        return any(self.asked is None or at > self.asked.at for at in urgent)

    @property
    def is_folded(self) -> bool:
        """Is it closed until a moderator looked? Hiding it would have decided the case."""
        return self.folded_at is not None and self.is_open and self.thing is not None and self.thing.is_hidden

    @property
    def is_back(self) -> bool:
        """Was it hidden, and put back since? No query if `decisions` was prefetched."""
        was_put_back = any(decision.kind == DecisionKind.RESTORE for decision in self.decisions.all())
        return was_put_back and not (self.thing and self.thing.is_hidden)

    @property
    def is_open_again(self) -> bool:
        """Was the conversation closed by it, and opened since? Costs as `is_back`."""
        return any(decision.kind == DecisionKind.OPEN for decision in self.decisions.all())

    @property
    def outcome(self) -> "Decision | None":
        """The decision that ended it; a query, unless `decisions` was prefetched."""
        return next((decision for decision in self.decisions.all() if decision.kind in OUTCOMES), None)

    @property
    def asked(self) -> "Decision | None":
        """The decision that asks the writer to change it; costs as `outcome`."""
        return next((decision for decision in self.decisions.all() if decision.kind == DecisionKind.ASK), None)

    @property
    def standing(self) -> "Decision | None":
        """The decision that can be looked at again: what ended it, or that the writer must change it."""
        return self.outcome or self.asked

    @property
    def told(self) -> "Decision | None":
        """The last decision that the writer reads; costs as `outcome`."""
        return next((one for one in reversed(list(self.decisions.all())) if one.kind in FOR_WRITER), None)

    @property
    def readers(self) -> set[int]:
        """The memberships that read `told`: the writers; of a pause only the author.

        Of a closed conversation also the author of the idea.
        """
        if self.told is None:
            return set()
        if self.told.kind == DecisionKind.CLOSE and self.talk:
            return self.writers | self.talk.writers()
        if self.told.kind != DecisionKind.PAUSE:
            return self.writers
        return {self.author_id} if self.author_id else set()

    @property
    def reviews(self) -> "list[Review]":
        """Who asked for another look at a decision of this case, the first on top; queries, unless `with_reviews`."""
        reviews = [review for decision in self.decisions.all() for review in decision.reviews.all()]
        return sorted(reviews, key=lambda review: review.pk)

    @property
    def review(self) -> "Review | None":
        """The review that waits, or the last one; no query after `with_reviews`."""
        reviews = self.reviews
        return next((one for one in reviews if one.is_open), reviews[-1] if reviews else None)

    def stands_in(self, lab: Lab) -> None:
        """Set its lab, which is loaded already: its paths and those of its thing then need no query."""
        self.lab = lab
        if self.place:
            self.place.lab = lab

    # Verbs

    decide = deciding.decide

    def let_it_stand(self) -> None:
        """Remember that a moderator let these words stand: they are never folded again. Call it with all locked."""
        self.let_stand = words_key(self.thing) if self.thing and not self.is_gone else ""
        self.save(update_fields=["let_stand"])

    def due_again(self) -> date:
        """Return the day by which a moderator looks again: as of a case that is opened now."""
        return due_in(self.lab)

    def hold(self) -> None:
        """Lock the thing and then the case, and read again what decides."""
        thing = self.thing
        try:
            if thing:
                thing.hold_to_hide()
            if isinstance(thing, Idea):
                thing.refresh_from_db(fields=["opportunity", "source"])
        except (ObjectDoesNotExist, PermissionDenied):  # deleted at this moment
            setattr(self, self.kind, None)
        Case.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.refresh_from_db(fields=["decided_at"])


def due_in(lab: Lab) -> date:
    """Return the day by which a moderator decides about what is reported now."""
    term = ModerationSettings.objects.of(lab).term
    return due_date(timezone.localdate(), term, Terms.objects.of(lab).recess)


def case_that_hid(thing: Reported, hiding: Hiding) -> Case | None:
    """Return the case whose decision made this row; None if it was hidden by hand. Two queries."""
    case = Case.objects.about(thing).decided().select_related("lab").first()
    outcome = case.outcome if case else None
    if outcome is None or outcome.kind != DecisionKind.HIDE or outcome.at < hiding.at:
        return None
    return case


def path_for_writer(thing: object) -> str:
    """Return the path of the page for the writer of this thing, if it tells of the hiding that stands; or empty."""
    if not isinstance(thing, Idea | Comment | Challenge | Gathering | IdeaPhoto | MemberName):
        return ""
    hiding = thing.hidings.filter(restored_at=None).first()
    case = case_that_hid(thing, hiding) if hiding else None
    return case.path_for_writer if case else ""


def open_case(thing: Reported) -> tuple[Case, bool]:
    """Return the open case of `thing`, and whether it is new. Call it with the thing locked."""
    there = Case.objects.about(thing).open().first()
    if there:
        if isinstance(thing, MemberName) and there.name_then != thing.title:
            there.name_then = thing.title  # they chose another name since, which is reported too
            there.save(update_fields=["name_then"])
        return there, False
    lab = lab_of(thing)
    facts = {"lab": lab, "author": author_of(thing), "due": due_in(lab), "opened_at": clock.now()}
    return Case.objects.create(**facts, **columns_of(thing)), True
