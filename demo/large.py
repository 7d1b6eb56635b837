"""Build one large lab for load tests: ordinary ideas, and an earlier round with ballots."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction

from common import clock
from demo import shapes
from demo.build import LAB_AGE, NotAnExample
from demo.people import People, take_part
from ideas.models import Comment, Idea, Support
from labs.models import Lab, Neighbourhood

SLUG = "groot-lab"
THINGS = "Pluktuin Bankje Fietspad Speelplek Ruilkast Muziekavond Moestuin Waterkraan Boekenkast Wandelroute".split()
PLACES = "de school,het station,de kerk,de vijver,het plein,de sporthal,het viaduct,de molen,de winkels,het bos".split(
    ","
)
VILLAGES = "Noord Oost Zuid West Midden".split()
SENTENCES = [
    "Hier kan iets groeien waar iedereen iets aan heeft.",
    "De plek ligt er al, en er zijn buren die mee willen doen.",
    "Met een dag werk en een beetje gereedschap kom je een heel eind.",
    "Wie langskomt, blijft even staan.",
]
CROWD, BATCH, ROUND = 100, 1000, 0.1


@transaction.atomic
def build(ideas: int, ballots: int, slug: str = SLUG) -> None:
    """Create a lab with this number of ideas. Raises NotAnExample when `slug` is in use.

    With `ballots`, a tenth of the ideas belongs to an earlier round, and each ballot supports up to five of those.
    """
    lab, is_new = Lab.found(slug, "Grootstad", name="Groot lab", is_demo=True, intro="Om te meten.")
    if not is_new:
        raise NotAnExample(slug)
    Neighbourhood.objects.bulk_create(Neighbourhood(lab=lab, name=name) for name in VILLAGES)
    now = clock.now()
    people = take_part(lab, [shapes.Person("Beheer groot lab", (("lab_admin", ""),))], CROWD, now - LAB_AGE)
    past = max(1, round(ideas * ROUND)) if ballots else 0
    rows = list(_ideas(lab, people, ideas, past, now))
    approvals = _count_ballots(rows[:past], ballots)
    made = Idea.objects.bulk_create(rows, BATCH)
    _support(made, people, now)
    _comments(made[past:], people)
    for batch in batched(approvals, BATCH * 4):
        Support.objects.bulk_create(batch)


def _ideas(lab: Lab, people: People, size: int, past: int, now: datetime) -> Iterator[Idea]:
    """Yield ideas of the earlier round first, then ordinary ones, a third of which have comments."""
    dice, revision = random.Random(1), lab.advance()
    villages, members = list(lab.neighbourhoods.all()), list(people.members.values())
    for n in range(size):
        is_past = n < past
        yield Idea.new(
            revision,
            lab=lab,
            author=None if is_past else dice.choice(members),
            title=f"{THINGS[n % 10]} bij {PLACES[n // 10 % 10]}" + f", plek {n // 100 + 1}" * (n >= 100),
            opportunity=" ".join(dice.sample(SENTENCES, dice.randint(1, 4))),
            neighbourhood=dice.choice(villages),
            created_at=now - timedelta(days=400 if is_past else 90 * (size - n) / size),
            source=f"voorbeeld/{lab.slug}" if is_past else "",
            source_id=str(n) if is_past else "",
            data={"round": "Eerdere ronde", "cost": 500 * (n + 1)} if is_past else {},
            support_count=0 if is_past else min(int(dice.expovariate(0.1)), CROWD // 2),
            comment_count=0 if is_past or n % 3 else dice.randint(1, 4),
        )


def _support(ideas: list[Idea], people: People, now: datetime) -> None:
    dice, members = random.Random(2), list(people.members.values())
    rows = (
        Support(idea=idea, person=person, created_at=idea.created_at)
        for idea in ideas
        for person in dice.sample(members, idea.support_count)
    )
    for batch in batched(rows, BATCH * 4):
        Support.objects.bulk_create(batch)


def _comments(ideas: list[Idea], people: People) -> None:
    dice, members = random.Random(3), list(people.members.values())
    rows = (
        Comment(
            idea=idea, author=dice.choice(members), text=dice.choice(SENTENCES), revision=1, created_at=idea.created_at
        )
        for idea in ideas
        for _ in range(idea.comment_count)
    )
    for batch in batched(rows, BATCH):
        Comment.objects.bulk_create(batch)


def _count_ballots(ideas: list[Idea], ballots: int) -> list[Support]:
    """Return the rows to save once their ideas have an id; set each idea's count."""
    dice, rows = random.Random(4), []
    for n in range(ballots):
        for idea in dice.sample(ideas, min(len(ideas), dice.randint(1, 5))):
            idea.ballot_count += 1
            rows.append(Support(idea=idea, ballot=f"stem-{n}", created_at=idea.created_at))
    return rows
