"""Fields for days, hours and things in a list; what is wrong is said so that people know what to do."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.names import is_unseen


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
