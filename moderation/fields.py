"""All words of a thing with the labels of their form, as they are now and as they were when it was reported."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from challenges.forms.words import MunicipalForm
from challenges.models import Challenge
from events.forms.making import GatheringForm
from events.models import Gathering
from ideas.forms.idea import IdeaForm
from ideas.models import Idea, IdeaPhoto
from labs.models import MemberName
from moderation.models import Case
from moderation.models.things import NAMES, Reported

FORMS: dict[type, Any] = {Idea: IdeaForm, Challenge: MunicipalForm, Gathering: GatheringForm, IdeaPhoto: IdeaForm}


class Field(NamedTuple):
    label: str
    text: str


def fields_of(thing: Reported) -> list[Field]:
    """Return what is filled in, without the title."""
    holds = thing.shown() if isinstance(thing, IdeaPhoto) else thing
    return fields(thing, ((name, getattr(holds, name)) for name in NAMES[type(thing)]))


def fields(thing: Reported, said: Iterable[tuple[str, str]]) -> list[Field]:
    return [Field(label_of(thing, name), text) for name, text in said if text]


def label_of(thing: Reported, name: str) -> str:
    form = FORMS.get(type(thing))
    return str(form.base_fields[name].label) if form and name in form.base_fields else ""


def former(case: Case) -> list[Field]:
    """Return the words that were changed since the first report, as they stood then. One query.

    Words of a gathering are not kept, nor former names.
    """
    thing = case.thing
    if thing is None or isinstance(thing, Gathering | MemberName):
        return []
    holder = thing.idea if isinstance(thing, IdeaPhoto) else thing
    edits = holder.edits.filter(at__gt=case.opened_at).order_by("pk")
    if case.decided_at:
        edits = edits.filter(at__lt=case.decided_at)
    before: dict[str, str] = {}
    for edit in edits:
        before.setdefault(getattr(edit, "field", "text"), edit.before)
    names = ("title", *NAMES[type(thing)])
    return fields(thing, ((name, before.get(name, "")) for name in names))
