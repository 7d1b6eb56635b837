"""People younger than 16 come: who takes part is asked for no name, and none is shown."""

import importlib
import re
import uuid

from django.apps import apps
from django.test import Client

from common import clock
from evenings import reporting
from evenings.models import Evening, LabPlan, Note, Participant, Pledge, Session, TaskKind
from evenings.plans import plans
from evenings.record import record_of
from evenings.topics import EveningTopic
from tests.evenings.test_bringing import typed
from tests.evenings.test_doors import door, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_pages import at, read
from tests.evenings.test_second_language import chosen, fresh
from tests.evenings.test_tasks import qr, take
from tests.events.factories import make_gathering

NAMES = "Hoe mogen we je noemen?"


def tick(session, on=True):
    now = fresh(session)
    assert now.set_who(now.who, now.language, on)


def go(evening, kind):
    step = next(step for step in fresh(evening.session).plan_steps if step.kind == kind)
    evening = again(evening)
    evening.go(step.pk, evening.version, clock.now())
    return again(evening)


def bring(client, evening, words="Een aanhanger", **more):
    values = {"key": uuid.uuid4(), "step": evening.step_id, "kind": "things", "words": words} | more
    return client.post(door("live_bring", evening), values)


def shown(evening, pledge):
    """Let what somebody brings be on the screen; return the screen."""
    again(evening).let_show(pledge.pk, True, pledge.participant)
    again(evening).put_on_screen(pledge.pk, True, clock.now())
    return "".join(part.render() for part in EveningTopic().parts(evening.pk, "screen", 0))


# The tick


def test_an_organiser_ticks_it_and_unticks_it(session, hers):
    page = read(hers.get(at("evening", session.gathering)))
    assert "Hier zijn mensen onder de 16: vraag geen namen" in page
    chosen(hers, session, "", has_under_16="on")
    assert fresh(session).has_under_16
    assert re.search(r'<input[^>]* name="has_under_16"[^>]* checked', read(hers.get(at("evening", session.gathering))))
    chosen(hers, session, "")
    assert not fresh(session).has_under_16


def test_it_is_there_in_english(session, hers):
    page = read(hers.get(at("evening", session.gathering), HTTP_ACCEPT_LANGUAGE="en"))
    assert "There are people younger than 16 here: ask no names" in page


def test_the_plan_for_a_class_has_it_by_itself_and_the_others_not(anna):
    young = [
        plan.key for plan in plans().values() if Session.begin(make_gathering(anna, plan.name), plan, 0).has_under_16
    ]
    assert young == ["klas"]


def test_another_plan_leaves_it_as_it_is(session, gathering):
    tick(session)
    assert Session.begin(gathering, plans()["tafel"], fresh(session).version).has_under_16


def test_a_kept_plan_takes_it_along(session, anna, mo):
    tick(session)
    kept = LabPlan.keep(fresh(session), anna, uuid.uuid4(), "Onze klas", "")
    assert Session.begin(make_gathering(mo, "Van Mo"), kept.as_plan, 0).has_under_16


def test_evenings_that_began_with_the_plan_for_a_class_have_it_after_the_migration(session, gathering):
    Session.objects.update(plan="klas")
    importlib.import_module("evenings.migrations.0020_who_comes").say_under_16(apps, None)
    assert fresh(session).has_under_16


# Walk in


def test_nobody_who_walks_in_is_asked_for_a_name_and_none_is_kept(session, evening):
    assert NAMES in read(Client().get(door("live_phone", evening)))
    tick(session)
    assert NAMES not in read(Client().get(door("live_phone", evening)))
    walk_in(evening, name="Sanne")  # from a page that was open before
    assert Participant.objects.get().name == ""
    again(evening).join(uuid.uuid4(), "Sanne", clock.now())
    assert set(Participant.objects.values_list("name", flat=True)) == {""}


def test_pretend_guests_have_no_names_either(session):
    tick(session)
    evening = Evening.try_out(fresh(session), clock.now())
    assert evening.pretend(clock.now())
    assert Participant.objects.get().name == ""


