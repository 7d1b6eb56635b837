"""Daily tasks of the worker that belong to no app."""

from django.core.management import call_command


def tidy_up() -> None:
    """Delete ended sessions. A daily task."""
    call_command("clearsessions")
