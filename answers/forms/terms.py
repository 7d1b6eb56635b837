"""The form for lab admins: when answers are owed, and how soon they come."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answers.models import AnswerKind, Terms
from answers.models.limits import limits_of
from answers.models.terms import EVERY, LEAST, MOST, WORDS
from common.fields import DayField, LineField, LinkField
from common.working_days import Recess
from labs.forms.fields import SeenForm
from labs.models import Lab, Neighbourhood

AN_ADDRESS = {"invalid": _("Write an email address, like naam@voorbeeld.nl.")}
A_NUMBER = {"invalid": _("Write a whole number."), "required": _("Write a number.")}
NUMBERS = ("threshold", "days")
DIGITS = {"maxlength": 9}
MOST_RECESSES, LONGEST_RECESS = 6, 70  # days: the summer, with a margin


class Village:
    """The field for a village's own threshold."""

    def __init__(self, row: Neighbourhood) -> None:
        self.row, self.name = row, f"village_{row.pk}"


class TermsForm(SeenForm):
    """The terms of `lab`. `seen` says which terms were on the screen; `villages` and `recesses` list its fields."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    threshold = forms.IntegerField(
        label=_("From how many supporters do you answer?"),
        help_text=_("When an idea gets that many, the municipality owes an answer. Nobody has to ask for it."),
        min_value=LEAST,
        max_value=MOST,
        widget=forms.TextInput(attrs=DIGITS),
        error_messages=A_NUMBER,
    )
    days = forms.IntegerField(
        label=_("Within how many working days?"),
        help_text=_("Saturdays, Sundays, holidays and your recess don't count. A month and a half is 30."),
        widget=forms.TextInput(attrs=DIGITS),
        error_messages=A_NUMBER,
    )
    channel = LinkField(
        label=_("Where do people apply for a permit or an official decision?"),
        help_text=_("A link to your municipality's own site. It stands below each answer."),
    )

    approval = forms.MultipleChoiceField(
        required=False,
        label=_("Which answers does an alderman approve first?"),
        help_text=_("Such an answer can't be put online without it. Nothing chosen: none."),
        choices=[(EVERY, _("Every answer")), *AnswerKind.choices],
        widget=forms.CheckboxSelectMultiple,
    )
    escalation_name = LineField(
        seen=60,
        required=False,
        label=_("Who is told when an answer stays away?"),
        help_text=_("One person, for example the municipal secretary. Told once per answer, a week after its date."),
    )
    escalation_mail = forms.EmailField(required=False, label=_("Their email address"), error_messages=AN_ADDRESS)

    def __init__(self, data: QueryDict | None = None, *, lab: Lab) -> None:
        terms = Terms.objects.of(lab)
        own = terms.villages() if terms.pk else {}
        self.lab = lab
        started_from: dict[str, Any] = {"seen": terms.state}
        started_from |= {name: getattr(terms, name) for name in (*NUMBERS, "approval", *WORDS)} | {
            "days": terms.term()
        }
        rows = [Village(row) for row in lab.neighbourhoods.defer("outline")]
        for village in rows:
            started_from[village.name] = own.get(village.row.pk)
        for number, recess in enumerate(terms.recess):
            started_from |= {f"first_{number}": recess.first_day, f"last_{number}": recess.last_day}
        super().__init__(data, initial=started_from)
        self._rows, self.limits = rows, limits_of(lab)
        self.fields["days"].help_text = f"{self.fields['days'].help_text} {limit_words(lab)}"
        for village in rows:
            self.fields[village.name] = forms.IntegerField(
                label=village.row.name,
                required=False,
                min_value=LEAST,
                max_value=MOST,
                widget=forms.TextInput,
                error_messages=A_NUMBER,
            )
        self._numbers = range(min(len(terms.recess) + 1, MOST_RECESSES))
        for number in self._numbers:
            self.fields[f"first_{number}"] = DayField(label=_("First day"), required=False)
            self.fields[f"last_{number}"] = DayField(label=_("Last day"), required=False)

    @property
    def villages(self) -> list[forms.BoundField]:
        return [self[village.name] for village in self._rows]

    @property
    def recesses(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"first_{number}"], self[f"last_{number}"]) for number in self._numbers]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("days") is not None and not self.limits.allow(said["days"]):
            self.limits_moved()
        for village in self._rows:
            own, all_others = said.get(village.name), said.get("threshold")
            if own and all_others and own > all_others:
                self.add_error(village.name, _("This is more than in the other villages. Choose a lower number."))
        for number in self._numbers:
            self._check_recess(number, said.get(f"first_{number}"), said.get(f"last_{number}"))
        if said.get("escalation_name") and not said.get("escalation_mail") and "escalation_mail" not in self.errors:
            self.add_error("escalation_mail", _("Write their email address, or leave both empty."))
        return said

    def limits_moved(self) -> None:
        """Say at the field what the limits of the municipality are now."""
        self.add_error("days", f"{limit_words(self.lab)} {gettext('Choose a number in between.')}")

    def seen_again(self) -> None:
        self.accept(Terms.objects.of(self.lab).state)

    def _check_recess(self, number: int, first: Any, last: Any) -> None:
        names = f"first_{number}", f"last_{number}"
        if any(name in self.errors for name in names) or not (first or last):
            return
        if not first or not last:
            self.add_error(names[0] if not first else names[1], _("Write both days, or leave both empty."))
        elif last < first:
            self.add_error(names[1], _("The last day comes before the first one."))
        elif (last - first).days >= LONGEST_RECESS:
            self.add_error(names[1], gettext("A recess takes at most ten weeks."))

    def terms(self) -> dict[str, Any]:
        """Return the values for the verb `Terms.change`."""
        said = self.cleaned_data
        days = [(said[f"first_{number}"], said[f"last_{number}"]) for number in self._numbers]
        return {
            **{name: said[name] for name in ("seen", *NUMBERS, "approval", *WORDS)},
            "recess": sorted(Recess(first, last) for first, last in days if first),
            "villages": {village.row: said[village.name] for village in self._rows},
        }


def limit_words(lab: Lab) -> str:
    limits = limits_of(lab)
    words = gettext("In %(name)s it is %(shortest)s to %(longest)s working days.")
    return words % {"name": lab.municipality.name, "shortest": limits.shortest, "longest": limits.longest}
