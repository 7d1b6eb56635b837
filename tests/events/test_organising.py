"""The list of attendees: for organisers only, entered people, safe CSV; and the capacity."""

import csv
import re
from io import StringIO

import pytest
from django.urls import reverse

from common import clock, rate_limits
from events.models import Gathering
from tests.events.factories import (
    AN_EVENING,
    IN_NINE_DAYS,
    comers,
    enter,
    line_of,
    make_draft,
    make_gathering,
    utc,
)
from tests.events.forms import opened
from tests.factories import make_member
from tests.mails import told
from tests.standing import standing_at


def at(name, gathering, **more):
    return reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk, **more})


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=3)


@pytest.fixture
def anna_here(client, anna):
    client.force_login(anna.user)
    return client


def test_the_list_shows_names_and_needs_to_its_organiser(anna_here, gathering, bram, client):
    gathering.sign_up(bram, 2, "Een ringleiding.")
    text = anna_here.get(at("parties", gathering)).content.decode()
    assert "Bram" in text
    assert "Een ringleiding." in text


@pytest.mark.parametrize("kind", ["", "stadmaker", "connector", "civil_servant", "moderator"])
def test_nobody_else_sees_a_name(client, lab, gathering, bram, kind):
    gathering.sign_up(bram, 2, "Een ringleiding.")
    other = make_member(lab, "Els", *filter(None, [kind]))
    client.force_login(other.user)
    assert client.get(at("parties", gathering)).status_code == 403
    assert client.get(at("parties_csv", gathering)).status_code == 403
    assert "Een ringleiding." not in client.get(gathering.get_absolute_url()).content.decode()


CHANGES = [
    "gathering_edit",
    "gathering_table",
    "gathering_capacity",
    "gathering_cancel",
    "gathering_publish",
    "gathering_throw_away",
    "gathering_outcome",
    "dates_ask",
    "date_choose",
    "parties",
]


@pytest.mark.parametrize("state", ["draft", "dates", "published", "begun"])
@pytest.mark.parametrize("kind", ["stadmaker", "connector", "civil_servant", "moderator"])
def test_a_colleague_is_offered_a_copy_and_nothing_else_and_may_do_no_more(client, lab, anna, kind, state):
    gathering = in_state(anna, state)
    client.force_login(make_member(lab, "Els", kind).user)
    page = client.get(gathering.get_absolute_url()).text
    assert at("gathering_copy", gathering) in page
    assert [name for name in CHANGES if at(name, gathering) in page] == []
    assert "Alleen de makers en wie dit lab beheert kunnen iets veranderen." in page
    before = Gathering.objects.filter(pk=gathering.pk).values().get()
    given = {name: client.post(at(name, gathering), {"reason": "Storm."}).status_code for name in CHANGES}
    assert given == dict.fromkeys(CHANGES, 403)
    assert Gathering.objects.filter(pk=gathering.pk).values().get() == before


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("draft", {"gathering_publish", "gathering_edit", "gathering_table", "dates_ask", "gathering_throw_away"}),
        ("dates", {"date_answers", "gathering_edit", "gathering_table", "dates_ask", "gathering_cancel", "parties"}),
        ("published", {"gathering_edit", "gathering_table", "gathering_cancel", "parties"}),
        (
            "begun",
            {
                "gathering_edit",
                "gathering_table",
                "gathering_cancel",
                "gathering_outcome",
                "gathering_aloud",
                "parties",
            },
        ),
    ],
)
@pytest.mark.parametrize("who", ["anna", "fleur"])
def test_its_organisers_and_who_runs_the_lab_are_offered_all_of_it(request, client, anna, who, state, offered):
    gathering = in_state(anna, state)
    client.force_login(request.getfixturevalue(who).user)
    page = client.get(gathering.get_absolute_url()).text
    tools = page.partition('<nav class="panel')[2].partition("</nav>")[0]
    addresses = {address.partition("#")[0] for address in re.findall('(?:<a .*?href|action)="(.+?)"', tools)}
    assert addresses == {at(name, gathering) for name in offered | {"gathering_copy", "evening"}}
    assert "kunnen iets veranderen" not in tools