# Who brings what


def test_who_brings_something_is_asked_for_no_name_and_of_an_adult_how_to_reach_them(session, evening):
    tick(session)
    evening = go(evening, "bring")
    phone = walk_in(evening)
    page = read(phone.get(door("live_phone", evening)))
    assert "bring_name" not in page
    assert "van een volwassene" in page
    assert bring(phone, evening, name="Sanne").status_code == 302
    assert Pledge.objects.get().name == ""
    page = read(phone.get(door("live_phone", evening)))
    assert "Ja, dat mag" in page
    assert "Ja, met mijn naam erbij" not in page


def test_who_types_it_over_is_asked_for_no_name(session, evening, hers):
    tick(session)
    evening = go(evening, "bring")
    assert "paper_bring_name" not in read(hers.get(door("live_brought", evening)))
    assert typed(hers, evening, name="Sanne").status_code == 302
    assert Pledge.objects.get().name == ""


def test_names_that_were_said_before_are_not_on_the_screen_nor_in_the_report(session, evening, hers):
    evening = go(evening, "bring")
    phone = walk_in(evening, name="Sanne")
    bring(phone, evening)
    pledge = Pledge.objects.get()
    assert "Sanne" in shown(evening, pledge)
    assert record_of(again(evening), None)["brings"][0]["name"] == "Sanne"
    before = again(evening).revision
    tick(session)
    screen = "".join(part.render() for part in EveningTopic().parts(evening.pk, "screen", before))
    assert "Een aanhanger" in screen
    assert "Sanne" not in screen
    assert "Iemand" not in screen
    reporting.finish(again(evening), None, [], 0, clock.now())
    report = read(hers.get(at("evening_report", session.gathering)))
    assert "Een aanhanger" in report
    assert "Sanne" not in report


# Notes


def test_nobody_is_named_with_their_notes(session, evening, hers):
    evening = go(evening, "notes")
    phone = walk_in(evening, name="Sanne")
    form = {"key": uuid.uuid4(), "step": evening.step_id, "text": "Een bank"}
    phone.post(door("live_note", evening), form)
    assert "Noem mij erbij" in read(phone.get(door("live_phone", evening)))
    phone.post(door("live_named", evening), {"on": "1"})
    note = Note.objects.get()
    again(evening).settle(note.pk, "wall", "waits", clock.now())
    again(evening).keep(Note, note.pk, True, clock.now())
    tick(session)
    assert "Noem mij erbij" not in read(phone.get(door("live_phone", evening)))
    assert "Liever zonder mijn naam" not in read(phone.get(door("live_phone", evening)))
    assert not Participant.objects.get().is_named
    phone.post(door("live_named", evening), {"on": "1"})  # from a page that was open before
    assert not Participant.objects.get().is_named
    again(evening).close(clock.now())
    assert "Sanne" not in read(hers.get(at("evening_outcomes", session.gathering)))


# Tasks and paper


def test_a_task_says_that_only_adults_who_help_say_their_name(session, evening):
    words = "De taken zijn voor volwassenen die helpen"
    assert words not in read(Client().get(qr(evening, TaskKind.PAPER)))
    tick(session)
    page = read(Client().get(qr(evening, TaskKind.PAPER)))
    assert words in page
    assert NAMES in page
    english = read(Client().get(qr(evening, TaskKind.PAPER), HTTP_ACCEPT_LANGUAGE="en"))
    assert "Tasks are for adults who help" in english
    take(evening, TaskKind.PAPER, name="Juf Noor")
    assert again(evening).helpers.get().name == "Juf Noor"


def test_paper_asks_no_names(session, hers):
    page = read(hers.get(at("evening_paper", session.gathering)))
    assert "<dt>Je naam</dt>" in page
    tick(session)
    page = read(hers.get(at("evening_paper", session.gathering)))
    assert "<dt>Je naam</dt>" not in page
    assert "en mijn naam" not in page
    assert "Welke volwassene kunnen we bereiken?" in page
