"""Codes that are mailed to a mailbox; and sign-in codes, each with the act that waits for the sign-in.

For the limits see decision 0035; each kind of code counts for itself (decision 0053).
"""

import math
import secrets
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.db import models, transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts.models.user import User, mailbox
from common import clock, rate_limits

QUARTER, AN_HOUR, A_DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
A_MINUTE = timedelta(minutes=1)
TIME_TO_TYPE = timedelta(minutes=5)  # a code that works for less time than this is no reason to refuse another
MAILS_FOR_STRANGERS = ((QUARTER, 10), (A_DAY, 20))
MAILS_FOR_KNOWN = ((QUARTER, 5), (A_DAY, 20))
WRONG_A_DAY = 50  # wrong short codes per mailbox; after these only long codes work
SHORT, LONG = 6, 12
FACTOR = "factor "  # before a code of the second factor, in its hash: no code of a mail has it
NO_CODE = "-"  # in place of a hash: the code of a mail that was never sent


class TooManyCodes(Exception):
    """No mail for now. `newest_works`: the newest mailed code still works. `wait`: seconds until the next mail."""

    def __init__(self, wait: float, newest_works: bool) -> None:
        super().__init__(wait, newest_works)
        self.wait, self.newest_works = max(1, math.ceil(wait)), newest_works


class CodeResult(Enum):
    """The result of checking a code. RIGHT happens once; AGAIN means that the same form was sent twice.

    GUESSED: the code was not checked, because too many short codes were wrong.
    """

    RIGHT = "right"
    AGAIN = "again"
    WRONG = "wrong"
    EXPIRED = "expired"
    GUESSED = "guessed"


def mailbox_hash(mailbox: str) -> str:
    return salted_hmac("accounts.SignInCode.mailbox", mailbox, algorithm="sha256").hexdigest()


class MailedCode(models.Model):
    """One attempt of one browser (which knows `token`) to prove that it reads a mailbox. Holds no code.

    `address`: where the code goes, as typed; emptied when the code is used, and deleted with its user. `is_known`: the
    browser signed in to this mailbox before. `sent`: mails. `failed`: wrong codes since the last mail. `wrong`: wrong
    short codes in total. Rows are deleted after a day.
    """

    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)
    mailbox_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=320, blank=True, default="")
    code_hash = models.CharField(max_length=64, blank=True)  # empty: no code is right
    sent = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0, db_default=0)
    is_known = models.BooleanField(default=False, db_default=False)
    is_long = models.BooleanField(default=False, db_default=False)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def _ask(cls, address: str, is_known: bool, **values: Any) -> Self:
        """Create an attempt without a code; `new_code` makes the code."""
        cls.forget_old()
        whose = {"mailbox_hash": mailbox_hash(mailbox(address)), "address": address, "is_known": is_known}
        return cls._default_manager.create(**whose, **values, sent_at=clock.now())

    @classmethod
    def forget_old(cls) -> None:
        cls._default_manager.filter(sent_at__lt=clock.now() - A_DAY).delete()

    @classmethod
    def forget(cls, user: User) -> None:
        """Delete every attempt for this user's mailbox, of any browser."""
        cls._default_manager.filter(mailbox_hash=mailbox_hash(user.mailbox)).delete()

    @property
    def quota_key(self) -> tuple[str, ...]:
        """The key of its quotas in `common/rate_limits.py`."""
        return (self.mailbox_hash,)

    @property
    def works_until(self) -> datetime:
        """The time when the mailed code expires.

        A long code works for an hour, because it may be the last mail in that hour.
        """
        return self.sent_at + (AN_HOUR if self.is_long else timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT))

    def new_code(self, asker_wait: int = 0, be_long: bool = False) -> str:
        """Return a new code to mail; the older ones stop working.

        Raises TooManyCodes, and then the older ones still work. `asker_wait`: seconds until this browser may have
        another mail. Above a limit nobody is locked out: either the newest mailed code still works, or one more mail
        is sent. It counts before it checks: twenty requests at once get fewer mails, never more.
        """
        now = clock.now()
        be_long = be_long or self.is_guessed_at(now)
        self._update(sent=F("sent") + 1)
        wait = max(timedelta(seconds=asker_wait), self._wait(now))
        if wait:
            try:
                self._must_have_one(wait, be_long, now)
            except TooManyCodes:
                self._update(sent=F("sent") - 1)
                raise
            be_long = True
        code = get_random_string(LONG, "0123456789") if be_long else get_adapter().generate_login_code()
        self._update(code_hash=self._hash(code), sent_at=now, failed=0, is_long=be_long)
        return code

    def _must_have_one(self, wait: timedelta, be_long: bool, now: datetime) -> None:
        """Allow one mail above the limit if no mailed code works for long enough. Otherwise raise TooManyCodes."""
        newest = self.newest(now)
        if newest and (newest.is_long or not be_long) and newest.works_until - TIME_TO_TYPE > now:
            left = newest.works_until - TIME_TO_TYPE - now
            self._update(failed=0)
            raise TooManyCodes(min(wait, left).total_seconds(), newest_works=True)
        if not rate_limits.allow("code_spare", *self.quota_key):
            raise TooManyCodes(rate_limits.wait("code_spare", *self.quota_key), newest_works=False)

    def newest(self, now: datetime) -> Self | None:
        """Return the newest attempt, of any browser, with a mailed code that is unused and still works."""
        mailed = self._alike().filter(sent__gt=0, sent_at__gt=now - AN_HOUR)
        newest = mailed.filter(used_at=None).exclude(code_hash="").order_by("-sent_at", "-pk").first()
        return newest if newest and newest.works(now) else None

    def works(self, now: datetime) -> bool:
        return bool(self.code_hash) and self.used_at is None and now <= self.works_until

    def is_guessed_at(self, now: datetime) -> bool:
        """Were too many wrong short codes typed today for this mailbox, in browsers with the same `is_known`?"""
        tried = self._of_mailbox().filter(is_known=self.is_known, wrong__gt=0)
        return (tried.filter(sent_at__gt=now - A_DAY).aggregate(n=Sum("wrong"))["n"] or 0) >= WRONG_A_DAY

    def forget_code(self) -> None:
        """Accept no code: for a person who may not sign in."""
        self._update(code_hash=NO_CODE)

    def not_sent(self) -> None:
        """The mail could not be sent: don't count it."""
        self._update(code_hash="", sent=F("sent") - 1)
        rate_limits.forgive("code_spare", *self.quota_key)

    def use(self, code: str, short_will_do: bool = True) -> CodeResult:
        """Check the code, in the caller's transaction; a row lock lets only one of many requests succeed.

        The attempt's own code is right, and so is that of the newest mail, whoever asked for it. Wrong codes count;
        the fifth ends the attempt, and so does time. The same code again within a minute: AGAIN.
        """
        now = clock.now()
        newest = self.newest(now)
        keys = {self.pk, newest.pk if newest else self.pk}
        locked = self._of_mailbox().select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
        rows = {row.pk: row for row in locked}
        self.refresh_from_db()
        if self.used_at:
            return CodeResult.AGAIN if self._is(code) and now < self.used_at + A_MINUTE else CodeResult.EXPIRED
        mailed = [row for row in rows.values() if row.works(now)]
        if not mailed or self.failed >= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
            return CodeResult.EXPIRED
        is_short = len(code) < LONG
        if is_short and (not (short_will_do or self.is_known) or self.is_guessed_at(now)):
            return CodeResult.GUESSED
        right = next((row for row in mailed if row._is(code)), None)
        if right is None:
            self._update(failed=F("failed") + 1, wrong=F("wrong") + int(is_short))
            return CodeResult.WRONG
        right._update(code_hash="")
        self._update(used_at=now, address="", code_hash=self._hash(code))
        return CodeResult.RIGHT

    def _of_mailbox(self) -> QuerySet[Self]:
        """Return the attempts for this mailbox; they share limits."""
        return type(self)._default_manager.filter(mailbox_hash=self.mailbox_hash)

    def _alike(self) -> QuerySet[Self]:
        """Return the attempts that this one's code may be right for."""
        return self._of_mailbox()

    def _update(self, **values: Any) -> None:
        type(self)._default_manager.filter(pk=self.pk).update(**values)
        self.refresh_from_db(fields=list(values))

    def _wait(self, now: datetime) -> timedelta:
        """Return how long until the limits allow another mail to this mailbox; zero when they allow it now."""
        asked = self._of_mailbox().filter(is_known=self.is_known, sent__gt=0)
        mails = list(asked.filter(sent_at__gt=now - A_DAY).order_by("sent_at").values_list("sent_at", "sent"))
        waits = [timedelta()]
        for span, most in MAILS_FOR_KNOWN if self.is_known else MAILS_FOR_STRANGERS:
            within = [(at, sent) for at, sent in mails if at > now - span]
            too_many = sum(sent for _at, sent in within) - most
            for at, sent in within:
                if too_many > 0:
                    waits.append(at + span - now)
                    too_many -= sent
        return max(waits)

    def _is(self, code: str) -> bool:
        return constant_time_compare(self._hash(code), self.code_hash)

    def _hash(self, code: str) -> str:
        return salted_hmac("accounts.SignInCode", f"{self.token}{code}", algorithm="sha256").hexdigest()


