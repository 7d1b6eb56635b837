"""The three tasks: take one by its QR code, what each opens, take it back, and what opens nothing."""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from evenings.chores import erase_participants
from evenings.models import Evening, EveningClosed, Helper, Participant, Session, Task, TaskKind
from evenings.models.helping import NewHelper, OldKey
from evenings.plans import plans
from evenings.topics import HELPER, TICKET, ConsoleTopic, EveningTopic, Helpers, HelpersTopic, TasksTopic
from events.models import Gathering
from realtime.tickets import Ticket
from tests.evenings.test_doors import door, guess, read, walk_in
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

LEAD, SCREEN, PAPER = TaskKind.LEAD, TaskKind.SCREEN, TaskKind.PAPER
PAGES = ("live_help", "live_lead", "live_tasks", "live_screen")
OPENS = {LEAD: set(PAGES), SCREEN: {"live_help", "live_screen"}, PAPER: {"live_help", "live_screen"}}


def qr(evening, kind):
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "task_key": evening.task_keys[kind]}
    return reverse("live_task", kwargs=keys)


def take(evening, kind, client=None, name="Jo", **more):
    """Scan the QR code and take the task."""
    client = client or Client()
    response = client.post(qr(evening, kind), {"key": uuid.uuid4(), "name": name, **more})
    assert response.status_code == 302
    return client


def back(evening, task):
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "task_pk": task.pk}
    return reverse("live_task_back", kwargs=keys)


def opens(client, evening):
    """Return the pages that open, without following where they lead."""
    return {name for name in PAGES if client.get(door(name, evening)).status_code == 200}


def main(page):
    return read(page).partition("<main")[2].partition("</main")[0]


def again(evening):
    return Evening.objects.get(pk=evening.pk)


# Take a task


def test_scanning_asks_and_only_pressing_takes_the_task(evening, client):
    page = client.get(qr(evening, LEAD))
    assert "Neem de taak: gespreksleider" in read(page)
    client.get(qr(evening, LEAD))
    client.head(qr(evening, LEAD))
    assert not Helper.objects.exists(), "the preview of a link takes no task"
    assert site.TICKET_COOKIE_NAME not in page.cookies
    taken = client.post(qr(evening, LEAD), {"key": uuid.uuid4(), "name": " Jo "}, follow=True)
    helper = Helper.objects.get()
    assert (helper.name, helper.kinds, helper.evening) == ("Jo", [LEAD], evening)
    assert "Je helpt deze avond, Jo" in read(taken)


@pytest.mark.parametrize("kind", TaskKind)
def test_each_task_opens_its_pages(evening, kind):
    assert opens(take(evening, kind), evening) == OPENS[kind]


def test_who_leads_by_a_task_presses_next_and_sees_no_links_that_need_an_account(evening):
    client = take(evening, LEAD)
    page = read(client.get(door("live_lead", evening)))
    assert f"/bijeenkomsten/{evening.gathering.pk}/" not in page
    step = evening.session.plan_steps[0]
    pressed = client.post(door("live_lead", evening), {"do": "go", "to": step.pk, "seen": evening.version})
    assert pressed.status_code == 302
    assert again(evening).step == step


@pytest.mark.parametrize("kind", [SCREEN, PAPER])
def test_who_has_another_task_moves_nothing(evening, kind):
    client = take(evening, kind)
    step = evening.session.plan_steps[0]
    page = client.post(door("live_lead", evening), {"do": "go", "to": step.pk, "seen": evening.version})
    assert (page.status_code, again(evening).step) == (403, None)
    assert "Je hebt deze taak niet" in read(page)
    task = Task.objects.get()
    assert client.post(back(evening, task)).status_code == 403
    assert client.post(door("live_tasks", evening), {"kind": kind, "seen": evening.task_keys[kind]}).status_code == 403
    assert again(evening).task_keys == evening.task_keys
    assert Task.objects.get() == task


def test_one_person_has_several_tasks_and_says_their_name_once(evening):
    client = take(evening, SCREEN)
    page = read(client.get(qr(evening, LEAD)))
    assert "Je helpt als Jo" in page
    assert 'name="name"' not in page
    assert client.post(qr(evening, LEAD)).status_code == 302
    assert Helper.objects.get().kinds == [LEAD, SCREEN]


