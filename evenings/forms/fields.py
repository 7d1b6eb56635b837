"""Fields that several forms of an evening have. `wrong`: what is said of each value that can't be accepted."""

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class OneOfField(forms.ChoiceField):
    """A choice of one."""

    def __init__(self, *, wrong: "_StrOrPromise", **options: Any) -> None:
        super().__init__(error_messages=dict.fromkeys(("required", "invalid_choice"), wrong), **options)


class NumberField(forms.IntegerField):
    """A whole number."""

    def __init__(self, *, wrong: "_StrOrPromise", **options: Any) -> None:
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
        super().__init__(error_messages=errors, **options)
        self.widget.attrs |= {"inputmode": "numeric", "class": "utrecht-textbox utrecht-textbox--html-input minutes"}
