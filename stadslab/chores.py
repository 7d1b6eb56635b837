"""What the worker does by the clock and belongs to no app."""

from django.core.management import call_command

KEEP_RESULTS = 7  # days


def tidy_up() -> None:
    """Once a day: sessions that ended and tasks that were done go."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEEP_RESULTS, queue_name="*", verbosity=0)
