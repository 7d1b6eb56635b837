"""Organisers are told once that another organiser moved or cancelled the gathering, and their calendar follows."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from common import clock
from tests.events.factories import make_draft, make_gathering
from tests.events.forms import at
from tests.events.test_calendar_mails import in_mail
from tests.factories import make_member
from tests.places.factories import make_place


@pytest.fixture
def wiel(lab):
    return make_member(lab, "Wiel", "stadmaker")


@pytest.fixture
def gathering(anna, wiel):
    gathering = make_gathering(anna, "Soep", capacity=5)
    gathering.set_organisers([anna, wiel])
    return gathering


def test_the_others_hear_of_a_move_and_who_did_it_does_not(anna, wiel, bram, gathering, mails):
    gathering.sign_up(bram)
    with mails() as sent:
        later = gathering.starts_at + timedelta(days=1)
        gathering.change(None, by=anna, reason="De zaal is vol.", starts_at=later, ends_at=later + timedelta(hours=2))
    assert sorted(sent) == [("bram@example.org", "Veranderd: Soep"), ("wiel@example.org", "Veranderd: Soep")]
    (letter,) = [letter for letter in mail.outbox if letter.to == ["wiel@example.org"]]
    assert "De zaal is vol." in letter.body
    assert "Anna heeft dit gedaan. Jij organiseert het ook." in letter.body
    assert "Kom je?" not in letter.body
    assert in_mail(letter)[0] == "PUBLISH"


def test_the_others_hear_that_it_is_off(client, anna, wiel, gathering, mails):
    client.force_login(anna.user)
    with mails() as sent:
        client.post(at("gathering_cancel", gathering), {"reason": "Storm."})
    assert sent == [("wiel@example.org", "Gaat niet door: Soep")]
    assert in_mail(mail.outbox[0])[0] == "CANCEL"


def test_the_others_hear_which_date_was_chosen_and_who_chose_it_does_not(client, anna, wiel, bram, mails):
    gathering = make_draft(anna, "Soep")
    gathering.set_organisers([anna, wiel])
    gathering.ask_dates([(clock.now() + timedelta(days=n), clock.now() + timedelta(days=n, hours=2)) for n in (7, 8)])
    option = gathering.date_options.last()
    for member in (anna, bram):
        gathering.answer_dates(member, {option.pk: "yes"})
    client.force_login(anna.user)
    with mails() as sent:
        for _press in range(2):
            client.post(at("date_choose", gathering), {"option": option.pk})
    told = "De datum is bekend: Soep"
    assert sorted(sent) == [("bram@example.org", told), ("wiel@example.org", told)]
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert "Anna koos deze datum. Jij organiseert het ook." in letters["wiel@example.org"].body
    assert "Kom je?" not in letters["wiel@example.org"].body
    assert "Deze datum is het geworden." in letters["bram@example.org"].body
    assert in_mail(letters["wiel@example.org"])[0] == "PUBLISH"


def test_an_organiser_who_comes_hears_once_and_words_alone_are_no_mail(anna, wiel, gathering, mails):
    gathering.sign_up(wiel)
    with mails() as sent:
        gathering.change(None, by=anna, about="Neem een kom mee.")
        gathering.cancel("Storm.", anna)
    assert sent == [("wiel@example.org", "Gaat niet door: Soep")]


def test_closing_a_place_says_rightly_for_whom_it_changes_something(client, fleur, anna):
    place = make_place(anna)
    make_gathering(anna, "Soep", place=place)
    client.force_login(fleur.user)
    text = client.get(at("place_close", place)).text
    assert "Dit verandert iets voor deze bijeenkomsten:" in text
    assert "Nog niemand komt." in text
    assert "0 mensen" not in text
    assert "De organisatoren krijgen per bijeenkomst één mail." in text


def test_an_address_that_is_only_posted_to_is_drawn_in_its_lab(client, lab):
    answer = client.get(reverse("upload", kwargs={"lab_slug": lab.slug}))
    assert answer.status_code == 405
    assert "Naar alle ideeën" in answer.text
    assert "Naar alle labs" not in answer.text
