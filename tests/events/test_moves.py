"""People get one mail about a move, with its reason, also if one save changes more."""

import re
from datetime import timedelta
from importlib import import_module
from itertools import combinations

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.models import Move
from events.models.place_words import place_words
from events.words import when_words
from tests.events.factories import AN_EVENING, enter, make_draft, make_gathering, utc
from tests.events.forms import at, edited
from tests.factories import make_member
from tests.places.factories import make_place, make_room

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 8, 18, 30)
A_DAY = timedelta(days=1)


def move(gathering, days=0, **words):
    starts_at = EVENING + days * A_DAY
    return gathering.change(gathering.room, starts_at=starts_at, ends_at=starts_at + AN_EVENING, **words)


@pytest.fixture
def gathering(anna, bram):
    gathering = make_gathering(anna, starts_at=EVENING, where="De school")
    gathering.sign_up(bram)
    return gathering


def letters_of(mails, verb):
    with mails():
        verb()
    return [(letter.to[0], letter.subject, letter.body) for letter in mail.outbox]


def one_line(page):
    return re.sub("[ \n]+", " ", page)


# A reason belongs to one move


def test_a_second_move_without_a_reason_does_not_tell_the_first_one(gathering, mails):
    ((_to, _subject, first),) = letters_of(mails, lambda: move(gathering, 2, reason="De zaal is bezet."))
    assert gathering.reason == "De zaal is bezet."
    ((_to, _subject, second),) = letters_of(mails, lambda: move(gathering, 4))
    assert "Waarom: De zaal is bezet." in first
    assert "Was dinsdag 8\xa0december, 19.30 tot 21.30 uur." in first
    assert "Waarom" not in second
    assert "Was donderdag 10\xa0december, 19.30 tot 21.30 uur." in second
    assert gathering.reason == ""


def test_an_address_that_was_typed_does_not_stay_on_the_page_and_a_place_of_the_lab_does(
    gathering, anna, client, mails
):
    """The mail to attendees has the former address: they knew it."""
    gathering.change(None, where="Bij Els thuis, Kerkstraat 12")
    place = make_place(anna, address="Raadhuisplein 2")
    told = letters_of(mails, lambda: gathering.change(None, place=place, where="Achterom"))[-1][2]
    assert "Was Bij Els thuis, Kerkstraat 12." in told
    told = letters_of(mails, lambda: gathering.change(None, where="Boven"))[-1][2]
    assert "Was Lab aan het plein, Raadhuisplein 2, Achterom." in told
    page = one_line(client.get(gathering.get_absolute_url()).text)
    assert "Was Lab aan het plein, Raadhuisplein 2." in page
    assert page.count("Was ergens anders.") == 2
    assert [words for words in ("De school", "Kerkstraat", "Achterom") if words in page] == []


def test_another_place_after_another_time_is_not_told_as_a_move_in_time(gathering, anna, mails):
    move(gathering, 2, reason="De zaal is bezet.")
    where = {"where": "De kerk", "reason": "De zaal is te klein."}
    ((_to, _subject, told),) = letters_of(mails, lambda: gathering.change(None, **where))
    assert "Deze bijeenkomst is nu op een andere plek." in told
    assert "Waarom: De zaal is te klein." in told
    assert "Was De school." in told
    assert "dinsdag" not in told
    ((_to, _subject, told),) = letters_of(mails, lambda: move(gathering, 0, where="Het plein"))
    assert "Deze bijeenkomst is nu op een ander moment en een andere plek." in told
    assert "Was donderdag 10\xa0december, 19.30 tot 21.30 uur, De kerk." in told
    assert "Waarom" not in told


def test_the_page_tells_each_move_with_its_own_reason(client, gathering):
    move(gathering, 2, reason="De zaal is bezet.")
    move(gathering, 4)
    move(gathering, 0, reason="Toch op dinsdag.")
    gathering.change(None, about="Met soep.")
    page = one_line(client.get(gathering.get_absolute_url()).text)
    told = [
        "Was zaterdag 12\xa0december, 19.30 tot 21.30 uur.</strong> <bdi>Toch op dinsdag.",
        "Was donderdag 10\xa0december, 19.30 tot 21.30 uur.</strong> </p>",
        "Was dinsdag 8\xa0december, 19.30 tot 21.30 uur.</strong> <bdi>De zaal is bezet.",
    ]
    assert [page.count(words) for words in told] == [1, 1, 1]
    assert sorted(told, key=page.index) == told


