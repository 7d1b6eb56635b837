"""The pages where people choose: the form, a table, and what phones hear."""

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from evenings.models import Participant, Pick
from evenings.models import choosing as verbs
from evenings.parts import CHOICE, PHONE
from evenings.showing import facts_of
from events.models import Gathering
from tests.evenings.test_choosing import THREE, again, begin, close, give, given, joined, press, step_of
from tests.evenings.test_doors import door, read, walk_in

# The phone


def test_the_phone_shows_the_form_of_the_step_and_what_was_given(evening):
    one, two, _three = begin(evening, is_open=False)
    client = walk_in(evening)
    page = read(client.get(door("live_phone", evening)))
    assert "Zo meteen kun je hier kiezen" in page
    assert 'name="give"' not in page
    verbs.open_choice(again(evening), step_of(evening), 1, clock.now())
    assert "Nog 3 van je 3 stippen" in read(client.get(door("live_phone", evening)))
    answer = press(client, evening, one, 2)
    assert answer.status_code == 302
    page = read(client.get(door("live_phone", evening)))
    assert "Nog 1 van je 3 stippen" in page
    assert f'value="{one.pk}-1"' in page
    close(evening)
    page = read(client.get(door("live_phone", evening)))
    assert "Dit koos jij" in page
    assert two.text not in page.partition("Dit koos jij")[2]


def test_a_phone_fetches_its_page_when_there_is_something_to_press_and_not_before(evening):
    """Its script fetches it when this id is another one: hundreds of phones at once."""
    client, told = walk_in(evening), []

    def hears():
        page = read(client.get(door("live_phone", evening)))
        token = re.search(r'data-while="(choosing-[\w-]+)"', page)[1]
        assert f'<span id="{token}" hidden>' in page
        return told.append(token) or told[-2:]

    hears()
    begin(evening, is_open=False)
    assert len(set(hears())) == 1, "it is prepared"
    step = step_of(evening)
    verbs.prepare(step, 1, [*THREE, "Een tuin"], 3, 2)
    assert len(set(hears())) == 1, "it has another option"
    verbs.open_choice(again(evening), step, 2, clock.now())
    assert len(set(hears())) == 2, "it is open"
    verbs.prepare(step, 3, [*THREE, "Een tuin", "Een pad"], 3, 2)
    assert len(set(hears())) == 2, "an option came while people choose"
    close(evening)
    assert len(set(hears())) == 2, "it is closed"


def test_while_nobody_chose_the_part_holds_the_form_for_every_phone_of_one_person(evening):
    one, _two, _three = begin(evening)
    html = choice_part(evening)
    first = html.partition('<template id="choose-first">')[2].partition("</template>")[0]
    assert "Nog 3 van je 3 stippen" in first
    assert first.count('name="give"') == 6
    assert "csrfmiddlewaretoken" not in first
    client, table = walk_in(evening), walk_in(evening)
    press(client, evening, one, 1)
    assert "choose-first" not in choice_part(evening)
    table.post(door("live_table", evening), {"people": 3})
    assert 'data-first="choose-first"' in read(client.get(door("live_phone", evening)))
    assert "data-first" not in read(table.get(door("live_phone", evening)))


def choice_part(evening):
    return render_to_string(CHOICE.template, facts_of(again(evening)))


def test_too_many_is_said_at_the_option(evening):
    one, two, _three = begin(evening)
    client = walk_in(evening)
    press(client, evening, one, 2)
    page = press(client, evening, one, 3)
    assert page.status_code == 422
    assert "Op één keuze mogen hooguit 2 stippen van jou" in read(page)
    page = press(client, evening, two, 2)
    assert page.status_code == 422
    assert f'id="option-{two.pk}_error"' in read(page)
    assert "Je stippen zijn op. Haal er eerst één weg." in read(page)


def test_who_is_too_late_reads_that_and_what_they_chose(evening):
    one, two, _three = begin(evening)
    client = walk_in(evening)
    press(client, evening, one, 1)
    close(evening)
    for headers in ({}, {"HX-Request": "true"}):
        page = client.post(door("live_choose", evening), {"give": f"{two.pk}-1"}, headers=headers)
        assert page.status_code == 409
        assert "Het kiezen is net afgesloten" in read(page)
        assert "Dit koos jij" in read(page)


@pytest.mark.parametrize("give", ["", "x-1", "1", "1-x", f"{'9' * 30}-1", "1-99", "-1"])
def test_a_button_that_nobody_drew_is_refused(evening, give):
    begin(evening)
    assert walk_in(evening).post(door("live_choose", evening), {"give": give}).status_code == 422
    assert not Pick.objects.exists()


def test_what_goes_wrong_is_kept_when_it_is_too_long(evening):
    _yes, _tip, no = begin(evening, "try", texts=[])
    client = walk_in(evening)
    press(client, evening, no, 1)
    page = press(client, evening, no, 1, words="Te druk. " * 40)
    assert page.status_code == 422
    assert "Te druk. Te druk." in read(page)
    press(client, evening, no, 1, words="Het is te druk op dinsdag.")
    assert "Het is te druk op dinsdag." in read(client.get(door("live_phone", evening)))


def test_without_a_ticket_of_this_evening_nobody_chooses(evening, session, client):
    one, *_rest = begin(evening)
    assert press(client, evening, one, 1).url == door("live_phone", evening)
    who = walk_in(evening)
    Gathering.objects.update(is_hidden=True)
    assert press(who, evening, one, 1).url == door("live_phone", evening)
    assert not Pick.objects.exists()


