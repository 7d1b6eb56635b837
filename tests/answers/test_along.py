"""The form in which one answer goes to several ideas: who stands in it, the search, and two colleagues at once."""

import re

import pytest

from answers.forms.along import AlongForm
from answers.models import Answer, Draft
from answers.models.draft import draft_of, keep, seen_of, throw_away
from ideas.models import Idea, Status
from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_pages import GIVEN, address, text_of
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(idea, chaima):
    return asked(idea, chaima)


@pytest.fixture
def second(bram):
    return make_idea(bram, "Rozenpad")


def give(member, idea, also=(), **more):
    return browser(member).post(address("answer_give", idea), GIVEN | {"also": list(also)} | more)


def offered(member, idea, data=None):
    form = AlongForm(data, member=member, idea=idea)
    return [one.title for one in form.ideas.values()]


def test_the_form_offers_what_looks_alike_first_and_then_what_waits_the_soonest(answer, idea, bram, chaima, fleur):
    make_idea(bram, "Iets anders")
    later, sooner = make_idea(bram, "Fietsbus"), make_idea(bram, "Rozenpad")
    asked(later, chaima)
    Idea.objects.filter(pk=later.pk).update(answer_due="2100-01-01")
    asked(sooner, chaima)
    make_idea(bram, "Een pluktuin bij de school")
    assert offered(fleur, idea) == ["Een pluktuin bij de school", "Rozenpad", "Fietsbus"]


def test_the_form_offers_no_idea_of_another_lab_or_that_is_hidden_withdrawn_or_closed(answer, idea, bram, fleur, mo):
    titles = ("Pluktuin een", "Pluktuin twee", "Pluktuin drie")
    hidden, closed, withdrawn = (make_idea(bram, title) for title in titles)
    hidden.hide(mo, "spam")
    closed.set_status(bram, voice_of(bram), Status.STOPPED, "Klaar.")
    withdrawn.support(fleur)
    withdrawn.withdraw(bram, voice_of(bram), "Toch niet.")
    elsewhere = make_idea(make_member(make_lab("Elders"), "Els"), "Pluktuin vier")
    assert offered(fleur, idea) == []
    for one, words_ in [(one, "kun je niet meer kiezen") for one in (hidden, elsewhere, idea)] + [
        (one, "niet meer krijgen") for one in (closed, withdrawn)
    ]:
        response = give(fleur, idea, [f"{one.pk}:0"])
        assert response.status_code in (409, 422)
        assert words_ in response.text
    assert Answer.objects.get().is_owed


def test_an_answer_goes_to_the_chosen_ideas(answer, idea, second, fleur):
    assert give(fleur, idea, [f"{second.pk}:0"]).status_code == 302
    assert [one.versions.get().words for one in Answer.objects.all()] == [GIVEN["words"]] * 2
    assert give(fleur, idea, [f"{second.pk}:0"]).status_code == 302, "pressed twice"
    assert Answer.objects.count() == 2


def test_a_search_shows_the_form_again_with_all_words_and_gives_nothing(answer, idea, second, bram, fleur):
    other = make_idea(bram, "Fietsbus")
    said = {"zoek": "fiets", "zoek_nu": "1", "words": "Mijn lange tekst.", "kind": "not_now", "day": "2100-03-01"}
    found = give(fleur, idea, [f"{second.pk}:0"], **said)
    assert found.status_code == 200
    page = text_of(found)
    assert "Mijn lange tekst." in page
    assert f'value="{other.pk}:0"' in page
    assert f'value="{second.pk}:0"' in page
    assert page.count("checked") == 3, "the kind, nobody decided yet, and what was chosen before"
    assert 'value="2100-03-01"' in page
    assert not found.context["form"].errors
    assert Answer.objects.get().is_owed
    nothing = give(fleur, idea, zoek="zeppelin", zoek_nu="1", words="")
    assert "geen ander idee met deze woorden" in nothing.text


def test_who_comes_too_late_for_one_of_them_reads_which_and_gives_the_others_with_the_next_press(
    answer, idea, second, chaima, bram, fleur, lab
):
    third, thijs = make_idea(bram, "Fietsbus"), make_member(lab, "Thijs", "civil_servant")
    chosen = [f"{second.pk}:0", f"{third.pk}:0"]
    asked(second, chaima).give(thijs, voice_of(thijs), **words(kind="yes"))
    late = give(fleur, idea, chosen, words="Mijn lange tekst.")
    assert late.status_code == 409
    page = text_of(late)
    assert "Mijn lange tekst." in page
    assert f'href="{second.get_absolute_url()}antwoord/"' in page
    assert f'value="{second.pk}:0"' not in page
    assert f'value="{third.pk}:0"' in page
    assert page.count("checked") == 3
    assert Answer.objects.get(idea=idea).is_owed
    assert give(fleur, idea, chosen[1:], words="Mijn lange tekst.").status_code == 302
    assert set(Answer.objects.filter(versions__words="Mijn lange tekst.").values_list("idea", flat=True)) == {
        idea.pk,
        third.pk,
    }