def test_the_same_code_twice_is_one_task(evening):
    client = take(evening, PAPER)
    take(evening, PAPER, client)
    assert Task.objects.count() == Helper.objects.count() == 1
    key = uuid.uuid4()
    for one in (Client(), Client()):
        take(evening, PAPER, one, key=key)
    assert Task.objects.count() == Helper.objects.count() == 2, "the same form sent twice is one person"


def test_two_people_have_the_same_task(evening):
    take(evening, LEAD)
    page = read(take(evening, LEAD, name="Sam").get(door("live_lead", evening)))
    assert "Jo" in page
    assert "Sam" in page


@pytest.mark.parametrize("name", ["", "n" * 31])
def test_a_name_that_is_missing_or_too_long_is_asked_again(evening, client, name):
    page = client.post(qr(evening, LEAD), {"key": uuid.uuid4(), "name": name})
    assert page.status_code == 422
    assert f'value="{name}' in read(page)
    assert not Helper.objects.exists()


def test_the_member_who_organises_needs_no_task(evening, anna):
    assert opens(browser(anna), evening) == set(PAGES)


# Take part as well


def test_who_took_part_keeps_their_place_and_their_word(evening):
    client = walk_in(evening, name="Fatma")
    assert 'value="Fatma"' in read(client.get(qr(evening, PAPER)))
    take(evening, PAPER, client, name="Fatma")
    participant = Participant.objects.get()
    page = read(client.get(door("live_phone", evening)))
    assert participant.word in page
    assert "Jouw taken" in page
    assert again(evening).people == 1


def test_who_helps_takes_part_with_the_same_ticket(evening):
    client = take(evening, LEAD)
    assert "Kom binnen" in read(client.get(door("live_phone", evening)))
    walk_in(evening, client, name="Jo")
    assert Participant.objects.get().word in read(client.get(door("live_phone", evening)))
    assert opens(client, evening) == set(PAGES)
    assert "Jouw taken" in read(client.get(door("live_phone", evening)))
    walk_in(evening, client, name="Jo")
    assert again(evening).people == 1


def test_the_personal_word_gives_no_task(evening):
    walk_in(evening, take(evening, LEAD), name="Jo")
    other = Client()
    other.post(door("live_back", evening), {"word": Participant.objects.get().word})
    assert other.get(door("live_phone", evening)).status_code == 200
    assert opens(other, evening) == {"live_screen"}


def test_the_page_for_the_code_leads_a_helper_to_their_tasks(evening):
    at = reverse("live", kwargs={"lab_slug": evening.gathering.lab.slug})
    assert take(evening, PAPER).get(at).url == door("live_help", evening)


# What opens nothing


def test_a_closed_evening_gives_no_task_and_opens_nothing_and_an_open_one_does(evening, session):
    client = take(evening, LEAD)
    again(evening).close(clock.now())
    refused = Client().get(qr(evening, LEAD))
    assert refused.status_code == 403
    assert "De avond is niet open" in read(refused)
    assert Client().post(qr(evening, LEAD), {"key": uuid.uuid4(), "name": "Sam"}).status_code == 403
    assert opens(client, evening) == set()
    assert "De avond is niet open" in read(client.get(door("live_lead", evening)))
    with pytest.raises(EveningClosed):
        again(evening).take_task(evening.task_keys[LEAD], clock.now(), NewHelper(uuid.uuid4(), "Sam"))
    assert Helper.objects.count() == 1
    Evening.open(session, clock.now())
    assert opens(client, evening) == set(PAGES), "opened again the tasks are there"
    take(evening, LEAD, name="Sam")


def test_a_wrong_code_and_a_wrong_key_are_the_same(evening, client):
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "task_key": "iets"}
    wrong_key = client.get(reverse("live_task", kwargs=keys))
    wrong_code = client.get(qr(evening, LEAD).replace(evening.code, "lamp-11"))
    assert wrong_key.status_code == wrong_code.status_code == 404
    assert main(wrong_key) == main(wrong_code)
    assert "Met deze QR-code krijg je geen taak" in main(wrong_key)


def test_the_key_to_take_part_gives_no_task(evening, client):
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "task_key": evening.key}
    assert client.get(reverse("live_task", kwargs=keys)).status_code == 404


