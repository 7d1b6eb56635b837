"""Check a typed code of the second factor, with a limit on wrong ones."""

from collections.abc import Hashable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.codes import Mailed
from accounts.factor import RECOVERY_DIGITS, Used, use_code
from accounts.forms.factor import AppCodeForm
from accounts.models import User
from common.rate_limits import allow, forgive, wait


class Checked:
    """The result for a form: `used` if the code was right; else the form has the error, and `status` is its status.

    `is_guess`: the code was complete, and wrong.
    """

    def __init__(self, used: Used | None = None, status: int = 422, wait: int = 0, is_guess: bool = False) -> None:
        self.used, self.status, self.wait, self.is_guess = used, status, wait, is_guess

    def told_on(self, response: HttpResponse) -> HttpResponse:
        return Mailed(self.status, wait=self.wait).told_on(response)


def check(user: User, form: AppCodeForm, *where: Hashable) -> Checked:
    """Check the code of a form, once it is complete. `where` has its own limit: somebody else can't use it up.

    It counts before it checks: twenty guesses at once are not more than five.
    """
    if not form.is_valid():
        return Checked()
    if not allow("factor", user.pk, *where):
        return refused(user, form, *where)
    used = use_code(user, form.cleaned_data["code"])
    if used is None:
        form.add_error("code", wrong(form.cleaned_data["code"]))
        return Checked(is_guess=True)
    forgive("factor", user.pk, *where)
    return Checked(used)


def refused(user: User, form: AppCodeForm, *where: Hashable) -> Checked:
    """Put the error of too many wrong codes in the form."""
    seconds = max(1, wait("factor", user.pk, *where))
    minutes = -(-seconds // 60)
    how_long = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    form.add_error("code", _("A wrong code was typed too often. Wait %(time)s, then try again.") % {"time": how_long})
    return Checked(status=429, wait=seconds)


def wrong(code: str) -> str:
    if len(code) == RECOVERY_DIGITS:
        return _("This recovery code is not right, or it was used already.")
    return _("This code is not right, or it was used already. Take the code that your app shows now.")
