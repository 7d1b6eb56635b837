"""manage.py reset_factor MAIL --reason WHY: take away an extra lock that its owner lost.

For the last admin of a lab, and for people who work for no lab. Its output is in the site's language.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import factor
from accounts.models import User
from audit.models import AuditEntry, Kind, Pseudonym, Thing
from labs.models import STAFF, Lab


class Command(BaseCommand):
    help = "Take away the extra lock of a person who lost their phone and their recovery codes. They hear it by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mail", help="the address that they sign in with")
        parser.add_argument("--reason", required=True, metavar="WHY", help="kept in the log of each lab they work for")

    @transaction.atomic
    def handle(self, mail: str, reason: str, **options: Any) -> None:
        user = User.objects.by_mail(mail)
        if user is None or not factor.reset_factor(user):
            raise CommandError(_("%(mail)s has no extra lock.") % {"mail": mail})
        whose = Pseudonym.objects.of(user)
        works_for = Lab.objects.filter(memberships__user=user, memberships__roles__kind__in=STAFF).distinct()
        for lab in works_for.order_by("pk"):
            AuditEntry.objects.note(None, Kind.RESET_FACTOR, Thing.PERSON, whose, lab=lab.slug, reason=reason)
        self.stdout.write(_("The extra lock of %(mail)s was taken away.") % {"mail": mail})
