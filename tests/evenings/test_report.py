"""The report of an evening: what it counts, who reads it when, what its organisers change, and what goes out of it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from evenings import reporting
from evenings.models import Evening, Note, Option, Pick, Report, Session, TaskKind, counting
from evenings.models import choosing as verbs
from evenings.models.choice import CountedHow
from evenings.plans import plans
from evenings.record import record_of
from evenings.topics import TICKET
from events.models import Gathering
from ideas.models import Moved
from realtime.tickets import SALT, Ticket
from tests.evenings.test_choosing import THREE, give, joined
from tests.evenings.test_doors import read, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_tasks import take
from tests.events.factories import make_gathering
from tests.factories import make_member
from tests.ideas.conftest import browser
from tests.standing import standing_at

NOTES, GROUP, DOTS = 2, 3, 4


def at(evening, more=""):
    gathering = evening.gathering
    return f"/{gathering.lab.slug}/bijeenkomsten/{gathering.pk}/verslag/{more}"


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', read(page))[1]


def go(evening, place):
    now = again(evening)
    step = now.session.plan_steps[place]
    now.go(step.pk, now.version, clock.now())
    return step


def write(evening, step, text, who=None):
    return again(evening).write(step.pk, text, uuid.uuid4(), clock.now(), who)


def played(evening):
    """Play a short evening: Bea and Cor by phone, one note from paper, a pile that is kept, dots and hands."""
    bea, cor = joined(evening, "Bea"), joined(evening)
    step = go(evening, NOTES)
    notes = [write(evening, step, "Een bank", bea), write(evening, step, "Een boom", cor)]
    for note in notes:
        again(evening).settle(note.pk, "wall", "waits", clock.now())
    notes.append(write(evening, step, "Een kip"))
    write(evening, step, "De buurman", cor)
    go(evening, GROUP)
    pile = again(evening).lay_together({notes[0].pk: 0, notes[1].pk: 0}, "Groen", uuid.uuid4(), clock.now())
    again(evening).keep(type(pile), pile.pk, True, clock.now())
    step = go(evening, DOTS)
    verbs.prepare(step, 0, THREE, 3, 2)
    verbs.open_choice(again(evening), step, 1, clock.now())
    options = list(Option.objects.filter(choice__step=step))
    give(bea, options[0], 2)
    give(cor, options[1], 1)
    counting.count(again(evening), None, {(options[0].pk, 0): 7}, CountedHow.HANDS, uuid.uuid4(), clock.now())
    verbs.close_choice(again(evening), step, clock.now())
    again(evening).refresh_from_db()
    counting.set_heads(again(evening), 12, clock.now())
    return bea, cor, notes


def closed(evening):
    people = played(evening)
    reporting.finish(again(evening), None, [], 0, clock.now())
    return people


def record(evening):
    return record_of(again(evening), Report.objects.get(evening=evening).picked)


def let_read(evening):
    report = Report.objects.get(evening=evening)
    assert reporting.let_read(again(evening), report.version, clock.now())


def publish(evening):
    report = Report.objects.get(evening=evening)
    assert reporting.publish(again(evening), report.version, clock.now())
    return Report.objects.get(evening=evening)


def with_word(evening, who, client=None):
    client = client or Client()
    client.post(at(evening, "woord/"), {"word": who.word})
    return client


# What it counts


def test_a_report_says_nothing_of_people_whom_nobody_counted(evening, hers):
    write(evening, go(evening, NOTES), "Een bank")
    reporting.finish(again(evening), None, [], 0, clock.now())
    figures = read(hers.get(at(evening))).partition('class="report-figures"')[2].partition("</dl>")[0]
    assert "briefje" in figures
    assert "mens" not in figures


def test_notes_that_came_while_people_grouped_are_told_where_people_were_asked_for_them(evening, hers):
    write(evening, go(evening, NOTES), "Een bank")
    step = go(evening, GROUP)
    notes = [write(evening, step, text) for text in ("Een boom", "Een kip")]
    laid = dict.fromkeys([note.pk for note in notes], 0)
    again(evening).lay_together(laid, "Groen", uuid.uuid4(), clock.now())
    reporting.finish(again(evening), None, [], 0, clock.now())
    came = {asked["title"]: asked["number"] for asked in record(evening)["asked"]}
    assert (came["Briefjes"], came["Bij elkaar leggen"]) == (3, 1)
    page = read(hers.get(at(evening)))
    assert "3 briefjes" in page
    assert "1 stapel" in page


def test_the_figures_are_counted_from_the_rows(evening):
    closed(evening)
    counted = record(evening)
    figures = [counted[name] for name in ("people", "phones", "notes", "paper", "dots", "dots_by_hand")]
    assert figures == [12, 2, 3, 1, 10, 7]
    came = {asked["title"]: (asked["number"], asked["paper"]) for asked in counted["asked"]}
    nothing = dict.fromkeys(("Welkom", "Wie brengt wat", "Afronden"), (0, 0))
    assert came == {"Briefjes": (3, 1), "Bij elkaar leggen": (1, 0), "Stippen": (10, 0)} | nothing
    assert "In tweetallen" not in came, "it may be skipped, and was"
    (chosen,) = counted["chosen"]
    assert [(line["text"], line["phone"], line["hand"]) for line in chosen["lines"]] == [
        (THREE[0], 2, 7),
        (THREE[1], 1, 0),
        (THREE[2], 0, 0),
    ]


def test_the_notes_that_the_room_takes_along_are_in_it_pile_by_pile(evening):
    closed(evening)
    piles = record(evening)["piles"]
    assert [(pile["title"], [note["text"] for note in pile["notes"]]) for pile in piles] == [
        ("Groen", ["Een bank", "Een boom"])
    ]


def test_what_waits_and_what_does_not_belong_is_in_it_nowhere(evening, hers):
    closed(evening)
    assert "De buurman" not in str(record(evening))
    assert "De buurman" not in read(hers.get(at(evening)))
    assert "De buurman" not in read(hers.get(at(evening, "pas-aan/")))


def test_tips_and_what_goes_wrong_stand_without_who_said_it(evening, hers):
    bea = joined(evening, "Bea")
    step = evening.session.plan_steps[DOTS]
    evening.session.steps.filter(pk=step.pk).update(kind="try")
    step = go(evening, DOTS)
    verbs.open_choice(again(evening), step, 0, clock.now())
    no = Option.objects.get(choice__step=step, key="no")
    give(bea, no, 1, words="Wie is verzekerd?")
    day = (clock.now() + timedelta(days=10)).date()
    verbs.park(again(evening), Pick.objects.get().piece, "Hilde", day, clock.now())
    reporting.finish(again(evening), None, [], 0, clock.now())
    page = read(hers.get(at(evening)))
    assert "Wie is verzekerd?" in page
    assert "Hilde kijkt er opnieuw naar" in page
    assert "Bea" not in page
    assert "Nee, dan gaat er iets mis" in page


def test_of_an_evening_that_nobody_led_the_whole_plan_is_told_but_for_breaks(evening):
    evening.session.steps.filter(pk=evening.session.plan_steps[1].pk).update(kind="break")
    reporting.finish(again(evening), None, [], 0, clock.now())
    titles = [asked["title"] for asked in record(evening)["asked"]]
    assert titles == [step.title for step in again(evening).session.plan_steps if step.kind != "break"]


# Who reads it


def test_a_draft_is_for_its_organisers_alone(evening, hers, mo, bram, client):
    bea, _cor, _notes = closed(evening)
    assert hers.get(at(evening)).status_code == 200
    for who in (browser(mo), browser(bram), client, walk_in(evening), take_a_ticket(bea)):
        assert who.get(at(evening)).status_code == 404
        assert who.get(at(evening, "woord/")).status_code == 404
        assert who.post(at(evening, "woord/"), {"word": bea.word}).status_code == 404


def take_a_ticket(participant):
    client = Client()
    client.cookies[site.TICKET_COOKIE_NAME] = Signer(salt=SALT).sign(str(Ticket(TICKET, participant.pk)))
    return client


def test_who_was_there_reads_the_draft_for_48_hours_by_ticket_or_word(evening, hers, client):
    bea, _cor, _notes = closed(evening)
    page = hers.get(at(evening))
    assert hers.post(at(evening, "zet/"), {"do": "read", "seen": seen(page)}).status_code == 302
    assert "Was je erbij?" in read(client.get(at(evening)))
    assert "Wat vroegen we?" not in read(client.get(at(evening)))
    page = client.post(at(evening, "woord/"), {"word": bea.word.upper()}, follow=True)
    assert "Wat vroegen we?" in read(page)
    assert "Wat vroegen we?" in read(take_a_ticket(bea).get(at(evening)))
    assert "Pas aan" not in read(page)
    with standing_at(clock.now() + timedelta(hours=49)):
        assert client.get(at(evening)).status_code == 404


def test_a_ticket_for_the_report_opens_nothing_of_another_evening(evening, session, anna):
    bea, _cor, _notes = closed(evening)
    other = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    reporting.finish(again(other), None, [], 0, clock.now())
    let_read(other)
    page = take_a_ticket(bea).get(at(other))
    assert "Wat vroegen we?" not in read(page)


def test_wrong_words_are_counted_per_address_and_then_the_right_one_is_refused_too(evening, client):
    bea, _cor, _notes = closed(evening)
    let_read(evening)
    assert client.post(at(evening, "woord/"), {"word": "geen woord"}).status_code == 422
    for number in range(30):
        page = client.post(at(evening, "woord/"), {"word": f"kievit kievit {100 + number}"})
        assert page.status_code == 422
    page = client.post(at(evening, "woord/"), {"word": bea.word})
    assert page.status_code == 429
    assert "te veel verkeerde woorden" in read(page)
    assert site.TICKET_COOKIE_NAME not in page.cookies


def test_online_everybody_reads_it_and_offline_nobody_else(evening, hers, client):
    closed(evening)
    page = hers.get(at(evening))
    assert hers.post(at(evening, "zet/"), {"do": "publish", "seen": seen(page)}).status_code == 302
    assert "Wat vroegen we?" in read(client.get(at(evening)))
    gathering, ago = evening.gathering, clock.now() - timedelta(hours=2)
    Gathering.objects.update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    assert "Het verslag van de avond" in read(client.get(gathering.get_absolute_url()))
    hers.post(at(evening, "zet/"), {"do": "down", "seen": "0"})
    assert client.get(at(evening)).status_code == 404
    assert "Het verslag van de avond" not in read(client.get(gathering.get_absolute_url()))
    assert hers.get(at(evening)).status_code == 200


def test_of_a_hidden_gathering_the_report_is_hidden(evening, client):
    closed(evening)
    publish(evening)
    assert client.get(at(evening)).status_code == 200
    Gathering.objects.update(is_hidden=True)
    assert client.get(at(evening)).status_code == 404


def test_nobody_else_changes_or_publishes_it(evening, mo, bram, client):
    closed(evening)
    let_read(evening)
    for name in ("pas-aan/", "zet/"):
        for who, status in ((browser(mo), 403), (browser(bram), 403), (client, 302)):
            assert who.post(at(evening, name), {"do": "publish", "seen": "2"}).status_code == status
    assert Report.objects.get().state == "reading"


# Published: frozen, and a recount gives the same


def test_published_it_is_frozen_and_a_recount_gives_the_same(evening, client):
    closed(evening)
    report = publish(evening)
    assert report.record == record(evening)
    Note.objects.all().update(text="Iets anders")
    assert "Iets anders" not in read(client.get(at(evening)))
    assert "Een bank" in read(client.get(at(evening)))


def test_what_somebody_changed_meanwhile_does_not_go_online_unseen(evening, hers):
    closed(evening)
    page = hers.get(at(evening))
    reporting.change(again(evening), 1, title="Samen rijden begint")
    again_page = hers.post(at(evening, "zet/"), {"do": "publish", "seen": seen(page)})
    assert again_page.status_code == 409
    assert "Samen rijden begint" in read(again_page)
    assert Report.objects.get().state == "draft"
    assert hers.post(at(evening, "zet/"), {"do": "publish", "seen": seen(again_page)}).status_code == 302
    assert hers.post(at(evening, "zet/"), {"do": "publish", "seen": seen(again_page)}).status_code == 302, (
        "pressed twice"
    )
    assert Report.objects.get().version == 3


def test_an_evening_that_is_open_again_does_not_go_online(evening, session):
    closed(evening)
    Evening.open(session, clock.now())
    with pytest.raises(reporting.StillOpen):
        reporting.publish(again(evening), 1, clock.now())


def test_of_an_evening_that_closed_by_itself_the_report_is_begun_by_hand(evening, hers):
    Evening.objects.update(closes_at=clock.now() - timedelta(minutes=1))
    Evening.close_forgotten(clock.now())
    assert "Er is nog geen verslag" in read(hers.get(at(evening)))
    for _ in range(2):
        page = hers.post(at(evening, "zet/"), {"do": "begin", "seen": "0"}, follow=True)
    assert "Dit verslag is nog klad" in read(page)
    assert Report.objects.count() == 1


# Queries


def test_the_report_asks_the_same_number_of_queries_for_few_notes_and_for_many(evening, hers):
    bea, _cor, _notes = closed(evening)

    def queries():
        hers.get(at(evening))
        with CaptureQueriesContext(connection) as queries:
            hers.get(at(evening))
        return len(queries)

    few = queries()
    step = again(evening).session.plan_steps[NOTES]
    Evening.objects.update(closed_at=None, closes_at=clock.now() + timedelta(hours=1))
    for number in range(20):
        write(evening, step, f"Briefje {number}")
        joined(evening)
    Note.objects.update(is_kept=True)
    again(evening).close(clock.now())
    assert queries() == few


def test_who_leads_by_a_task_has_no_report(evening):
    jo = take(evening, TaskKind.LEAD)
    closed(evening)
    assert jo.get(at(evening)).status_code == 404


def test_moved_is_raised_for_another_version(evening):
    closed(evening)
    with pytest.raises(Moved):
        reporting.change(again(evening), 7, title="Te laat")


def test_whoever_reads_it_online_can_report_it_to_the_moderators(evening, hers, client, mo):
    """As its gathering: when they hide that, the report goes with it."""
    closed(evening)
    link = f"/{evening.gathering.lab.slug}/moderatie/melden/bijeenkomsten/{evening.gathering.pk}/"
    assert link not in read(hers.get(at(evening))), "a draft"
    publish(evening)
    assert link in read(client.get(at(evening)))
    assert client.get(link).status_code == 200
    evening.gathering.hide(make_member(evening.gathering.lab, "Samira", "moderator"), "abuse", "Je schold.")
    assert client.get(at(evening)).status_code == 404
