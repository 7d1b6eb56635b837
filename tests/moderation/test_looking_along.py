"""A moderator whom another lab asks to look along says yes or no, and can stop."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from audit.models import AuditEntry
from common import clock
from labs.models import Membership, Role
from moderation import leaving
from moderation.migrations import __name__ as migrations
from moderation.models import ModerationSettings, looking_along
from moderation.models.looking_along import MayNotLook, NotAsked
from moderation.models.settings import neighbours_for
from notifications.models import Notice
from tests import mails
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser
from tests.moderation.test_settings import page_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(lab):
    return make_member(lab, "Bea", "lab_admin")


@pytest.fixture
def there(db):
    return make_lab("buurdorp", name="Buurdorp", municipality="Buurstad")


@pytest.fixture
def ria(there):
    return make_member(there, "Ria", "moderator")


@pytest.fixture
def asked(lab, admin, ria):
    save(admin, neighbour=ria.pk)
    return ModerationSettings.objects.get(lab=lab)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", "", response.text).split())


def page(member):
    return browser(member).get(f"/{member.lab.slug}/moderatie/buren/")


def say(member, lab, word):
    return browser(member).post(f"/{member.lab.slug}/moderatie/buren/labs/{lab.slug}/{word}/")


def state(settings):
    settings.refresh_from_db()
    return bool(settings.asked_at), bool(settings.agreed_at), bool(settings.declined_at)


def entries(lab):
    found = AuditEntry.objects.filter(lab=lab.slug, kind__contains="look_along").order_by("pk")
    return [(one.kind, one.object_id, one.before, one.after) for one in found]


def test_the_moderator_hears_that_a_lab_asks_by_mail_and_on_their_page(asked, ria, lab):
    assert mails.mailed() == [("ria", "Kijk je mee met de moderators van Proefdorp?")]
    news = browser(ria).get("/van-mij/nieuw/").text
    assert "Een ander lab vraagt of je met zijn moderators meekijkt" in news
    assert "/buurdorp/moderatie/buren/" in news
    words = text_of(page(ria))
    assert "Proefdorp" in words
    assert "Je ziet een zaak van een ander lab pas als die aan jou wordt gegeven" in words
    assert "Meekijken bij andere labs" in browser(ria).get("/buurdorp/moderatie/").text


def test_yes_no_and_yes_again_are_told_to_the_admins_logged_and_shown(asked, ria, lab, admin):
    assert "is gevraagd, en zei nog geen ja of nee" in text_of(browser(admin).get(page_of(lab)))
    mails.forget()
    assert say(ria, lab, "ja").headers["Location"] == "/buurdorp/moderatie/buren/"
    assert state(asked) == (True, True, False)
    assert asked.second_pair == ria
    assert mails.told() == [("bea@example.org", "Ria van Buurdorp kijkt mee met jullie moderators")]
    assert "Ria van Buurdorp zei ja en kijkt mee" in text_of(browser(admin).get(page_of(lab)))
    assert "Stop met meekijken" in page(ria).text
    mails.forget()
    say(ria, lab, "nee")
    assert state(asked) == (True, False, True)
    assert asked.second_pair is None
    assert mails.told() == [("bea@example.org", "Ria van Buurdorp kijkt niet mee met jullie moderators")]
    assert "Ria van Buurdorp kijkt niet mee" in text_of(browser(admin).get(page_of(lab)))
    say(ria, lab, "ja")
    assert state(asked) == (True, True, False)
    assert entries(lab) == [
        ("look_along", "neighbour", {}, {}),
        ("not_look_along", "neighbour", {}, {}),
        ("look_along", "neighbour", {}, {}),
    ]
    assert "Ria zei ja, en kijkt mee" in text_of(browser(admin).get(f"/{lab.slug}/beheer/logboek/"))
    assert not AuditEntry.objects.filter(lab="buurdorp", kind__contains="look_along").exists()


def test_the_news_goes_when_they_answered_and_no_mail_follows_when_it_waited(asked, ria, lab):
    say(ria, lab, "ja")
    assert [who for who, _subject in mails.mailed()] == ["bea"]
    assert "Een ander lab vraagt" not in browser(ria).get("/van-mij/nieuw/").text


@pytest.mark.parametrize("word", ["ja", "nee"])
def test_the_same_press_twice_is_one(asked, ria, lab, word):
    Notice.objects.all().delete()
    for _again in range(2):
        assert say(ria, lab, word).status_code == 302
    assert len(entries(lab)) == Notice.objects.count() == 1


@pytest.mark.parametrize("word", ["ja", "nee"])
def test_who_is_not_asked_any_more_reads_that_and_changes_nothing(asked, ria, lab, admin, there, word):
    wim = make_member(there, "Wim", "moderator")
    save(admin, neighbour=wim.pk)
    answer = say(ria, lab, word)
    assert answer.status_code == 409
    assert "Dit lab vraagt jou niet meer" in text_of(answer)
    assert state(asked) == (True, False, False)
    assert entries(lab) == []
    assert "Er is nu geen lab dat je vraagt." in page(ria).text


def test_another_choice_asks_anew_and_the_mail_to_the_first_does_not_go(asked, ria, lab, admin, there):
    wim = make_member(there, "Wim", "moderator")
    save(admin, neighbour=wim.pk)
    assert mails.mailed() == [("wim", "Kijk je mee met de moderators van Proefdorp?")]
    say(wim, lab, "ja")
    save(admin, neighbour=ria.pk)
    assert state(asked) == (True, False, False)
    save(admin, neighbour="")
    assert state(asked) == (False, False, False)


def test_who_lost_the_role_says_nothing_any_more(asked, ria, lab):
    ria.roles.all().delete()
    assert page(ria).status_code == say(ria, lab, "ja").status_code == say(ria, lab, "nee").status_code == 403
    with pytest.raises(MayNotLook):
        looking_along.answer(lab, ria, True)
    assert state(asked) == (True, False, False)


def test_who_came_to_work_for_the_municipality_can_not_say_yes_and_can_say_no(asked, ria, lab):
    theirs = lab.memberships.create(user=ria.user)
    theirs.roles.create(kind="civil_servant")
    answer = say(ria, lab, "ja")
    assert answer.status_code == 403
    assert "Je kunt daar niet meekijken" in text_of(answer)
    assert say(ria, lab, "nee").status_code == 302


def test_who_said_yes_and_may_not_any_more_reads_that(asked, ria, lab, admin):
    say(ria, lab, "ja")
    lab.memberships.create(user=ria.user).roles.create(kind="moderator")
    assert "je krijgt nu niets" in text_of(page(ria))
    assert "kan nu niet meekijken" in text_of(browser(admin).get(page_of(lab)))


def test_nobody_else_answers_for_them(asked, ria, lab, there, admin):
    others = [
        make_member(there, "Els", "moderator"),
        make_member(there, "Piet"),
        make_member(there, "Baas", "lab_admin"),
    ]
    assert [say(one, lab, "ja").status_code for one in others] == [409, 403, 403]
    assert "Proefdorp" not in text_of(page(others[0]))
    assert say(ria, there, "ja").status_code == 409
    assert browser(ria).post("/buurdorp/moderatie/buren/labs/nergens/ja/").status_code == 404
    assert browser(ria).post(f"/{lab.slug}/moderatie/buren/labs/{lab.slug}/ja/").status_code == 403
    assert state(asked) == (True, False, False)


def test_the_rule_from_both_sides_is_the_same(lab, there):
    """Each of six moderators, for each of four labs: a second pair by one rule is one by the other."""
    labs = [
        lab,
        there,
        make_lab("naastdorp", municipality=lab.municipality.name),
        make_lab("voorbeeld", municipality="Elders", is_demo=True),
    ]
    people = [make_member(labs[number % 4], f"Mo{number}", "moderator") for number in range(6)]
    there.memberships.create(user=people[4].user).roles.create(kind="alderman")
    labs[2].memberships.create(user=people[1].user).roles.create(kind="moderator")
    Membership.objects.filter(pk=people[5].pk).update(paused_until=clock.now() + timedelta(days=3))
    both = set()
    for one in labs:
        for member in people:
            ModerationSettings.objects.update_or_create(
                lab=one, defaults={"neighbour": member, "agreed_at": clock.now()}
            )
            settings = ModerationSettings.objects.get(lab=one)
            may = neighbours_for(one, Role.objects.that_count()).filter(pk=member.pk).exists()
            assert ModerationSettings.objects.with_second_pair(member).filter(pk=settings.pk).exists() == may
            assert (settings.second_pair == member) == may
            both.add(may)
    assert both == {True, False}


def test_the_database_keeps_yes_and_no_at_once_out(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationSettings.objects.update(agreed_at=clock.now(), declined_at=clock.now())


def test_who_leaves_takes_their_name_along_and_first_gets_it_in_the_download(asked, ria, lab):
    say(ria, lab, "ja")
    taken = leaving.taken_along(ria.user, [ria])["looks_along"]
    assert [(one["lab"], bool(one["agreed_at"])) for one in taken] == [(lab.slug, True)]
    leaving.forget(ria.user, [ria])
    asked.refresh_from_db()
    assert (asked.neighbour, *state(asked)) == (None, False, False, False)


def test_more_labs_cost_no_more_queries(asked, ria, admin, django_assert_max_num_queries):
    def ask_too(number):
        other = make_lab(f"lab-{number}", municipality=f"Stad {number}")
        ModerationSettings.objects.create(lab=other, neighbour=ria, asked_at=clock.now())

    ask_too(1)
    him = browser(ria)
    address = "/buurdorp/moderatie/buren/"
    him.get(address)
    with django_assert_max_num_queries(60) as first:
        him.get(address)
    for number in range(2, 7):
        ask_too(number)
    with django_assert_max_num_queries(len(first)):
        assert him.get(address).text.count("Ja, ik kijk mee") == 7


def test_an_answer_to_a_lab_without_settings_is_none(lab, ria):
    with pytest.raises(NotAsked):
        looking_along.answer(lab, ria, True)


def test_the_migration_asks_who_was_named_before_and_never_heard_of_it(lab, ria, there):
    named = ModerationSettings.objects.create(lab=lab, neighbour=ria)
    ModerationSettings.objects.create(lab=there)
    import_module(f"{migrations}.0011_looking_along").ask(apps, None)
    assert state(named) == (True, False, False)
    assert mails.mailed() == [("ria", "Kijk je mee met de moderators van Proefdorp?")]


@pytest.mark.parametrize("answer", ["yes", "no", "none"])
def test_who_said_yes_and_is_named_no_more_hears_it_by_mail(lab, admin, ria, there, answer):
    save(admin, neighbour=ria.pk)
    if answer != "none":
        looking_along.answer(lab, ria, is_yes=answer == "yes")
    mails.forget()
    save(admin, neighbour="")
    told = ("ria@example.org", f"Je kijkt niet meer mee met de moderators van {lab.name}")
    assert (told in mails.told()) == (answer == "yes")


def test_who_is_named_again_at_once_hears_only_that(lab, admin, ria, there):
    save(admin, neighbour=ria.pk)
    looking_along.answer(lab, ria, is_yes=True)
    mails.forget()
    save(admin, neighbour="")
    save(admin, neighbour=ria.pk)
    assert [subject for _reader, subject in mails.told()] == [f"Kijk je mee met de moderators van {lab.name}?"]
