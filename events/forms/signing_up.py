"""The sign-up forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.forms.signing_in import MailForm
from accounts.models import User
from accounts.models.user import NAME_LENGTH
from accounts.names import OFFICE, clean_name, must_not_be_in_use
from common.fields import LineField, WordsField
from events.models import MOST_GUESTS, Attendance, AttendanceState, Gathering
from events.words import together_words
from labs.models import Lab

NEEDS_LENGTH = 500


def seat_choices() -> list[tuple[int, Any]]:
    more = [(n, capfirst(together_words(n))) for n in range(2, MOST_GUESTS + 2)]
    return [(1, _("Just me")), *more]


class SignUpForm(forms.Form):
    seats = forms.TypedChoiceField(
        choices=seat_choices,
        coerce=int,
        initial=1,
        label=_("How many of you are coming?"),
        error_messages={"required": _("Choose a number."), "invalid_choice": _("Choose a number from the list.")},
    )
    needs = WordsField(
        rows=3,
        seen=NEEDS_LENGTH,
        required=False,
        label=_("What do you need to take part?"),
        help_text=_("Only the organisers and the lab admins read this. It is deleted a week after the gathering."),
    )

    def __init__(self, *args: Any, party: Attendance | None = None, **options: Any) -> None:
        if party and party.state != AttendanceState.WITHDRAWN:
            options.setdefault("initial", {"seats": party.seats, "needs": party.needs})
        super().__init__(*args, **options)

    @property
    def has_words(self) -> bool:
        """Does the form hold typed text that must not be lost?"""
        return any(self[name].value() for name in ("name", "email", "needs") if name in self.fields)

    @property
    def has_needs(self) -> bool:
        return bool(self["needs"].value() or self["needs"].errors)


class SeatsForm(forms.Form):
    """The form for a guest at the secret URL. It doesn't show needs, because others may have that URL."""

    seats = SignUpForm.base_fields["seats"]


def are_too_many(form: forms.Form, gathering: Gathering) -> bool:
    """Is this party larger than the whole gathering? On the waiting list it would block everybody for ever."""
    if gathering.capacity is None or form.cleaned_data["seats"] <= gathering.capacity:
        return False
    words = ngettext(
        "There is room for %(n)s person in total.", "There is room for %(n)s people in total.", gathering.capacity
    )
    form.add_error("seats", words % {"n": gathering.capacity} + " " + gettext("Choose a lower number."))
    return True


class GuestForm(SignUpForm, MailForm):
    """The form for people without an account: a name, and a mailbox that they prove before anything is written."""

    name = LineField(
        seen=40,
        most=NAME_LENGTH,
        label=_("Your name"),
        help_text=_("Only the organisers and the lab admins see it."),
        error_messages={"required": _("Type your name, so that they know who is coming.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "seats", "needs"]

    def __init__(self, *args: Any, lab: Lab, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lab = lab
        self.fields["email"].help_text = _(
            "For your code, and for news about the gathering. Only the organisers and the lab admins see it."
        )

    def clean_name(self) -> str:
        """Refuse an office, and the name of anybody in this lab, who may be an organiser.

        Guests may have equal names: a refusal would tell who attends. The mail address doesn't matter either:
        otherwise anybody could find out which address is a member's.
        """
        try:
            name = clean_name(self.cleaned_data["name"])
            must_not_be_in_use(name)
        except ValidationError as refused:
            if refused.code != OFFICE:
                raise
            raise ValidationError(_("This looks like a role. Fill in your own name only.")) from refused
        if self.lab.memberships.filter(user__in=User.objects.alike(name)).exists():
            raise ValidationError(
                _("Somebody here already has this name. Is that you? Then sign in. If not, add your last name.")
            )
        return name
