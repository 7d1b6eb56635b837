"""The pages of an answer: what they show to everybody, who finds which form, and what a form does."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from answers.models import Answer, NewDate, Terms
from ideas.models import Idea
from ideas.models.results import AnswerOwed
from tests.answers.conftest import asked, voice_of, words
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
GIVEN = {"kind": "no", "words": "De bus moet daar keren.", "contact": "Fleur, team Groen"}


def address(name, idea):
    return reverse(name, kwargs={"lab_slug": idea.lab.slug, "pk": idea.pk})


def text_of(response):
    return " ".join(response.text.replace("\xa0", " ").split())


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


# Reading


def test_the_page_of_an_idea_says_by_when_and_why_to_everybody_without_a_cookie(idea, chaima):
    before = browser().get(idea.get_absolute_url())
    assert f'id="answer-{idea.pk}"' in before.text
    assert "Antwoord van de gemeente" not in before.text
    asked(idea, chaima, "De <b>kwekers</b> willen het weten.")
    response = browser().get(idea.get_absolute_url())
    page = text_of(response)
    assert "De gemeente geeft antwoord, uiterlijk" in page
    assert "Nog geen antwoord van de gemeente" in page
    assert "De &lt;b&gt;kwekers&lt;/b&gt; willen het weten." in page
    assert "Gevraagd door <bdi>Chaima</bdi>" in page
    assert not response.cookies


def test_an_answer_that_was_given_stays_on_the_page_when_somebody_asks_again(idea, chaima, fleur, anna):
    asked(idea, chaima).give(fleur, voice_of(fleur), **words(kind="already", words="Dit doen we al in de Kerkstraat."))
    asked(Idea.objects.get(pk=idea.pk), chaima, "Ook in de Molenstraat?")
    again = text_of(browser().get(idea.get_absolute_url()))
    assert again.index("Ook in de Molenstraat?") < again.index("Eerder antwoordde de gemeente:")
    assert "Dit doen we al in de Kerkstraat." in again
    assert "Vraag de gemeente" not in again
    Answer.objects.owed().get().give(fleur, voice_of(fleur), **words(kind="already", words="Daar ook."))
    given = text_of(browser(chaima).get(idea.get_absolute_url()))
    assert "Eerder antwoordde de gemeente:" not in given
    assert "Vraag de gemeente opnieuw om antwoord" in given


def test_who_corrects_at_the_same_time_reads_what_the_other_wrote(idea, chaima, fleur, lab):
    answer = asked(idea, chaima)
    version = answer.give(fleur, voice_of(fleur), **words())
    answer.correct(fleur, voice_of(fleur), version.pk, "Toch niet.", **words(words="De bus past er niet."))
    other = make_member(lab, "Thijs", "civil_servant")
    mine = GIVEN | {"seen": version.pk, "reason": "Tikfout.", "words": "De bus past er net."}
    crossed = browser(other).post(address("answer_correct", idea), mine)
    assert crossed.status_code == 409
    page = text_of(crossed)
    assert (
        page.index("Dit staat nu op de pagina")
        < page.index("De bus past er niet.")
        < page.index("De bus past er net.")
    )


def test_lists_and_the_home_of_the_lab_say_by_when_too(idea, chaima, mo):
    quiet = make_idea(idea.author, "Een stil idee")
    asked(idea, chaima)
    listed = text_of(browser().get(f"/{idea.lab.slug}/ideeen/?stand=waiting"))
    assert "De gemeente geeft antwoord, uiterlijk" in listed
    assert quiet.title not in listed, "the filter shows what is owed"
    home = text_of(browser().get(f"/{idea.lab.slug}/"))
    assert "De gemeente antwoordt" in home
    assert f'<a class="strong" href="{idea.get_absolute_url()}">' in home
    idea.hide(mo, "spam")
    assert "De gemeente antwoordt" not in text_of(browser().get(f"/{idea.lab.slug}/"))


def test_an_answer_stands_on_the_page_with_its_words_contact_and_the_official_way(idea, chaima, fleur):
    Terms.objects.create(lab=idea.lab, channel="https://www.proefstad.example/vergunning")
    answer = asked(idea, chaima)
    version = answer.give(fleur, voice_of(fleur), **words(kind="not_now", day=date(2100, 3, 1)))
    page = text_of(browser().get(idea.get_absolute_url()))
    for piece in (
        "Nu niet. Op 1 maart 2100 kijken we opnieuw",
        "De bus moet daar keren.",
        "Dit antwoord is geen vergunning en geen officieel besluit.",
        'href="https://www.proefstad.example/vergunning"',
    ):
        assert piece in page
    answer.correct(fleur, voice_of(fleur), version.pk, "Een tikfout.", **words(words="De bus moet er keren."))
    page = text_of(browser().get(idea.get_absolute_url()))
    assert "Een tikfout." in page
    assert "De bus moet er keren." in page
    every = text_of(browser().get(address("answer_all", idea)))
    assert "Dit stond er eerst" in every
    assert "De bus moet daar keren." in every


def test_the_trace_of_a_withdrawn_idea_stays(idea, anna, chaima):
    asked(idea, chaima)
    idea.withdraw(anna, voice_of(chaima), "Toch niet.")
    page = text_of(browser().get(idea.get_absolute_url()))
    assert "Er komt geen antwoord meer: de maker trok het idee terug." in page
    assert "De gemeente geeft antwoord, uiterlijk" not in page


def test_a_page_costs_the_same_with_one_new_date_and_with_three(idea, chaima, fleur):
    answer, counts = asked(idea, chaima), []
    browser().get(idea.get_absolute_url())  # the first page of a process looks up what is kept
    for number in range(3):
        seen = answer.dates.values_list("pk", flat=True).last() or 0
        answer.choose_date(fleur, voice_of(fleur), date(2100, 1, number + 1), f"Reden {number}.", seen)
        with CaptureQueriesContext(connection) as queries:
            browser().get(idea.get_absolute_url())
        counts.append(len(queries))
    assert len(set(counts)) == 1


# Who may

PEOPLE = ["nobody", "author", "resident", "stadmaker", "connector", "civil_servant", "moderator", "lab_admin", "else"]
IN, YES, NO = 302, 200, 403
MAY = {  # nobody author resident stadm conn civil moder admin elsewhere
    ("answer_ask", "new"): [IN, YES, NO, YES, YES, YES, YES, NO, NO],
    ("answer_date", "new"): [IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("answer_give", "new"): [IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("answer_date", "owed"): [IN, NO, NO, NO, NO, YES, NO, NO, NO],
    ("answer_give", "owed"): [IN, NO, NO, NO, NO, YES, NO, NO, NO],
    ("answer_correct", "owed"): [IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("answer_give", "given"): [IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("answer_correct", "given"): [IN, NO, NO, NO, NO, YES, NO, NO, NO],
}


@pytest.fixture
def people(lab, anna):
    kinds = {kind: make_member(lab, kind.title(), kind) for kind in PEOPLE[3:8]}
    stranger = make_member(make_lab("elders"), "Eva", "civil_servant", "moderator")
    return {"nobody": None, "author": anna, "resident": make_member(lab, "Rita"), **kinds, "else": stranger}


def staged(idea, state, fleur):
    if state != "new":
        answer = asked(idea, fleur)
        if state == "given":
            answer.give(fleur, voice_of(fleur), **words(kind="already"))


@pytest.mark.parametrize(("name", "state"), MAY)
def test_table_of_who_finds_which_form(idea, people, fleur, name, state):
    staged(idea, state, fleur)
    found = [browser(people[who]).get(address(name, idea)).status_code for who in PEOPLE]
    assert found == MAY[name, state]


@pytest.mark.parametrize("who", [who for who in PEOPLE if who not in ("nobody", "civil_servant")])
def test_nobody_else_dates_gives_or_corrects_by_a_post(idea, people, fleur, who):
    staged(idea, "owed", fleur)
    before = Answer.objects.values().get()
    posts = {"answer_date": {"day": day(90), "reason": "Later.", "seen": 0}, "answer_give": GIVEN}
    for name, fields in posts.items():
        assert browser(people[who]).post(address(name, idea), fields).status_code == 403
    assert Answer.objects.values().get() == before
    staged_again = Answer.objects.get()
    version = staged_again.give(fleur, voice_of(fleur), **words(kind="already"))
    said = GIVEN | {"reason": "Anders.", "seen": version.pk}
    assert browser(people[who]).post(address("answer_correct", idea), said).status_code == 403
    assert staged_again.versions.count() == 1


def test_links_stand_only_where_they_lead_somewhere(idea, people):
    def offers(who):
        page = browser(people[who]).get(idea.get_absolute_url()).text
        more = browser(people[who]).get(f"{idea.get_absolute_url()}meer/").text
        return [[name in text for name in ("antwoord/vragen/", "antwoord/geven/")] for text in (page, more)]

    assert offers("resident") == offers("nobody") == offers("lab_admin") == [[False, False], [False, False]]
    assert offers("author") == offers("stadmaker") == offers("civil_servant") == [[True, False], [True, False]]
    asked(idea, people["stadmaker"])
    assert offers("author") == offers("stadmaker") == [[False, False], [False, False]]
    assert offers("civil_servant") == [[False, True], [False, True]]


# Doing


def test_a_stadmaker_asks_and_a_second_press_is_the_same_answer(idea, chaima):
    her = browser(chaima)
    said = {"reason": "De kwekers willen het weten."}
    assert her.post(address("answer_ask", idea), {"reason": " "}).status_code == 422
    for _again in "ab":
        assert her.post(address("answer_ask", idea), said).headers["Location"] == idea.get_absolute_url()
    assert Answer.objects.get().voice_kind == "stadmaker"


def test_who_asked_before_as_its_author_reads_that_and_their_words(idea, anna, fleur):
    asked(idea, anna).give(fleur, voice_of(fleur), **words(kind="already"))
    response = browser(anna).post(address("answer_ask", idea), {"reason": "Nog eens."})
    assert response.status_code == 403
    assert "Dat kan één keer." in response.text
    assert "Nog eens." in response.text


def test_who_asked_before_as_its_author_finds_no_button_and_reads_why(idea, anna, fleur):
    button = "Vraag de gemeente om antwoord"
    assert button in browser(anna).get(idea.get_absolute_url()).text
    asked(idea, anna).give(fleur, voice_of(fleur), **words(kind="already"))
    page = browser(anna).get(idea.get_absolute_url())
    assert button not in page.text
    more = browser(anna).get(f"{idea.get_absolute_url()}meer/")
    assert button not in more.text
    told = browser(anna).get(address("answer_ask", idea), follow=True)
    assert "Dat kan één keer." in told.text


def test_the_form_of_an_answer_begins_with_the_team_and_holds_no_name(lab, idea, chaima, fleur):
    lab.contact_phone = "077 000 00 00"
    lab.save()
    asked(idea, chaima)
    page = browser(fleur).get(address("answer_give", idea))
    assert page.context["form"]["contact"].value() == "team Groen, 077 000 00 00"


def test_the_form_of_a_status_shows_the_way_to_the_answer_that_is_owed(idea, chaima, fleur):
    asked(idea, chaima)
    for member, is_there in ((fleur, True), (chaima, False)):
        page = browser(member).get(f"{idea.get_absolute_url()}status/")
        assert page.status_code == 200
        assert (address("answer_give", idea) in page.text) is is_there


def test_the_page_of_an_idea_has_the_whole_answer_once(idea, chaima, fleur):
    said = "De bus moet daar keren. Dat vraagt een breder plein, en daar is nu geen geld voor."
    asked(idea, chaima).give(fleur, voice_of(fleur), **words(words=said, next_step="Kom langs."))
    page = text_of(browser().get(idea.get_absolute_url()))
    assert page.count("daar is nu geen geld voor") == page.count("Kom langs.") == 1
    assert page.count("De bus moet daar keren.") == 2, "the story has the first sentence"


def test_an_author_with_a_role_chooses_as_whom_they_ask(lab, idea):
    maker = make_member(lab, "Dina", "stadmaker")
    mine = make_idea(maker, "Van Dina")
    page = browser(maker).get(address("answer_ask", mine))
    assert [words for _key, words in page.context["form"].fields["voice"].choices] == ["bewoner", "stadmaker"]
    browser(maker).post(address("answer_ask", mine), {"reason": "Daarom.", "voice": maker.roles.get().pk})
    assert Answer.objects.get().voice_kind == "stadmaker"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"kind": ""}, ["kind"]),
        ({"kind": "nonsens"}, ["kind"]),
        ({"words": " "}, ["words"]),
        ({"contact": ""}, ["contact"]),
        ({"contact": "x" * 201}, ["contact"]),
        ({"kind": "not_now"}, ["day"]),
        ({"kind": "not_now", "day": 0}, ["day"]),
        ({"kind": "not_now", "day": 1}, []),
        ({"kind": "together", "day": 0}, ["day"]),
        ({"kind": "together", "day": 1}, []),
        ({"kind": "council", "day": -1}, ["day"]),
        ({"kind": "together", "day": 731}, ["day"]),
        ({"kind": "others"}, ["to"]),
        ({"kind": "others", "to": "ProRail"}, []),
        ({"kind": "yes", "day": "morgen", "to": "x" * 99}, []),
    ],
)
def test_each_kind_of_answer_asks_what_it_needs(idea, chaima, fleur, fields, wrong):
    asked(idea, chaima)
    if isinstance(fields.get("day"), int):
        fields = fields | {"day": day(fields["day"])}
    response = browser(fleur).post(address("answer_give", idea), GIVEN | fields)
    assert response.status_code == (422 if wrong else 302)
    assert list(response.context["form"].errors) == wrong if wrong else True
    assert Answer.objects.get().is_owed is bool(wrong)


def test_an_answer_pressed_twice_is_one_and_a_colleague_reads_that_there_is_one(idea, chaima, fleur, lab):
    asked(idea, chaima)
    for _again in "ab":
        assert browser(fleur).post(address("answer_give", idea), GIVEN).status_code == 302
    other = make_member(lab, "Thijs", "civil_servant")
    late = browser(other).post(address("answer_give", idea), GIVEN | {"words": "Het mag."})
    assert late.status_code == 409
    assert "Een collega gaf net al antwoord" in late.text
    assert "Het mag." in late.text
    assert Answer.objects.get().versions.count() == 1


def test_a_new_date_that_crosses_another_one_is_told_and_can_be_sent_again(idea, chaima, fleur, lab):
    asked(idea, chaima)
    first, second = ({"day": day(days), "reason": f"Over {days} dagen.", "seen": 0} for days in (90, 99))
    assert browser(fleur).post(address("answer_date", idea), first).status_code == 302
    crossed = browser(make_member(lab, "Thijs", "civil_servant")).post(address("answer_date", idea), second)
    assert crossed.status_code == 409
    assert "Over 99 dagen." in crossed.text
    again = second | {"seen": crossed.context["form"]["seen"].value()}
    assert browser(fleur).post(address("answer_date", idea), again).status_code == 302
    assert Idea.objects.get(pk=idea.pk).answer_due == date.fromisoformat(second["day"])


@pytest.mark.parametrize(("days", "wrong"), [(None, "day"), (-1, "day"), (0, ""), (730, ""), (731, "day")])
def test_a_new_date_lies_ahead_within_two_years(idea, chaima, fleur, days, wrong):
    asked(idea, chaima)
    said = {"day": "" if days is None else day(days), "reason": "Later.", "seen": 0}
    response = browser(fleur).post(address("answer_date", idea), said)
    assert response.status_code == (422 if wrong else 302)


def test_the_date_that_is_promised_already_is_no_new_date(idea, chaima, fleur):
    due = asked(idea, chaima).due.isoformat()
    same = browser(fleur).post(address("answer_date", idea), {"day": due, "reason": "Later.", "seen": 0})
    assert same.status_code == 422
    assert "Deze datum staat er al. Kies een andere." in same.text
    later = {"day": day(90), "reason": "Later.", "seen": 0}
    for _again in "ab":
        assert browser(fleur).post(address("answer_date", idea), later).status_code == 302
    seen = NewDate.objects.get().pk
    assert browser(fleur).post(address("answer_date", idea), later | {"seen": seen}).status_code == 422


def test_a_date_in_the_weekend_or_on_a_holiday_is_told_quietly(idea, chaima, fleur):
    asked(idea, chaima)
    christmas, monday = {"day": "2027-12-25", "reason": "Later.", "seen": 0}, {"day": "2027-12-27", "reason": "Later."}
    hint = "in het weekend of op een feestdag"
    told = browser(fleur).post(address("answer_date", idea), christmas, follow=True)
    assert hint in told.text
    seen = NewDate.objects.get().pk
    told = browser(fleur).post(address("answer_date", idea), monday | {"seen": seen}, follow=True)
    assert hint not in told.text


def test_no_field_that_a_kind_demands_is_called_optional(idea, chaima, fleur):
    asked(idea, chaima)
    page = text_of(browser(fleur).get(address("answer_give", idea)))
    for name in ("day", "to"):
        label = page[page.index(f'for="id_{name}"') :]
        assert "hoeft niet" not in label[: label.index("</label>")]
        assert "Alleen als" in label[: label.index(f'name="{name}"')]


def test_a_status_that_answers_is_refused_when_an_answer_became_owed_meanwhile(idea, chaima, fleur):
    seen = Idea.objects.get(pk=idea.pk)
    asked(idea, chaima)
    with pytest.raises(AnswerOwed):
        seen.set_status(fleur, voice_of(fleur), "rejected", "Mijn reden.", seen=seen.status_revision)
    assert Idea.objects.get(pk=idea.pk).status == "new"
