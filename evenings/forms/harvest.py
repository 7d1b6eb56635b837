"""Where a note or pile of an evening goes: at which idea, as which words, and the buttons of the list."""

import re
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import TITLE_LENGTH, KeyField, LineField, WordsField, field_of
from common.languages import Theirs
from common.text import visible_length
from evenings.harvest import KINDS, Row
from evenings.models import OutcomeState, Source
from events.models import Gathering
from ideas.forms.idea import IdeaForm
from ideas.forms.spoken import SpokenForm
from ideas.models import OPEN, Idea, Status
from ideas.models.alike import alike
from ideas.models.finding import IdeaQuerySet
from labs.forms.fields import Form
from labs.models import Membership

FOUND, NEWEST = 10, 6
MOST_LETTERS = 100
NO_IDEA = "0"
NAME = re.compile(r"(briefje|stapel)-(\d{1,18})", re.ASCII)
PRESS = re.compile(rf"(report|off|again):({NAME.pattern})(?::(\w{{1,11}}))?", re.ASCII)
PASS = re.compile(r"pass:bijdrage-(\d{1,18})", re.ASCII)
OF_PROMISE = re.compile(r"(aside|open|remove):gezegd-(\d{1,18})", re.ASCII)


def source_of(name: str) -> Source | None:
    """Return the note or pile with this name in an address; None if no note or pile can have it."""
    found = NAME.fullmatch(name)
    return Source(KINDS[found[1]], int(found[2])) if found else None


class WhichIdeaForm(Form):
    """Choose an idea of the lab: those on the table of the gathering, what a search finds, those alike, the newest."""

    FIRST: tuple[tuple[str, Any], ...] = ()

    zoek = LineField(seen=MOST_LETTERS, required=False, label=gettext_lazy("Search for another idea"))
    subject = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Which idea?"),
        error_messages={
            "required": gettext_lazy("Choose an idea."),
            "invalid_choice": gettext_lazy("This idea can't be chosen any more. Choose another."),
        },
    )

    def __init__(self, *args: Any, gathering: Gathering, row: Row, **options: Any) -> None:
        asking: Membership = options["member"]
        super().__init__(*args, **without_member(self, options))
        listed = self.offered(Idea.objects.listed_for(asking).exclude(status=Status.WITHDRAWN))
        words, chosen = str(self["zoek"].value() or "")[:MOST_LETTERS], str(self["subject"].value() or "")
        self.found = found(listed, words)
        why: dict[int, str] = dict.fromkeys(self.found, "")
        why = (
            dict.fromkeys([entry.idea_id for entry in gathering.ideas_on_table], _("On the table that evening")) | why
        )
        why |= {one.pk: _("Looks like this") for one in alike(listed, asking.lab_id, row.title) if one.pk not in why}
        newest = listed.filter(status__in=OPEN).order_by("-pk").values_list("pk", flat=True)[:NEWEST]
        order = list(dict.fromkeys([*self.found, *why, *newest]))
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            order = list(dict.fromkeys([int(chosen), *order]))
        ideas = listed.in_bulk(order)
        self.ideas = {pk: ideas[pk] for pk in order if pk in ideas}
        choices = [(str(pk), said_of(one, why.get(pk, ""))) for pk, one in self.ideas.items()]
        field_of(self, "subject", forms.ChoiceField).choices = [*self.FIRST, *choices]

    def offered(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        return ideas

    @property
    def is_without_result(self) -> bool:
        return bool(self["zoek"].value()) and not self.found

    def clean_subject(self) -> Idea | None:
        return self.ideas.get(int(self.cleaned_data["subject"]))


def without_member(form: forms.Form, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a form, without the member where nobody speaks."""
    return options if isinstance(form, SpokenForm) else {name: options[name] for name in options if name != "member"}


def found(ideas: IdeaQuerySet, words: str) -> list[int]:
    """Return the ids of the newest ideas with these words."""
    if not words.strip():
        return []
    return list(ideas.found(words, (), FOUND).ideas.order_by("-pk").values_list("pk", flat=True)[:FOUND])


def said_of(idea: Idea, why: str) -> str:
    title = Theirs(idea.title)
    return format_html('{} <span class="quiet small">{}</span>', title, why) if why else format_html("{}", title)


class AtIdeaForm(WhichIdeaForm):
    """Make it part of an idea."""


class BringsForm(WhichIdeaForm):
    """Say at which idea belongs what somebody brings, or at none. `seen`: the idea on the page (id; 0: none)."""

    FIRST = ((NO_IDEA, gettext_lazy("At no idea yet")),)

    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)


class AsCommentForm(WhichIdeaForm, SpokenForm):
    """Say it at an idea."""

    speaks = gettext_lazy("You comment as")
    key = KeyField()
    text = WordsField(
        rows=4,
        label=gettext_lazy("What do you post?"),
        help_text=gettext_lazy("Below it we write where it came up."),
        error_messages={"required": gettext_lazy("Write something first. One sentence is enough.")},
    )

    def offered(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        return ideas.filter(talk_closed_at=None)


class AsIdeaForm(IdeaForm):
    """A new idea, in as few fields as an idea can have."""

    KEPT = ("title", "opportunity", "neighbourhood", "voice", "key", "read_by_all")
    WORDS = ("title", "opportunity", "neighbourhood")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in [name for name in self.fields if name not in self.KEPT]:
            del self.fields[name]


def first_words(row: Row) -> dict[str, str]:
    """Return what the form of a new idea begins with."""
    title = row.title
    while visible_length(title) > TITLE_LENGTH:
        title = title.rpartition(" ")[0] or title[:TITLE_LENGTH]
    return {"title": title, "opportunity": all_words(row)}


def all_words(row: Row) -> str:
    return "\n".join(f"- {note}" for note in row.notes) if row.notes else row.title


class Press(NamedTuple):
    """`do`: "report", "again" (choose again), "off" (the list), "rest", "add" or "pass" (`pledge`, the id of one).

    Of what was promised aloud: "aside", "open" (choose again) or "remove". `seen`: the state on the page.
    """

    do: str
    source: Source | None = None
    seen: str = ""
    pledge: int = 0


class PressForm(Form):
    """A button of the list. With "add" come the ticked notes and piles (`add`)."""

    press = forms.CharField(max_length=60)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["add"] = self.ticked()
        if values.get("press") == Press("add") and not values["add"]:
            raise ValidationError(_("Tick what you want to take along first."))
        return values

    def ticked(self) -> list[Source]:
        sent = self.data.getlist("add") if hasattr(self.data, "getlist") else []
        return list(dict.fromkeys(source for name in sent if (source := source_of(name))))

    def clean_press(self) -> Press:
        press: str = self.cleaned_data["press"]
        found = PRESS.fullmatch(press)
        if press in ("rest", "add"):
            return Press(press)
        if passed := PASS.fullmatch(press):
            return Press("pass", pledge=int(passed[1]))
        if of_promise := OF_PROMISE.fullmatch(press):
            return Press(of_promise[1], Source("promise", int(of_promise[2])))
        if not found or (found[5] or OutcomeState.OPEN) not in OutcomeState.values:
            raise ValidationError("")
        return Press(found[1], source_of(found[2]), found[5] or OutcomeState.OPEN)
