"""Mail a code, and say what to do about a wrong one: for signing in, and for proving a mailbox (proving.py)."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.mail import AddressRefused, MailFailed, send_code
from accounts.models import CodeResult, MailedCode, TooManyCodes, User
from common.network import network_of
from common.rate_limits import allow, forgive, wait


class Mailed(NamedTuple):
    """The result of sending a mail: a status, the error text, and the seconds until the next try.

    `newest_works`: no mail was sent, and the newest mailed code still works.
    """

    status: int
    trouble: str = ""
    wait: int = 0
    newest_works: bool = False

    def told_on(self, response: HttpResponse) -> HttpResponse:
        if self.wait:
            response.headers["Retry-After"] = str(self.wait)
        return response


def mail_new_code(request: HttpRequest, attempt: MailedCode) -> Mailed:
    """Mail a new code to the address that we know for this mailbox.

    A deactivated person gets the same response, and no mail.
    """
    here, asker_wait, be_long = network_of(request), 0, False
    if not attempt.is_known:
        if not allow("code_here", here):
            words = _("Many people here are asking for a code at the same time. Wait a minute and try again.")
            return Mailed(429, words, max(1, wait("code_here", here)))
        if not allow("code_asker", *attempt.quota_key, here):
            asker_wait = max(1, wait("code_asker", *attempt.quota_key, here))
        be_long = wait("wrong_code", here) > 0
    try:
        code = attempt.new_code(asker_wait, be_long)
    except TooManyCodes as too_many:
        return Mailed(429, about_too_many(too_many), too_many.wait, too_many.newest_works)
    user = User.objects.by_mail(attempt.address)
    if user and not user.is_active:
        attempt.forget_code()
        return Mailed(200)
    language = (user and user.language) or translation.get_language()
    try:
        send_code(user.email if user else attempt.address, code, language, attempt)
    except MailFailed as failure:
        attempt.not_sent()
        forgive("code_asker", *attempt.quota_key, here)
        if isinstance(failure, AddressRefused):
            return Mailed(422, _("We cannot send email to this address. Is it right?"))
        return Mailed(503, _("We cannot send email at the moment. Try again in a few minutes."))
    return Mailed(200)


def about_too_many(too_many: TooManyCodes) -> str:
    minutes = -(-too_many.wait // 60)
    how_long = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if too_many.newest_works:
        words = _(
            "A code was sent to this address a short while ago. Use the newest email. "
            "In %(time)s you can ask for another one."
        )
    else:
        words = _("You asked for a code too often. Wait %(time)s, then try again.")
    return words % {"time": how_long}


def count_wrong(request: HttpRequest, attempt: MailedCode, result: CodeResult) -> None:
    """Count wrong codes of unknown browsers per network address; after too many, only long codes work there."""
    if result is CodeResult.WRONG and not attempt.is_known:
        allow("wrong_code", network_of(request))


def what_to_do(result: CodeResult) -> str:
    if result is CodeResult.EXPIRED:
        return _("This code no longer works. Ask for a new one below.")
    if result is CodeResult.GUESSED:
        return _("A wrong code was typed too often. Ask for a new code below. It will be longer.")
    return _("This code is not right. Check that you have the newest email.")
