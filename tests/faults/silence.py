"""A deliberate bug, which the rig must find: open pages aren't told of what moderators do, or people of an evening."""

import asyncio
from contextvars import ContextVar
from pkgutil import resolve_name
from typing import NamedTuple

from django.apps import AppConfig

from tests.faults.people import Answer


class Act(NamedTuple):
    """What is silent: the function at `path`; the label of the form that calls it; and what the rig must then say."""

    path: str
    form: str
    sign: str


# Each in the lab of another round
SILENT = {
    "closing a conversation": Act("ideas.models.closings.turn", "close talk", "talk-closing-"),
    "folding a comment": Act("moderation.models.folding.fold", "report, and fold", "data-taken"),
    "letting a comment through": Act("ideas.models.waiting.WaitingComment.appear", "let through", "/kalm-2/ideeen/"),
    "hiding a photo": Act("ideas.models.hidden_photo.IdeaPhoto.turn", "hide photo", "idea-cover-"),
    "leading an evening": Act("evenings.models.leading.change", "lead", "evening-phone-"),
    "hiding a name": Act("labs.models.hidden_name.MemberName.turn", "hide name", "is hidden, and stands there"),
    "writing a note": Act("evenings.models.noting.change", "note", "waits-"),
    "putting a report online": Act("evenings.reporting.publish", "publish report", "from-evening-"),
}
is_silent = ContextVar("is_silent", default=False)


class Silence(AppConfig):
    name = "tests.faults"

    def ready(self):
        from realtime import names
        from realtime.models import Followed

        Followed.advance = silently(Followed.advance)
        names.changed = unless_silent(names.changed)
        for number, act in enumerate(SILENT.values()):
            where, _, name = act.path.rpartition(".")
            holder = resolve_name(where)
            setattr(holder, name, in_silence(getattr(holder, name), number))


def in_silence(verb, number):
    """The bug: in the labs of this round, what the verb changes has no new revision."""

    def silent(thing, *args, **options):
        lab = thing.lab if hasattr(thing, "lab") else thing.gathering.lab
        token = is_silent.set(lab.slug.endswith(f"-{number}"))
        try:
            return verb(thing, *args, **options)
        finally:
            is_silent.reset(token)

    return silent


def unless_silent(verb):
    return lambda *args: None if is_silent.get() else verb(*args)


def silently(advance):
    def advance_or_not(self, **values):
        if not is_silent.get():
            return advance(self, **values)
        changed = {name: value for name, value in values.items() if not name.endswith("_revision")}
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            self.save(update_fields=list(changed))
        self.revision = 0  # older than any cursor: the change just before doesn't carry this one along
        return self.revision

    return advance_or_not


def until_done(form):
    """Return the fault that breaks nothing: it waits until this form was acknowledged, at most a minute.

    Then pages are checked at once, because the next change of the same part would mend it.
    """

    async def wait(rig):
        for _ in range(600):
            if rig.scene.ledger.verbs[form, Answer.ACKNOWLEDGED.value]:
                break
            await asyncio.sleep(0.1)
        yield nothing_more

    return wait


async def nothing_more():
    pass