def test_a_cancelled_one_tells_why_it_is_off_and_why_it_was_moved(client, gathering, mails):
    move(gathering, 2, reason="De zaal is bezet.")
    ((_to, _subject, told),) = letters_of(mails, lambda: gathering.cancel("Storm."))
    assert "Waarom: Storm." in told
    assert "De zaal is bezet." not in told
    page = one_line(client.get(gathering.get_absolute_url()).text)
    assert "Deze bijeenkomst gaat niet door.</strong> <bdi>Storm.</bdi>" in page
    assert "Was dinsdag 8\xa0december, 19.30 tot 21.30 uur.</strong> <bdi>De zaal is bezet." in page


def test_many_moves_take_no_query_more_and_the_last_ten_are_told(client, gathering, django_assert_num_queries):
    move(gathering, 1, reason="Reden 1.")
    client.get(gathering.get_absolute_url())
    with CaptureQueriesContext(connection) as few:
        client.get(gathering.get_absolute_url())
    for number in range(2, 16):
        move(gathering, number, reason=f"Reden {number}.")
    with django_assert_num_queries(len(few)):
        page = client.get(gathering.get_absolute_url()).text
    assert [f"Reden {number}." in page for number in range(1, 16)] == [False] * 5 + [True] * 10


def test_the_field_for_the_reason_starts_empty_and_a_reason_for_no_move_is_not_kept(client, anna, gathering, mails):
    client.force_login(anna.user)
    move(gathering, 2, reason="De zaal is bezet.")
    page = client.get(at("gathering_edit", gathering)).text
    assert 'name="reason"' in page
    assert "De zaal is bezet." not in page
    answers = []
    told = letters_of(
        mails,
        lambda: answers.append(
            client.post(
                at("gathering_edit", gathering),
                edited(gathering, where=gathering.where, about="Met soep.", reason="Zomaar."),
                follow=True,
            )
        ),
    )
    assert told == []
    assert "Je reden is niet bewaard: de tijd en de plek zijn hetzelfde gebleven." in answers[0].text
    gathering.refresh_from_db()
    assert (gathering.about, gathering.reason) == ("Met soep.", "De zaal is bezet.")
    assert "Zomaar." not in client.get(gathering.get_absolute_url()).text


def test_the_same_move_sent_twice_is_one_move_and_one_mail(client, anna, gathering, mails):
    client.force_login(anna.user)
    sent = edited(gathering, where=gathering.where, day="2026-12-10", reason="De zaal is bezet.")
    answers = []

    def twice():
        answers.extend(client.post(at("gathering_edit", gathering), sent, follow=True) for _press in range(2))

    told = letters_of(mails, twice)
    assert [subject for _to, subject, _body in told] == ["Veranderd: Kansen ophalen in Horst"]
    assert "Er is niets veranderd." in answers[1].text
    assert "Je reden is niet bewaard" not in answers[1].text
    gathering.refresh_from_db()
    assert (gathering.moves.count(), gathering.sequence) == (1, 1)


def test_while_a_date_is_looked_for_nothing_is_moved(client, anna, bram, mails):
    asked = make_draft(anna, starts_at=None)
    asked.ask_dates([(EVENING + n * A_DAY, EVENING + n * A_DAY + AN_EVENING) for n in (0, 1)])
    asked.answer_dates(bram, {asked.date_options.first().pk: "yes"})
    assert letters_of(mails, lambda: asked.change(None, where="De kerk", reason="Groter.")) == []
    assert not asked.moves.exists()
    client.force_login(anna.user)
    assert 'name="reason"' not in client.get(at("gathering_edit", asked)).text


# One save, one mail, which has the final state


