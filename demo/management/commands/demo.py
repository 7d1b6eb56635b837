import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from answers.models import Joint
from audit.models import AuditEntry, WhyRemoved
from demo import content, large
from demo.build import NotAnExample, build
from demo.people import DOMAIN, address
from demo.real import left_by_real_people
from events.models import Gathering
from ideas.models import Idea
from ideas.models.onbehalf import IdeaBehalf, code_of
from labs.models import Lab, Municipality, Role, RoleKind
from labs.people import ORDER

SLUGS = ["horst-aan-de-maas", "heusden", "meerssen"]


class Command(BaseCommand):
    help = (
        "Fill the database with example labs in which everything is made up. A second run adds only what is missing. "
        "With --ideas: one large lab of that size instead, for load tests."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="remove the example labs first, with all in them")
        parser.add_argument("--yes", action="store_true", help="with --reset: also what real people made there")
        parser.add_argument("--ideas", type=int, metavar="N", help=f"make {large.SLUG}, with N ideas")
        parser.add_argument("--ballots", type=int, metavar="N", default=0, help="and an earlier round with N ballots")

    def handle(self, *, reset: bool, yes: bool, ideas: int | None, ballots: int, **options: Any) -> None:
        try:
            if ideas is not None:
                self.make_large(ideas, ballots, reset, yes)
            else:
                self.make_examples(reset, yes)
        except NotAnExample as error:
            raise CommandError(f"/{error}/ is a real lab. Nothing was changed there.") from error

    def make_examples(self, reset: bool, yes: bool) -> None:
        if reset:
            self.clear(SLUGS, yes)
        for slug in SLUGS:
            made = build(content.read(slug))
            self.stdout.write(f"/{slug}/ {f'{made} ideas' if made else 'is complete'}")
        self.say_who()

    def make_large(self, ideas: int, ballots: int, reset: bool, yes: bool) -> None:
        if ideas < 1 or ballots < 0:
            raise CommandError("--ideas must be 1 or more, --ballots 0 or more.")
        if reset:
            self.clear([large.SLUG], yes)
        if Lab.objects.filter(slug=large.SLUG).exists():
            raise CommandError(f"/{large.SLUG}/ is there already. --reset makes it anew.")
        large.build(ideas, ballots)
        self.stdout.write(f"/{large.SLUG}/ {ideas} ideas, {ballots} ballots")

    def clear(self, slugs: list[str], yes: bool) -> None:
        """Remove the labs; with contributions of real people only on request. Raises CommandError, NotAnExample."""
        for lab in examples(slugs):
            left = left_by_real_people([lab])
            if not left:
                continue
            said = f"Real people took part in /{lab.slug}/: {left}."
            if yes:
                self.stdout.write(f"{said} All of it goes.")
            elif not sys.stdin.isatty():
                raise CommandError(f"{said} Say --yes to remove that too.")
            elif not is_sure(f"{said} Remove all of it? Type yes or no: "):
                raise CommandError("Nothing was removed.")
        remove(slugs)

    def say_who(self) -> None:
        """Print one person per role of the first lab. Only in development: nobody can receive their sign-in mail."""
        if not settings.DEBUG:
            return
        self.stdout.write("Who can sign in, with this address or by pressing their name at /ontwikkel/:")
        for user, words in one_a_role(SLUGS[0]):
            self.stdout.write(f"  {user.email:38} {user.name}, {words}")
        behalf = IdeaBehalf.objects.filter(idea__lab__slug=SLUGS[0], claimed_at=None).first()
        if behalf and behalf.idea.key:
            self.stdout.write(f"Claim “{behalf.idea}” with the code {code_of(behalf.idea.key)}.")


def one_a_role(slug: str) -> Iterator[tuple[User, str]]:
    """Yield (user, role in words), a different person for each role where possible."""
    yield User.objects.get(email=address("Merel")), str(RoleKind.RESIDENT.label)
    held = Role.objects.filter(membership__lab__slug=slug).select_related("membership__user", "membership__lab")
    told = set()
    for kind in ORDER:
        roles = sorted((role for role in held if role.kind == kind), key=lambda role: role.membership_id in told)
        for role in roles[:1]:
            told.add(role.membership_id)
            if role.membership.user:
                yield role.membership.user, str(role)


def is_sure(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:  # no terminal
        return False


def examples(slugs: list[str]) -> QuerySet[Lab]:
    """Return the labs at these addresses. Raises NotAnExample for a real one."""
    labs = Lab.objects.filter(slug__in=slugs)
    for lab in labs:
        if not lab.is_demo:
            raise NotAnExample(lab.slug)
    return labs


def remove(slugs: list[str]) -> None:
    """Remove the example labs, their people, and their log entries. Raises NotAnExample for a real lab.

    The log is cleared in separate transactions, because erasing an account locks a lab first, and then entries.
    """
    remove_labs(slugs)
    for slug in slugs:
        AuditEntry.objects.remove(slug, WhyRemoved.EXAMPLE)


@transaction.atomic
def remove_labs(slugs: list[str]) -> None:
    labs = examples(slugs)
    municipalities = list(labs.values_list("municipality", flat=True))
    for photo in Idea.objects.filter(lab__in=labs).exclude(photo="").values_list("photo", flat=True):
        transaction.on_commit(partial(default_storage.delete, photo), robust=True)
    Gathering.objects.filter(lab__in=labs).delete()  # first, because gatherings protect their place and room
    labs.delete()
    Joint.objects.filter(answers=None).delete()  # of no lab: their answers went with the ideas
    Municipality.objects.filter(pk__in=municipalities, labs=None).delete()
    User.objects.filter(email__endswith=f"@{DOMAIN}", memberships=None).delete()