def in_state(anna, state):
    if state in ("draft", "dates"):
        gathering = make_draft(anna)
        if state == "dates":
            days = [clock.now() + IN_NINE_DAYS, clock.now() + 2 * IN_NINE_DAYS]
            gathering.ask_dates([(day, day + AN_EVENING) for day in days])
        return gathering
    gathering = make_gathering(anna)
    if state == "begun":
        start = clock.now() - AN_EVENING / 2
        Gathering.objects.filter(pk=gathering.pk).update(starts_at=start, ends_at=start + AN_EVENING)
    return gathering


WHO_SEES = "Alleen de makers en wie dit lab beheert zien"


def test_who_runs_the_lab_sees_the_list_and_it_says_so(client, fleur, gathering, bram):
    gathering.sign_up(bram, 2, "Een ringleiding.")
    client.force_login(fleur.user)
    text = client.get(at("parties", gathering)).text
    assert "Een ringleiding." in text
    assert f"{WHO_SEES} deze namen. Een week erna" in text


def test_who_comes_reads_who_sees_what_they_fill_in(client, gathering, bram):
    guest = client.get(at("sign_up", gathering)).text
    assert f"{WHO_SEES} je naam." in guest
    assert "Alleen de makers en wie dit lab beheert zien het." in guest
    client.force_login(bram.user)
    for text in (guest, client.get(gathering.get_absolute_url()).text):
        assert "Alleen de makers en wie dit lab beheert lezen dit. Een week erna is het weg." in text


def test_who_calls_is_written_down_once(anna_here, gathering):
    sent = {
        "name": "Mevrouw Jansen",
        "seats": "2",
        "phone": "077 000 00 00",
        "key": "3e2f1b00-0000-4000-8000-000000000001",
    }
    for _press in range(2):
        assert anna_here.post(at("parties", gathering), sent).status_code == 302
    assert comers(gathering) == ["Mevrouw Jansen"]
    gathering.refresh_from_db()
    assert gathering.taken == 2


def test_names_too_often_are_429_and_kept_and_nobody_gets_a_mail(anna_here, gathering, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "entry", "1 per year")
    first = {"name": "Mevrouw Jansen", "seats": "1", "mail": "jansen@example.org"}
    answers = [anna_here.post(at("parties", gathering), first) for _press in range(2)]
    answers.append(anna_here.post(at("parties", gathering), first | {"name": "Dit bewaar je", "mail": "o@b.nl"}))
    assert [answer.status_code for answer in answers] == [302, 302, 429], "who stands there already costs nothing"
    assert [reader for reader, _subject in told()] == ["jansen@example.org"]
    assert 'value="Dit bewaar je"' in answers[-1].text
    assert "Dat zijn veel namen in korte tijd. Wacht een uur en stuur deze dan opnieuw." in answers[-1].text
    assert "1 van de 3 bezet" in " ".join(answers[-1].text.split())
    assert comers(gathering) == ["Mevrouw Jansen"]


def test_without_a_name_nothing_is_written_and_the_rest_is_kept(anna_here, gathering):
    answer = anna_here.post(at("parties", gathering), {"name": "  ", "seats": "2", "needs": "Soep zonder vlees."})
    assert answer.status_code == 422
    assert "Soep zonder vlees." in answer.content.decode()
    assert not gathering.attendances.exists()


def test_a_small_party_is_passed_on_before_a_large_one(anna_here, gathering, anna):
    enter(gathering, anna, "Er zijn", 2)
    enter(gathering, anna, "Groot", 2)
    small = enter(gathering, anna, "Klein", 1)
    anna_here.post(at("party_pass_on", gathering, party_pk=small.pk))
    assert (comers(gathering), line_of(gathering)) == (["Er zijn", "Klein"], ["Groot"])


def test_what_does_not_fit_is_not_passed_on(anna_here, gathering, anna):
    enter(gathering, anna, "Er zijn", 2)
    large = enter(gathering, anna, "Groot", 2)
    answer = anna_here.post(at("party_pass_on", gathering, party_pk=large.pk), follow=True)
    assert "Er zijn niet genoeg plekken vrij voor Groot." in answer.content.decode()
    assert line_of(gathering) == ["Groot"]


def test_who_calls_off_is_taken_off_and_the_next_comes(anna_here, gathering, anna):
    first = enter(gathering, anna, "Er zijn", 3)
    enter(gathering, anna, "Wacht", 1)
    anna_here.post(at("party_take_off", gathering, party_pk=first.pk))
    assert comers(gathering) == ["Wacht"]