def test_a_later_date_and_fewer_seats_are_one_mail_each_with_the_new_date(anna, mails):
    gathering = make_gathering(anna, starts_at=EVENING, capacity=3)
    for name in ("Eerst", "Laatst", "Wacht"):
        enter(gathering, anna, name, 2 if name == "Laatst" else 1, mail=f"{name.lower()}@example.org")
    told = letters_of(mails, lambda: move(gathering, 2, capacity=2, to_line=True, reason="De zaal is klein."))
    assert sorted((to, subject) for to, subject, _body in told) == [
        ("eerst@example.org", "Veranderd: Kansen ophalen in Horst"),
        ("laatst@example.org", "Je staat op de wachtlijst: Kansen ophalen in Horst"),
        ("wacht@example.org", "Veranderd: Kansen ophalen in Horst"),
    ]
    for _to, _subject, body in told:
        assert "Wanneer: donderdag 10\xa0december, 19.30 tot 21.30 uur" in body
        assert "Was dinsdag 8\xa0december, 19.30 tot 21.30 uur." in body
        assert "Waarom: De zaal is klein." in body


def test_a_later_date_a_larger_room_and_more_seats_are_one_mail_each(anna, mails):
    small, large = make_room(anna, 2), make_place(anna, "Grote zaal", rooms=(20,)).rooms.get()
    gathering = make_gathering(anna, starts_at=EVENING, place=small.place, capacity=1, room=small)
    for name in ("Komt", "Schuift", "Blijft"):
        enter(gathering, anna, name, 2 if name == "Blijft" else 1, mail=f"{name.lower()}@example.org")
    later = EVENING + 2 * A_DAY

    def save():
        words = {"place": large.place, "capacity": 3, "link": "https://praat.example/1", "title": "Kansen"}
        gathering.change(large, starts_at=later, ends_at=later + AN_EVENING, **words)

    told = letters_of(mails, save)
    assert sorted((to, subject) for to, subject, _body in told) == [
        ("blijft@example.org", "Veranderd: Kansen"),
        ("komt@example.org", "Veranderd: Kansen"),
        ("schuift@example.org", "Er is plek voor je: Kansen"),
    ]
    for _to, _subject, body in told:
        assert "Wanneer: donderdag 10\xa0december, 19.30 tot 21.30 uur" in body
        assert "Waar: Grote zaal" in body
        assert "Was dinsdag 8\xa0december, 19.30 tot 21.30 uur, Lab aan het plein." in body


def test_more_seats_alone_tell_only_who_moves_up(anna, mails):
    gathering = make_gathering(anna, starts_at=EVENING, capacity=1)
    for name in ("Komt", "Schuift"):
        enter(gathering, anna, name, mail=f"{name.lower()}@example.org")
    ((to, subject, body),) = letters_of(mails, lambda: gathering.change(None, capacity=2))
    assert (to, subject) == ("schuift@example.org", "Er is plek voor je: Kansen ophalen in Horst")
    assert "Was " not in body


# People who answered dates, and attendees


@pytest.fixture
def chosen(anna, bram, chaima, fleur, lab):
    """Bram answered and attends, Chaima answered, Fleur answered and withdrew, Dirk answered and is a guest."""
    gathering = make_draft(anna, starts_at=None)
    gathering.ask_dates([(EVENING + n * A_DAY, EVENING + n * A_DAY + AN_EVENING) for n in (0, 1)])
    option, dirk = gathering.date_options.first(), make_member(lab, "Dirk")
    for member in (bram, chaima, fleur, dirk):
        gathering.answer_dates(member, {option.pk: "yes"})
    gathering.choose_date(option)
    gathering.sign_up(bram)
    gathering.sign_up(fleur)
    gathering.party_of(fleur).withdraw()
    gathering.sign_up_guest("Dirk", "dirk@example.org", "nl")
    return gathering


def test_whoever_answered_and_comes_hears_once_that_it_is_off(chosen, mails):
    told = letters_of(mails, lambda: chosen.cancel("Storm."))
    assert sorted(to for to, _subject, _body in told) == ["bram@example.org", "chaima@example.org", "dirk@example.org"]


def test_whoever_answered_hears_once_of_each_later_move_unless_they_are_not_coming(chosen, mails):
    for days in (2, 3):
        told = letters_of(mails, lambda days=days: move(chosen, days))
        assert sorted(to for to, _subject, _body in told) == [
            "bram@example.org",
            "chaima@example.org",
            "dirk@example.org",
        ]
        bodies = {to: body for to, _subject, body in told}
        assert "Je plek blijft van jou." in bodies["bram@example.org"]
        assert "plek blijft van jou" not in bodies["chaima@example.org"]
        assert "Kom je? Zeg het hier" in bodies["chaima@example.org"]


