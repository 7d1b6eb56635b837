"""What was promised aloud: noted in the room by who has no account, and put with an idea by an organiser after it."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from evenings.chores import erase_participants
from evenings.leaving import taken_along
from evenings.models import Evening, Helper, RoomPromise, TaskKind
from events.models import Aloud, Fate, Gathering
from ideas.models import Idea
from labs.models import HidingReason
from tests.evenings.test_doors import door, read
from tests.evenings.test_harvest import path, pressed
from tests.evenings.test_leading import again
from tests.evenings.test_tasks import take
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

SAID = {"name": "Wim", "role": "wethouder", "words": "Er komt een bankje.", "day": "2027-05-01"}
LIST = "?lijst=gezegd"
LABEL = "Gezegd in de zaal, nog niet bevestigd"


@pytest.fixture
def paper(evening):
    """The browser of a paper helper without an account."""
    return take(evening, TaskKind.PAPER)


@pytest.fixture
def idea(bram):
    return make_idea(bram, "Meer groen")


@pytest.fixture
def noted(evening, paper):
    note(paper, evening)
    return RoomPromise.objects.get()


@pytest.fixture
def over(evening, noted):
    """The gathering has been, and its evening is closed."""
    ago = clock.now() - timedelta(hours=2)
    Gathering.objects.update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    again(evening).close(clock.now())
    return again(evening)


def note(client, evening, key=None, **more):
    return client.post(door("live_promises", evening), SAID | {"key": key or uuid.uuid4()} | more)


def page_of(name, evening, promise=None):
    own = {"code": evening.code} if name.startswith("live") else {"pk": evening.gathering.pk}
    own |= {"promise_pk": promise.pk} if promise else {}
    return reverse(name, kwargs={"lab_slug": evening.gathering.lab.slug} | own)


def put(client, evening, idea, seen=0, **more):
    promise = RoomPromise.objects.get()
    sent = SAID | {"subject": idea.pk if idea else 0, "seen": seen} | more
    return client.post(page_of("evening_promise", evening, promise), sent)


def listed(client, evening):
    return " ".join(read(client.get(path(evening, query=LIST))).split())


def test_a_paper_helper_notes_it_once_and_nobody_reads_it_but_helpers_and_organisers(evening, paper, hers, anna, bram):
    key = uuid.uuid4()
    for _ in range(2):
        assert note(paper, evening, key).status_code == 302
    promise = RoomPromise.objects.get()
    assert (promise.name, promise.role, promise.words, promise.day) == (*list(SAID.values())[:3], date(2027, 5, 1))
    assert promise.noted_by == "Jo"
    for reader in (paper, hers):
        assert "Er komt een bankje." in read(reader.get(door("live_promises", evening)))
    screen = take(evening, TaskKind.SCREEN, name="Bo")
    assert {one.get(door("live_promises", evening)).status_code for one in (screen, browser(bram))} == {403, 404}
    public = (reverse("gathering_detail", args=[anna.lab.slug, evening.gathering.pk]), door("live_screen", evening))
    assert all("bankje" not in read(Client().get(url, follow=True)) for url in public)
    assert not Aloud.objects.exists()


def test_who_leads_without_an_account_and_an_organiser_note_it_too(evening, hers, anna):
    lead = take(evening, TaskKind.LEAD, name="Kim")
    note(lead, evening)
    note(hers, evening, words="Dat zoek ik uit.")
    first, second = RoomPromise.objects.order_by("pk")
    assert (first.noted_by, first.by, second.by, second.helper) == ("Kim", None, anna, None)


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("role", ""), ("words", ""), ("day", "x")])
def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(over, evening, hers, field, value):
    Evening.objects.update(closed_at=None, closes_at=clock.now() + timedelta(hours=1))
    pages = [door("live_promises", evening), page_of("live_promise", evening, RoomPromise.objects.get())]
    for url in pages:
        refused = hers.post(url, SAID | {"key": uuid.uuid4(), "seen": 0, field: value})
        assert refused.status_code == 422
        assert re.search(rf'aria-describedby="[^"]*id_{field}', read(refused))
        assert "Er komt een bankje." in read(refused) or field == "words"
    Evening.objects.update(closed_at=clock.now())
    pages = [page_of("evening_promises", evening), page_of("evening_promise", evening, RoomPromise.objects.get())]
    for url in pages:
        refused = hers.post(url, SAID | {"key": uuid.uuid4(), "seen": 0, "subject": 0, "do": "save", field: value})
        assert refused.status_code == 422
    assert RoomPromise.objects.count() == 1


def test_for_our_script_it_answers_with_the_list_or_the_form(evening, paper):
    own = {"headers": {"HX-Request": "true"}}
    form = paper.post(door("live_promises", evening), {"key": uuid.uuid4()}, **own)
    assert form.status_code == 422
    assert read(form).strip().startswith("<form")
    made = paper.post(door("live_promises", evening), SAID | {"key": uuid.uuid4()}, **own)
    assert made.status_code == 201
    assert 'id="promise-list"' in read(made)
    assert "<main" not in read(made)


def test_who_noted_it_corrects_and_removes_it_and_so_does_an_organiser_but_no_other_helper(
    evening, noted, paper, hers
):
    url, other = page_of("live_promise", evening, noted), take(evening, TaskKind.PAPER, name="Bo")
    assert url in read(paper.get(door("live_promises", evening)))
    assert url not in read(other.get(door("live_promises", evening)))
    assert {other.get(url).status_code, other.post(url, SAID | {"seen": 0}).status_code} == {404}
    assert paper.post(url, SAID | {"seen": 0, "words": "Er komt een bank."}).status_code == 302
    stale = hers.post(url, SAID | {"seen": 0, "words": "Twee bankjes."})
    assert stale.status_code == 409
    assert "Iemand anders heeft dit net veranderd." in read(stale)
    assert "Twee bankjes." in read(stale)
    assert 'name="seen" value="1"' in read(stale)
    assert hers.post(url, SAID | {"seen": 1, "words": "Twee bankjes."}).status_code == 302
    assert RoomPromise.objects.get().words == "Twee bankjes."
    for _ in range(2):
        assert paper.post(url, {"do": "remove"}).status_code == 302
    assert (RoomPromise.objects.get().words, RoomPromise.objects.get().state) == ("", "gone")
    assert paper.get(url).status_code == 404
    late = hers.post(url, SAID | {"seen": 2})
    assert late.status_code == 409
    assert "Iemand anders heeft dit net van de lijst gehaald." in read(late)
    assert "Er komt een bankje." in read(late), "what was typed is kept"


def test_after_the_evening_helpers_have_no_page_and_an_organiser_notes_it_from_paper(over, paper, hers, anna):
    late = note(paper, over)
    assert late.status_code == 409
    assert SAID["words"] in read(late), "what was typed is kept"
    assert 'href="{}"'.format(page_of("evening_promises", over)) in listed(hers, over)
    key = uuid.uuid4()
    for _ in range(2):
        sent = SAID | {"words": "Van papier.", "key": key}
        assert hers.post(page_of("evening_promises", over), sent).status_code == 302
    assert RoomPromise.objects.get(words="Van papier.").by == anna
    page = listed(hers, over)
    assert page.index("Er komt een bankje.") < page.index("Van papier.")
    assert "Opgeschreven door <bdi>Jo</bdi>" in page


def test_an_organiser_puts_it_with_an_idea_once_in_corrected_words(over, hers, idea, anna):
    form = read(hers.get(page_of("evening_promise", over, RoomPromise.objects.get())))
    assert re.search(r'value="0"[^>]*checked', form)
    assert "Er komt een bankje." in form
    nowhere = put(hers, over, None)
    assert nowhere.status_code == 422
    assert "Kies een idee." in read(nowhere)
    for _ in range(2):
        assert put(hers, over, idea, words="Er komt een bank.").status_code == 302
    aloud = Aloud.objects.get()
    assert (aloud.idea, aloud.noted_by, aloud.words, aloud.fate) == (idea, anna, "Er komt een bank.", Fate.WAITING)
    assert aloud.day == date(2027, 5, 1)
    assert LABEL in read(Client().get(idea.get_absolute_url()))
    assert f"{LABEL}:" in listed(hers, over)
    assert RoomPromise.objects.get().words == "Er komt een bank."
    for press in ("aside", "open", "remove"):
        assert pressed(hers, over, f"{press}:gezegd-{RoomPromise.objects.get().pk}").status_code == 409
    assert Aloud.objects.get().fate == Fate.WAITING


def test_who_comes_second_reads_where_it_went_and_keeps_the_words(over, hers, idea, anna, lab):
    put(hers, over, idea)
    other = make_idea(anna, "Zwembad")
    bas = browser(make_member(lab, "Bas", "lab_admin"))
    refused = put(bas, over, other, words="Een zwembad.")
    assert refused.status_code == 409
    assert "Iemand anders heeft dit net bij het idee ‘Meer groen’ gezet." in read(refused)
    assert "Een zwembad." in read(refused)
    assert Aloud.objects.get().idea == idea


def test_only_the_words_are_saved_and_a_search_keeps_them(over, hers, idea):
    assert put(hers, over, idea, do="save", words="Twee bankjes.").status_code == 302
    assert not Aloud.objects.exists()
    assert RoomPromise.objects.get().words == "Twee bankjes."
    found = put(hers, over, idea, zoek="groen", zoek_nu="1", words="Drie bankjes.", seen=1)
    assert found.status_code == 200
    assert "Drie bankjes." in read(found)
    assert 'value="2027-05-01"' in read(found)
    stale = put(hers, over, idea, seen=0)
    assert stale.status_code == 409
    assert put(hers, over, idea, seen=1).status_code == 302


def test_it_is_put_aside_and_back_or_off_the_list(over, hers, idea):
    name = f"gezegd-{RoomPromise.objects.get().pk}"
    for _ in range(2):
        assert pressed(hers, over, f"aside:{name}").status_code == 302
    assert "Opzij gelegd" in listed(hers, over)
    assert put(hers, over, idea, seen=1).status_code == 409
    for _ in range(2):
        assert pressed(hers, over, f"open:{name}").status_code == 302
    assert "Opzij gelegd" not in listed(hers, over)
    for _ in range(2):
        assert pressed(hers, over, f"remove:{name}").status_code == 302
    assert "Niemand schreef op dat er iets is beloofd." in listed(hers, over)
    assert pressed(hers, over, f"aside:{name}").status_code == 409
    assert pressed(hers, over, "aside:gezegd-999999").status_code == 422


def test_what_is_taken_back_at_the_idea_can_go_to_another(over, hers, idea, anna):
    put(hers, over, idea)
    Aloud.objects.get().take_back(anna)
    name = f"gezegd-{RoomPromise.objects.get().pk}"
    assert f"open:{name}" in listed(hers, over)
    assert pressed(hers, over, f"open:{name}").status_code == 302
    other = make_idea(anna, "Zwembad")
    assert put(hers, over, other, seen=2).status_code == 302
    assert set(Aloud.objects.values_list("idea__title", "fate")) == {
        ("Meer groen", Fate.TAKEN_BACK),
        ("Zwembad", Fate.WAITING),
    }
    Idea.objects.get(title="Zwembad").delete()
    assert "Dit hoorde bij een idee dat er niet meer is." in listed(hers, over)
    assert f"open:{name}" in listed(hers, over)


def test_an_idea_that_is_hidden_or_a_gathering_that_has_not_begun_takes_none(over, hers, idea, lab):
    later = clock.now() + timedelta(days=1)
    Gathering.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))
    refused = put(hers, over, idea)
    assert refused.status_code == 409
    assert "Dit kan pas online als de bijeenkomst is begonnen." in read(refused)
    idea.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    assert put(hers, over, idea).status_code == 422
    assert not Aloud.objects.exists()


def test_the_report_says_to_organisers_alone_what_nobody_looked_at(over, hers, evening):
    assert hers.post(
        reverse("evening_report_set", args=[over.gathering.lab.slug, over.gathering.pk]), {"do": "begin", "seen": 0}
    )
    url = reverse("evening_report", args=[over.gathering.lab.slug, over.gathering.pk])
    assert "Gezegd in de zaal, en nog niet bekeken: 1." in read(hers.get(url))
    hers.post(url + "zet/", {"do": "publish", "seen": 0})
    assert "nog niet bekeken" not in read(Client().get(url))
    assert "bankje" not in read(Client().get(url))
    pressed(hers, over, f"aside:gezegd-{RoomPromise.objects.get().pk}")
    assert "nog niet bekeken" not in read(hers.get(url))


def test_it_goes_with_the_raw_notes_and_what_stands_at_the_idea_stays(over, hers, idea):
    put(hers, over, idea)
    Evening.objects.update(closes_at=clock.now() - timedelta(days=89))
    erase_participants()
    assert RoomPromise.objects.exists()
    Evening.objects.update(closes_at=clock.now() - timedelta(days=90))
    erase_participants()
    assert (RoomPromise.objects.count(), Helper.objects.count(), Aloud.objects.count()) == (0, 0, 1)


def test_a_rehearsal_notes_it_and_nothing_of_it_stays(evening, noted, hers):
    Evening.objects.update(is_rehearsal=True)
    assert "Zet het meteen online" not in read(hers.get(door("live_promises", evening)))
    assert again(evening).stop_rehearsal(clock.now())
    assert not RoomPromise.objects.exists()


def test_who_begun_at_the_gathering_may_still_put_it_online_at_once(evening, hers, paper):
    now, noting = clock.now(), reverse("gathering_aloud", args=[evening.gathering.lab.slug, evening.gathering.pk])
    assert noting not in read(hers.get(door("live_promises", evening))), "it has not begun"
    Gathering.objects.update(starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=1))
    page = read(hers.get(door("live_promises", evening)))
    assert noting in page
    assert "Dan telt alleen het officiële antwoord bij het idee." in page
    assert door("live_promises", evening) in read(hers.get(door("live_brought", evening)))
    assert door("live_promises", evening) in read(paper.get(door("live_help", evening)))
    assert noting not in read(paper.get(door("live_promises", evening)))


def test_a_download_has_what_somebody_noted(evening, hers, anna, bram):
    note(hers, evening)
    assert [one["words"] for one in taken_along([anna], "")["evening_promises"]] == ["Er komt een bankje."]
    assert taken_along([bram], "")["evening_promises"] == []


def test_many_cost_no_more_queries(evening, paper, hers, idea):
    def counted(client, url):
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        return len(found)

    note(paper, evening)
    live = door("live_promises", evening)
    few = counted(paper, live)
    for number in range(20):
        note(paper, evening, words=f"Belofte {number}")
    assert counted(paper, live) == few
    ago = clock.now() - timedelta(hours=2)
    Gathering.objects.update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    again(evening).close(clock.now())
    after = path(evening, query=LIST)
    many = counted(hers, after)
    RoomPromise.objects.exclude(pk=RoomPromise.objects.first().pk).delete()
    assert counted(hers, after) == many
