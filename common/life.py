"""The heartbeat file of the worker."""

from pathlib import Path

from django.conf import settings


def sign_of_life() -> Path:
    """Return the file that the worker touches each minute."""
    return Path(settings.VAR_DIR, "worker-lives")


def show_life() -> None:
    sign_of_life().touch()
