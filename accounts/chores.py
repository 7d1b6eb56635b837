"""Periodic tasks of accounts."""

from accounts.models import MailboxProof, SignInCode


def forget_codes() -> None:
    """Delete old attempts, which hold an address, also while nobody makes a new one. A daily task."""
    SignInCode.forget_old()
    MailboxProof.forget_old()
