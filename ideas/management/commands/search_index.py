"""Compare the search index with the ideas; without `--check`, also rebuild it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ideas.chores import renew_spelling
from ideas.models import Idea, word_index

BATCH = 2000


class Command(BaseCommand):
    help = "Rebuild the search text of all ideas, the words that correct a search, and on SQLite the index."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only look; ends with 1 when something is wrong")

    def handle(self, check: bool, **options: Any) -> None:
        if check:
            every = Idea.objects.select_related("author__user", "behalf").iterator(BATCH)
            wrong = sum(1 for idea in every if idea.search_text != idea.words_to_search())
            if wrong or not word_index.is_true():
                raise CommandError(f"Search is not right: {wrong} ideas, or the index. Run manage.py search_index.")
            self.stdout.write("Search is right.")
            return
        with transaction.atomic():  # first, because with a broken index no idea can be saved
            word_index.rebuild()
        last, count = 0, 0
        ideas = Idea.objects.select_related("author__user", "behalf").order_by("pk")
        while batch := list(ideas.filter(pk__gt=last)[:BATCH]):
            last = batch[-1].pk
            count += sum(mend(idea) for idea in batch if idea.search_text != idea.words_to_search())
        if not word_index.is_true():
            raise CommandError("The index lost what keeps it: migrate ideas to 0005, and then on again.")
        renew_spelling()
        self.stdout.write(f"Search is right. {count} ideas had other words.")


def mend(idea: Idea) -> int:
    """Write the search text again, unless the idea has changed since it was read."""
    return Idea.objects.filter(pk=idea.pk, words_revision=idea.words_revision).update(
        search_text=idea.words_to_search()
    )
