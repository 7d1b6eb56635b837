"""Daily tasks of the worker that belong to no app."""

from django.core.management import call_command

KEEP_RESULTS = 7  # days


def tidy_up() -> None:
    """Delete ended sessions and finished tasks. A daily task."""
    call_command("clearsessions")
    call_command("prune_db_task_results", min_age_days=KEEP_RESULTS, queue_name="*", verbosity=0)
