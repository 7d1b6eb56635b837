"""Several answers of the desk are picked up, or handed over, at once."""

import pytest

from tests.answers.test_desk import desk, owe, titles
from tests.answers.test_owner import again
from tests.answers.test_pages import text_of
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser
from tests.news import words_of

pytestmark = pytest.mark.django_db


def test_several_are_picked_up_and_passed_on_at_once(lab, anna, chaima, fleur, ruud, groen):
    answers = [owe(anna, chaima, title) for title in ("Bus", "Tuin", "Bank")]
    picked = [row.pick for row in desk(fleur, "?wie=alles").context["rows"]]
    address = f"/{lab.slug}/werk/samen/"
    response = browser(fleur).post(
        f"{address}?wie=alles&soort=antwoorden", {"picked": picked[:2], "does": "take"}, follow=True
    )
    assert response.redirect_chain[-1][0] == f"/{lab.slug}/werk/?wie=alles&soort=antwoorden"
    assert "Gedaan, voor 2 antwoorden." in text_of(response)
    assert [again(answer).owner for answer in answers] == [fleur, fleur, None]
    response = browser(ruud).post(address, {"picked": picked, "does": "pass", "who": f"person-{ruud.pk}"}, follow=True)
    page = text_of(response)
    assert "Gedaan, voor 1 antwoord." in page
    assert "Iemand anders wijzigde dit net" in page
    assert [again(answer).owner for answer in answers] == [fleur, fleur, ruud], "what moved meanwhile stays"


def test_a_wrong_choice_says_so_and_does_nothing(lab, anna, chaima, fleur, mo):
    answer = owe(anna, chaima, "Bus")
    address = f"/{lab.slug}/werk/samen/"
    pick = f"{answer.pk}:0-0"
    for said in (
        {"does": "take"},
        {"does": "pass", "picked": pick},
        {"picked": pick},
        {"does": "take", "picked": "x"},
    ):
        assert browser(fleur).post(address, said).status_code == 422
    refused = words_of(browser(fleur).post(address, {"does": "take"}).text)
    assert "Antwoorden : Kies minstens één antwoord." in refused
    assert browser(mo).post(address, {"does": "take", "picked": pick}).status_code == 403
    other = make_member(make_lab("buurdorp"), "Otto", "civil_servant")
    browser(other).post("/buurdorp/werk/samen/", {"does": "take", "picked": pick})
    assert again(answer).owner is None


def test_a_refused_choice_keeps_the_filters_and_the_ticks(lab, anna, chaima, fleur):
    answers = [owe(anna, chaima, title) for title in ("Bus", "Tuin", "Bank")]
    picked = [f"{answer.pk}:0-0" for answer in answers[:2]]
    address = f"/{lab.slug}/werk/samen/?wie=alles&soort=antwoorden"
    response = browser(fleur).post(address, {"does": "pass", "picked": picked})
    assert (response.status_code, len(titles(response))) == (422, 3)
    page = text_of(response)
    assert [f'value="{one}" form="together" checked' in page for one in picked] == [True, True]
    assert page.count('form="together" checked') == 2
    assert f'action="{address.replace("&", "&amp;")}"' in page
    assert browser(fleur).get(address).url == f"/{lab.slug}/werk/?wie=alles&soort=antwoorden"


def test_what_is_done_is_counted_once_and_nothing_done_is_said(lab, anna, chaima, fleur, mo):
    answers = [owe(anna, chaima, title) for title in ("Bus", "Tuin")]
    answers[1].take(fleur)
    picked = [f"{answers[0].pk}:0-0"] * 3 + [f"{answers[1].pk}:0-{fleur.pk}"]
    together = f"/{lab.slug}/werk/samen/"
    page = browser(fleur).post(together, {"does": "take", "picked": picked}, follow=True)
    assert "Gedaan, voor 1 antwoord." in text_of(page)
    page = browser(fleur).post(together, {"does": "take", "picked": picked}, follow=True)
    assert "Er is niets veranderd" in text_of(page)
    assert "Gedaan" not in text_of(page)
    answers[0].idea.hide(mo, "spam")
    page = browser(fleur).post(together, {"does": "take", "picked": picked[:1]}, follow=True)
    assert "Er is niets veranderd" in text_of(page)
