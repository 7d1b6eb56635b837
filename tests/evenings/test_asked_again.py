"""Two days later: is it still right what somebody brings? One mail, a page without an account, and on to the idea."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common import clock
from evenings.chores import ask_again, erase_participants
from evenings.models import Evening, Pledge
from evenings.models.pledge import SIGNER
from events.models import Gathering
from ideas.models import Pledge as IdeaPledge
from notifications.models import Notice, OutgoingMail
from tests.evenings import test_bringing as bringing
from tests.evenings.test_bringing import WORDS, brought, everywhere
from tests.evenings.test_doors import read
from tests.evenings.test_leading import again
from tests.factories import make_idea
from tests.ideas.conftest import browser
from tests.mails import work_off

bring_step, evening, phone, bea = bringing.bring_step, bringing.evening, bringing.phone, bringing.bea


@pytest.fixture
def pledge(evening, bea):
    return brought(evening, participant=bea, contact="bea@example.org", name="Bea")


def days_later(evening, days=2):
    again(evening).close(clock.now())
    Evening.objects.update(closes_at=clock.now() - timedelta(days=days))


def asked():
    """Let the worker do what is due, and return the mails."""
    ask_again()
    work_off()
    return list(OutgoingMail.objects.order_by("pk"))


def link(pledge):
    return reverse("pledge_asked", args=[pledge.lab.slug, SIGNER.sign(str(pledge.pk))])


def to_idea(pledge):
    return reverse("pledge_to_idea", args=[pledge.lab.slug, SIGNER.sign(str(pledge.pk))])


def test_who_gave_an_address_gets_one_mail_after_two_days(evening, pledge):
    brought(evening, "Van papier", name="Mo", contact="06 12 34 56 78")
    brought(evening, "Zonder adres", name="Mo")
    days_later(evening, days=1)
    assert asked() == []
    days_later(evening)
    for _ in range(2):
        mail = asked()[0]
        assert OutgoingMail.objects.count() == 1
    assert mail.address == "bea@example.org"
    assert "Klopt het nog wat je inbrengt?" in mail.subject
    assert WORDS in mail.body
    assert link(pledge) in mail.body


def test_what_was_taken_back_is_not_asked_also_not_when_it_was_taken_back_since(evening, pledge, bea):
    other = brought(evening, "Een bank", bea, contact="bea@example.org")
    evening.bring_nothing(other.pk, bea)
    days_later(evening)
    ask_again()
    assert Notice.objects.filter(kind="pledge_asked").count() == 1
    evening.bring_nothing(pledge.pk, bea)
    work_off()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("wrong", [{"is_rehearsal": True}, {"opened_at": None}])
def test_a_rehearsal_asks_nobody(evening, pledge, wrong):
    days_later(evening)
    Evening.objects.update(**wrong)
    assert asked() == []


def test_of_a_hidden_gathering_nobody_is_asked(evening, pledge):
    days_later(evening)
    Gathering.objects.update(is_hidden=True)
    assert asked() == []


def test_an_english_page_gives_an_english_mail(evening, pledge):
    Pledge.objects.update(language="en")
    days_later(evening)
    assert "Is it still right" in asked()[0].subject


def test_yes_is_a_press_and_opening_the_link_is_not(client, evening, pledge):
    days_later(evening)
    page = client.get(link(pledge))
    assert WORDS in read(page)
    assert "bea@example.org" not in read(page)
    pledge.refresh_from_db()
    assert pledge.confirmed_at is None
    for _ in range(2):
        assert client.post(link(pledge), {"do": "yes"}).status_code == 302
    pledge.refresh_from_db()
    assert pledge.confirmed_at


def test_it_is_changed_and_waits_for_a_glance_again(client, evening, pledge, bea):
    again(evening).let_show(pledge.pk, True, bea)
    again(evening).put_on_screen(pledge.pk, True, clock.now())
    assert WORDS in everywhere(evening)
    day = (clock.now() + timedelta(days=9)).date()
    assert client.post(link(pledge), {"do": "change", "words": "Een tent", "by_when": day}).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.words, pledge.by_when, pledge.is_passed) == ("Een tent", day, False)
    assert "Een tent" not in everywhere(evening)


@pytest.mark.parametrize(
    "wrong", [{"words": ""}, {"words": "x" * 201}, {"by_when": "x"}, {"by_when": "2020-01-01"}, {"do": "x"}]
)
def test_bad_input_is_refused_and_kept(client, pledge, wrong):
    page = client.post(link(pledge), {"do": "change", "words": "Een tent", "by_when": ""} | wrong)
    assert page.status_code == 422
    assert wrong.keys() & {"words", "do"} or "Een tent" in read(page)
    pledge.refresh_from_db()
    assert pledge.words == WORDS


def test_not_after_all_deletes_it(client, evening, pledge):
    for _ in range(2):
        assert client.post(link(pledge), {"do": "back"}).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.words, pledge.contact) == ("taken_back", "", "")
    assert "Je hebt dit ingetrokken" in read(client.get(link(pledge)))
    client.post(link(pledge), {"do": "yes"})
    assert Pledge.objects.get().confirmed_at is None


def test_after_ninety_days_the_link_says_so_kindly(client, evening, pledge):
    days_later(evening, 91)
    assert asked() == []
    erase_participants()
    page = client.get(link(pledge))
    assert (page.status_code, "Dit is er niet meer" in read(page)) == (404, True)
    assert client.post(link(pledge), {"do": "yes"}).status_code == 404
    assert client.get(link(pledge)[:-2] + "x/").status_code == 404
    assert "Dit is er niet meer" not in read(client.get(link(pledge)[:-2] + "x/"))


def test_its_writer_puts_it_with_the_idea_once_by_the_verb_of_the_idea(client, evening, pledge, bram, anna):
    idea = make_idea(anna)
    assert "Zet het bij het idee" not in read(client.get(link(pledge)))
    again(evening).belongs_to(pledge.pk, idea)
    assert "Zet het bij het idee" in read(client.get(link(pledge)))
    assert client.get(to_idea(pledge)).status_code == 302, "without an account one signs in first"
    his = browser(bram)
    assert WORDS in read(his.get(to_idea(pledge)))
    values = {"kind": "things", "sentence": WORDS, "voice": ""}
    for _ in range(2):
        assert his.post(to_idea(pledge), values).status_code == 302
    given = IdeaPledge.objects.get()
    assert (given.person, given.words, given.idea) == (bram, WORDS, idea)
    assert Pledge.objects.get().went_to == given
    assert "Het staat nu bij het idee" in read(client.get(link(pledge)))
    client.post(link(pledge), {"do": "change", "words": "Iets anders"})
    assert Pledge.objects.get().words == WORDS


def test_bad_input_for_the_idea_is_refused_and_kept(evening, pledge, bram, anna):
    again(evening).belongs_to(pledge.pk, make_idea(anna))
    page = browser(bram).post(to_idea(pledge), {"kind": "love", "sentence": "Een tent"})
    assert (page.status_code, "Een tent" in read(page)) == (422, True)
    assert not IdeaPledge.objects.exists()


def test_a_hidden_idea_gets_nothing(evening, pledge, bram, anna, client):
    idea = make_idea(anna)
    again(evening).belongs_to(pledge.pk, idea)
    type(idea).objects.update(is_hidden=True)
    assert idea.title not in read(client.get(link(pledge)))
    page = browser(bram).post(to_idea(pledge), {"kind": "things", "sentence": WORDS})
    assert page.status_code in (302, 403, 404, 409)
    assert not IdeaPledge.objects.exists()


def test_who_said_it_on_paper_is_asked_too(evening):
    brought(evening, "Van papier", name="Mo", contact="mo@example.org")
    days_later(evening)
    assert [mail.address for mail in asked()] == ["mo@example.org"]
