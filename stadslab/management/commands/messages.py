from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stadslab import translations


class Command(BaseCommand):
    help = "Builds the Dutch catalogue from its parts. Needs no GNU gettext."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="list what is missing, fuzzy, doubled or unused")
        parser.add_argument("--missing", action="store_true", help="print empty entries for what is missing")

    def handle(self, *, check: bool, missing: bool, **options: Any) -> None:
        parts = settings.LOCALE_PATHS[0] / "nl" / "LC_MESSAGES" / "parts"
        if check:
            self.list_mistakes(parts)
        elif missing:
            self.print_missing(parts)
        else:
            self.stdout.write(f"{translations.compile_parts(parts)} messages in django.mo")

    def list_mistakes(self, parts: Path) -> None:
        found = list(translations.mistakes(translations.uses(settings.BASE_DIR), translations.po_entries(parts)))
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} messages to mend")

    def print_missing(self, parts: Path) -> None:
        answered = translations.po_entries(parts)
        for key, places in translations.uses(settings.BASE_DIR).items():
            if key not in answered:
                self.stdout.write(f"#: {places[0].place}\n{translations.as_po(key, places[0].plural)}")
