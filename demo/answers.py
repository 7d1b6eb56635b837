"""The answers of an example lab: owed, moved to another date, and given, with the verbs that people use."""

from datetime import date, datetime
from typing import Any

from answers.models import Answer, AnswerKind, Because, Chosen, Clarity, NewDate, Version
from answers.models.answer import ask
from answers.models.clarity import say_clear
from answers.models.joint import last_version
from common import clock
from demo import drafts, shapes
from demo.people import People
from demo.teams import care
from ideas.models import Idea, Status, StatusChange
from labs.models import Membership, RoleKind, Voice

KINDS = {
    Status.DOING: AnswerKind.YES,
    Status.NOT_NOW: AnswerKind.NOT_NOW,
    Status.REJECTED: AnswerKind.NO,
    Status.FORWARDED: AnswerKind.OTHERS,
}


def owe(
    idea: Idea, owed: Answer | None, member: Membership, voice: Voice, step: shapes.Step, day: date, at: datetime
) -> None:
    """Make an answer owed by `day`; or give the one that is `owed` that day as another date."""
    if owed:
        seen = owed.dates.values_list("pk", flat=True).last() or 0
        if chosen := owed.choose_date(member, voice, day, step.why, seen):
            NewDate.objects.filter(pk=chosen.pk).update(at=at)
        return
    made = ask(idea, member, voice, step.why).thing
    Answer.objects.filter(pk=made.pk).update(due=day, first_due=day, owed_at=at)
    Idea.objects.filter(pk=idea.pk).update(answer_due=day, first_date=None)
    if voice.kind == RoleKind.CIVIL_SERVANT:
        care(made, member, step, at)


def give(
    owed: Answer, member: Membership, voice: Voice, step: shapes.Step, day: date | None, at: datetime, people: People
) -> None:
    said: dict[str, Any] = {
        "kind": AnswerKind(step.answer) if step.answer else KINDS.get(Status(step.status), AnswerKind.ALREADY),
        "day": day,
        "to": step.to,
        "heard": step.heard,
        "words": step.why,
        "gains": step.gains,
        "unheard": step.unheard,
        "next_step": step.next,
        "contact": drafts.contact(owed.lab, member, voice),
    }
    also = [Chosen(idea, last_version(idea)) for idea in owed.lab.ideas.filter(title__in=step.also)]
    if step.approved or step.noted:
        drafts.agree(owed, step, people, at, said, [chosen.idea.pk for chosen in also])
    if owed.give(member, voice, also, **said) is None:
        return
    answers = Answer.objects.filter(joint=owed.joint) if owed.joint else Answer.objects.filter(pk=owed.pk)
    Version.objects.filter(answer__in=answers).update(at=at)
    answers.filter(because=Because.ALONG).update(owed_at=at)
    answers.update(given_at=at)
    for chosen in also:
        StatusChange.objects.filter(pk=chosen.idea.story.latest("pk").pk).update(at=at)
    version = owed.versions.get()
    for name in step.clear:
        say_clear(owed, people.member(name), True, "", version.pk)
    for name, question in step.unclear.items():
        say_clear(owed, people.member(name), False, question, version.pk)
    Clarity.objects.filter(version=version).update(at=at + (clock.now() - at) / 4)
