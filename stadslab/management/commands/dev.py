import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse

from accounts.doors import demo_people, home_of
from accounts.models import User
from common import clock
from demo import evenings
from demo.content import read
from demo.management.commands.demo import SLUGS
from labs.models import Lab, RoleKind
from stadslab import env, supervisor, translations


class Command(BaseCommand):
    help = "Run by bin/dev: migrates the database, fills an empty one with the demo, runs the site and the worker."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("DEBUG is off: use bin/dev, or bin/serve for real use.")
        listener = supervisor.listen("127.0.0.1", env.PORT, tries=100)
        call_command("migrate", interactive=False, verbosity=0)
        if not Lab.objects.exists():
            self.stdout.write("An empty database: filling it with the demo.")
            self.stdout.flush()
            call_command("demo", stdout=io.StringIO())
        self.rehearsals = evenings.rehearse(rehearsed(), clock.now())
        port = listener.getsockname()[1]
        self.say_where(port)
        connections.close_all()
        os.environ["PORT"] = str(port)  # the child processes derive their origin from it
        raise SystemExit(supervisor.supervise([supervisor.web(listener), supervisor.worker()], sources_changed()))

    def say_where(self, port: int) -> None:
        site = f"http://localhost:{port}"
        taken = f"Port {env.PORT} is taken.\n" if port != env.PORT else ""
        people = "".join(f"  {name}: {site}{address}\n" for name, address in people_to_be())
        self.stdout.write(
            f"{taken}Stadslab: {site}/   (Ctrl-C stops it)\nSign in with one press:\n{people}", ending=""
        )
        for evening in self.rehearsals:
            self.stdout.write(f"A rehearsal of an evening, to join for a day: {site}{evening.get_absolute_url()}")
        self.stdout.write(f"  everybody, and the mail they get: {site}{reverse('dev_people')}", ending="\n\n")
        self.stdout.flush()


def rehearsed() -> dict[str, list[str]]:
    """Return the titles of the gatherings of the demo that are rehearsed, by the slug of their lab."""
    return {slug: [one.title for one in read(slug).gatherings if one.is_rehearsed] for slug in SLUGS}


def people_to_be() -> Iterator[tuple[str, str]]:
    """Yield one demo person without a role and one per kind of role, with the address that signs them in.

    A moderator's address comes again, to the cases of their lab.
    """
    found: dict[str, tuple[User, str]] = {}
    for user in demo_people().order_by("pk").prefetch_related("memberships__roles"):
        roles = {role.kind: str(role) for membership in user.memberships.all() for role in membership.roles.all()}
        if len(roles) < 2:
            found.setdefault(next(iter(roles), ""), (user, next(iter(roles.values()), "bewoner")))
    for kind, (user, words) in found.items():
        lab, door = home_of(user).lab, reverse("dev_enter", args=[user.pk])
        yield f"{user.name} ({words}), {lab.name}", door
        if kind == RoleKind.MODERATOR:
            cases = reverse("case_list", kwargs={"lab_slug": lab.slug})
            yield f"  and what was reported there, as {user.name}", f"{door}?next={cases}"


def sources_changed() -> Callable[[], bool]:
    """Return a function that says whether our Python or Dutch has changed. It checks at most once a second."""
    seen, looked_at = newest_sources(), time.monotonic()

    def has_changed() -> bool:
        nonlocal seen, looked_at
        if time.monotonic() < looked_at + 1:
            return False
        before, seen, looked_at = seen, newest_sources(), time.monotonic()
        if before == seen:
            return False
        translations.compile_parts(settings.LOCALE_PATHS[0] / "nl" / "LC_MESSAGES" / "parts")
        return True

    return has_changed


def newest_sources() -> tuple[int, float]:
    """Return the number of files and the newest change time. Django rereads templates and static files itself."""
    times = []
    for path in translations.sources(settings.BASE_DIR, (".py", ".po")):
        with suppress(FileNotFoundError):  # deleted in the meantime, or an editor's lock file
            times.append(path.stat().st_mtime)
    return len(times), max(times)