def test_who_guessed_too_often_still_takes_a_task_by_its_qr_code(evening, client):
    guess(client, evening, 30)
    take(evening, LEAD, client)


def test_a_task_of_another_evening_opens_nothing_here(evening, anna):
    other = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    client = take(other, LEAD)
    assert opens(client, evening) == set()
    assert client.get(door("live_lead", evening)).url.startswith("/inloggen/")
    assert client.post(qr(evening, PAPER)).status_code == 422, "a helper of another evening says who they are"
    keys = {"lab_slug": evening.gathering.lab.slug, "code": evening.code, "task_key": other.task_keys[LEAD]}
    assert client.post(reverse("live_task", kwargs=keys), {"key": uuid.uuid4(), "name": "Jo"}).status_code == 404


def test_a_task_leads_nowhere_in_another_lab_or_when_the_gathering_is_hidden(evening):
    client, elsewhere = take(evening, LEAD), make_lab("elders")
    assert client.get(f"/{elsewhere.slug}/live/{evening.code}/regie/").status_code == 302
    Gathering.objects.update(is_hidden=True)
    assert opens(client, evening) == set()
    assert client.get(qr(evening, LEAD)).status_code == 404


def test_a_member_without_rights_gets_no_page_and_a_visitor_signs_in(evening, bram, mo, client):
    for member in (bram, mo):
        assert opens(browser(member), evening) == set()
        assert browser(member).get(door("live_tasks", evening)).status_code == 404
    assert client.get(door("live_tasks", evening)).url.startswith("/inloggen/")


def test_a_resident_with_an_account_has_the_task_in_that_browser_alone(evening, bram):
    assert opens(take(evening, LEAD, browser(bram), "Bram"), evening) == set(PAGES)
    assert opens(browser(bram), evening) == set()


# Take back and renew


def test_taken_back_it_opens_nothing_and_its_qr_code_is_another(evening, anna):
    client = take(evening, LEAD)
    hers, task, old = browser(anna), Task.objects.get(), qr(evening, LEAD)
    assert "Jo" in read(hers.get(back(evening, task)))
    page = hers.post(back(evening, task), follow=True)
    assert "De taak is teruggenomen" in read(page)
    assert opens(client, evening) == set()
    refused = client.get(door("live_lead", evening))
    assert refused.status_code == 403
    assert "Je hebt deze taak niet" in read(refused)
    assert client.get(old).status_code == 404, "the code that they scanned gives it no more"
    keys = again(evening).task_keys
    assert hers.post(back(evening, task)).status_code == 302
    assert again(evening).task_keys == keys, "pressed twice is once"
    assert Client().get(qr(again(evening), LEAD)).status_code == 200, "the new code works"


def test_of_two_tasks_one_is_taken_back_and_the_other_stays(evening):
    client = take(evening, SCREEN, take(evening, LEAD))
    assert again(evening).take_back(Task.objects.get(kind=LEAD).pk)
    assert opens(client, evening) == OPENS[SCREEN]
    assert "Jouw taken" in read(client.get(door("live_lead", evening)))


def test_who_leads_by_a_task_gives_and_takes_tasks_too(evening):
    leads, helps = take(evening, LEAD), take(evening, PAPER, name="Sam")
    page = read(leads.get(door("live_tasks", evening)))
    assert page.count('class="qr"') == 3
    assert "Sam" in page
    leads.post(back(evening, Task.objects.get(kind=PAPER)))
    assert opens(helps, evening) == set()


def test_a_task_of_another_evening_is_not_taken_back_here(evening, anna):
    other = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    take(other, LEAD)
    task = Task.objects.get()
    assert browser(anna).get(back(evening, task)).status_code == 302
    browser(anna).post(back(evening, task))
    assert Task.objects.get() == task


def test_a_renewed_code_gives_the_task_and_the_old_one_does_not(evening, anna):
    client, hers, old = take(evening, LEAD), browser(anna), evening.task_keys
    for _ in range(2):
        hers.post(door("live_tasks", evening), {"kind": "lead", "seen": old["lead"]})
    new = again(evening).task_keys
    assert Client().get(qr(evening, LEAD)).status_code == 404
    assert Client().get(qr(again(evening), LEAD)).status_code == 200
    assert {kind: new[kind] == old[kind] for kind in new} == {"lead": False, "screen": True, "paper": True}
    assert opens(client, evening) == set(PAGES), "who has the task keeps it"
    with pytest.raises(OldKey):
        evening.take_task(old["lead"], clock.now(), NewHelper(uuid.uuid4(), "Sam"))
    assert hers.post(door("live_tasks", evening), {"kind": "lead", "seen": old["lead"]}).status_code == 302
    assert again(evening).task_keys == new, "the old page renews nothing"