def test_a_party_of_another_gathering_is_not_here(anna_here, gathering, anna):
    party = enter(make_gathering(anna, "Anders"), anna, "Elders", 1)
    assert anna_here.post(at("party_take_off", gathering, party_pk=party.pk)).status_code == 404
    party.refresh_from_db()
    assert party.is_going


def read(answer):
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.usefixtures("in_november")
def test_the_spreadsheet_opens_in_dutch_with_local_times(anna_here, gathering, anna, bram):
    with standing_at(utc(2026, 7, 1, 20, 5)):
        gathering.sign_up(bram, 2, "Een ringleiding; voor twee")
    enter(gathering, anna, "Els", 2, mail="els@example.org", phone="077 000 00 00")
    answer = anna_here.get(at("parties_csv", gathering))
    assert answer.content.startswith(b'\xef\xbb\xbf"Naam";"Hoeveel mensen";')
    assert read(answer) == [
        ["Naam", "Hoeveel mensen", "Komt?", "Nodig om mee te doen", "Telefoonnummer", "Mailadres", "Opgegeven op"],
        ["Bram", "2", "komt", "Een ringleiding; voor twee", "", "", "01-07-2026 22:05"],
        ["Els", "2", "op de wachtlijst", "", "077 000 00 00", "els@example.org", "24-11-2026 10:00"],
    ]
    english = read(anna_here.get(at("parties_csv", gathering), headers={"Accept-Language": "en"}))
    assert english[0][0] == "Name"
    assert [row[2] for row in english[1:]] == ["is coming", "on the waiting list"]


def test_cells_that_begin_like_a_formula_are_made_safe(anna_here, gathering, anna):
    enter(gathering, anna, '=HYPERLINK("https://x.example")', 1, needs="+31 6, en\nsoep")
    answer = anna_here.get(at("parties_csv", gathering))
    rows = read(answer)
    assert rows[1][:4] == ['\'=HYPERLINK("https://x.example")', "1", "komt", "'+31 6, en\nsoep"]
    assert len(rows) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_like_a_formula_however_the_spreadsheet_splits(anna_here, gathering, anna, delimiter):
    enter(gathering, anna, "Els;=1+1", 1, needs='soep; "=2\n=3\t-4, @x', phone="1;+31")
    text = anna_here.get(at("parties_csv", gathering)).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter) for cell in row]
    assert any("=1+1" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))] == []


def test_fewer_seats_than_come_only_with_the_choice_to_move_the_last(anna_here, gathering, anna):
    enter(gathering, anna, "Eerst", 1)
    enter(gathering, anna, "Laatst", 2)
    two = opened(anna_here, "gathering_capacity", gathering, capacity="2")
    refused = anna_here.post(at("gathering_capacity", gathering), two)
    assert refused.status_code == 422
    assert "Er komen al 3 mensen." in refused.content.decode()
    assert 'name="to_line"' in refused.content.decode()
    gathering.refresh_from_db()
    assert gathering.capacity == 3
    anna_here.post(at("gathering_capacity", gathering), two | {"to_line": "on"})
    gathering.refresh_from_db()
    assert (gathering.capacity, comers(gathering), line_of(gathering)) == (2, ["Eerst"], ["Laatst"])


def test_where_people_walk_in_no_seats_are_set_so_nobody_comes_to_wait(anna_here, gathering, anna):
    enter(gathering, anna, "Eerst", 2)
    address = at("gathering_capacity", gathering)
    assert address in anna_here.get(at("parties", gathering)).text
    gathering.change(None, entry="walk_in", capacity=None)
    assert address not in anna_here.get(at("parties", gathering)).text
    assert anna_here.post(address, {"capacity": "1", "to_line": "on"}).status_code == 403
    assert (comers(gathering), line_of(gathering)) == (["Eerst"], [])


@pytest.mark.parametrize("typed", ["0", "-1", "x", "99999", "1e3", "²"])
def test_a_number_of_seats_that_cannot_be_is_refused_with_words(anna_here, gathering, typed):
    answer = anna_here.post(at("gathering_capacity", gathering), {"capacity": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_list_takes_the_same_queries_for_one_and_for_many(anna_here, gathering, anna, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    gathering.change(None, capacity=None)
    enter(gathering, anna, "Een", 1)
    address = at("parties", gathering)
    anna_here.get(address)
    with CaptureQueriesContext(connection) as few:
        anna_here.get(address)
    for n in range(5):
        enter(gathering, anna, f"Meer {n}", 1)
    with django_assert_num_queries(len(few)):
        anna_here.get(address)
