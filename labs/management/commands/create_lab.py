"""manage.py create_lab SLUG --municipality NAME --admin MAIL: create a lab and its first admin.

Its output is in the site's language, for the people who set up a lab.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from labs import villages
from labs.models import Lab, Membership, RoleKind

ADDRESS = re.compile(r"(?=.{1,50}$)[a-z0-9]+(-[a-z0-9]+)*")


class Command(BaseCommand):
    help = "Create a lab and its first admin. A second run changes nothing that exists."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the first part of its address, such as horst-aan-de-maas")
        parser.add_argument("--municipality", required=True, metavar="NAME")
        parser.add_argument("--admin", required=True, metavar="MAIL", help="who runs it; signs in with this address")
        parser.add_argument("--name", default="", help="name of the lab; without it, that of the municipality")
        parser.add_argument("--villages", action="store_true", help="load its villages and neighbourhoods")

    @transaction.atomic
    def handle(self, slug: str, municipality: str, admin: str, name: str, **options: Any) -> None:
        check(slug, admin)
        try:
            lab, is_new = Lab.found(slug, municipality, **({"name": name} if name else {}))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if lab.municipality.name != municipality:
            whose = {"slug": slug, "name": lab.municipality.name}
            raise CommandError(_("/%(slug)s/ is a lab of %(name)s. Choose another address.") % whose)
        user = User.objects.by_mail(admin) or User.objects.create_user(admin)
        Membership.objects.join(lab, user).give_role(RoleKind.LAB_ADMIN, "", by=None, reason="create_lab")
        if options["villages"]:
            self.load_villages(lab, municipality)
        told = (
            _("/%(slug)s/ has been made. %(mail)s runs it.")
            if is_new
            else _("/%(slug)s/ was already there. %(mail)s runs it.")
        )
        self.stdout.write(told % {"slug": slug, "mail": admin})

    def load_villages(self, lab: Lab, municipality: str) -> None:
        try:
            added = villages.load(lab, municipality)
        except KeyError as error:
            names = {"name": municipality, "known": ", ".join(villages.known())}
            raise CommandError(_("We have no villages of %(name)s, only of %(known)s.") % names) from error
        self.stdout.write(_("Villages added: %(count)s. Source: CBS/Kadaster (CC BY 4.0).") % {"count": added})


def check(slug: str, admin: str) -> None:
    """Raise CommandError with the mistake in plain words."""
    if not ADDRESS.fullmatch(slug):
        told = _("“%(slug)s” can't be an address. Use small letters, digits and dashes, such as horst-aan-de-maas.")
        raise CommandError(told % {"slug": slug})
    try:
        validate_email(admin)
    except ValidationError as error:
        raise CommandError(_("“%(mail)s” is not an email address.") % {"mail": admin}) from error
