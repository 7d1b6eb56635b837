"""What the worker does for accounts by the clock."""

from accounts.models import SignInCode


def forget_codes() -> None:
    """Once a day: attempts to sign in go, with the address in them, also where nobody makes the next one."""
    SignInCode.forget_old()
