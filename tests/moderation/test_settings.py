"""The page on which lab admins say how their lab moderates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import AuditEntry, Kind
from common import clock
from ideas.models import Moved
from labs.models import Lab
from moderation.models import Case, Flag, ModerationSettings, report
from moderation.models.settings import neighbours_for
from tests.answers.test_pages import text_of
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.standing import standing_at

pytestmark = pytest.mark.django_db

WHO = {"calm_name": "Wim van het dorpshuis", "calm_phone": "077 123 45 67"}


@pytest.fixture
def admin(lab):
    return make_member(lab, "Bea", "lab_admin")


@pytest.fixture
def next_door(lab):
    return make_lab("buurdorp", name="Buurdorp", municipality="Buurstad")


@pytest.fixture
def ria(next_door):
    return make_member(next_door, "Ria", "moderator")


def page_of(lab):
    return f"/{lab.slug}/beheer/moderatie/"


def settings_of(admin, **more):
    """Return what the form of the page would send."""
    form = browser(admin).get(page_of(admin.lab)).context["form"]
    kept = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in kept.items()} | more


def save(admin, **more):
    return browser(admin).post(page_of(admin.lab), settings_of(admin, **more))


def soon(days=2):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_lab_admin_changes_the_settings_and_the_log_tells_without_names_and_words(lab, admin, ria):
    said = {"term": 3, "neighbour": ria.pk, "words_more": "aardappel\nrare snuiter", "words_left_out": "hufter"}
    assert save(admin, **said, calm_until=soon(), **WHO).status_code == 302
    settings = ModerationSettings.objects.get(lab=lab)
    assert (settings.term, settings.neighbour, settings.agreed_at) == (3, ria, None)
    assert (settings.is_calm, settings.calm_contact) == (True, "Wim van het dorpshuis · 077 123 45 67")
    entries = AuditEntry.objects.filter(kind=Kind.CHANGE_MODERATION)
    assert {entry.object_id: entry.change for entry in entries} == {
        "term": "2 → 3",
        "calm_until": f"– → {soon()}",
        **dict.fromkeys(["neighbour", "words_more", "words_left_out", "calm_name", "calm_phone"], ""),
    }
    log = text_of(browser(admin).get(f"/{lab.slug}/beheer/logboek/"))
    assert "veranderde hoe het lab modereert" in log
    assert "Binnen hoeveel werkdagen kijkt een moderator?" in log
    assert not any(word in log for word in ("Ria", "Wim", "aardappel", "077"))


def test_the_same_settings_change_nothing_and_are_not_logged(admin):
    assert save(admin).status_code == 302
    save(admin)
    assert not AuditEntry.objects.filter(kind=Kind.CHANGE_MODERATION).exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"term": 0}, "term"),
        ({"term": 11}, "term"),
        ({"term": "snel"}, "term"),
        ({"term": ""}, "term"),
        ({"words_more": "goed\n!!!"}, "words_more"),
        ({"words_more": "a" * 61}, "words_more"),
        ({"words_left_out": "aardappel"}, "words_left_out"),
        ({"calm_until": "morgen"} | WHO, "calm_until"),
        ({"calm_until": soon(-1)} | WHO, "calm_until"),
        ({"calm_until": soon(15)} | WHO, "calm_until"),
        ({"calm_until": soon(), "calm_phone": "077 123 45 67"}, "calm_name"),
        ({"calm_until": soon(), "calm_name": "Wim"}, "calm_phone"),
        ({"calm_until": soon(), "calm_name": "Wim", "calm_mail": "wim"}, "calm_mail"),
        ({"neighbour": "999999999999999999999999"}, "neighbour"),
        ({"neighbour": "0"}, "neighbour"),
    ],
)
def test_settings_that_cannot_be_are_refused_at_their_field(lab, admin, fields, wrong):
    response = save(admin, **fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert not ModerationSettings.objects.exists()


def test_two_admins_who_change_the_settings_hear_of_each_other(lab, admin):
    before = settings_of(admin, term=5)
    save(admin, term=3)
    crossed = browser(admin).post(page_of(lab), before)
    assert crossed.status_code == 409
    assert "intussen aangepast" in crossed.text
    assert 'value="5"' in crossed.text
    again = before | {"seen": crossed.context["form"]["seen"].value()}
    assert browser(admin).post(page_of(lab), again).status_code == 302
    assert ModerationSettings.objects.get().term == 5


def test_who_lost_the_role_changes_nothing_and_neither_does_an_old_form(lab, admin):
    seen = ModerationSettings.objects.of(lab).state
    ModerationSettings.change(admin, seen, term=4)
    with pytest.raises(Moved):
        ModerationSettings.change(admin, seen, term=5)
    admin.roles.all().delete()
    with pytest.raises(PermissionDenied):
        ModerationSettings.change(admin, ModerationSettings.objects.get().state, term=6)
    assert ModerationSettings.objects.get().term == 4


@pytest.mark.parametrize("kind", ["stadmaker", "civil_servant", "moderator"])
def test_nobody_else_sees_or_changes_the_settings(lab, admin, kind):
    him, said = browser(make_member(lab, "Jan", kind)), settings_of(admin, term=9)
    assert him.get(page_of(lab)).status_code == 403
    assert him.post(page_of(lab), said).status_code == 403
    assert not ModerationSettings.objects.exists()


# The term


def test_a_case_is_due_by_the_term_of_its_lab_and_a_promised_day_stays(admin, comment, idea, bram):
    at = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))  # a Tuesday
    with standing_at(at):
        report(comment, bram, "privacy")
        save(admin, term=5)
        report(idea, bram, "spam")
    assert [case.due for case in Case.objects.all()] == [date(2026, 11, 26), date(2026, 12, 1)]


# Words


def test_the_words_of_a_lab_are_flagged_in_that_lab_alone(lab, admin, next_door):
    Lab.objects.update(created_at=clock.now() - timedelta(days=365))
    save(admin, words_more="aardappel\n# voor de kermis\nrare snuiter", words_left_out="hufter")
    for one in (lab, next_door):
        idea = make_idea(make_member(one, f"Fien{one.pk}"), "Feest")
        make_comment(idea, make_member(one, f"Daan{one.pk}"), "Die rare snuiter is een hufter met een aardappel.")
    found = Flag.objects.filter(comment__isnull=False).values_list("lab", "found")
    assert sorted(found) == sorted([(lab.pk, ["rare snuiter", "aardappel"]), (next_door.pk, ["hufter"])])


# Calm mode


def test_calm_mode_ends_by_itself_after_its_last_day(lab, admin):
    noon = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with standing_at(noon):
        save(admin, calm_until="2026-11-26", **WHO)
    settings = ModerationSettings.objects.get()
    for days, is_calm in ((0, True), (2, True), (3, False)):
        with standing_at(noon + timedelta(days=days)):
            assert settings.is_calm is is_calm
    with standing_at(noon + timedelta(days=3)):
        assert settings_of(admin)["calm_until"] == ""
        assert save(admin).status_code == 302
    assert AuditEntry.objects.filter(object_id="calm_until").count() == 1


def test_the_database_keeps_calm_mode_without_a_contact_out(lab):
    for wrong in ({}, {"calm_name": "Wim"}, {"calm_phone": "077"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ModerationSettings.objects.create(lab=lab, calm_until=date(2026, 12, 1), **wrong)


# The neighbour


def test_neighbours_are_moderators_of_other_labs_who_do_not_work_for_the_municipality(lab, admin, ria, next_door):
    make_member(next_door, "Jan", "civil_servant")
    make_member(next_door, "Kees")
    near = make_lab("naastdorp", name="Naastdorp", municipality=lab.municipality.name)
    sjef = make_member(near, "Sjef", "moderator", "civil_servant")  # of this municipality
    make_member(make_lab("voorbeeld", is_demo=True), "Demo", "moderator")
    noor = make_member(lab, "Noor", "moderator")  # moderates here too
    noor.user.memberships.create(lab=next_door).roles.create(kind="moderator")
    assert list(neighbours_for(lab)) == [ria]
    sjef.roles.filter(kind="civil_servant").delete()
    assert list(neighbours_for(lab)) == [ria, sjef]
    labels = settings_page_options(admin)
    assert labels == [("Buurdorp", ["Ria"]), ("Naastdorp", ["Sjef"])]


def settings_page_options(admin):
    form = browser(admin).get(page_of(admin.lab)).context["form"]
    return [(lab, [name for _key, name in people]) for lab, people in form.fields["neighbour"].choices[1:]]


def test_a_neighbour_counts_who_said_yes_and_may_still_look(lab, admin, ria):
    save(admin, neighbour=ria.pk)
    settings = ModerationSettings.objects.get()
    assert settings.second_pair is None
    ModerationSettings.objects.update(agreed_at=clock.now())
    settings.refresh_from_db()
    assert settings.second_pair == ria
    ria.roles.all().delete()
    assert settings.second_pair is None


def test_another_neighbour_must_say_yes_first(lab, admin, ria, next_door):
    wim = make_member(next_door, "Wim", "moderator")
    save(admin, neighbour=ria.pk)
    ModerationSettings.objects.update(agreed_at=clock.now())
    save(admin, term=4)
    assert ModerationSettings.objects.get().agreed_at
    save(admin, neighbour=wim.pk)
    assert (ModerationSettings.objects.get().neighbour, ModerationSettings.objects.get().agreed_at) == (wim, None)


def test_a_lab_that_goes_takes_its_neighbour_and_nothing_else(lab, admin, ria, next_door):
    save(admin, neighbour=ria.pk, term=4)
    ModerationSettings.objects.update(agreed_at=clock.now())
    next_door.delete()
    settings = ModerationSettings.objects.get()
    assert (settings.neighbour, settings.term, settings.second_pair) == (None, 4, None)
