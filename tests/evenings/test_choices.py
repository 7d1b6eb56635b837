"""Who leads lets people choose: what from, open and close, the result, and what is counted in the room."""

import re

import pytest

from common import clock
from evenings.models import Choice, Option, Pick
from evenings.models import choosing as verbs
from evenings.models.choosing import ChoiceClosed, HasPicks, NothingToChoose
from evenings.results import Choosing
from evenings.topics import ConsoleTopic, EveningTopic
from events.models import Gathering
from ideas.models import Moved
from tests.evenings.test_choosing import THREE, again, begin, close, give, joined, step_of
from tests.evenings.test_doors import door, read, walk_in
from tests.evenings.test_tasks import take
from tests.ideas.conftest import browser


def texts():
    return [option.text for option in Option.objects.all()]


def at(evening, step):
    return f"/{evening.gathering.lab.slug}/bijeenkomsten/{evening.gathering.pk}/avond/stap/{step.pk}/keuze/"


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', read(page))[1]


def pressed(client, evening, do, page=None, **more):
    page = page or client.get(door("live_lead", evening))
    form = read(page).partition('id="lead-choice-form"')[2]
    values = dict(re.findall(r'name="(step|seen)" value="(\d+)"', form)[:2])
    return client.post(door("live_choice", evening), {"do": do, **values, **more})


# What people choose from


def test_who_leads_gets_the_buttons_of_each_step_also_before_anything_is_written_for_it(evening):
    """The page fetches them when this id changes."""
    begin_at, (talk, dots) = again(evening), evening.session.plan_steps[3:5]
    tokens = {Choosing(begin_at).lead_token}
    for step in (talk, dots):
        again(evening).go(step.pk, again(evening).version, clock.now())
        tokens.add(Choosing(again(evening)).lead_token)
    assert len(tokens) == 2, "with nothing to choose they are the same"


def test_the_organiser_writes_what_people_choose_from_one_a_line(evening, hers):
    step = evening.session.plan_steps[4]
    page = hers.get(at(evening, step))
    words = {"options": "- Proefwinkel\nFilmavond\n\nFilmavond\n", "dots": "4", "most": "2", "seen": seen(page)}
    assert hers.post(at(evening, step), words).url == door("live_lead", evening)
    assert texts() == ["Proefwinkel", "Filmavond"]
    choice = Choice.objects.get()
    assert (choice.dots, choice.most, choice.version) == (4, 2, 1)
    hers.post(at(evening, step), words)
    assert Choice.objects.get().version == 1, "sent twice is saved once"
    page = hers.post(at(evening, step), {**words, "options": "A\nB", "seen": "0"})
    assert page.status_code == 409
    assert "A\nB" in read(page)
    assert hers.post(at(evening, step), {**words, "options": "A\nB", "seen": seen(page)}).status_code == 302


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"options": ""}, "Schrijf minstens twee keuzes op"),
        ({"options": "Boom"}, "Schrijf minstens twee keuzes op"),
        ({"options": "\n".join(f"Keuze {n}" for n in range(13))}, "Meer dan 12 keuzes"),
        ({"options": f"Boom\n{'b' * 81}"}, "hooguit 80 tekens"),
        ({"dots": "0"}, "Schrijf een aantal stippen"),
        ({"dots": "2", "most": "3"}, "Dat is meer dan iedereen heeft"),
    ],
)
def test_what_cannot_be_chosen_from_is_said_at_its_field(evening, hers, words, said):
    step = evening.session.plan_steps[4]
    page = hers.post(at(evening, step), {"options": "A\nB", "dots": "3", "most": "3", "seen": "0", **words})
    assert page.status_code == 422
    assert said in read(page)
    assert not Option.objects.exists()


def test_a_step_without_choosing_has_no_such_page_and_nobody_else_has_it(evening, hers, mo, bram, client):
    talk, dots = evening.session.plan_steps[0], evening.session.plan_steps[4]
    assert hers.get(at(evening, talk)).status_code == 404
    assert [browser(who).get(at(evening, dots)).status_code for who in (mo, bram)] == [403, 403]
    assert client.get(at(evening, dots)).status_code == 302


