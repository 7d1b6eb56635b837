"""A sentence for each step in a second language, below the Dutch one."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from evenings.languages import LANGUAGES, RIGHT_TO_LEFT
from evenings.models import Evening, LabPlan, Session
from evenings.models.lab_plan import plans_for
from evenings.models.step import SENTENCE_LENGTH
from evenings.plans import plans
from evenings.topics import EveningTopic
from ideas.models import Moved
from tests.evenings.test_doors import door, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_pages import at, read
from tests.events.factories import make_gathering
from tests.ideas.conftest import browser

POLISH = "Dobrze, że jesteś. Nie ma złych odpowiedzi."
ARABIC = "أهلاً بكم. لا توجد إجابات خاطئة."


def fresh(session):
    return Session.objects.with_steps().get(pk=session.pk)


def chosen(client, session, language, **more):
    values = {"language": language, "seen": fresh(session).who} | more
    return client.post(at("evening_who", session.gathering), values)


def step_form(session, step, client):
    """Return what the page of a step sends when somebody presses its button."""
    page = client.get(at("evening_step", session.gathering, step_pk=step.pk))
    form = page.context["form"]
    return page, {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def written(client, session, step, sentence):
    _page, form = step_form(session, step, client)
    return client.post(at("evening_step", session.gathering, step_pk=step.pk), form | {"translation": sentence})


def first(session):
    return fresh(session).plan_steps[0]


@pytest.fixture
def polish(session, hers):
    """The evening has Polish, and its first step a sentence in it."""
    chosen(hers, session, "pl")
    assert written(hers, session, session.plan_steps[0], POLISH).status_code == 302
    return fresh(session)


def opened(session):
    """Open the evening in its first step."""
    evening = Evening.open(session, clock.now())
    evening.go(first(session).pk, evening.version, clock.now())
    return again(evening)


# For organisers


def test_an_organiser_chooses_a_language_and_each_step_has_a_field_for_it(session, hers):
    page = read(hers.get(at("evening", session.gathering)))
    assert "Een tweede taal" in page
    assert re.search(r'<option value="tr" lang="tr">Türkçe</option>', page)
    step = session.plan_steps[0]
    assert "translation" not in read(step_form(session, step, hers)[0])
    assert chosen(hers, session, "ar").url == at("evening", session.gathering) + "#wie"
    form = read(step_form(session, step, hers)[0])
    assert "En in العربية?" in form
    assert re.search(r'<input[^>]* name="translation"[^>]* lang="ar" dir="rtl"', form)
    assert "En in العربية?" in read(hers.get(at("evening_step_new", session.gathering)))


def test_a_new_step_has_its_sentence_at_once(session, hers):
    chosen(hers, session, "pl")
    form = {"title": "Dans", "kind": "talk", "minutes": "5", "sentence": "Dans mee.", "key": uuid.uuid4()}
    hers.post(at("evening_step_new", session.gathering), form | {"language": "pl", "translation": "Zatańcz."})
    assert fresh(session).plan_steps[-1].translations == {"pl": "Zatańcz."}


def test_the_sentence_stands_below_the_dutch_one_on_the_plan(polish, hers):
    page = read(hers.get(at("evening", polish.gathering)))
    assert page.index(polish.plan_steps[0].sentence) < page.index(POLISH)


def test_another_language_or_none_keeps_the_words(polish, hers):
    chosen(hers, polish, "ar")
    assert written(hers, polish, first(polish), ARABIC).status_code == 302
    assert first(polish).translations == {"ar": ARABIC, "pl": POLISH}
    plan = read(hers.get(at("evening", polish.gathering)))
    assert ARABIC in plan
    assert POLISH not in plan
    chosen(hers, polish, "")
    written(hers, polish, first(polish), "")  # without a second language there is no such field
    assert POLISH not in read(hers.get(at("evening", polish.gathering)))
    chosen(hers, polish, "pl")
    assert POLISH in read(hers.get(at("evening", polish.gathering)))
    assert first(polish).translations == {"ar": ARABIC, "pl": POLISH}


def test_an_empty_field_takes_the_sentence_away(polish, hers):
    written(hers, polish, first(polish), "")
    assert first(polish).translations == {}


def test_what_is_typed_stays_in_the_language_that_its_form_asked_for(polish, hers):
    _page, form = step_form(polish, first(polish), hers)
    chosen(hers, polish, "ar")
    hers.post(at("evening_step", polish.gathering, step_pk=first(polish).pk), form | {"translation": "Witaj."})
    assert first(polish).translations == {"pl": "Witaj."}


def test_a_form_that_was_drawn_without_it_takes_no_sentence_away(polish, hers):
    chosen(hers, polish, "")
    _page, form = step_form(polish, first(polish), hers)
    chosen(hers, polish, "pl")
    hers.post(at("evening_step", polish.gathering, step_pk=first(polish).pk), form | {"title": "Hallo"})
    assert (first(polish).title, first(polish).translations) == ("Hallo", {"pl": POLISH})


def test_a_sentence_that_is_too_long_is_kept_in_the_form(polish, hers):
    long = "a" * (SENTENCE_LENGTH + 1)
    page = written(hers, polish, first(polish), long)
    assert page.status_code == 422
    assert long in read(page)
    assert first(polish).translations == {"pl": POLISH}


def test_somebody_else_changed_the_sentence_meanwhile(polish, hers):
    _page, form = step_form(polish, first(polish), hers)
    written(hers, polish, first(polish), "Witaj.")
    late = hers.post(
        at("evening_step", polish.gathering, step_pk=first(polish).pk), form | {"translation": "Dzień dobry."}
    )
    assert late.status_code == 409
    assert "Dzień dobry." in read(late)
    assert first(polish).translations == {"pl": "Witaj."}


def test_somebody_else_chose_another_language_meanwhile(polish, hers):
    late = chosen(hers, polish, "tr", seen="False")
    assert late.status_code == 409
    assert re.search(r'<option value="tr"[^>]* selected', read(late))
    assert fresh(polish).language == "pl"
    with pytest.raises(Moved):
        polish.set_who("False", "tr", False)


def test_the_same_choice_again_changes_nothing(polish, hers):
    assert chosen(hers, polish, "pl", seen="old").status_code == 302
    assert fresh(polish).version == polish.version


@pytest.mark.parametrize("language", ["xx", "nl", "pl\x00", "p" * 1000])
def test_a_language_that_is_not_in_the_list_is_refused(session, hers, language):
    page = chosen(hers, session, language)
    assert page.status_code == 422
    assert "Kies een van deze talen." in read(page)
    assert fresh(session).language == ""


def test_nobody_else_chooses_it(session, mo, bram):
    for member in (mo, bram):
        assert chosen(browser(member), session, "pl").status_code == 403
    assert fresh(session).language == ""


def test_the_form_is_there_in_english(polish, hers):
    page = read(hers.get(at("evening", polish.gathering), HTTP_ACCEPT_LANGUAGE="en"))
    form = read(hers.get(at("evening_step", polish.gathering, step_pk=first(polish).pk), HTTP_ACCEPT_LANGUAGE="en"))
    assert "A second language" in page
    assert "And in Polski?" in form


# In the room


def test_phones_and_the_screen_show_it_below_the_dutch_one_with_its_language(polish, hers):
    evening = opened(polish)
    phone, told = walk_in(evening), f'lang="pl" dir="ltr" translate="no">{POLISH}</p>'
    pages = [read(phone.get(door("live_phone", evening))), read(hers.get(door("live_screen", evening)))]
    parts = [part.render() for view in ("phone", "screen") for part in EveningTopic().parts(evening.pk, view, 0)]
    assert all(told in page and page.index(first(polish).sentence) < page.index(told) for page in pages)
    assert sum(told in part for part in parts) == 2


def test_long_sentences_have_smaller_letters_on_the_screen(polish, hers):
    evening = opened(polish)
    assert "screen--long" not in read(hers.get(door("live_screen", evening)))
    written(hers, polish, first(polish), "ą" * SENTENCE_LENGTH)
    assert "screen--long" in read(hers.get(door("live_screen", evening)))
    chosen(hers, polish, "")
    assert "screen--long" not in read(hers.get(door("live_screen", evening)))


def test_open_pages_hear_another_language(polish, hers):
    written_in(polish, hers, "ar", ARABIC)
    evening = opened(polish)
    before = again(evening).revision
    chosen(hers, polish, "ar")
    parts = {part.key: part.render() for part in EveningTopic().parts(evening.pk, "phone", before)}
    assert f'lang="ar" dir="rtl" translate="no">{ARABIC}</p>' in parts[f"evening-phone-{evening.pk}"]


def written_in(session, client, language, sentence):
    """Write the sentence of the first step in another language, and choose again what was chosen."""
    now = fresh(session).language
    chosen(client, session, language)
    written(client, session, first(session), sentence)
    chosen(client, session, now)


def test_a_step_without_it_has_only_dutch(polish, hers):
    evening = Evening.open(polish, clock.now())
    evening.go(fresh(polish).plan_steps[1].pk, evening.version, clock.now())
    assert 'lang="pl"' not in read(walk_in(evening).get(door("live_phone", evening)))


def test_paper_has_it_on_the_sheets_and_the_programme(polish, hers):
    written(hers, polish, fresh(polish).plan_steps[2], "Jedna kartka, jedna rzecz.")
    sheets = re.findall(
        r'<section class="sheet sheet--page".*?</section>',
        read(hers.get(at("evening_paper", polish.gathering))),
        re.DOTALL,
    )
    assert [number for number, sheet in enumerate(sheets) if POLISH in sheet] == [0, 1]
    assert [number for number, sheet in enumerate(sheets) if "Jedna kartka" in sheet] == [0, 3, 8]


def test_the_programme_of_a_long_evening_has_no_room_for_it(polish, hers):
    for number in range(2):
        polish.add_step(uuid.uuid4(), kind="talk", title=f"Nog {number}", minutes=5, sentence="Praat.")
    assert POLISH not in read(hers.get(at("evening_paper", polish.gathering))).partition("</ol>")[0]


def test_a_phone_asks_no_more_queries_with_it(polish, hers):
    def count(client, path):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    evening = opened(polish)
    phone, paths = walk_in(evening), [door("live_phone", evening), at("evening", polish.gathering)]
    two = [count(phone, paths[0]), count(hers, paths[1])]
    chosen(hers, polish, "")
    assert [count(phone, paths[0]), count(hers, paths[1])] == two


# Plans


def test_a_kept_plan_takes_its_sentences_along_and_the_language(polish, anna, mo):
    kept = LabPlan.keep(polish, anna, uuid.uuid4(), "Kort", "")
    begun = Session.begin(make_gathering(mo, "Van Mo"), plans_for(polish.gathering.lab)[f"lab-{kept.pk}"], 0)
    assert begun.language == "pl"
    assert [step.words for step in begun.plan_steps] == [step.words for step in polish.plan_steps]
    assert begun.plan_steps[0].translations == {"pl": POLISH}
    assert "Polski" in read(browser(mo).get(at("evening_plan", begun.gathering)))


def test_the_plans_of_every_lab_have_none_and_leave_the_language_as_it_is(polish, gathering):
    assert not any(step.translations for plan in plans().values() for step in plan.steps)
    assert Session.begin(gathering, plans()["tafel"], polish.version).language == "pl"


def test_a_step_that_comes_back_has_its_sentence(polish):
    step = first(polish)
    polish.take_off(step)
    polish.bring_back(step)
    assert POLISH in [one.translations.get("pl") for one in fresh(polish).plan_steps]


def test_the_public_page_of_the_gathering_has_none_of_it(polish, gathering):
    assert POLISH not in read(Client().get(gathering.get_absolute_url()))


def test_the_languages_are_known_and_written_as_their_readers_write_them():
    assert {"tr", "pl", "ar", "uk", "ti", "de", "en", "fr", "es", "ro", "bg", "pap"} <= set(LANGUAGES)
    assert set(LANGUAGES) >= RIGHT_TO_LEFT
    assert len(set(LANGUAGES.values())) == len(LANGUAGES)
    assert all(len(code) <= Session._meta.get_field("language").max_length for code in LANGUAGES)
