"""An answer of the municipality about an idea: why it is owed, by when, and what is said. It names all its verbs."""

from datetime import date
from typing import Any

from django.db import connection, models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answers import live
from answers.models import draft as drafts
from answers.models import giving, letters
from answers.models import owner as owners
from answers.models.clarity import say_clear
from answers.models.joint import Joint
from answers.models.results import AskedBefore, NotOwed
from answers.models.said import NewDate, Version, is_same
from answers.models.team import Team
from answers.models.terms import LEAST, THRESHOLD, Terms
from answers.models.work import must_be_colleague
from common import clock
from common.times import day_of
from ideas.models import Idea, IdeaClosed, Moved, Repeat, Status
from ideas.models.due import AT_HOME, is_late
from labs.models import Lab, Membership, RoleKind, Voice, Voiced

UNKNOWN = {"voice_kind": RoleKind.CIVIL_SERVANT, "voice_label": ""}  # who said it, of a status without a step

# In SQL, because it is asked at every support from LEAST on, under the lock of the idea
PASSED = """
    SELECT
        COALESCE(
            (SELECT threshold FROM answers_villagethreshold WHERE village_id = %s),
            (SELECT threshold FROM answers_terms WHERE lab_id = %s),
            %s
        ),
        EXISTS (SELECT 1 FROM answers_answer WHERE idea_id = %s AND supporters IS NOT NULL)
"""


class Because(models.TextChoices):
    """Why an answer is owed."""

    ASKED = "asked", _("someone asked for it")
    SUPPORT = "support", _("many people support the idea")
    PROMISED = "promised", _("the municipality promised it")
    ALONG = "along", _("it got the answer to another idea too")  # never owed


class AnswerQuerySet(models.QuerySet["Answer"]):
    def owed(self) -> "AnswerQuerySet":
        return self.filter(given_at=None, closed_at=None)

    def with_words(self) -> "AnswerQuerySet":
        """Load all that a page shows of an answer."""
        said = (
            "dates__by__user",
            models.Prefetch(
                "versions", Version.objects.with_clarity().select_related("by__user", "approval__by__user")
            ),
        )
        ones = ("asked_by__user", "owner__user", "team", "joint")
        first = Version.objects.filter(answer__joint=OuterRef("joint")).order_by("pk").values("answer__idea")[:1]
        found = self.select_related(*ones).prefetch_related(*said).with_others()
        return found.annotate(heard_at=Subquery(first)).order_by("-pk")

    def with_others(self) -> "AnswerQuerySet":
        """Load the other ideas that got the same answer, for `also`: those that everybody may read."""
        shown = Answer.objects.filter(idea__is_hidden=False).exclude(idea__status=Status.WITHDRAWN)
        return self.prefetch_related(
            models.Prefetch("joint__answers", shown.select_related("idea").order_by("idea_id"))
        )