def test_an_option_can_be_added_while_people_choose_and_one_with_dots_stays(evening, hers):
    one, _two, _three = begin(evening)
    give(joined(evening), one, 1)
    step = step_of(evening)
    assert verbs.prepare(step, step.choice.version, [*THREE[:2], "Boom"], 3, 2)
    assert texts() == [*THREE[:2], "Boom"]
    for change in (([*THREE[1:], "Boom"], 3, 2), ([*THREE[:2], "Boom"], 4, 2)):
        with pytest.raises(HasPicks):
            verbs.prepare(step, Choice.objects.get().version, *change)
    page = hers.post(
        at(evening, step), {"options": "A\nB", "dots": "3", "most": "2", "seen": Choice.objects.get().version}
    )
    assert page.status_code == 422
    assert "Er is al gekozen" in read(page)
    close(evening)
    with pytest.raises(ChoiceClosed):
        verbs.prepare(step, Choice.objects.get().version, [*THREE[:2], "Boom", "Bank"], 3, 2)


# Open, close, and the result


def test_the_one_who_leads_opens_closes_and_shows_the_result(evening, hers):
    one, *_rest = begin(evening, is_open=False)
    phone = walk_in(evening)
    assert "Laat mensen kiezen" in read(hers.get(door("live_lead", evening)))
    assert pressed(hers, evening, "open").status_code == 302
    assert "Nog 3 van je 3 stippen" in read(phone.get(door("live_phone", evening)))
    page = hers.get(door("live_lead", evening))
    assert "De uitslag is verborgen tot je op" in read(page)
    assert pressed(hers, evening, "close", page).status_code == 302
    assert pressed(hers, evening, "close", page).status_code == 302, "the same press twice closes once"
    assert Choice.objects.get().is_closed
    pressed(hers, evening, "open")
    assert give(joined(evening), one, 1), "closed by mistake: it goes on"
    pressed(hers, evening, "close")
    pressed(hers, evening, "show")
    page = read(hers.get(door("live_lead", evening)))
    assert "Verberg de uitslag" in page
    assert "Laat weer kiezen" not in page
    with pytest.raises(Moved):
        verbs.open_choice(again(evening), step_of(evening), Choice.objects.get().version, clock.now())
    pressed(hers, evening, "hide")
    assert not Choice.objects.get().is_shown


def test_a_press_on_an_old_page_is_refused_and_shows_how_it_is(evening, hers):
    begin(evening, is_open=False)
    old = hers.get(door("live_lead", evening))
    verbs.prepare(step_of(evening), 1, [*THREE, "Boom"], 3, 2)
    page = pressed(hers, evening, "open", old)
    assert page.status_code == 409
    assert "Iemand anders drukte net op een knop" in read(page)
    assert pressed(hers, evening, "open", page).status_code == 302


def test_with_nothing_to_choose_it_does_not_open_and_some_steps_bring_their_own(evening):
    begin(evening, texts=["Proefwinkel"], is_open=False)
    with pytest.raises(NothingToChoose):
        verbs.open_choice(again(evening), step_of(evening), 1, clock.now())
    Choice.objects.all().delete()
    evening.session.steps.filter(pk=step_of(evening).pk).update(kind="try")
    assert verbs.open_choice(again(evening), step_of(evening), 0, clock.now())
    assert [option.key for option in Option.objects.all()] == ["yes", "tip", "no"]


def test_who_leads_reads_that_there_is_nothing_to_choose_from_yet(evening, hers):
    begin(evening, texts=["Proefwinkel"], is_open=False)
    assert "er zijn minstens twee keuzes nodig" in read(hers.get(door("live_lead", evening)))
    helper = take(evening, "lead", name="Jo")
    assert "De organisatoren schrijven dat op" in read(helper.get(door("live_lead", evening)))
    Choice.objects.all().delete()
    evening.session.steps.filter(pk=step_of(evening).pk).update(kind="try")
    assert "niets om uit te kiezen" not in read(hers.get(door("live_lead", evening)))


