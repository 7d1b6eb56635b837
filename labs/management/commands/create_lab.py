"""manage.py create_lab SLUG --municipality NAME --admin MAIL: a lab, and the first person who runs it."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from labs import villages
from labs.models import Lab, Membership, RoleKind


class Command(BaseCommand):
    help = "Make a lab and its first administrator. Again: what is there already stays as it is."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the first part of its address, such as horst-aan-de-maas")
        parser.add_argument("--municipality", required=True, metavar="NAME")
        parser.add_argument("--admin", required=True, metavar="MAIL", help="who runs it; signs in with this address")
        parser.add_argument("--name", default="", help="name of the lab; without it, that of the municipality")
        parser.add_argument("--villages", action="store_true", help="load its villages and neighbourhoods")

    @transaction.atomic
    def handle(self, slug, municipality, admin, name, **options):
        try:
            validate_email(admin)
            lab, is_new = Lab.found(slug, municipality, **({"name": name} if name else {}))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if lab.municipality.name != municipality:
            raise CommandError(f"{slug} belongs to {lab.municipality.name}.")
        user = User.objects.by_mail(admin) or User.objects.create_user(admin)
        member, _is_new = Membership.objects.get_or_create(lab=lab, user=user)
        member.give_role(RoleKind.LAB_ADMIN, "", by=None, reason="create_lab")
        if options["villages"]:
            self.load_villages(lab, municipality)
        self.stdout.write(f"/{slug}/ {'is made' if is_new else 'was there already'}. {admin} runs it.")

    def load_villages(self, lab, municipality):
        try:
            self.stdout.write(f"{villages.load(lab, municipality)} villages added. Bron: CBS/Kadaster (CC BY 4.0).")
        except KeyError as error:
            known = ", ".join(villages.known())
            raise CommandError(f"No villages of {municipality} here, only of {known}.") from error
