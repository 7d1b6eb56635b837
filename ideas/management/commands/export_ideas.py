from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ideas.export import csv_lines
from labs.models import Lab


class Command(BaseCommand):
    help = "Write the ideas of a lab to stdout as CSV, without hidden ones. Support counts people and ballots."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lab", required=True, metavar="SLUG")

    def handle(self, *, lab: str, **options: Any) -> None:
        try:
            found = Lab.objects.get(slug=lab)
        except Lab.DoesNotExist as error:
            raise CommandError(f"There is no lab {lab}.") from error
        for line in csv_lines(found):
            self.stdout.write(line, ending="")
