"""Everything of an evening on paper."""

import re
import uuid
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from evenings.chores import close_forgotten
from evenings.forms.closing import FinishForm
from evenings.forms.promise import NotePromiseForm
from evenings.models import Evening, Session, StepKind
from evenings.models.choosing import prepare
from evenings.paper import FOR_PEOPLE, HOW_MANY, ON_PAPER, paper_steps
from evenings.plans import plans
from events.models import Gathering
from tests.evenings.test_pages import at, read
from tests.events.factories import make_draft, make_gathering
from tests.ideas.conftest import browser

AT_THE_END = 2  # what is promised aloud, and how the evening closes


def sheets(page):
    return re.findall(r'<section class="sheet sheet--page".*?</section>', read(page), re.DOTALL)


def test_every_kind_of_step_has_its_paper_or_needs_none():
    assert set(FOR_PEOPLE) == set(StepKind)
    written = {kind for kind, template in FOR_PEOPLE.items() if template}
    assert set(HOW_MANY) == set(ON_PAPER) == written == set(StepKind) - {StepKind.TALK, StepKind.BREAK}


def test_a_programme_a_sheet_for_each_step_and_a_sheet_to_write_on_where_people_write(gathering, session, hers):
    found = sheets(hers.get(at("evening_paper", gathering)))
    assert len(found) == 1 + 7 + 4 + AT_THE_END
    wall, briefjes, last = found[0], found[3], found[-1 - AT_THE_END]
    assert re.findall(r"\d\d\.\d\d", wall)[-7:] == ["19.30", "19.35", "19.45", "19.55", "20.05", "20.15", "20.25"]
    assert "Deel de stapels uit." not in wall
    for words in ("Stap 3 van 7", "19.45 tot 19.55 uur", "Deel de stapels uit.", "Schrijf op elk briefje"):
        assert words in briefjes
    assert "Ik breng" in last
    assert "Deel de stapels uit." not in "".join(found[8:])


def test_all_ten_plans_can_be_printed(gathering, hers):
    for seen, plan in enumerate(plans().values()):
        session = Session.begin(gathering, plan, seen)
        written = [row for row in paper_steps(session) if row.sheet]
        assert len(sheets(hers.get(at("evening_paper", gathering)))) == 1 + len(plan.steps) + len(written) + AT_THE_END


def test_what_is_asked_at_the_end_of_an_evening_stands_on_paper_as_in_its_forms(evening, hers, anna):
    """So that all that can be typed in the next day was asked on paper."""
    page = hers.get(at("evening_paper", evening.gathering))
    aloud, close = sheets(page)[-2 - AT_THE_END : -AT_THE_END]
    assert 'href="#gezegd"' in read(page)
    assert 'href="#sluit-af"' in read(page)
    for name in ("name", "role", "words", "day"):
        assert aloud.count(str(NotePromiseForm().fields[name].label)) == 3
    form = FinishForm(evening=evening, now=clock.now())
    for field in (form["next_day"], form["next_at"], *form.rows[0]):
        assert close.count(f">{field.label}<") == 1
    assert close.count("<tr>") == 1 + len(form.rows)


def test_a_last_step_in_which_people_talk_names_the_sheet_to_close_with(session):
    steps = [str(row.on_paper) for row in paper_steps(Session.objects.with_steps().get(pk=session.pk))]
    session.steps.order_by("position").last().delete()
    session.add_step(
        uuid.uuid4(), kind="talk", title="Afronden", minutes=5, sentence="Tot dan.", task="", may_skip=False
    )
    closing = [str(row.on_paper) for row in paper_steps(Session.objects.with_steps().get(pk=session.pk))]
    assert closing[:-1] == steps[:-1]
    assert closing[0] == "Hier is geen papier voor nodig."
    assert closing[-1] == "Het blad “Sluit de avond af”."


def test_without_a_date_there_are_no_times(anna, hers):
    draft = make_draft(anna, starts_at=None)
    Session.begin(draft, plans()["tafel"], 0)
    found = sheets(hers.get(at("evening_paper", draft)))
    assert len(found) == 1 + 3 + 2 + AT_THE_END
    assert not re.search(r"\d\d\.\d\d", "".join(found))


def test_what_people_choose_from_stands_on_its_sheet_if_it_was_written_before(gathering, session, hers):
    (step,) = [one for one in session.plan_steps if one.kind == "dots"]

    def printed():
        (sheet,) = [one for one in sheets(hers.get(at("evening_paper", gathering))) if f'id="blad-{step.pk}"' in one]
        return sheet

    empty = printed()
    prepare(step, 0, ["Een bank", "Een boom"], 3, 3)
    sheet = printed()
    assert sheet.index(">Een bank</td>") < sheet.index(">Een boom</td>")
    assert sheet.count("<tr>") == empty.count("<tr>") == 1 + 8, "there are empty rows for what comes up in the room"
    prepare(step, 1, [f"Plan {number}" for number in range(12)], 3, 3)
    assert printed().count("<tr>") == 1 + 12


