"""The sign that a worker runs."""

from pathlib import Path

from django.conf import settings


def sign_of_life() -> Path:
    """The file that the worker touches each minute."""
    return Path(settings.VAR_DIR, "worker-lives")


def show_life() -> None:
    sign_of_life().touch()