class Answer(Voiced):
    """What the municipality owes about an idea, and then says. The voice is that of `asked_by`.

    `first_due` never changes: by that day an answer is on time. `revision`: the idea's at the last change.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers")
    because = models.CharField(max_length=10, choices=Because.choices)
    asked_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    supporters = models.PositiveIntegerField(null=True, blank=True)  # when support passed the threshold
    owed_at = models.DateTimeField(default=clock.now)
    due = models.DateField()
    first_due = models.DateField()
    given_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # without an answer: its idea was withdrawn
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers")
    owner = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="owned_answers"
    )
    joint = models.ForeignKey(Joint, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers")
    revision = models.PositiveBigIntegerField(default=0)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea"], condition=Q(given_at=None, closed_at=None), name="one_answer_owed_per_idea"
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=Q(supporters__isnull=False), name="support_owes_one_answer"
            ),
            models.CheckConstraint(condition=Q(given_at=None) | Q(closed_at=None), name="given_or_closed"),
        ]

    def __str__(self) -> str:
        return f"idea {self.idea_id}: {self.because}"

    @property
    def lab(self) -> Lab:
        return self.idea.lab

    @property
    def is_owed(self) -> bool:
        return self.given_at is None and self.closed_at is None

    @property
    def care_seen(self) -> str:
        return owners.care_seen(self)

    @property
    def promised_before(self) -> date | None:
        """The first day that was promised, if the answer came after it; else None."""
        came = day_of(self.given_at) if self.given_at else None
        return self.first_due if came and came > self.first_due else None

    @property
    def last_version(self) -> Version | None:
        """The words that count now. No query after `with_words`."""
        versions = list(self.versions.all())
        return versions[-1] if versions else None

    @property
    def also(self) -> list[Idea]:
        """The other ideas that got this answer, for the page. No query after `with_words` or `with_others`."""
        ideas = [other.idea for other in self.joint.answers.all() if other.pk != self.pk] if self.joint else []
        for idea in ideas:
            idea.lab = self.idea.lab
        return ideas

    @property
    def is_heard_elsewhere(self) -> bool:
        """Is what was heard about another of the ideas that got this answer? No query after `with_words`."""
        return getattr(self, "heard_at", None) not in (None, self.idea_id)

    @property
    def heard_idea(self) -> Idea | None:
        """The idea about which it was heard, if it is another one that everybody may read."""
        return next((idea for idea in self.also if idea.pk == getattr(self, "heard_at", None)), None)

    # Verbs: each locks the idea first. The others are in the files of their subject: docs/decisions/0045

    @transaction.atomic
    def choose_date(self, member: Membership, voice: Voice, day: date, reason: str, seen: int) -> NewDate | None:
        """Promise another day, with a reason for everybody; the first day stays in sight. The same again: None.

        `seen`: the id of the last NewDate that was on the screen, or 0. Raises NotOwed; Moved if another one came;
        PermissionDenied if the role was taken back a moment ago.
        """
        self._hold()
        must_be_colleague(member)
        if not self.is_owed:
            raise NotOwed
        said = {"by": member, "day": day, "reason": reason}
        last = self.dates.last()
        if last and last.pk != seen:
            if is_same(last, said):
                return None
            raise Moved(self.idea)
        chosen = self.dates.create(**said, at=clock.now(), voice_kind=voice.kind, voice_label=voice.label)
        self._changed(self.idea.owe_by(day, self.first_due), due=day)
        letters.date_chosen(chosen)
        return chosen

    give = giving.give
    correct = giving.correct
    say_clear = say_clear
    take = owners.take
    pass_on = owners.pass_on

    @transaction.atomic
    def show(self) -> None:
        """Show it again on the page of its idea: something beside it changed. Raises IdeaClosed."""
        self.idea.hold()
        self._changed(self.idea.advance())

    @transaction.atomic
    def remove_reason(self) -> None:
        """Remove why it was asked: who wrote that leaves. Raises IdeaClosed if the idea was deleted just now."""
        self.idea.hold()
        self._changed(self.idea.advance(), reason="")

    def _hold(self) -> None:
        """Lock the idea, and read again what decides. Raises NotOwed for a hidden or withdrawn idea."""
        self.idea.hold()
        self.idea.refresh_from_db(
            fields=["status", "closed_at", "talk_closed_at", "answer_due", "first_date", "late_revision", "is_hidden"]
        )
        self.refresh_from_db(
            fields=["due", "given_at", "closed_at", "supporters", "revision", "team", "owner", "joint"]
        )
        if self.idea.is_hidden or self.idea.status == Status.WITHDRAWN:
            raise NotOwed

    def _changed(self, revision: int, **new: Any) -> None:
        """Store what changed at the idea's new revision, which its page follows, and tell the lab's home."""
        new["revision"] = revision
        for name, value in new.items():
            setattr(self, name, value)
        self.save(update_fields=list(new))
        show_at_home(self.idea)


@transaction.atomic
def ask(idea: Idea, member: Membership, voice: Voice, reason: str) -> Repeat[Answer]:
    """Make an answer owed, because `member` asks for it. If one is owed already: that one.

    Somebody without a role in the lab asks once per idea. Raises AskedBefore; IdeaClosed.
    """
    idea.hold()
    idea.refresh_from_db(fields=["status", "is_hidden", "answer_due", "first_date"])
    if idea.is_hidden or not idea.is_open:
        raise IdeaClosed(idea)
    if standing := idea.answers.owed().first():
        return Repeat(standing, False)
    if voice.kind == RoleKind.RESIDENT and asked_before(idea, member):
        raise AskedBefore
    because = Because.PROMISED if voice.kind == RoleKind.CIVIL_SERVANT else Because.ASKED
    said: dict[str, Any] = {"asked_by": member, "reason": reason, "voice_kind": voice.kind, "voice_label": voice.label}
    return Repeat(owe(idea, because, **said), True)


def asked_before(idea: Idea, member: Membership) -> bool:
    """Did this member ask for an answer as a resident? One query."""
    return idea.answers.filter(asked_by=member, voice_kind=RoleKind.RESIDENT).exists()


def owe_when_passed(idea: Idea) -> None:
    """Owe an answer when support passes the threshold of its village or lab: once, and never again.

    It runs in the transaction of that support, which holds the idea: the next one sees what this one did.
    """
    if idea.support_count < LEAST:
        return
    with connection.cursor() as cursor:
        cursor.execute(PASSED, [idea.neighbourhood_id, idea.lab_id, THRESHOLD, idea.pk])
        threshold, has_passed = cursor.fetchone()
    if has_passed or idea.support_count < threshold:
        return
    idea.refresh_from_db(fields=["answer_due", "first_date"])
    if standing := idea.answers.owed().first():
        standing.idea = idea
        standing._changed(idea.advance(), supporters=idea.support_count)
    else:
        owe(idea, Because.SUPPORT, supporters=idea.support_count)


def look_again(idea: Idea) -> bool:
    """Owe an answer about an idea of which the municipality said "not now", from the day on which it looks again.

    It was promised by who said so. Return False before that day, while one is owed already, or while it is hidden.
    """
    with transaction.atomic():
        idea.hold()
        idea.refresh_from_db(fields=["status", "status_date", "is_hidden", "answer_due", "first_date"])
        if not Idea.objects.to_look_at_again().filter(pk=idea.pk).exists():
            return False
        said = idea.story.filter(status=Status.NOT_NOW).last()
        words: dict[str, Any] = {"asked_by": said.by, "reason": said.reason} if said else {}
        words |= {"voice_kind": said.voice_kind, "voice_label": said.voice_label} if said else UNKNOWN
        owe(idea, Because.PROMISED, since=idea.status_date, **words)
        return True


def close_when_withdrawn(idea: Idea) -> None:
    """Close the answer that is owed about an idea that its maker withdrew. The idea is locked."""
    if idea.status == Status.WITHDRAWN:
        close_owed(idea)


def close_owed(idea: Idea) -> None:
    """Close the answer that is owed about this locked idea, without an answer; it stays as a trace."""
    if standing := idea.answers.owed().first():
        standing.idea = idea
        standing._changed(idea.owe_nothing(), closed_at=clock.now())
        drafts.remove_draft(standing)


def show_at_home(idea: Idea) -> None:
    """Show on the home of the lab, and on the page of the idea, that an answer changed. The idea is locked."""
    idea.lab.advance(**AT_HOME)
    live.answer_changed(idea)


def has_any(idea: Idea) -> bool:
    return idea.answers.exists()


def owe(idea: Idea, because: Because, since: date | None = None, by: date | None = None, **said: Any) -> Answer:
    """Make an answer owed within the lab's term, or `by` a day, and tell who must know. The idea is locked.

    `since`: the day from which it was promised, when nobody asks for it now. It is never late from the start.
    """
    now = clock.now()
    today, terms = timezone.localdate(now), Terms.objects.of(idea.lab)
    due = by or terms.due_date(since or today)
    if is_late(due):
        due = terms.due_date(today)
    revision = idea.owe_by(due, due)
    answer = idea.answers.create(because=because, owed_at=now, due=due, first_due=due, revision=revision, **said)
    show_at_home(idea)
    letters.owed(answer, by_itself=since is not None)
    return answer
