"""Pages of answers and questions, the desk and the news, with very many rows: they cost the queries of few."""

import time
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answers.models import Answer, Clarity, Note, Version
from challenges.models import Asker, Challenge, State
from ideas.models import Idea
from notifications.models import Inbox, Notification
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.postgres]
FEW, MANY = 400, 10_000
WAITS = 15  # seconds of the processor: ten times what the dearest page takes. Without its index it took a minute
numbers = count()


@pytest.fixture(autouse=True)
def dutch(settings):
    settings.LANGUAGE_CODE = "nl"


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def fleur(lab):
    return make_member(lab, "Fleur", "civil_servant")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


def add(number, lab, anna, fleur):
    """Add so many answers that are owed, as many that were given, notes, ideas to welcome, questions and news."""
    today, now = timezone.localdate(), timezone.now()
    days = [today + timedelta(days=place % 60 - 20) for place in range(number)]
    said = {"lab": lab, "author": anna, "key": None, "opportunity": "x", "welcome_due": today}
    owed = [Idea.new(1, title=f"Idee {next(numbers)}", answer_due=day, **said) for day in days]
    given = [Idea.new(1, title=f"Idee {next(numbers)}", **said) for _day in days]
    owed, given = (Idea.objects.bulk_create(ideas, batch_size=500) for ideas in (owed, given))
    answers = [
        Answer(idea=idea, because="asked", due=day, first_due=day, owner=fleur)
        for idea, day in zip(owed, days, strict=True)
    ]
    answers += [
        Answer(idea=idea, because="asked", due=day, first_due=day, given_at=now, owed_at=now - timedelta(days=40))
        for idea, day in zip(given, days, strict=True)
    ]
    answers = Answer.objects.bulk_create(answers, batch_size=500)
    Note.objects.bulk_create(
        [Note(answer=answer, by=fleur, to=fleur, kind="question", words="Mag dit?") for answer in answers[:number]],
        batch_size=500,
    )
    versions = [Version(answer=answer, kind="yes", words="Ja.", by=fleur) for answer in answers[number:]]
    versions = Version.objects.bulk_create(versions, batch_size=500)
    Clarity.objects.bulk_create([Clarity(version=one, person=anna, is_clear=True) for one in versions], batch_size=500)
    Challenge.objects.bulk_create(
        [
            Challenge(
                lab=lab, author=anna, asker=Asker.NEIGHBOURS, title=f"Vraag {next(numbers)}", state=state, until=day
            )
            for day in days
            for state in (State.OPEN, State.CLOSED)
        ],
        batch_size=500,
    )
    (inbox, _is_new), first = Inbox.objects.get_or_create(user=fleur.user), next(numbers)
    Inbox.objects.filter(pk=inbox.pk).update(has_new=True)
    told = {"inbox": inbox, "kind": "answer_owed", "about_kind": "answers.Answer"}
    Notification.objects.bulk_create(
        [Notification(**told, act=first * MANY * 2 + n, joins=n, about_id=one.pk) for n, one in enumerate(answers)],
        batch_size=500,
    )


PAGES = [
    "/{lab}/werk/?wie=alles",
    "/{lab}/werk/?wie=alles&soort=antwoorden&pagina=5",
    "/{lab}/werk/?wie=team&soort=verwelkomen",
    "/{lab}/antwoorden/",
    "/{lab}/antwoorden/?pagina=9",
    "/{lab}/antwoorden/?stand=op-tijd",
    "/{lab}/antwoorden/?stand=te-laat",
    "/{lab}/antwoorden/?stand=duidelijk",
    "/{lab}/college/",
    "/{lab}/vragen/",
    "/{lab}/vragen/?stand=dicht&pagina=9",
    "/van-mij/nieuw/",
]


def cost(member, lab):
    """Return per page how many queries it makes, and how many seconds of the processor it takes."""
    found, reader = {}, browser(member)
    for page in PAGES:
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = reader.get(page.format(lab=lab.slug), follow=True)
        assert response.status_code == 200
        found[page] = (len(queries), time.process_time() - began)
    return found


def test_ten_thousand_rows_cost_the_queries_of_few(lab, anna, fleur):
    add(FEW, lab, anna, fleur)
    cost(fleur, lab)  # imports what is imported at first use
    few = cost(fleur, lab)
    add(MANY, lab, anna, fleur)
    many = cost(fleur, lab)
    assert {page: queries for page, (queries, _time) in many.items()} == {
        page: queries for page, (queries, _time) in few.items()
    }
    slow = {page: round(seconds, 2) for page, (_queries, seconds) in many.items() if seconds > WAITS}
    assert not slow
