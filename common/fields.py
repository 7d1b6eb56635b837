"""Form fields: a line, a text, a day, a time, a link, a key. Each error message says what to do."""

import uuid
from collections.abc import Mapping
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common import clock
from common.markdown import plain
from common.text import many_lines, one_line, says_something, visible_length
from common.times import FAR, day_of
from common.unseen import is_unseen

A_DATE = {"invalid": _("Write the date as day-month-year, like 8-12-2026.")}
DAY_FORMATS = ["%Y-%m-%d", "%d-%m-%Y", "%d-%m-%y", "%d/%m/%Y", "%d.%m.%Y"]  # the day comes first in English too
A_TIME = {"invalid": _("Write the time as hours and minutes, like 19:30.")}


class DayField(forms.DateField):
    """A day, chosen or typed: in this century, so that no clock overflows, and at most five years ahead."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=A_DATE, input_formats=DAY_FORMATS, **options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not 1900 <= value.year < 2100:
            raise ValidationError(A_DATE["invalid"])
        if value and value.year < 2000:
            raise ValidationError(_("This day is too long ago."))
        if value and value > day_of(clock.now()) + FAR:
            raise ValidationError(_("This is too far away. Choose a date within five years."))


class ClockField(forms.TimeField):
    """A time of day, to the minute."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(
            widget=widget, error_messages=A_TIME, input_formats=["%H:%M", "%H.%M", "%H:%M:%S", "%H"], **options
        )

    def clean(self, value: Any) -> time | None:
        at = super().clean(value)
        return at.replace(second=0, microsecond=0) if at else None


class WhichField(forms.ChoiceField):
    """The choice between the first and the second time when the clock shows an hour twice; shown only then."""

    def __init__(self, **options: Any) -> None:
        choices = [("0", _("The first time (summer time)")), ("1", _("The second time (winter time)"))]
        wrong = {"invalid_choice": _("Choose one of the two.")}
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect, error_messages=wrong, **options)


class PublicChoiceField(forms.ModelChoiceField):
    """A choice of one row whose words everybody may read, whatever its id."""

    def words_of(self, value: str) -> str:
        rows = self.queryset
        row = rows.model._default_manager.filter(pk=value).first() if rows is not None and is_id(value) else None
        return self.label_from_instance(row) if row else ""


class SomeField(forms.ModelMultipleChoiceField):
    """A choice of several rows. An id that is too large for the database is an invalid choice."""

    def clean(self, value: Any) -> Any:
        if any(not is_id(one) for one in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


def field_of[F: forms.Field](form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """Return the form's field `name`, typed as the class it was declared with."""
    field = form.fields[name]
    assert isinstance(field, kind)
    return field


def with_value(data: Mapping[str, Any], name: str, value: Any) -> Mapping[str, Any]:
    """Return a copy of the posted data with another value for one field, to validate the form again."""
    copy = data.copy() if isinstance(data, QueryDict) else dict(data)
    copy[name] = value
    return copy


def is_id(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19


TITLE_LENGTH, SENTENCE_LENGTH, TEXT_LENGTH = 80, 10, 4000


ROOM = 1000  # extra characters for spaces, empty lines and joiners, which do not count


TOO_LONG = ngettext_lazy(
    "Make this shorter: at most %(limit)s character. Now there are %(length)s.",
    "Make this shorter: at most %(limit)s characters. Now there are %(length)s.",
    "limit",
)


def not_endless(text: str, limit: int) -> str:
    """Return `text` if it is not much longer than `limit`; later checks read it character by character.

    Raises ValidationError otherwise.
    """
    if len(text) > 2 * limit + ROOM:
        raise ValidationError(TOO_LONG, params={"limit": limit, "length": len(text)})
    return text


class LineField(forms.CharField):
    """One line of at most `seen` visible characters and `most` code points: an accent may be one of its own."""

    def __init__(self, *, seen: int, most: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.seen, self.most = seen, most or seen
        self.widget.attrs["maxlength"] = self.most

    def to_python(self, value: Any) -> str:
        return one_line(not_endless(super().to_python(value) or "", self.most))

    def validate(self, value: str) -> None:
        super().validate(value)
        length = visible_length(value)
        if length > self.seen or len(value) > self.most:
            raise ValidationError(TOO_LONG, params={"limit": self.seen, "length": max(length, len(value))})


class WordsArea(forms.Textarea):
    """A textarea without the HTML attributes `required` and `maxlength`.

    With `required`, a browser marks an empty field as wrong before anyone types; the server checks and says what to
    do. With `maxlength`, a browser cuts off pasted text; forms.js says that the text is too long before it is sent.
    """

    longest = TEXT_LENGTH

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        too_long = TOO_LONG % {"limit": self.longest, "length": "{n}"}
        context["widget"]["attrs"] |= {"data-longest": str(self.longest), "data-too-long": too_long}
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class WordsField(forms.CharField):
    """Several lines of text, at most `seen` characters long. `lang`: the language of the text that it begins with."""

    def __init__(self, *, rows: int = 3, seen: int = TEXT_LENGTH, lang: str = "", **options: Any) -> None:
        super().__init__(widget=WordsArea(attrs={"rows": rows} | ({"lang": lang} if lang else {})), **options)
        self.seen = self.widget.longest = seen

    def to_python(self, value: Any) -> str:
        return many_lines(not_endless(super().to_python(value) or "", self.seen))

    def validate(self, value: str) -> None:
        super().validate(value if len(value) > self.seen or says_something(plain(value)) else "")
        if len(value) > self.seen:
            raise ValidationError(TOO_LONG, params={"limit": self.seen, "length": len(value)})


class KeyField(forms.UUIDField):
    """The key that makes a form count once when it is sent twice. A form without a valid key gets a new one."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


class LinkField(forms.URLField):
    """A link for a page or a mail: the address that people read is the address that it opens.

    So it accepts only http and https, no invisible characters, and no `https://known.example@elsewhere.example/`.
    """

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {"invalid": _("This is not a link. Begin with https://.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=200, assume_scheme="https", **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if not leads_where_it_says(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


def leads_where_it_says(link: str) -> bool:
    try:
        return "@" not in urlsplit(link).netloc and not any(is_unseen(sign) for sign in link)
    except ValueError:  # for example `https://[`
        return False