def test_only_the_organisers_print_the_tasks(gathering, session, mo, bram):
    assert browser(mo).get(at("evening_paper", gathering)).status_code == 403
    assert browser(bram).get(at("evening_paper", gathering)).status_code == 403


def test_a_plan_of_more_steps_takes_no_more_queries(gathering, session, anna, hers):
    def queries(of):
        hers.get(at("evening_paper", of))
        with CaptureQueriesContext(connection) as made:
            assert hers.get(at("evening_paper", of)).status_code == 200
        return len(made)

    short = make_gathering(anna, "Kort")
    Session.begin(short, plans()["tafel"], 0)
    assert queries(gathering) == queries(short)


# The codes


def make(gathering, client, follow=True):
    return client.post(at("evening_codes", gathering), follow=follow)


def test_without_codes_the_page_offers_to_make_them(gathering, session, hers):
    page = hers.get(at("evening_paper", gathering))
    assert "Maak de codes" in read(page)
    assert len(sheets(page)) == 1 + 7 + 4 + AT_THE_END
    assert not Evening.objects.exists(), "reading makes nothing"


def test_codes_made_beforehand_are_on_two_sheets_and_work_once_the_evening_is_open(gathering, session, hers):
    page = make(gathering, hers)
    evening = Evening.objects.get()
    walk_in, helpers = sheets(page)[-2:]
    assert evening.said in walk_in
    assert walk_in.count('class="qr"') == 1
    assert helpers.count('class="qr"') == 3
    assert "Papierhelper" in helpers or "papierhelper" in helpers
    assert "Maak de codes" not in read(page)
    phone, keys = Client(), {"lab_slug": gathering.lab.slug, "code": evening.code}
    task = reverse("live_task", kwargs=keys | {"task_key": evening.task_keys["paper"]})
    assert phone.get(evening.get_absolute_url()).status_code == 404
    assert phone.get(task).status_code == 403
    hers.post(at("evening_open", gathering))
    opened = Evening.objects.get()
    assert (opened.code, opened.key, opened.task_keys) == (evening.code, evening.key, evening.task_keys)
    assert phone.get(evening.get_absolute_url()).status_code == 200
    assert phone.get(task).status_code == 200


def test_pressed_twice_or_when_it_is_open_the_codes_are_the_same(gathering, session, hers):
    for _ in range(2):
        make(gathering, hers)
    code = Evening.objects.get().code
    hers.post(at("evening_open", gathering))
    make(gathering, hers)
    assert Evening.objects.get().code == code
    assert Evening.objects.get().is_open(clock.now())


def test_codes_that_wait_are_nobody_elses_until_the_gathering_is_over_for_a_day(gathering, session, anna):
    evening = Evening.make_codes(session, clock.now())
    assert not evening.close(clock.now()), "what was never opened isn't closed"
    other = Session.begin(make_gathering(anna), plans()["kansen"], 0)
    assert evening.code in Evening.codes_taken(other)
    assert evening.code not in Evening.codes_taken(session)
    assert close_forgotten() == 0
    assert evening.code in Evening.codes_taken(other)
    over = clock.now() - timedelta(days=1)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=over - timedelta(hours=1), ends_at=over)
    close_forgotten()
    assert evening.code not in Evening.codes_taken(other)


def test_the_plan_says_open_and_not_again_while_it_only_has_codes(gathering, session, hers):
    make(gathering, hers)
    assert "Open de avond weer" not in read(hers.get(at("evening", gathering)))
    hers.post(at("evening_open", gathering))
    Evening.objects.get().close(clock.now())
    assert "Open de avond weer" in read(hers.get(at("evening", gathering)))


def test_of_a_draft_and_of_a_plan_without_steps_there_are_no_codes(anna, hers, gathering, session):
    draft = make_draft(anna)
    Session.begin(draft, plans()["kansen"], 0)
    assert "Maak de codes" not in read(hers.get(at("evening_paper", draft)))
    assert make(draft, hers).status_code == 403
    session.steps.update(is_off=True)
    assert make(gathering, hers, follow=False).url == at("evening", gathering)
    assert not Evening.objects.exists()


def test_who_guesses_finds_no_codes_that_wait(gathering, session, client):
    evening = Evening.make_codes(session, clock.now())
    at_door = reverse("live", kwargs={"lab_slug": gathering.lab.slug})
    assert "We kennen deze code niet" in read(client.post(at_door, {"code": evening.said}))
