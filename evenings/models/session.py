"""The session of a gathering: the evening that its organisers prepare, step by step.

Each verb locks the gathering first.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models, transaction

from evenings.models.evening import plan_changed
from evenings.models.participant import Participant
from evenings.models.step import Step, StepWords
from evenings.plans import Plan
from events.models import Gathering
from ideas.models import Moved

MOST_STEPS = 30


class TooManySteps(Exception):
    """A plan has at most MOST_STEPS steps."""


class SessionQuerySet(models.QuerySet["Session"]):
    def with_steps(self) -> "SessionQuerySet":
        """Load all steps, also those that were taken off: one more query."""
        return self.prefetch_related("steps")


class Session(models.Model):
    """The plan of one gathering. `version` rises with each change; `plan` is the key of the plan it began with.

    `language`: the code of a second language, in which each step can have its sentence too. `has_under_16`: people
    younger than 16 come, so nobody who takes part is asked for a name, and no name is shown.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="session")
    plan = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=8, blank=True)
    has_under_16 = models.BooleanField(default=False)

    objects = SessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"evening of gathering {self.gathering_id}"

    @property
    def plan_steps(self) -> list[Step]:
        """The steps in order; no query after `with_steps`."""
        return [step for step in self.steps.all() if not step.is_off]

    @property
    def steps_off(self) -> list[Step]:
        """The steps that were taken off; no query after `with_steps`."""
        return [step for step in self.steps.all() if step.is_off]

    @property
    def asks_names(self) -> bool:
        """May who takes part say a name, and may others read it?"""
        return not self.has_under_16

    @property
    def who(self) -> str:
        """Return a text that distinguishes two states of what `set_who` changes."""
        return f"{self.has_under_16} {self.language}".strip()

    def second_sentence(self, step: StepWords) -> str:
        """Return the sentence of a step in the second language, or an empty text."""
        sentence: str = step.translations.get(self.language, "")
        return sentence

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.plan_steps)

    # Verbs

    @classmethod
    @transaction.atomic
    def begin(cls, gathering: Gathering, plan: Plan, seen: int) -> "Session":
        """Give the gathering the steps of this plan. `seen`: the version on the screen, 0 if it had no plan.

        The steps that it had are taken off; those that were off before are removed. A second language and people
        younger than 16 stay as they were, unless the plan brings them. The same plan again, before anything was
        changed, is the same session. Raises Moved.
        """
        gathering.hold()
        session = cls.objects.filter(gathering=gathering).first()
        if session and session.plan == plan.key and session.version == seen + 1:
            return session
        if (session.version if session else 0) != seen:
            raise Moved(session)
        if session is None:
            session = cls.objects.create(gathering=gathering, plan=plan.key)
        else:
            session.steps.filter(is_off=True, choice=None).delete()
            session.steps.update(is_off=True)
            session.plan = plan.key
            session.version += 1
        session.language = plan.language or session.language
        session.has_under_16 = session.has_under_16 or plan.has_under_16
        session.save(update_fields=["plan", "version", "language", "has_under_16"])
        rows = [
            Step(session=session, position=place, **step._asdict()) for place, step in enumerate(plan.steps, start=1)
        ]
        Step.objects.bulk_create(rows)
        plan_changed(session, is_other=True)
        session.name_nobody()
        return session

    @transaction.atomic
    def add_step(self, key: UUID, **words: Any) -> Step:
        """Add a step at the end. The same form again is the same step. Raises TooManySteps."""
        self.hold()
        there: Step | None = self.steps.filter(key=key).first()
        if there:
            return there
        on_plan = list(self.steps.on())
        if len(on_plan) >= MOST_STEPS:
            raise TooManySteps
        made: Step = self.steps.create(key=key, position=len(on_plan) + 1, **words)
        self.put_in_order([*on_plan, made])
        return made

    @transaction.atomic
    def change_step(self, step: Step, seen: str, **words: Any) -> bool:
        """Change the words of a step; return False if nothing changed.

        `seen`: its `state` that was on the screen. Raises Moved if somebody else changed it since.
        """
        self.hold()
        step.refresh_from_db()
        changed = [name for name, value in words.items() if getattr(step, name) != value]
        if not changed:
            return False
        if step.state != seen:
            raise Moved(step)
        for name in changed:
            setattr(step, name, words[name])
        step.save(update_fields=changed)
        self.rise()
        return True

    @transaction.atomic
    def take_off(self, step: Step) -> bool:
        """Take a step off the plan; it can come back. False if it is off already."""
        self.hold()
        if not self.steps.on().filter(pk=step.pk).update(is_off=True):
            return False
        self.put_in_order(self.steps.on())
        return True

    @transaction.atomic
    def bring_back(self, step: Step) -> bool:
        """Put a step back near its former place. False if it is on the plan already. Raises TooManySteps."""
        self.hold()
        if self.steps.on().count() >= MOST_STEPS:
            raise TooManySteps
        if not self.steps.filter(pk=step.pk, is_off=True).update(is_off=False):
            return False
        self.put_in_order(self.steps.on())
        return True

    @transaction.atomic
    def arrange(self, seen: int, minutes: Mapping[int, int], moved: tuple[int, int] | None = None) -> bool:
        """Set the minutes of steps, by id, and move one: its id, and -1 for up or 1 for down.

        Return False if nothing changed. `seen`: the version on the screen. Raises Moved if it is another one by now.
        """
        self.hold()
        steps = list(self.steps.on())
        changed = [step for step in steps if minutes.get(step.pk, step.minutes) != step.minutes]
        order = moved_in([step.pk for step in steps], moved) if moved else [step.pk for step in steps]
        if not changed and order == [step.pk for step in steps]:
            return False
        if self.version != seen:
            raise Moved(self)
        for step in changed:
            step.minutes = minutes[step.pk]
        Step.objects.bulk_update(changed, ["minutes"])
        by_pk = {step.pk: step for step in steps}
        self.put_in_order(by_pk[pk] for pk in order)
        return True

    @transaction.atomic
    def set_who(self, seen: str, language: str, has_under_16: bool) -> bool:
        """Set the second language (empty: none) and whether people younger than 16 come. False if nothing changed.

        The sentences in a language stay with the steps when it is no longer the second one. `seen`: the `who` that was
        on the screen. Raises Moved if it is another one by now.
        """
        self.hold()
        if (self.language, self.has_under_16) == (language, has_under_16):
            return False
        if self.who != seen:
            raise Moved(self)
        self.language, self.has_under_16 = language, has_under_16
        self.save(update_fields=["language", "has_under_16"])
        self.rise()
        self.name_nobody()
        return True

    # Under the lock

    def hold(self) -> None:
        """Lock the gathering, and read the session again but for its steps."""
        self.gathering.hold()
        self.refresh_from_db(fields=["version", "language", "has_under_16"])

    def put_in_order(self, steps: Iterable[Step]) -> None:
        """Number these steps from one, and let the version rise. A step that is off keeps its number."""
        numbered = list(steps)
        for position, step in enumerate(numbered, start=1):
            step.position = position
        Step.objects.bulk_update(numbered, ["position"])
        self.rise()

    def name_nobody(self) -> None:
        """Where people younger than 16 come, let nobody be named with their notes. Call it with the evening locked."""
        if self.has_under_16:
            Participant.objects.filter(evening__session=self).update(is_named=False)

    def rise(self) -> None:
        self.version += 1
        self.save(update_fields=["version"])
        plan_changed(self)


def moved_in(order: list[int], moved: tuple[int, int]) -> list[int]:
    """Return the ids with one of them moved up (-1) or down (1); as they were if it can't move further."""
    pk, by = moved
    new = list(order)
    if pk in new and 0 <= new.index(pk) + by < len(new):
        at = new.index(pk)
        new[at], new[at + by] = new[at + by], new[at]
    return new
