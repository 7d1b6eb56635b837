"""manage.py limit_terms MUNICIPALITY SHORTEST LONGEST --reason WHY: within how many working days it wants its answers.

For what the by-law or the council decided, for all labs of the municipality. Its output is in the site's language.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from answers.models.limits import LONGEST, SHORTEST, Limits, set_limits
from labs.models import Municipality


class Command(BaseCommand):
    help = (
        "Set within how many working days the labs of a municipality answer. A lab outside moves to the nearest one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("municipality", help="its name")
        parser.add_argument("shortest", type=int, help=f"working days, from {SHORTEST}")
        parser.add_argument("longest", type=int, help=f"working days, up to {LONGEST}")
        parser.add_argument("--reason", required=True, metavar="WHY", help="kept in the log of each lab")

    def handle(self, municipality: str, shortest: int, longest: int, reason: str, **options: Any) -> None:
        found = Municipality.objects.filter(name=municipality).first()
        if found is None:
            raise CommandError(_("There is no municipality called %(name)s here.") % {"name": municipality})
        if not SHORTEST <= shortest <= longest <= LONGEST:
            limits = {"shortest": SHORTEST, "longest": LONGEST}
            told = _("Choose two numbers of working days from %(shortest)s to %(longest)s, the smaller one first.")
            raise CommandError(told % limits)
        moved = set_limits(found, Limits(shortest, longest), reason)
        done = {"name": found.name, "shortest": shortest, "longest": longest}
        self.stdout.write(_("%(name)s answers within %(shortest)s to %(longest)s working days.") % done)
        for lab in moved:
            self.stdout.write(_("The term of %(lab)s moved into these limits.") % {"lab": lab.name})
