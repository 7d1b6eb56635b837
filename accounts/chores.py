"""Periodic tasks of accounts."""

from accounts.models import SignInCode


def forget_codes() -> None:
    """Delete old sign-in attempts, which hold an address, also while nobody makes a new one. A daily task."""
    SignInCode.forget_old()