def test_a_table_chooses_one_after_the_other(evening):
    one, two, _three = begin(evening)
    client = walk_in(evening)
    for wrong in ("0", "13", "veel", ""):
        page = client.post(door("live_table", evening), {"people": wrong})
        assert page.status_code == 422
        assert "Schrijf een aantal mensen, van 1 tot 12" in read(page)
    assert client.post(door("live_table", evening), {"people": "2"}).url == f"{door('live_phone', evening)}#people"
    press(client, evening, one, 1, person=1)
    press(client, evening, two, 2, person=2)
    page = read(client.get(door("live_phone", evening), {"persoon": "2"}))
    assert "Persoon 2 van 2" in page
    assert "Nog 1 van je 3 stippen" in page
    press(client, evening, two, 1, person=9)
    assert Pick.objects.filter(person=2).count() == 1, "there is no ninth person: it was the second"


def test_fewer_people_at_a_device_keep_what_is_theirs_and_only_the_step_that_is_open_changes(evening):
    one, two, _three = begin(evening)
    who = joined(evening)
    assert verbs.seat(who, 3, clock.now())
    assert not verbs.seat(who, 3, clock.now())
    assert again(evening).people == 3
    give(who, one, 1, person=1)
    give(who, two, 1, person=3)
    verbs.seat(who, 2, clock.now(), is_sure=True)
    assert given(evening) == {"Proefwinkel": 1}
    give(who, two, 1, person=3)
    assert Pick.objects.get(option=two).person == 2, "an old page: it is the last of them"
    close(evening)
    verbs.seat(who, 1, clock.now())
    assert Pick.objects.filter(person=2).exists(), "what is closed is frozen"
    assert again(evening).people == 1


def test_a_table_that_gets_smaller_is_asked_once_before_what_somebody_chose_goes(evening):
    one, two, _three = begin(evening)
    client, at = walk_in(evening), door("live_table", evening)
    client.post(at, {"people": "4"})
    for person in (1, 3, 4):
        press(client, evening, two if person == 3 else one, 1, person=person)
    page = client.post(at, {"people": "2", "sure": ""})
    assert page.status_code == 422
    words = "Personen 3 en 4 kozen al. Met minder mensen vervalt dat. Wil je dat? Druk dan nog eens."
    assert words in read(page).partition('id="people"')[2].partition("</details>")[0]
    assert 'name="sure" value="2"' in read(page)
    assert (Participant.objects.get().people, Pick.objects.count()) == (4, 3)
    page = client.post(at, {"people": "3", "sure": "2"})
    assert "Persoon 4 koos al." in read(page), "another number is asked again"
    assert client.post(at, {"people": "2", "sure": "2"}).status_code == 302
    assert (Participant.objects.get().people, Pick.objects.count()) == (2, 1)
    assert client.post(at, {"people": "1"}).status_code == 302, "the second person chose nothing"


def test_the_question_stands_where_people_write_or_choose_and_not_after_the_evening(evening):
    client = walk_in(evening)
    asked = "Met hoeveel zijn jullie op dit toestel?"
    page = read(client.get(door("live_phone", evening)))
    assert 'id="has-input"' not in page
    begin(evening)
    page = read(client.get(door("live_phone", evening)))
    assert page.count(asked) == 1
    assert 'id="has-input"' in page
    assert "Liever op papier" in page.partition('id="note-form"')[2].partition("</form>")[0]
    again(evening).close(clock.now())
    assert client.post(door("live_table", evening), {"people": "2"}).status_code == 302
    assert Participant.objects.get().people == 1
    assert 'id="has-input"' not in read(client.get(door("live_phone", evening)))


def test_another_persons_pick_is_no_news_for_phones_until_the_result_is_shown(evening):
    one, *_rest = begin(evening)
    before = again(evening)
    give(joined(evening), one, 1)
    after = again(evening)
    assert after.revision > before.revision
    for part in (PHONE, CHOICE):
        assert part.revision(after) == part.revision(before)
    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    before = again(evening)
    give(joined(evening), one, 1)
    assert CHOICE.revision(again(evening)) > CHOICE.revision(before)


def test_phones_read_no_figures_while_the_result_is_hidden(evening):
    one, *_rest = begin(evening)
    for _number in range(6):
        give(joined(evening), one, 2)
    client = walk_in(evening)
    for name in ("live_phone", "live_screen"):
        page = read(client.get(door(name, evening)))
        assert 'class="result"' not in page
    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    for name in ("live_phone", "live_screen"):
        page = read(client.get(door(name, evening)))
        assert 'class="result__figure">12<' in page
        assert 'class="result__figure">geen<' in page


def test_the_queries_do_not_grow_with_the_people_or_the_options(evening):
    options = begin(evening)
    client = walk_in(evening)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(door("live_phone", evening))
            client.get(door("live_screen", evening))
        return len(seen)

    verbs.show_result(again(evening), step_of(evening), True, clock.now())
    few = queries()
    for _number in range(5):
        who = joined(evening)
        for option in options:
            give(who, option, 1)
    step = step_of(evening)
    verbs.prepare(step, step.choice.version, [*THREE, "Boom", "Bank"], 3, 2)
    assert queries() == few


def test_facts_need_no_query_of_choosing_until_a_page_asks(evening, django_assert_num_queries):
    begin(evening)
    now = again(evening)
    with django_assert_num_queries(0):
        assert [option.label for option in facts_of(now)["choosing"].options] == THREE


def test_a_phone_of_another_evening_walks_in_first(evening):
    begin(evening)
    assert Client().get(door("live_choose", evening)).url == door("live_phone", evening)
