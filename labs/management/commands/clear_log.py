"""manage.py clear_log: the only way to remove log entries; the log says that it was done.

A lab in use loses only entries past their term; example labs, and labs that were deleted, lose all.
"""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.models import AuditEntry, WhyRemoved
from labs.models import Lab

YEARS = range(1, 101)


class Command(BaseCommand):
    help = "Remove entries from the audit log: old ones, those of example labs, or those of a deleted lab."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--years", type=int, metavar="N", help="what is older than N years, in all labs")
        which.add_argument("--examples", action="store_true", help="all of the example labs")
        which.add_argument("--lab", metavar="SLUG", help="all of a lab that was made to try something, and is no more")

    def handle(self, *, years: int | None, examples: bool, lab: str | None, **options: Any) -> None:
        if years is not None:
            self.remove_old(years)
        elif examples:
            for slug in Lab.objects.filter(is_demo=True).order_by("slug").values_list("slug", flat=True):
                self.remove(slug, WhyRemoved.EXAMPLE)
        else:
            self.remove_trial(lab or "")

    def remove_old(self, years: int) -> None:
        if years not in YEARS:
            raise CommandError(f"--years must be {YEARS[0]} to {YEARS[-1]}.")
        until = years_ago(years)
        for slug in AuditEntry.objects.filter(at__lt=until).order_by("lab").values_list("lab", flat=True).distinct():
            self.remove(slug, WhyRemoved.PAST_TERM, until)

    def remove_trial(self, slug: str) -> None:
        if Lab.objects.filter(slug=slug).exists():
            raise CommandError(f"/{slug}/ is there. Say --years, or --examples if it is one.")
        if not AuditEntry.objects.filter(lab=slug).exists():
            raise CommandError(f"The log has nothing of /{slug}/.")
        self.remove(slug, WhyRemoved.TRIAL)

    def remove(self, slug: str, why: WhyRemoved, until: datetime | None = None) -> None:
        count = AuditEntry.objects.remove(slug, why, until)
        self.stdout.write(f"/{slug}/ {count} {'entry' if count == 1 else 'entries'} removed")


def years_ago(years: int) -> datetime:
    """Return the same day and hour that many years ago; 28 February for 29 February."""
    now = timezone.now()
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)
