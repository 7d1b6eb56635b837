"""The plans that a lab kept of its own evenings. Each is a copy, and what is begun with it is another copy.

Each verb locks the lab; keeping locks the gathering first.
"""

import hashlib
from uuid import UUID

from django.db import models, transaction

from common import clock
from evenings.models.session import Session
from evenings.models.step import StepWords
from evenings.plans import Plan, PlannedStep, plans
from ideas.models import Moved
from labs.models import Lab, Membership

MOST_LAB_PLANS = 30
NAME_LENGTH, GOAL_LENGTH = 60, 160


class TooManyPlans(Exception):
    """A lab keeps at most MOST_LAB_PLANS plans."""


class PlanNameTaken(Exception):
    """The lab has another plan with this name, or it is the name of a plan that every lab has."""


class NoSteps(Exception):
    """An evening without steps has no plan to keep."""


class LabPlanQuerySet(models.QuerySet["LabPlan"]):
    def with_page(self) -> "LabPlanQuerySet":
        """Load the steps and who kept it: one more query."""
        return self.select_related("kept_by__user").prefetch_related("steps")


class LabPlan(models.Model):
    """A plan of one lab, which stands among the plans that every lab can begin with.

    `language` and `has_under_16` are those of the evening that it was kept from.
    """

    lab = models.ForeignKey(Lab, on_delete=models.CASCADE, related_name="plans")
    name = models.CharField(max_length=NAME_LENGTH)
    goal = models.CharField(max_length=GOAL_LENGTH, blank=True)
    kept_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    kept_at = models.DateTimeField(default=clock.now)
    key = models.UUIDField(editable=False)  # of the form that kept it
    language = models.CharField(max_length=8, blank=True)
    has_under_16 = models.BooleanField(default=False)

    objects = LabPlanQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lab", "name"], name="one_lab_plan_per_name"),
            models.UniqueConstraint(fields=["lab", "key"], name="one_lab_plan_per_key"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """Return a text that distinguishes two states of its words."""
        return hashlib.sha256(repr([self.name, self.goal]).encode()).hexdigest()

    @property
    def as_plan(self) -> Plan:
        """The plan to begin an evening with; no query after `with_page`."""
        steps = tuple(PlannedStep(**step.words) for step in self.steps.all())
        return Plan(f"lab-{self.pk}", self.name, self.goal, "", steps, self.has_under_16, self.language)

    # Verbs

    @classmethod
    @transaction.atomic
    def keep(cls, session: Session, by: Membership, key: UUID, name: str, goal: str) -> "LabPlan":
        """Keep the steps that are on this evening as a plan of its lab. The same form again is the same plan.

        Raises NoSteps, TooManyPlans, PlanNameTaken.
        """
        session.hold()
        lab = session.gathering.lab.hold()
        there = cls.objects.filter(lab=lab, key=key).first()
        if there:
            return there
        steps = list(session.steps.on())
        if not steps:
            raise NoSteps
        if cls.objects.filter(lab=lab).count() >= MOST_LAB_PLANS:
            raise TooManyPlans
        must_be_free(lab, name)
        who = {"language": session.language, "has_under_16": session.has_under_16}
        plan = cls.objects.create(lab=lab, name=name, goal=goal, kept_by=by, kept_at=clock.now(), key=key, **who)
        LabPlanStep.objects.bulk_create(
            LabPlanStep(plan=plan, position=place, **step.words) for place, step in enumerate(steps, start=1)
        )
        return plan

    @transaction.atomic
    def rename(self, seen: str, name: str, goal: str) -> bool:
        """Change its name and goal; return False if nothing changed. `seen`: its `state` that was on the screen.

        Raises Moved if somebody else changed it since, PlanNameTaken, and LabPlan.DoesNotExist if it was removed.
        """
        self.lab.hold()
        self.refresh_from_db()
        if (self.name, self.goal) == (name, goal):
            return False
        if self.state != seen:
            raise Moved(self)
        must_be_free(self.lab, name, besides=self)
        self.name, self.goal = name, goal
        self.save(update_fields=["name", "goal"])
        return True

    @transaction.atomic
    def remove(self) -> bool:
        """Remove it; evenings that began with it keep their steps. False if it was removed already."""
        self.lab.hold()
        rows, _of_each = LabPlan.objects.filter(pk=self.pk).delete()
        return rows > 0


class LabPlanStep(StepWords):
    """One step of a plan of a lab."""

    plan = models.ForeignKey(LabPlan, on_delete=models.CASCADE, related_name="steps")


def must_be_free(lab: Lab, name: str, besides: LabPlan | None = None) -> None:
    """Raise PlanNameTaken if people read this name as that of another plan."""
    others = LabPlan.objects.filter(lab=lab)
    if besides:
        others = others.exclude(pk=besides.pk)
    names = [*others.values_list("name", flat=True), *(plan.name for plan in plans().values())]
    if name.casefold() in {one.casefold() for one in names}:
        raise PlanNameTaken


def plans_for(lab: Lab) -> dict[str, Plan]:
    """Return all plans to begin an evening with, by key: the lab's own first. Two queries."""
    own = [plan.as_plan for plan in LabPlan.objects.filter(lab=lab).prefetch_related("steps")]
    return {plan.key: plan for plan in own} | plans()
