"""Fields for days, hours and things in a list; what is wrong is said so that people know what to do."""

from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.names import is_unseen
from events.times import FAR, day_of
from realtime import clock

A_DATE = {"invalid": _("Write the date as day-month-year, like 8-12-2026.")}
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%d.%m.%Y"]  # in English too the day comes first
A_TIME = {"invalid": _("Write the time as hours and minutes, like 19:30.")}


class DayField(forms.DateField):
    """A day, chosen or typed; from this century, so that no clock goes wrong, and at most five years ahead."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=A_DATE, input_formats=DAY_FORMATS, **options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not 2000 <= value.year < 2100:
            raise ValidationError(A_DATE["invalid"])
        if value and value > day_of(clock.now()) + FAR:
            raise ValidationError(_("This is too far away. Choose a date within five years."))


class ClockField(forms.TimeField):
    """The clock on the wall, to the minute."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(
            widget=widget, error_messages=A_TIME, input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"], **options
        )

    def clean(self, value: Any) -> time | None:
        at = super().clean(value)
        return at.replace(second=0, microsecond=0) if at else None


class WhichField(forms.ChoiceField):
    """Which of the two, when an hour comes twice; asked only then."""

    def __init__(self, **options: Any) -> None:
        choices = [("0", _("The first time (summer time)")), ("1", _("The second time (winter time)"))]
        wrong = {"invalid_choice": _("Choose one of the two.")}
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect, error_messages=wrong, **options)


class LinkField(forms.URLField):
    """A link that others will follow, from a page or a mail: what people read of it is where it leads.

    So no other scheme, nothing that nobody sees, and no `https://known.example@elsewhere.example/`.
    """

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, assume_scheme="https", **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if not leads_where_it_says(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


def leads_where_it_says(link: str) -> bool:
    try:
        return "@" not in urlsplit(link).netloc and not any(is_unseen(sign) for sign in link)
    except ValueError:  # as with `https://[`
        return False


class SomeField(forms.ModelMultipleChoiceField):
    """Some of the things in a list. An id that no database can hold is one that isn't in it."""

    def clean(self, value: Any) -> Any:
        if any(not is_id(one) for one in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


def is_id(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19
