"""Who brings what, from paper and for who leads: the list, the screen, and who may read it."""

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from common.times import day_of
from evenings.brought import Brought
from evenings.chores import erase_participants
from evenings.models import Evening, Participant, Pledge
from evenings.models.helping import NewHelper
from evenings.topics import HELPER, BroughtTopic, EveningTopic
from ideas.models import Moved
from labs.models import RESIDENT_VOICE
from realtime.tickets import Ticket
from tests.evenings import test_bringing as before
from tests.evenings.test_bringing import WORDS, brought, everywhere, pressed, typed
from tests.evenings.test_doors import door, read
from tests.evenings.test_leading import again
from tests.factories import make_idea
from tests.ideas.conftest import browser

evening = before.evening
bring_step = before.bring_step
phone = before.phone
bea = before.bea


# From paper, and who leads


def test_from_paper_it_is_in_the_list_once_and_on_the_screen_if_it_may(evening, hers):
    key = uuid.uuid4()
    for _ in range(2):
        assert typed(hers, evening, key=key).status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.name, pledge.participant, pledge.may_show) == ("Mo", None, False)
    assert WORDS not in everywhere(evening)
    pressed(hers, evening, pledge, "yes")
    assert WORDS in everywhere(evening)
    hers.get(door("live_brought", evening))
    typed(hers, evening, "Zestien stoelen", may_show="on")
    assert "Zestien stoelen" in everywhere(evening)
    pressed(hers, evening, pledge, "back")
    assert WORDS not in everywhere(evening)
    assert WORDS not in read(hers.get(door("live_brought", evening)))


@pytest.mark.parametrize("wrong", [{"name": ""}, {"words": ""}, {"kind": "x"}, {"by_when": "x"}])
def test_bad_input_from_paper_is_refused_and_kept(evening, hers, wrong):
    page = typed(hers, evening, **{"words": WORDS} | wrong)
    assert page.status_code == 422
    assert "words" in wrong or WORDS in read(page)
    assert not Pledge.objects.exists()


def test_a_press_on_what_became_private_says_so(evening, hers, bea):
    pledge = brought(evening, participant=bea)
    with pytest.raises(Moved):
        again(evening).put_on_screen(pledge.pk, True, clock.now())
    page = pressed(hers, evening, pledge, "on")
    assert page.status_code == 409
    assert "houdt het sinds zojuist privé" in read(page)
    part = pressed(hers, evening, pledge, "on", headers={"HX-Request": "true"})
    assert (part.status_code, "<html" in read(part)) == (409, False)
    assert hers.post(door("live_brought_press", evening), {"press": "x"}).status_code == 422
    pledge.refresh_from_db()
    assert not pledge.is_passed


def test_what_is_on_the_screen_can_be_taken_off_it(evening, hers, bea):
    pledge = brought(evening, participant=bea)
    again(evening).let_show(pledge.pk, True, bea)
    for do in ("on", "on", "off", "off"):
        assert pressed(hers, evening, pledge, do).status_code == 302
        assert (WORDS in everywhere(evening)) == (do == "on")
    part = pressed(hers, evening, pledge, "on", headers={"HX-Request": "true"})
    assert (part.status_code, "Van het scherm af" in read(part)) == (200, True)


def test_it_belongs_to_an_idea_of_the_lab(evening, hers, anna):
    pledge, idea = brought(evening, name="Mo"), make_idea(anna)
    page = reverse("live_brought_idea", args=[anna.lab.slug, evening.code, pledge.pk])
    assert idea.title in read(hers.get(page))
    assert hers.post(page, {"subject": idea.pk, "seen": 0}).status_code == 302
    assert Pledge.objects.get().idea == idea
    assert idea.title in read(hers.get(reverse("evening_brought", args=[anna.lab.slug, evening.gathering.pk])))
    assert hers.post(page, {"subject": 999, "seen": idea.pk}).status_code == 422
    hers.post(page, {"subject": "", "seen": idea.pk})
    assert Pledge.objects.get().idea is None
    missing = reverse("live_brought_idea", args=[anna.lab.slug, evening.code, 999])
    assert hers.get(missing).status_code == 404


def test_who_puts_it_at_another_idea_second_reads_where_it_lies_and_can_still_choose(evening, hers, anna):
    pledge, idea, other = brought(evening, name="Mo"), make_idea(anna), make_idea(anna, title="Een andere")
    page = reverse("live_brought_idea", args=[anna.lab.slug, evening.code, pledge.pk])
    assert 'name="seen" value="0"' in read(hers.get(page))
    hers.post(page, {"subject": idea.pk, "seen": 0})
    refused = hers.post(page, {"subject": other.pk, "seen": 0})
    assert refused.status_code == 409
    assert f"Iemand anders heeft dit net bij het idee ‘{idea.title}’ gezet." in html.unescape(read(refused))
    assert f'value="{other.pk}" selected' in read(refused)
    assert f'name="seen" value="{idea.pk}"' in read(refused)
    assert Pledge.objects.get().idea == idea
    assert hers.post(page, {"subject": other.pk, "seen": idea.pk}).status_code == 302
    assert Pledge.objects.get().idea == other


