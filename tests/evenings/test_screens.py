"""A computer asks to be the big screen, and who leads lets it in or not."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from common import clock
from evenings.chores import forget_screens
from evenings.models import Evening, EveningClosed, Helper, ScreenAsk, Session, TaskKind
from evenings.models.screen_ask import MOST_WAITING, TooManyScreens
from evenings.plans import plans
from evenings.topics import ConsoleTopic
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_tasks import opens, take
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser


def page_of(lab):
    return reverse("live_ask", kwargs={"lab_slug": lab.slug})


def ask(lab, client=None, **more):
    """Let a computer ask; return its browser."""
    client = client or Client()
    assert client.post(page_of(lab), {"key": uuid.uuid4(), **more}).status_code == 302
    return client


def answer_page(evening, asked):
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "ask_pk": asked.pk}
    return reverse("live_ask_answer", kwargs=keys)


def test_the_computer_shows_two_words_and_becomes_the_screen_when_let_in(evening, lab, anna):
    laptop = ask(lab)
    asked = ScreenAsk.objects.get()
    assert asked.said in read(laptop.get(page_of(lab)))
    hers = browser(anna)
    assert asked.said in read(hers.get(door("live_lead", evening)))
    assert asked.said in read(hers.get(answer_page(evening, asked)))
    assert laptop.get(door("live_screen", evening)).url == page_of(lab), "not before it is let in"
    done = read(hers.post(answer_page(evening, asked), {"do": "yes"}, follow=True))
    assert f"Het scherm {asked.said} doet mee" in done
    assert laptop.get(page_of(lab)).url == door("live_screen", evening)
    assert opens(laptop, evening) == {"live_help", "live_screen"}
    helper = Helper.objects.get()
    assert (helper.name, helper.kinds) == (asked.said, [TaskKind.SCREEN])
    assert Evening.objects.get().people == 0, "a screen is no person"
    assert asked.said not in read(hers.get(door("live_lead", evening))).partition("Mensen komen")[0]


def test_a_refused_computer_reads_so_and_may_ask_again(evening, lab, anna):
    laptop = ask(lab)
    asked = ScreenAsk.objects.get()
    browser(anna).post(answer_page(evening, asked), {"do": "no"})
    page = read(laptop.get(page_of(lab)))
    assert "niet dit scherm" in page
    assert "Vraag om mee te doen" in page
    assert not Helper.objects.exists()
    assert not ScreenAsk.objects.get().let_in(evening, clock.now())
    ask(lab, laptop)
    assert ScreenAsk.objects.count() == 2


def test_reading_asks_nothing_and_asking_twice_is_one(lab, client):
    client.get(page_of(lab))
    assert not ScreenAsk.objects.exists()
    key = uuid.uuid4()
    for one in (client, client, Client()):
        ask(lab, one, key=key)
    ask(lab, client)
    assert ScreenAsk.objects.count() == 1


def test_who_leads_by_a_task_lets_it_in_and_others_do_not(evening, lab, bram, mo, client):
    ask(lab)
    asked = ScreenAsk.objects.get()
    at = answer_page(evening, asked)
    for kind in (TaskKind.SCREEN, TaskKind.PAPER):
        assert take(evening, kind).post(at, {"do": "yes"}).status_code == 403
    for member in (bram, mo):
        assert browser(member).post(at, {"do": "yes"}).status_code == 404
    assert walk_in(evening).post(at, {"do": "yes"}).url.startswith("/inloggen/")
    assert client.post(at, {"do": "yes"}).url.startswith("/inloggen/")
    assert ScreenAsk.objects.get().waits(clock.now())
    leads = take(evening, TaskKind.LEAD)
    assert leads.post(at, {"do": "iets"}).status_code == 422
    assert leads.post(at, {"do": "yes"}).status_code == 302
    leads.post(at, {"do": "yes"})
    assert Helper.objects.filter(name=asked.said).count() == 1, "pressed twice is once"


def test_it_waits_ten_minutes(evening, lab, anna):
    laptop = ask(lab)
    asked = ScreenAsk.objects.get()
    late = asked.asked_at + timedelta(minutes=10)
    assert not asked.waits(late)
    assert not asked.let_in(evening, late)
    before = Evening.objects.get()
    assert forget_screens() == 0
    ScreenAsk.objects.update(asked_at=clock.now() - timedelta(minutes=10))
    assert forget_screens() == 1
    keys = [part.key for part in ConsoleTopic().parts(evening.pk, "page", before.revision)]
    assert f"evening-asks-{evening.pk}" in keys, "it goes from the page of who leads"
    assert "Niemand liet dit scherm binnen tien minuten toe" in read(laptop.get(page_of(lab)))
    gone = browser(anna).post(answer_page(evening, asked), {"do": "yes"}, follow=True)
    assert "Dit scherm vraagt het niet meer" in read(gone)
    assert not Helper.objects.exists()


def test_the_question_stands_on_open_pages_of_who_leads(evening, lab):
    before = Evening.objects.get()
    ask(lab)
    parts = {part.key: part for part in ConsoleTopic().parts(evening.pk, "page", before.revision)}
    assert ScreenAsk.objects.get().said in parts[f"evening-asks-{evening.pk}"].render()


def test_the_page_says_nothing_of_whether_an_evening_is_open(lab, evening):
    opened = read(ask(lab).get(page_of(lab)))
    evening.close(clock.now())
    closed = read(ask(lab).get(page_of(lab)))
    words = [one.said for one in ScreenAsk.objects.order_by("pk")]
    assert opened.replace(words[0], "") == closed.replace(words[1], "")


def test_at_most_five_wait_in_a_lab(lab, client):
    for _ in range(MOST_WAITING):
        ScreenAsk.ask(lab, uuid.uuid4(), clock.now())
    with pytest.raises(TooManyScreens):
        ScreenAsk.ask(lab, uuid.uuid4(), clock.now())
    page = client.post(page_of(lab), {"key": uuid.uuid4()})
    assert page.status_code == 429
    assert "Er wachten al een paar schermen" in read(page)
    ScreenAsk.ask(make_lab("elders"), uuid.uuid4(), clock.now())
    ScreenAsk.objects.filter(lab=lab).first().refuse(clock.now())
    ask(lab)


def test_one_address_asks_six_times_in_ten_minutes(lab):
    for _ in range(6):
        ask(lab)
        ScreenAsk.objects.update(refused_at=clock.now())
    page = Client().post(page_of(lab), {"key": uuid.uuid4()})
    assert page.status_code == 429
    assert "Deze computer vroeg het al vaak" in read(page)


def test_nothing_is_let_in_to_a_closed_evening_or_to_another_lab(evening, lab, anna):
    ask(lab)
    asked = ScreenAsk.objects.get()
    elsewhere = make_member(make_lab("elders"), "Els", "stadmaker")
    other = Evening.open(Session.begin(make_gathering(elsewhere), plans()["kansen"], 0), clock.now())
    assert browser(elsewhere).post(answer_page(other, asked), {"do": "yes"}).status_code == 302
    with pytest.raises(EveningClosed):
        asked.let_in(other, clock.now())
    Evening.objects.get(pk=evening.pk).close(clock.now())
    with pytest.raises(EveningClosed):
        asked.let_in(evening, clock.now())
    assert browser(anna).post(answer_page(evening, asked), {"do": "yes"}).status_code == 404
    assert not Helper.objects.exists()


def test_of_two_evenings_the_one_whose_leader_presses_gets_the_screen(evening, lab, anna):
    other = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    laptop = ask(lab)
    asked = ScreenAsk.objects.get()
    assert asked.let_in(other, clock.now())
    assert not asked.let_in(evening, clock.now())
    assert laptop.get(page_of(lab)).url == door("live_screen", other)


def test_taken_back_the_computer_is_a_screen_no_more(evening, lab):
    laptop = ask(lab)
    ScreenAsk.objects.get().let_in(evening, clock.now())
    laptop.get(page_of(lab))
    assert opens(laptop, evening) == {"live_help", "live_screen"}
    evening.take_back(Helper.objects.get().tasks.get().pk)
    assert opens(laptop, evening) == set()


def test_a_cookie_that_we_did_not_sign_is_nobody(lab, client):
    ScreenAsk.ask(lab, uuid.uuid4(), clock.now())
    client.cookies["screen_ask"] = str(ScreenAsk.objects.get().key)
    assert ScreenAsk.objects.get().said not in read(client.get(page_of(lab)))
