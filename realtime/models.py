"""Models that pages can follow: a row's revision serves as order, de-duplication and cursor."""

import secrets
import time
from typing import Any

from django.conf import settings
from django.db import models, router, transaction
from django.db.models import F


class Followed(models.Model):
    """A thing that pages follow. Each verb that changes what they show calls `advance`.

    `names_revision`: the revision when a name shown with it last changed, of a person or a village
    (`realtime/names.py`). Pages that show names treat it as changed since; a form that was open meanwhile doesn't.
    """

    revision = models.PositiveBigIntegerField(default=0, editable=False)
    names_revision = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        abstract = True

    def advance(self, **values: Any) -> int:
        """Take the next revision and set `values` in the same UPDATE … RETURNING.

        The row stays locked until commit, so others see revisions in commit order and without gaps. It reads back only
        `revision` and expressions in `values` (`F("support_count") + 1`; `F("revision") + 1` is the new revision).
        Read again what the verb depends on: this copy is older than the lock. A verb that locks several things follows
        the common lock order: ideas (each before its comments), questions, gatherings, places, labs, each kind by id;
        rooms last.
        Raises TransactionManagementError outside a transaction, `NotUpdated` when the row is gone.
        """
        using = router.db_for_write(type(self), instance=self)
        if not transaction.get_connection(using).in_atomic_block:
            raise transaction.TransactionManagementError("advance() must run in the transaction of its verb.")
        self.revision = F("revision") + 1
        for name, value in values.items():
            setattr(self, name, value)
        self.save(using=using, update_fields=["revision", *values])
        return self.revision


class NameChange(models.Model):
    """A changed name that the worker has not yet brought to all open pages that show it (`realtime/names.py`).

    `kind` and `thing_id` say whose name; `spot` and `after` are the progress: empty before the start.
    """

    kind = models.CharField(max_length=10)
    thing_id = models.PositiveBigIntegerField()
    spot = models.CharField(max_length=30, blank=True)
    after = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class Epoch(models.Model):
    """The name of the current history, in one row. A page with a cursor of another epoch gets a reset."""

    value = models.CharField(max_length=8)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="only_one_epoch")]

    def __str__(self) -> str:
        return self.value

    @classmethod
    def current(cls) -> str:
        """Return the epoch, at most `LIVE_EPOCH_SECONDS` (1) old. A query if older; "0" in an emptied database."""
        value, read_at = _kept_epoch
        if time.monotonic() - read_at < getattr(settings, "LIVE_EPOCH_SECONDS", 1):
            return value
        return cls.read()

    @classmethod
    def read(cls) -> str:
        """Query the epoch, and keep it for `current`."""
        global _kept_epoch
        asked_at = time.monotonic()
        value = cls.objects.filter(pk=1).values_list("value", flat=True).first() or "0"
        _kept_epoch = (value, asked_at)
        return value

    @classmethod
    def renew(cls) -> str:
        """Start a new epoch: every open page fetches itself again.

        Do this after every restore from a backup.
        """
        cls.objects.update_or_create(pk=1, defaults={"value": new_epoch_value()})
        return cls.read()

    @classmethod
    def forget(cls) -> None:
        """Drop the kept epoch; for tests, which change databases."""
        global _kept_epoch
        _kept_epoch = ("", float("-inf"))


_kept_epoch: tuple[str, float] = ("", float("-inf"))


def new_epoch_value() -> str:
    """Return 8 random characters; never a dot, which separates the epoch from the revision."""
    return secrets.token_hex(4)