def test_who_comes_too_late_reads_what_the_colleague_said_and_finds_how_to_correct_it(answer, idea, fleur, lab):
    thijs = make_member(lab, "Thijs", "civil_servant")
    give(fleur, idea, words="Het mag van ons.")
    late = give(thijs, idea, words="Mijn lange tekst.")
    assert late.status_code == 409
    page = text_of(late)
    assert "Mijn lange tekst." in page
    assert "Het mag van ons." in page
    assert f'href="{address("answer_correct", idea)}"' in page
    assert "Zet het antwoord online" not in page
    moved = browser(thijs).post(address("answer_date", idea), {"day": "2027-03-01", "reason": "Later.", "seen": 0})
    assert moved.status_code == 409
    assert "Het mag van ons." in moved.text


@pytest.mark.parametrize("also", [["x"], ["1:x"], ["99999999999999999999:0"], [":"], ["1"] * 30])
def test_nonsense_is_refused(answer, idea, fleur, also):
    assert give(fleur, idea, also).status_code == 422


def test_more_ideas_cost_no_more_queries(answer, idea, second, bram, chaima, fleur, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(80) as found:
            assert browser(fleur).get(address("answer_give", idea)).status_code == 200
        return len(found)

    asked(second, chaima)
    before = cost()
    for number in range(4):
        asked(make_idea(bram, f"Idee {number}"), chaima)
    assert cost() <= before


def test_the_form_says_which_ideas_have_a_draft_that_goes_with_this_answer(answer, idea, second, bram, chaima, fleur):
    answered = make_idea(bram, "Nog een pluktuin")
    first = asked(answered, chaima)
    first.give(fleur, voice_of(fleur), **words(kind="yes"))
    keep(first, fleur, "", first.versions.get().pk, reason="Een fout.", **words(kind="yes"))
    keep(asked(second, chaima), fleur, "", 0, **words())
    page = text_of(browser(fleur).get(address("answer_give", idea)))
    lines = {title: page.split(f">{title}</bdi>")[1].split("</span>")[0] for title in ("Rozenpad", answered.title)}
    goes = "Heeft een concept van een antwoord. Dat gaat dan weg"
    assert {title for title, line in lines.items() if goes in line} == set(lines)
    assert page.count(goes) == 2
    assert "Heeft al een antwoord" in lines[answered.title]
    chosen = values_in(page)
    assert {value.split(":")[0] for value in chosen} == {str(second.pk), str(answered.pk)}
    assert give(fleur, idea, chosen).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_that_a_colleague_began_meanwhile_is_named_before_it_goes(answer, idea, second, chaima, fleur, ruud):
    owed = asked(second, chaima)
    chosen = values_in(browser(fleur).get(address("answer_give", idea)).text)
    keep(owed, ruud, "", 0, **words(words="Ik ben al ver."))
    late = give(fleur, idea, chosen, words="Mijn lange tekst.")
    assert late.status_code == 409
    page = text_of(late)
    assert "Mijn lange tekst." in page
    assert f'href="{second.get_absolute_url()}antwoord/concept/"' in page
    assert "Heeft een concept van een antwoord. Dat gaat dan weg" in page
    assert Draft.objects.get().words == "Ik ben al ver."
    again = values_in(page)
    assert again != chosen
    assert f'value="{again[0]}" id="id_also_0" checked' in page
    assert give(fleur, idea, again, words="Mijn lange tekst.").status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_that_is_named_is_named_again_when_a_colleague_began_anew(answer, idea, second, chaima, fleur, ruud):
    owed = asked(second, chaima)
    keep(owed, ruud, "", 0, **words())
    chosen = values_in(browser(fleur).get(address("answer_give", idea)).text)
    throw_away(owed, ruud, seen_of(draft_of(owed)))
    keep(owed, ruud, "", 0, **words(words="Opnieuw."))
    assert give(fleur, idea, chosen).status_code == 409
    throw_away(owed, ruud, seen_of(draft_of(owed)))
    assert give(fleur, idea, chosen).status_code == 302


def values_in(page):
    """Return the values of the ideas that the form offers."""
    return re.findall(r'name="also" value="([^"]+)"', page)


def test_titles_are_text(answer, idea, bram, fleur):
    make_idea(bram, "Pluktuin <script>alert(1)</script>")
    assert "<script>alert(1)" not in browser(fleur).get(address("answer_give", idea)).text
