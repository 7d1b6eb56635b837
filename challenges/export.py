"""A lab's questions as CSV, and the column that they add to the file of its ideas."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Case, Count, F, Max, Sum, When
from django.utils import timezone

from challenges.models import Challenge
from common.csv import lines
from ideas.export import Column
from labs.models import Lab
from realtime.models import Epoch

WORDS = ("asker", "title", "background", "level", "stance", "until", "outcome", "follow_up")
HEADER = ("id", *WORDS, "is_open", "ideas", "created")


def csv_lines(lab: Lab) -> Iterator[str]:
    """Yield one CSV line at a time, oldest question first: no drafts, and no hidden ones. One query."""
    questions = Challenge.objects.filter(lab=lab).shown().with_count().order_by("pk")
    return lines(chain([HEADER], map(_cells, questions.iterator())))


def csv_version(lab: Lab) -> str:
    """Return a version of csv_lines' content: it changes when any of it changes, and each day. Two queries."""
    shown = Challenge.objects.filter(lab=lab).shown()
    found = shown.aggregate(Count("pk"), Max("pk"), Sum("revision"))
    return f"{Epoch.read()} {timezone.localdate()} {sorted(found.items())}"


def _cells(challenge: Challenge) -> list[object]:
    created = timezone.localtime(challenge.created_at).isoformat(timespec="seconds")
    words = [getattr(challenge, name) for name in WORDS]
    return [challenge.pk, *words, "yes" if challenge.is_open else "no", challenge.idea_count, created]


def hidden_in(lab: Lab) -> list[int]:
    return list(Challenge.objects.filter(lab=lab, is_hidden=True).order_by("pk").values_list("pk", flat=True))


# Attaching an idea changes the revision of that idea; hiding its question doesn't
QUESTION = Column(
    "question", Case(When(answering__challenge__is_hidden=False, then=F("answering__challenge_id"))), hidden_in
)
