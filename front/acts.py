"""Descriptions of acts on these pages, shown to somebody who comes back from sign-in."""

from django.utils.translation import gettext_lazy as _

from accounts import acts

OWN = {
    "account": _("Change your account"),
    "account_calendar": _("Change your calendar address"),
    "account_erase": _("Erase your account"),
    "device_sign_out": _("Sign out a device"),
    "sign_out_everywhere": _("Sign out everywhere"),
    **dict.fromkeys(
        ["factor_set", "factor_code", "factor_codes", "factor_codes_kept", "factor_remove"],
        _("Change your extra lock"),
    ),
}
WORDS = acts.words(OWN)
