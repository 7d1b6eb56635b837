import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas import pabulib
from labs.models import RESERVED_SLUGS, Lab

MOST_PROBLEMS = 100  # per file
BAR = 30


class Command(BaseCommand):
    help = (
        "Import past rounds of participatory budgeting (.pb files of Pabulib) into a lab, made when there is none. "
        "All files are checked first: one problem, and nothing is imported. Then each round goes in whole or not at "
        "all. What is there already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="rounds, .pb")
        parser.add_argument("--lab", required=True, metavar="SLUG", help="where they go; made when it isn't there")
        parser.add_argument("--repair", action="store_true", help="count doubles once, take totals from the ballots")

    def handle(self, *, files: list[str], lab: str, repair: bool, **options: Any) -> None:
        slug = checked_slug(lab)
        rounds = {file: pabulib.check(pabulib.read(Path(file)), repair) for file in files}
        self.stop_at({file: round.problems for file, round in rounds.items()})
        for file, round in rounds.items():
            self.tell(file, round.mended)
        there = Lab.objects.filter(slug=slug).first()
        if there:
            self.stop_at({file: pabulib.differences(round, there) for file, round in rounds.items()})
        for file, round in rounds.items():
            self.load(file, round, slug, list(rounds.values()))

    def load(self, file: str, round: pabulib.Round, slug: str, rounds: list[pabulib.Round]) -> None:
        with transaction.atomic():
            is_new = pabulib.load(round, find_or_make_lab(slug, rounds), Bar(file, self.stderr))
        if not is_new:
            self.stdout.write(_("%(file)s: nothing new, this round is already in the lab") % {"file": file})
            return
        words = {"file": file, "ballots": round.ballots, "count": len(round.projects)}
        text = ngettext(
            "%(file)s: %(count)s idea, %(ballots)s ballots",
            "%(file)s: %(count)s ideas, %(ballots)s ballots",
            len(round.projects),
        )
        self.stdout.write(text % words)

    def stop_at(self, problems: dict[str, list[pabulib.Problem]]) -> None:
        """Print the problems of every file. Raises CommandError, so that nothing is imported, if there is any."""
        for file, found in problems.items():
            self.tell(file, found[:MOST_PROBLEMS])
            if len(found) > MOST_PROBLEMS:
                self.stderr.write(
                    _("%(file)s: and %(more)s more") % {"file": file, "more": len(found) - MOST_PROBLEMS}
                )
        total = sum(map(len, problems.values()))
        if not total:
            return
        if all(problem.is_mendable for found in problems.values() for problem in found):
            self.stderr.write(_("--repair mends all of this."))
        raise CommandError(
            ngettext("%(n)s problem. Nothing was imported.", "%(n)s problems. Nothing was imported.", total)
            % {"n": total}
        )

    def tell(self, file: str, problems: list[pabulib.Problem]) -> None:
        for problem in problems:
            self.stderr.write(f"{file}:{problem.line}: {problem.text}")


def checked_slug(slug: str) -> str:
    """Return the slug if a lab may have it. Raises CommandError."""
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise CommandError(f"--lab {slug}: {error.messages[0]}") from error
    if slug.casefold() in RESERVED_SLUGS or len(slug) > 50:
        raise CommandError(_("--lab %(slug)s: a lab can't have this name") % {"slug": slug})
    return slug


def find_or_make_lab(slug: str, rounds: list[pabulib.Round]) -> Lab:
    """Return the lab of this slug. A new one gets its name from its only round, or from the common city."""
    units = {round.unit for round in rounds}
    name = rounds[0].title if len(rounds) == 1 else units.pop() if len(units) == 1 else slug
    return Lab.found(slug, "Ingevoerd", name=name[:80], takes_support=False)[0]


class Bar:
    """A progress bar for the support of one file, on a terminal only; `progress(done, total)`."""

    def __init__(self, name: str, stream: OutputWrapper) -> None:
        self.name, self.stream = Path(name).name, stream

    def __call__(self, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        full = BAR * done // max(total, 1)
        end = "\n" if done == total else ""
        self.stream.write(f"\r{self.name} {'█' * full}{'░' * (BAR - full)} {done:,} / {total:,}", ending=end)
        self.stream.flush()