def test_a_button_that_we_did_not_make_is_refused_in_words(evening, anna):
    page = browser(anna).post(door("live_tasks", evening), {"kind": "baas", "seen": "x"})
    assert page.status_code == 422
    assert "Deze knop werkt niet" in read(page)


# Live


def test_only_who_has_the_task_follows_its_pages(evening, anna, mo, bram):
    for kind in TaskKind:
        take(evening, kind, name=kind)
    walk_in(evening)
    lead, screen, paper = (Ticket(HELPER, Helper.objects.get(name=kind).pk) for kind in TaskKind)
    guest = Ticket(TICKET, Participant.objects.get().pk)
    everybody = [None, anna.user_id, mo.user_id, bram.user_id, lead, screen, paper, guest, Ticket(HELPER, 10**9)]
    wishes = {(who, evening.pk) for who in everybody}
    leaders, helpers = {anna.user_id, lead}, {anna.user_id, lead, screen, paper}
    may = {ConsoleTopic: leaders, TasksTopic: leaders, HelpersTopic: helpers, EveningTopic: {*helpers, guest}}
    for topic, those in may.items():
        assert topic().may_follow(wishes) == {(who, evening.pk) for who in those}, topic.name
        assert topic().may_follow({(who, evening.pk + 1) for who in everybody}) == set()
    evening.take_back(Task.objects.get(kind=LEAD).pk)
    assert ConsoleTopic().may_follow(wishes) == {(anna.user_id, evening.pk)}
    assert (lead, evening.pk) not in EveningTopic().may_follow(wishes)
    assert Helpers().valid({lead.id, 10**9}) == {lead.id}
    Evening.objects.update(closes_at=clock.now() - timedelta(days=1))
    assert Helpers().valid({lead.id}) == set()


def test_the_list_and_the_codes_move_along(evening):
    before = again(evening)
    take(evening, PAPER)
    parts = {topic: topic().parts(evening.pk, "page", before.revision) for topic in (TasksTopic, HelpersTopic)}
    assert [part.key for part in parts[TasksTopic]] == [f"evening-tasks-{evening.pk}"]
    assert [part.key for part in parts[HelpersTopic]] == [f"evening-helpers-{evening.pk}"]
    assert "Jo" in parts[HelpersTopic][0].render()
    assert evening.task_keys[LEAD] not in parts[HelpersTopic][0].render()


# Keys, erasing, queries


def test_each_evening_has_keys_of_its_own_of_72_bits(evening, anna):
    other = Evening.open(Session.begin(make_gathering(anna), plans()["kansen"], 0), clock.now())
    keys = [*evening.task_keys.values(), *other.task_keys.values(), evening.key, other.key]
    assert len(set(keys)) == 8
    assert {len(key) for key in keys} == {12}, "twelve signs of six bits"


def test_who_helped_is_erased_after_ninety_days(evening):
    take(evening, LEAD)
    again(evening).close(clock.now() - timedelta(days=89))
    assert (erase_participants(), Helper.objects.count()) == (0, 1)
    Evening.objects.update(closes_at=clock.now() - timedelta(days=90, seconds=1))
    erase_participants()
    assert (Helper.objects.count(), Task.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["live_lead", "live_tasks", "live_help"])
def test_the_number_of_queries_does_not_grow_with_helpers(evening, name):
    client = take(evening, LEAD)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(door(name, evening))
        return len(queries)

    alone = count()
    for number in range(5):
        take(evening, PAPER, take(evening, SCREEN, name=f"Helper {number}"))
    assert count() == alone <= 11, "on PostgreSQL the clock is two of them"


def test_a_lab_admin_of_another_lab_leads_nothing(evening):
    otto = make_member(make_lab("elders"), "Otto", "lab_admin")
    assert opens(browser(otto), evening) == set()