class SignInCode(MailedCode):
    """An attempt to sign in. `act` and `landing`: the act that waits, and the page to open."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    act = models.JSONField(null=True)
    landing = models.TextField(default="/")

    class Meta:
        indexes = [
            models.Index(fields=["mailbox_hash", "sent_at"], name="codes_of_a_mailbox"),
            models.Index(fields=["sent_at"], name="codes_by_age"),
            # most attempts of an attacker have no mail
            models.Index(fields=["mailbox_hash", "sent_at"], condition=Q(sent__gt=0), name="codes_mailed"),
            models.Index(fields=["mailbox_hash", "sent_at"], condition=Q(wrong__gt=0), name="codes_guessed"),
        ]

    @classmethod
    def ask(cls, address: str, act: dict[str, Any] | None, landing: str, *, is_known: bool = False) -> Self:
        return cls._ask(address, is_known, act=act, landing=landing)

    def factor_was(self, code: str) -> bool:
        """Was this attempt finished with this code of the second factor, less than a minute ago?"""
        self.refresh_from_db()
        is_recent = self.used_at is not None and clock.now() < self.used_at + A_MINUTE
        return is_recent and self._is(f"{FACTOR}{code}")

    def finish_with(self, code: str) -> None:
        """Store which code of the second factor finished this attempt, so that the same form may come twice."""
        self._update(used_at=clock.now(), code_hash=self._hash(f"{FACTOR}{code}"))

    def is_of(self, user: User) -> bool:
        """Is this the user's mailbox? It doesn't matter whether the code was used."""
        return constant_time_compare(self.mailbox_hash, mailbox_hash(user.mailbox))

    @transaction.atomic
    def take_act(self) -> dict[str, Any] | None:
        """Return the waiting act to the first caller; None to later ones, or when there was none."""
        act: dict[str, Any] | None = SignInCode.objects.select_for_update(no_key=True).get(pk=self.pk).act
        if act is not None:
            self._update(act=None)
        return act