def test_what_was_moved_before_moves_were_kept_still_says_so(client, gathering, anna):
    """The migration creates them, with the reason; a second run adds none."""
    move(gathering, 2, reason="De zaal is bezet.")
    off = make_gathering(anna, "Afgezegd", starts_at=EVENING)
    move(off, 1, reason="Eerst later.")
    off.cancel("Storm.")
    Move.objects.all().delete()
    fill = import_module("events.migrations.0005_moves_until_now").fill
    for _run in range(2):
        fill(apps, None)
    page = one_line(client.get(gathering.get_absolute_url()).text)
    assert "Was dinsdag 8\xa0december, 19.30 tot 21.30 uur.</strong> <bdi>De zaal is bezet." in page
    assert list(Move.objects.order_by("gathering").values_list("gathering", "reason")) == [
        (gathering.pk, "De zaal is bezet."),
        (off.pk, ""),
    ]


def test_whoever_cancels_second_hears_that_their_reason_was_not_sent(client, anna, gathering, mails):
    client.force_login(anna.user)
    address, answers = at("gathering_cancel", gathering), []

    def three_times():
        for reason in ("Storm.", "Storm.", "Te weinig mensen."):
            answers.append(client.post(address, {"reason": reason}, follow=True).text)

    assert [subject for _to, subject, _body in letters_of(mails, three_times)] == [
        "Gaat niet door: Kansen ophalen in Horst"
    ]
    heard = "Er was al gezegd dat het niet doorgaat. De eerste reden is verstuurd, deze niet."
    assert [heard in answer for answer in answers] == [False, False, True]
    gathering.refresh_from_db()
    assert gathering.reason == "Storm."


FIELDS = ("time", "place", "where", "link", "title", "more seats", "fewer seats", "walk in")
TOGETHER = [*combinations(FIELDS, 1), *combinations(FIELDS, 2), FIELDS[:6]]


def what_changes(fields, large):
    later = EVENING + 2 * A_DAY
    values = {
        "time": {"starts_at": later, "ends_at": later + AN_EVENING},
        "place": {"place": large.place},
        "where": {"where": "Achterom"},
        "link": {"link": "https://praat.example/nieuw"},
        "title": {"title": "Kansen zoeken"},
        "more seats": {"capacity": 4},
        "fewer seats": {"capacity": 1, "to_line": True},
        "walk in": {"entry": "walk_in", "capacity": None},
    }
    return {name: value for field in fields for name, value in values[field].items()}


@pytest.mark.slow
def test_whatever_is_changed_together_each_hears_at_most_once_and_how_it_stands_then(anna, mails):
    small, large = make_room(anna, 4), make_place(anna, "Grote zaal", rooms=(20,)).rooms.get()
    for fields in TOGETHER:
        gathering = make_gathering(anna, starts_at=EVENING, place=small.place, room=small, capacity=3)
        for number in range(5):
            enter(gathering, anna, f"P{number}", mail=f"p{number}@example.org")
        changes = what_changes(fields, large)
        room = large if "place" in fields else small
        told = letters_of(mails, lambda: gathering.change(room, **changes))
        people = [to for to, _subject, _body in told]
        assert len(set(people)) == len(people), fields
        moves = bool({"time", "place", "where", "link"} & {*fields})
        assert (len(people) == 5) is moves, fields
        gathering.refresh_from_db()
        with translation.override("nl"):
            when, where = when_words(gathering), place_words(gathering)
        states = {f"p{n}@example.org": party for n, party in enumerate(gathering.attendances.order_by("line"))}
        for to, subject, body in told:
            assert (f"Wanneer: {when}\n" in body, f"Waar: {where}\n" in body) == (True, True), fields
            assert subject.endswith(gathering.title)
            assert ("praat.example" in body) is ("link" in fields and states[to].is_going), fields
        gathering.cancel("Klaar.")  # frees the room for the next one
