"""Other ideas of the lab that get the same answer: those that look alike or wait, and those that a search finds."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers.models import Chosen
from answers.models.joint import MOST
from common.fields import LineField, field_of, is_id
from common.languages import Theirs
from ideas.models import OPEN, Idea, Status
from ideas.models.alike import alike
from ideas.models.finding import IdeaQuerySet
from ideas.words import due_words
from labs.forms.fields import Form
from labs.models import Membership

WAITING, FOUND = 6, 10  # ideas to choose from


class AlongForm(Form):
    """Values like "42:7": the idea, and the id of the last version about it on the screen, or 0.

    "42:7:3" if the screen also says that a draft goes: the id of that draft.
    """

    zoek = LineField(seen=100, required=False, label=gettext_lazy("Search for another idea"))
    also = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Which ideas get the same answer?"),
        help_text=gettext_lazy("Everyone who takes part in one of these ideas hears it, once."),
        error_messages={
            "invalid_choice": gettext_lazy("One of these ideas can't be chosen any more. Look at your choice again.")
        },
    )

    def __init__(self, *args: Any, member: Membership, idea: Idea, picked: Iterable[int] = (), **options: Any) -> None:
        """`picked`: the ids of the ideas in the draft, for a form that wasn't sent yet."""
        super().__init__(*args, **options)
        listed = Idea.objects.listed_for(member).exclude(pk=idea.pk)
        may = Q(status__in=OPEN) | Q(answer_due__isnull=False)  # as `joint.can_join`
        others = listed.filter(may).exclude(status=Status.WITHDRAWN)
        sent = list(_parts(self.data)) if self.is_bound else []
        self.drafts = {pk: draft for pk, _seen, draft in sent}
        self.picked: dict[int, int | None] = dict.fromkeys(picked) | {pk: seen for pk, seen, _draft in sent}
        asked = self["zoek"].value() or "" if self.is_bound else ""
        self.found = _found(others, str(asked)[:100])
        near = [one.pk for one in alike(others, idea.lab_id, idea.title)]
        waiting = others.owed().order_by("answer_due", "pk").values_list("pk", flat=True)[:WAITING]
        # what was chosen stands here also when it is closed now: the verb decides
        order = list(dict.fromkeys([*self.picked, *self.found, *near, *waiting]))
        ideas = listed.annotate(last=Max("answers__versions"), last_draft=Max("answers__draft")).in_bulk(order)
        self.ideas = {pk: ideas[pk] for pk in order if pk in ideas}
        for one in self.ideas.values():
            one.lab = idea.lab
        self.near = set(near)
        self._offer()
        if self.is_bound:
            self._name_drafts()

    @property
    def has_search(self) -> bool:
        return self.is_bound and "zoek_nu" in self.data

    @property
    def is_open(self) -> bool:
        return bool(self.picked) or self.has_search or bool(self.errors)

    def clean_also(self) -> list[str]:
        values: list[str] = self.cleaned_data["also"]
        if len(values) > MOST:
            raise ValidationError(_("These are too many ideas. Choose at most %(n)s.") % {"n": MOST})
        return values

    def chosen(self) -> list[Chosen]:
        return [
            Chosen(self.ideas[pk], seen or 0, self.drafts.get(pk))
            for pk, seen in self.picked.items()
            if pk in self.ideas
        ]

    def leave_out(self, ideas: Iterable[Idea]) -> None:
        """Offer these ideas no longer: a colleague answered them, or they are closed. The others stay chosen."""
        for idea in ideas:
            self.ideas.pop(idea.pk, None)
            self.picked.pop(idea.pk, None)
        self._offer()

    def _offer(self) -> None:
        also = field_of(self, "also", forms.MultipleChoiceField)
        also.choices = [(self._value(one), _words(one, one.pk in self.near)) for one in self.ideas.values()]
        also.initial = [self._value(self.ideas[pk]) for pk in self.picked if pk in self.ideas]

    def _value(self, idea: Any) -> str:
        seen = self.picked.get(idea.pk)
        value = f"{idea.pk}:{idea.last or 0 if seen is None else seen}"
        return f"{value}:{idea.last_draft}" if idea.last_draft else value

    def _name_drafts(self) -> None:
        """Choose the same ideas by the values that are offered now: the next page names the drafts that go."""
        offered = {pk: self._value(idea) for pk, idea in self.ideas.items()}
        sent = [offered.get(part[0], value) if (part := _part(value)) else value for value in _sent(self.data)]
        data: Any = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        if isinstance(data, QueryDict):
            data.setlist("also", sent)
        else:
            data["also"] = sent
        self.data = data


def _found(ideas: IdeaQuerySet, words: str) -> list[int]:
    """Return the ids of the newest ideas with these words."""
    if not words.strip():
        return []
    return list(ideas.found(words, (), FOUND).ideas.order_by("-pk").values_list("pk", flat=True)[:FOUND])


def _sent(data: Any) -> list[str]:
    return data.getlist("also") if hasattr(data, "getlist") else data.get("also", [])


def _parts(data: Any) -> Iterable[tuple[int, int, int]]:
    """Return the ideas, versions and drafts that were sent; nonsense is left to the field."""
    return filter(None, map(_part, _sent(data)[: MOST + 1]))


def _part(value: str) -> tuple[int, int, int] | None:
    parts = value.split(":")
    if len(parts) not in (2, 3) or not all(map(is_id, parts)):
        return None
    pk, seen, draft = [*map(int, parts), 0][:3]
    return pk, seen, draft


def _words(idea: Any, is_alike: bool) -> str:
    """Return its title, why it stands here, and what goes when it gets this answer."""
    if idea.answer_due:
        why = due_words(idea.answer_due, idea.first_date)
    elif idea.last:
        why = _("Has an answer already: this one comes in its place")
    else:
        why = _("Looks like this idea") if is_alike else ""
    goes = _("Has a draft of an answer: that goes") if idea.last_draft else ""
    more = " · ".join(filter(None, [why, goes]))
    title = Theirs(idea.title)
    return format_html('{} <span class="quiet small">{}</span>', title, more) if more else format_html("{}", title)
