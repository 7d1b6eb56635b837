"""Proof of a mailbox without signing in: for a guest's sign-up, and for similar forms. See accounts/proving.py."""

from typing import Any, Self

from django.db import models
from django.db.models import Q, QuerySet

from accounts.models.code import MailedCode


class MailboxProof(MailedCode):
    """An attempt to prove a mailbox for one purpose. Its code works for no other purpose, and signs nobody in.

    `purpose`: a constant of the app that asks. `wish`: the typed values of the form that waits; after it was accepted,
    its result.
    """

    purpose = models.CharField(max_length=30)
    wish = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["mailbox_hash", "sent_at"], name="proofs_of_a_mailbox"),
            models.Index(fields=["sent_at"], name="proofs_by_age"),
            # Many attempts may have no mail
            models.Index(fields=["mailbox_hash", "sent_at"], condition=Q(sent__gt=0), name="proofs_mailed"),
            models.Index(fields=["mailbox_hash", "sent_at"], condition=Q(wrong__gt=0), name="proofs_guessed"),
        ]

    @classmethod
    def ask(cls, purpose: str, address: str, wish: dict[str, Any], *, is_known: bool = False) -> Self:
        return cls._ask(address, is_known, purpose=purpose, wish=wish)

    @property
    def quota_key(self) -> tuple[str, ...]:
        return (self.purpose, self.mailbox_hash)

    def settle(self, **outcome: Any) -> None:
        """Replace the typed values by the result, which is needed if the same form is sent twice."""
        self._update(wish=outcome)

    def _alike(self) -> QuerySet[Self]:
        return self._of_mailbox().filter(purpose=self.purpose)
