"""A person's second factor: the codes of an app on their phone, and ten recovery codes. People read "extra slot".

The secrets are rows of allauth.mfa. `User.factor_key` is the key of the factor that is set now: a session in which its
codes were typed stores the same key (proved.py).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, get_random_string

from accounts.adapters import FactorAdapter
from accounts.models import User
from accounts.sealing import Unsealable
from common import clock
from common.joins import ExtensionPoint

APP_DIGITS, RECOVERY_DIGITS = 6, 8
SECONDS = 30  # how long an app shows a code
LATE, EARLY = -1, 1  # codes of the previous and the next half minute work too: clocks of phones differ


class Letter(StrEnum):
    """What a person is told by mail about their second factor."""

    SET = "set"
    REMOVED = "removed"
    RECOVERY = "recovery"  # a recovery code was used
    RENEWED = "renewed"  # there are new recovery codes
    RESET = "reset"  # somebody else removed it


TELL: ExtensionPoint[Callable[[User, Letter], None]] = ExtensionPoint(
    "accounts.factor.TELL", "Write the mail about their second factor to this person, in the verb's transaction."
)


class Used(StrEnum):
    """Which kind of code was right."""

    APP = "app"
    RECOVERY = "recovery"


def new_secret() -> str:
    return generate_totp_secret()


def step_of(secret: str, code: str, after: int = 0) -> int | None:
    """Return the half minute, later than `after`, in which the app shows this code; None for a wrong code."""
    now = int(clock.now().timestamp()) // SECONDS
    for step in (now, now + LATE, now + EARLY):
        if step > after and constant_time_compare(format_hotp_value(hotp_value(secret, step)), code):
            return step
    return None


@transaction.atomic
def set_factor(user: User, secret: str, step: int) -> bool:
    """Set the second factor; the code of `step` doesn't work again. Return False if there is one already."""
    if _hold(user).factor_key:
        return False
    data = {"secret": FactorAdapter().encrypt(secret), "step": step}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    RecoveryCodes.activate(user)
    _change_key(user, get_random_string(32))
    _tell(user, Letter.SET)
    return True


@transaction.atomic
def use_code(user: User, code: str) -> Used | None:
    """Check a code of the app or a recovery code. Each works once, also when it is sent twice at the same time.

    It locks the user, so that of two requests the second one sees what the first one used.
    """
    if not _hold(user).factor_key:
        return None
    if len(code) == APP_DIGITS:
        return Used.APP if _use_app_code(user, code) else None
    if not _use_recovery_code(user, code):
        return None
    _tell(user, Letter.RECOVERY)
    return Used.RECOVERY


def _use_app_code(user: User, code: str) -> bool:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    try:
        step = step_of(FactorAdapter().decrypt(row.data["secret"]), code, after=row.data["step"])
    except Unsealable:
        return False
    if step is None:
        return False
    row.data["step"], row.last_used_at = step, clock.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


def _use_recovery_code(user: User, code: str) -> bool:
    try:
        return recovery_codes(user).validate_code(code)
    except Unsealable:
        return False


def recovery_codes(user: User) -> RecoveryCodes:
    return RecoveryCodes(Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES))


def codes_left(user: User) -> int:
    """Return how many recovery codes were not used; 0 also if they can't be read any more."""
    try:
        return len(recovery_codes(user).get_unused_codes())
    except Unsealable:
        return 0


def factor_times(user: User) -> dict[str, Any]:
    """Return when the factor was set and when a code of the app was last used, for the download of a person."""
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return rows.values("created_at", "last_used_at").first() or {}


def codes_to_keep(user: User) -> list[str]:
    """Return the recovery codes if the person hasn't said yet that they kept them; otherwise none."""
    codes = recovery_codes(user)
    try:
        return [] if codes.did_view else codes.get_unused_codes()
    except Unsealable:
        return []


def codes_are_kept(user: User) -> None:
    """Never show these codes again."""
    recovery_codes(user).mark_as_viewed()


@transaction.atomic
def renew_recovery_codes(user: User) -> None:
    """Replace the recovery codes; the older ones stop working."""
    if _hold(user).factor_key:
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)
        _tell(user, Letter.RENEWED)


@transaction.atomic
def remove_factor(user: User, letter: Letter = Letter.REMOVED) -> bool:
    """Remove the second factor with its recovery codes. No session counts as proved then. False if there is none."""
    if not _hold(user).factor_key:
        return False
    Authenticator.objects.filter(user=user).delete()
    _change_key(user, "")
    _tell(user, letter)
    return True


@transaction.atomic
def reset_factor(user: User) -> bool:
    """Remove a factor that its owner lost, and end all their sessions. Return False if there is none."""
    was_set = remove_factor(user, Letter.RESET)
    if was_set:
        user.sign_out_everywhere()
    return was_set


def _hold(user: User) -> User:
    """Lock the user until the transaction ends, and read which factor is set."""
    held = User.objects.select_for_update(no_key=True).only("factor_key").get(pk=user.pk)
    user.factor_key = held.factor_key
    return held


def _change_key(user: User, key: str) -> None:
    User.objects.filter(pk=user.pk).update(factor_key=key)
    user.factor_key = key


def _tell(user: User, letter: Letter) -> None:
    for tell in TELL:
        tell(user, letter)


def address(user: User, secret: str) -> str:
    """Return the address that the QR code holds, for the app: whose codes these are, and of which site."""
    site = urlsplit(settings.PUBLIC_ORIGINS[0]).hostname
    issuer = f"stadslab {site}"
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(user.email)}?{query}"