def test_only_who_leads_presses(evening, mo, bram, client):
    begin(evening)
    body = {"do": "close", "step": step_of(evening).pk, "seen": 2}
    for who in (mo, bram):
        assert browser(who).post(door("live_choice", evening), body).status_code == 404
    assert client.post(door("live_choice", evening), body).status_code == 302
    assert walk_in(evening).post(door("live_choice", evening), body).status_code == 302
    assert Choice.objects.get().is_open


@pytest.mark.parametrize(
    "body",
    [
        {"do": "jump", "step": 1, "seen": 1},
        {"do": "open"},
        {"parked_for": "", "piece": "said-1", "parked_on": "2026-12-01"},
    ],
)
def test_a_press_that_means_nothing_is_refused(evening, hers, body):
    begin(evening)
    assert hers.post(door("live_choice", evening), body).status_code == 422


# What goes wrong


def test_an_objection_is_parked_with_a_name_and_a_day_and_only_who_leads_reads_it(evening, hers):
    _yes, _tip, no = begin(evening, "try", texts=[])
    give(joined(evening, "Merel"), no, 1, words="Op dinsdag is het te druk.")
    page = read(hers.get(door("live_lead", evening)))
    assert "Op dinsdag is het te druk." in page
    row = Pick.objects.get()
    body = {"piece": row.piece, "parked_for": "Jo van de tuin", "parked_on": "2026-12-14"}
    assert hers.post(door("live_choice", evening), body).status_code == 302
    assert "Jo van de tuin kijkt er opnieuw naar op 14 december 2026." in read(hers.get(door("live_lead", evening)))
    phone = walk_in(evening)
    for name in ("live_phone", "live_screen"):
        assert "te druk" not in read(phone.get(door(name, evening)))


def test_who_leads_gets_a_form_for_each_objection_that_is_not_parked_as_soon_as_it_is_said(evening, hers):
    """The page fetches them when this id changes."""

    def forms():
        page = read(hers.get(door("live_lead", evening)))
        token = re.search(r'data-while="(park[a-z\d-]*)"', page)[1]
        assert f'<span id="{token}"' in page
        return token, page.count('name="parked_for"')

    _yes, tip, no = begin(evening, "try", texts=[])
    nothing = forms()
    give(joined(evening, "Merel"), tip, 1, words="Vraag de conciërge.")
    assert forms() == nothing == ("park", 0)
    give(joined(evening, "Truus"), no, 1, words="De keuken is verhuurd.")
    row = Pick.objects.get(option=no)
    assert forms() == (f"park-{row.piece}", 1)
    hers.post(door("live_choice", evening), {"piece": row.piece, "parked_for": "Jo", "parked_on": "2030-12-14"})
    assert forms() == nothing


# Live


def test_each_topic_sends_the_parts_of_its_pages(evening, hers):
    one, *_rest = begin(evening)
    give(joined(evening), one, 1)
    pages = {
        "phone": (EveningTopic(), read(walk_in(evening).get(door("live_phone", evening)))),
        "screen": (EveningTopic(), read(hers.get(door("live_screen", evening)))),
        "page": (ConsoleTopic(), read(hers.get(door("live_lead", evening)))),
    }
    for view, (topic, page) in pages.items():
        for part in topic.parts(evening.pk, view, 0):
            assert f'id="{part.key}"' in page
            assert f'data-revision="{part.revision}"' in part.render()


def test_a_hidden_gathering_has_no_parts(evening):
    begin(evening)
    Gathering.objects.update(is_hidden=True)
    for topic, view in ((EveningTopic(), "phone"), (EveningTopic(), "screen"), (ConsoleTopic(), "page")):
        assert topic.parts(evening.pk, view, 0) == []
