"""Six digits on their way to a mailbox, and what is done when they come back."""

import secrets
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models.user import User, mailbox
from realtime import clock

QUARTER, A_DAY, A_MINUTE = timedelta(minutes=15), timedelta(days=1), timedelta(minutes=1)
LIMITS = ((QUARTER, 5), (A_DAY, 20))


class TooManyCodes(Exception):
    """This mailbox was sent as many codes as it may get for now: 5 a quarter of an hour, 20 a day."""


class Answer(Enum):
    """What became of a code: RIGHT happens once; AGAIN is the same press arriving twice."""

    RIGHT = "right"
    AGAIN = "again"
    WRONG = "wrong"
    EXPIRED = "expired"


def mailbox_hash(mailbox: str) -> str:
    return salted_hmac("accounts.SignInCode.mailbox", mailbox, algorithm="sha256").hexdigest()


class SignInCode(models.Model):
    """One attempt of one browser (who knows `token`) to prove that it reads a mailbox. Holds no code.

    `address`: where the code goes, as it was typed; empty once the code was used, and gone with the person who reads
    it. `act` and `landing`: what the person was doing and where they were. A day old rows go.
    """

    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)
    mailbox_hash = models.CharField(max_length=64)
    address = models.CharField(max_length=320, blank=True, default="")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, blank=True)  # none: there is no right code
    sent = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    act = models.JSONField(null=True)
    landing = models.TextField(default="/")

    class Meta:
        indexes = [
            models.Index(fields=["mailbox_hash", "sent_at"], name="codes_of_a_mailbox"),
            models.Index(fields=["sent_at"], name="codes_by_age"),
        ]

    def __str__(self) -> str:
        return f"sign-in code {self.pk}"

    @classmethod
    def ask(cls, address: str, act: dict[str, Any] | None, landing: str) -> "SignInCode":
        """Begin an attempt; `new_code` gives it digits."""
        cls.forget_old()
        whose = {"mailbox_hash": mailbox_hash(mailbox(address)), "address": address}
        return cls.objects.create(**whose, act=act, landing=landing, sent_at=clock.now())

    @classmethod
    def forget_old(cls) -> None:
        cls.objects.filter(sent_at__lt=clock.now() - A_DAY).delete()

    @classmethod
    def forget(cls, user: User) -> None:
        """Every attempt to read their mailbox goes, whoever made it and in whatever browser."""
        cls.objects.filter(Q(user=user) | Q(mailbox_hash=mailbox_hash(user.mailbox))).delete()

    def is_of(self, user: User) -> bool:
        """This mailbox is theirs, whether the code was used or not."""
        return constant_time_compare(self.mailbox_hash, mailbox_hash(user.mailbox))

    def new_code(self) -> str:
        """Six digits to mail; those before are worthless now. Raises TooManyCodes, and those before still work.

        Counted first, then looked at: whoever asks 20 times at once gets fewer, never more.
        """
        now = clock.now()
        self._update(sent=F("sent") + 1)
        if self._is_over(now):
            self._update(sent=F("sent") - 1)
            raise TooManyCodes
        code = get_adapter().generate_login_code()
        self._update(code_hash=self._hash(code), sent_at=now, failed=0)
        return code

    def forget_code(self) -> None:
        """No digits will do: for someone who may not sign in."""
        self._update(code_hash="")

    def not_sent(self) -> None:
        """The mail could not go: it doesn't count."""
        self._update(code_hash="", sent=F("sent") - 1)

    def use(self, code: str) -> Answer:
        """Try these digits, in the caller's transaction: a row lock makes one of many at once the right one.

        Wrong ones count; the fifth ends it, and so do 15 minutes. The same digits within a minute after: AGAIN.
        """
        now = clock.now()
        self.refresh_from_db(from_queryset=SignInCode.objects.select_for_update(no_key=True))
        matches = bool(self.code_hash) and constant_time_compare(self._hash(code), self.code_hash)
        if self.used_at:
            return Answer.AGAIN if matches and now < self.used_at + A_MINUTE else Answer.EXPIRED
        timeout = timedelta(seconds=app_settings.LOGIN_BY_CODE_TIMEOUT)
        if now > self.sent_at + timeout or self.failed >= app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS:
            return Answer.EXPIRED
        if not matches:
            self._update(failed=F("failed") + 1)
            return Answer.WRONG
        self._update(used_at=now, address="")
        return Answer.RIGHT

    @transaction.atomic
    def take_act(self) -> dict[str, Any] | None:
        """What was to be done, for the first who asks; None for the others, or when there was nothing."""
        act: dict[str, Any] | None = SignInCode.objects.select_for_update(no_key=True).get(pk=self.pk).act
        if act is not None:
            self._update(act=None)
        return act

    def _update(self, **values: Any) -> None:
        SignInCode.objects.filter(pk=self.pk).update(**values)
        self.refresh_from_db(fields=list(values))

    def _is_over(self, now: datetime) -> bool:
        asked = SignInCode.objects.filter(mailbox_hash=self.mailbox_hash)
        return any(
            (asked.filter(sent_at__gt=now - span).aggregate(n=Sum("sent"))["n"] or 0) > most for span, most in LIMITS
        )

    def _hash(self, code: str) -> str:
        return salted_hmac("accounts.SignInCode", f"{self.token}{code}", algorithm="sha256").hexdigest()