def test_what_is_with_its_idea_by_now_stays_there_and_says_so(evening, hers, anna):
    """An evening that is opened again days later, after who brings it was asked by mail."""
    pledge, idea, other = brought(evening, name="Mo"), make_idea(anna), make_idea(anna, title="Een andere")
    page = reverse("live_brought_idea", args=[anna.lab.slug, evening.code, pledge.pk])
    given = idea.pledge(anna, RESIDENT_VOICE, "things", WORDS, None).thing
    Pledge.objects.update(idea=idea, went_to=given)
    refused = hers.post(page, {"subject": other.pk, "seen": idea.pk})
    assert refused.status_code == 409
    assert f"Iemand anders heeft dit net bij het idee ‘{idea.title}’ gezet." in html.unescape(read(refused))
    assert Pledge.objects.get().idea == idea


def test_who_has_no_task_of_paper_sees_and_does_nothing(evening, bram, phone, bea):
    pledge = brought(evening, participant=bea)
    one = reverse("live_brought_idea", args=[evening.gathering.lab.slug, evening.code, pledge.pk])
    for client, answer in ((browser(bram), 404), (phone, 302), (Client(), 302)):
        assert client.get(door("live_brought", evening)).status_code == answer
        assert typed(client, evening).status_code == answer
        assert pressed(client, evening, pledge, "on").status_code == answer
        assert client.post(one, {"subject": "", "seen": 0}).status_code == answer
    assert Pledge.objects.count() == 1


def test_a_paper_helper_follows_the_list_and_a_screen_helper_does_not(evening):
    follows = {}
    for kind in ("paper", "screen", "lead"):
        helper = again(evening).take_task(evening.task_keys[kind], clock.now(), NewHelper(uuid.uuid4(), "Jo"))
        follows[kind] = (Ticket(HELPER, helper.pk), evening.pk)
    assert BroughtTopic().may_follow(set(follows.values())) == {follows["paper"], follows["lead"]}


def test_once_the_evening_is_over_the_open_list_says_so_and_has_no_buttons(evening, bea):
    brought(evening, participant=bea)
    brought(evening, "Zestien stoelen", name="Mo", may_show=True)
    before = again(evening).revision
    (part,) = BroughtTopic().parts(evening.pk, "page", 0)[-1:]
    assert "brought-press" in part.render()
    again(evening).close(clock.now())
    (part,) = [
        one for one in BroughtTopic().parts(evening.pk, "page", before) if one.key.startswith("evening-brought")
    ]
    shown = part.render()
    assert "De avond is voorbij" in shown
    assert "data-closed" in shown
    assert "Zestien stoelen" in shown
    assert "<button" not in shown
    assert "<a " not in shown


# The screen


def test_from_five_on_the_screen_says_how_many_people_stay_private(evening):
    for number in range(4):
        brought(evening, f"Ding {number}", name="Mo")
    assert "Zij staan liever niet" not in everywhere(evening)
    bea = Participant.objects.get(pk=again(evening).join(uuid.uuid4(), "Bea", clock.now()).pk)
    for words in ("Een bank", "Een boom"):
        brought(evening, words, bea)
    assert "Nog 5 mensen brengen iets in. Zij staan liever niet op het scherm." in everywhere(evening)
    again(evening).let_show(Pledge.objects.get(words="Een bank").pk, True, bea)
    assert Brought(again(evening)).more == 0, "four others are left"


def test_the_screen_shows_them_in_their_step_with_name_and_day_page_after_page(evening, session):
    day = day_of(clock.now()) + timedelta(days=40)
    for number in range(60):
        brought(
            evening, f"Ding {number} voor de tuin achter de school", name=f"Mo {number}", may_show=True, by_when=day
        )
    page = everywhere(evening)
    assert "Mo 0" in page
    assert "uiterlijk" in page
    assert len(Brought(again(evening)).pages) > 1
    last = session.plan_steps[-1]
    again(evening).go(last.pk, again(evening).version, clock.now())
    assert "Ding 0" not in everywhere(evening)


def test_queries_do_not_grow_with_what_people_bring(evening, hers, phone, bea):
    def queries():
        found = []
        for client, name in ((hers, "live_brought"), (phone, "live_phone"), (phone, "live_screen")):
            with CaptureQueriesContext(
                connection,
            ) as queried:
                client.get(door(name, evening))
            found.append(len(queried))
        with CaptureQueriesContext(connection) as queried:
            for part in EveningTopic().parts(evening.pk, "screen", 0) + BroughtTopic().parts(evening.pk, "page", 0):
                part.render()
        return [*found, len(queried)]

    brought(evening, "Een", bea)
    brought(evening, "Twee", name="Mo", may_show=True)
    queries()
    before = queries()
    for number in range(20):
        brought(evening, f"Ding {number}", bea)
        brought(evening, f"Van papier {number}", name="Mo", may_show=True)
    assert queries() == before


def test_ninety_days_later_it_is_erased(evening, bea):
    brought(evening, participant=bea, contact="bea@example.org")
    brought(evening, "Van papier", name="Mo")
    evening.close(clock.now())
    Evening.objects.update(closes_at=clock.now() - timedelta(days=89))
    erase_participants()
    assert Pledge.objects.count() == 2
    Evening.objects.update(closes_at=clock.now() - timedelta(days=91))
    erase_participants()
    assert not Pledge.objects.exists()


def test_the_form_says_who_reads_it(evening, phone):
    page = re.sub(r"\s+", " ", read(phone.get(door("live_phone", evening))))
    assert "Alleen de organisatoren lezen het. Na 90 dagen is het weg." in page
    assert "Het komt alleen op het scherm als je dat hierna zegt." in page
