"""*Tijdelijk niet meedoen*: who decides it, what it stops, and how it ends."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.intent import Act
from accounts.replay import perform
from audit.models import AuditEntry
from common import clock
from front.erasure import erase
from front.takeout import lab as lab_of
from ideas.models import Support
from labs import rules
from labs.models import HidingReason, Membership, Pause, Role, RoleKind, pauses
from labs.models.pauses import end_of
from notifications.models import OutgoingMail
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.test_care_races import together
from tests.mails import work_off
from tests.news import lines, signed_in
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
WHY = "Je schold Bram uit. Praat over het idee."


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


def pause(anna, mo, days=3):
    return anna.pause(mo, HidingReason.ABUSE, WHY, days)


def in_line(day):
    return day.replace("\N{NO-BREAK SPACE}", " ")


def again(member):
    return Membership.objects.get(pk=member.pk)


def test_it_lasts_the_rest_of_the_day_and_then_whole_days():
    assert end_of(datetime(2026, 12, 1, 9, tzinfo=UTC), 3) == datetime(2026, 12, 4, 23, tzinfo=UTC)
    assert end_of(datetime(2026, 3, 28, 22, 59, tzinfo=UTC), 1) == datetime(2026, 3, 29, 22, tzinfo=UTC)  # 23 hours


def test_a_pause_leaves_a_row_and_a_line_in_the_log(anna, mo):
    row = pause(anna, mo)
    assert (row.by, row.reason, row.explanation, row.ended_at) == (mo, "abuse", WHY, None)
    assert again(anna).is_paused
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.reason, entry.lab) == ("pause", "abuse", "proefdorp")


def test_it_ends_by_itself(anna, mo, monkeypatch):
    row = pause(anna, mo)
    monkeypatch.setattr(clock, "now", lambda: row.until - timedelta(seconds=1))
    assert again(anna).is_paused
    monkeypatch.setattr(clock, "now", lambda: row.until)
    assert not again(anna).is_paused


def test_a_second_pause_at_the_same_time_changes_nothing(anna, mo, lab):
    first = pause(anna, mo)
    assert pause(again(anna), make_member(lab, "Mia", "moderator"), 14) is None
    assert Pause.objects.get() == first
    assert again(anna).paused_until == first.until


def test_another_moderator_ends_it_with_a_trace_and_a_second_press_does_nothing(anna, mo, lab):
    pause(anna, mo)
    mia = make_member(lab, "Mia", "moderator")
    assert anna.end_pause(mia, "Jullie hebben het uitgepraat.")
    assert not anna.end_pause(mo, "Nog eens.")
    row = Pause.objects.get()
    assert (row.ended_by, row.ended_why) == (mia, "Jullie hebben het uitgepraat.")
    assert not again(anna).is_paused
    assert list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True)) == ["pause", "end_pause"]


def test_a_later_pause_starts_anew(anna, mo):
    pause(anna, mo)
    anna.end_pause(mo, "Goed.")
    assert pause(again(anna), mo, 7)
    assert again(anna).is_paused


@pytest.mark.parametrize(
    ("kinds", "may"),
    [
        (["moderator"], True),
        ([], False),
        (["lab_admin"], False),
        (["stadmaker"], False),
        (["civil_servant"], False),
        (["moderator", "lab_admin"], True),
        (["moderator", "civil_servant"], False),
        (["moderator", "alderman"], False),
        (["moderator", "councillor"], False),
    ],
)
def test_moderators_decide_but_nobody_of_the_municipality(lab, anna, kinds, may):
    by = make_member(lab, "Mo", *kinds)
    assert rules.can_pause(by, anna) is may
    if may:
        assert pause(anna, by)
    else:
        with pytest.raises(PermissionDenied):
            pause(anna, by)


def test_a_role_for_the_municipality_counts_without_a_second_factor_too(lab, anna):
    by = make_member(lab, "Mo", "moderator", "civil_servant")
    Role.objects.filter(kind="civil_servant").update(given_at=clock.now() - timedelta(days=60))
    by.user.factor_key = ""
    by.is_proved = False
    assert by.kinds == {"moderator"}  # in its first week
    assert not rules.can_pause(by, anna)


def test_nobody_pauses_themselves_or_who_runs_the_lab(lab, mo):
    admin = make_member(lab, "Ada", "lab_admin", "moderator")
    for person, by in ((mo, mo), (admin, mo), (admin, admin)):
        with pytest.raises(PermissionDenied):
            pause(person, by)
    assert pause(make_member(lab, "Mia", "moderator"), mo)


def test_of_two_moderators_who_pause_each_other_the_second_is_refused(lab, mo):
    mia = make_member(lab, "Mia", "moderator")
    pause(mia, mo)
    with pytest.raises(PermissionDenied):
        pause(mo, mia)  # this copy was read before
    assert not again(mo).is_paused


def test_roles_rest_in_a_pause_and_come_back_after_it(lab, mo, monkeypatch):
    sien = make_member(lab, "Sien", "moderator", "civil_servant")
    row = pause(sien, mo)
    assert again(sien).kinds == frozenset()
    assert [voice.kind for voice in again(sien).voices()] == [RoleKind.RESIDENT]
    monkeypatch.setattr(clock, "now", lambda: row.until)
    assert again(sien).kinds == {"moderator", "civil_servant"}


def test_it_counts_in_this_lab_alone(anna, mo):
    pause(anna, mo)
    elsewhere = make_member(make_lab("elders"), "Anna")
    answer = signed_in(elsewhere).post(f"{make_idea(elsewhere).get_absolute_url()}steun/")
    assert answer.status_code == 302


def test_the_person_reads_why_and_until_when_by_mail_and_on_their_page(anna, mo):
    row = pause(anna, mo)
    work_off()
    mail = OutgoingMail.objects.get(address="anna@example.org")
    assert in_line(row.day) in mail.subject
    assert "Reden: scheldt of kleineert" in mail.body
    assert WHY in mail.body
    assert "Mo, moderator" in mail.body
    assert lines(anna) == [f"Je doet tijdelijk niet mee in stadslab Proefdorp, tot {in_line(row.day)}"]
    anna.end_pause(mo, "Jullie hebben het uitgepraat.")
    work_off()
    assert "Jullie hebben het uitgepraat." in OutgoingMail.objects.latest("pk").body
    assert lines(anna)[0] == "Je kunt weer meedoen in stadslab Proefdorp"


def test_a_form_from_an_open_page_is_refused_with_the_reason_and_the_typed_words(anna, mo):
    idea = make_idea(make_member(anna.lab, "Bram"))
    row = pause(anna, mo)
    answer = signed_in(anna).post(
        f"{idea.get_absolute_url()}reacties/",
        {"text": "Dat is echt een goed plan.", "key": "0b0f8d5e-6f3c-4c53-9d0e-6d2a3d1c7e11"},
        headers={"origin": "http://testserver"},
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f"Je doet tijdelijk niet mee, tot {row.day}" in page
    assert "scheldt of kleineert" in page
    assert WHY in page
    assert "Dat is echt een goed plan." in page
    assert not idea.comments.exists()


def test_support_can_be_withdrawn_and_not_given(anna, mo):
    idea, other = make_idea(make_member(anna.lab, "Bram")), make_idea(make_member(anna.lab, "Cor"))
    idea.support(anna)
    pause(anna, mo)
    client = signed_in(anna)
    assert client.post(f"{other.get_absolute_url()}steun/").status_code == 403
    assert client.post(f"{idea.get_absolute_url()}steun/intrekken/").status_code == 302
    assert not Support.objects.exists()


def test_an_act_that_waited_for_sign_in_is_refused_too(anna, mo, rf):
    idea = make_idea(make_member(anna.lab, "Bram"))
    pause(anna, mo)
    request = rf.get("/inloggen/")
    request.user, request.session = anna.user, {}
    answer = perform(request, Act("k", f"{idea.get_absolute_url()}steun/", "", "/"))
    assert answer.status_code == 403
    assert not Support.objects.exists()


def path(person, end="tijdelijk-niet"):
    return f"/proefdorp/mensen/{person.pk}/{end}/"


def test_a_moderator_finds_pauses_and_lets_back_on_pages(anna, mo):
    client = signed_in(mo)
    assert path(anna) in client.get("/proefdorp/mensen/tijdelijk-niet/?wie=ann").content.decode()
    wrong = client.post(path(anna), {"days": "0", "reason": "off_topic", "explanation": WHY})
    assert wrong.status_code == 422
    assert WHY in wrong.content.decode()
    assert not Pause.objects.exists()
    fields = {"days": "3", "reason": "abuse", "explanation": WHY}
    for _twice in range(2):
        assert client.post(path(anna), fields).status_code == 302
    row = Pause.objects.get()
    page = client.get("/proefdorp/mensen/tijdelijk-niet/").content.decode()
    assert WHY in page
    assert path(anna, "weer-meedoen") in page
    banner = signed_in(anna).get("/proefdorp/").content.decode()
    assert "Je doet hier tijdelijk niet mee" in banner
    for _twice in range(2):
        assert client.post(path(anna, "weer-meedoen"), {"why": "Het is uitgepraat."}).status_code == 302
    row.refresh_from_db()
    assert row.ended_why == "Het is uitgepraat."
    assert "Je doet hier tijdelijk niet mee" not in signed_in(anna).get("/proefdorp/").content.decode()


def test_a_second_moderator_who_explained_it_too_keeps_what_they_typed(lab, anna, mo):
    pause(anna, mo)
    noor = make_member(lab, "Noor", "moderator")
    typed = "Een heel lange uitleg van Noor."
    page = signed_in(noor).post(path(anna), {"days": "7", "reason": "abuse", "explanation": typed})
    assert page.status_code == 409
    assert typed in page.text
    assert "doet al tijdelijk niet mee" in page.text
    assert Pause.objects.get().by == mo


def test_an_empty_form_says_what_is_missing(anna, mo):
    page = signed_in(mo).post(path(anna), {})
    assert page.status_code == 422
    assert "Vul een aantal dagen in, van 1 tot 90." in page.text


def test_the_banner_says_the_year_of_a_pause_into_the_next_one(anna, mo):
    with standing_at(datetime(2026, 11, 29, 12, tzinfo=UTC)):
        pause(anna, mo, 90)
        assert "tot 28 februari 2027" in in_line(signed_in(anna).get("/proefdorp/").text)


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_moderators_who_pause_one_person_or_each_other_at_the_same_moment_do_it_once(lab, anna, mo):
    noor = make_member(lab, "Noor", "moderator")
    for _round in range(5):
        Pause.objects.all().delete()
        Membership.objects.update(paused_until=None)
        told = together(*(lambda by=by: pause(again(anna), again(by)) for by in (mo, noor)))
        assert sorted(one is None for one in told) == [False, True]
        told = together(lambda: pause(again(mo), again(noor)), lambda: pause(again(noor), again(mo)))
        assert sum(isinstance(one, PermissionDenied) for one in told) == 1
        assert Pause.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one who writes")
def test_control_without_the_lock_both_pause_each_other(lab, mo, monkeypatch):
    noor = make_member(lab, "Noor", "moderator")
    looked = threading.Barrier(2)

    def careless(member, by):
        people = Membership.objects.in_bulk([member.pk, by.pk])
        looked.wait(10)
        return people[member.pk], people[by.pk]

    monkeypatch.setattr(pauses, "_read_again", careless)
    told = together(lambda: pause(again(mo), again(noor)), lambda: pause(again(noor), again(mo)))
    assert [one for one in told if isinstance(one, Exception)] == []
    assert Pause.objects.count() == 2


def test_the_list_asks_as_many_queries_for_three_as_for_one(lab, mo):
    client, counts = signed_in(mo), []
    for names in (["Anna"], ["Bram", "Cor"]):
        for name in names:
            pause(make_member(lab, name), mo)
        with CaptureQueriesContext(connection) as asked:
            client.get("/proefdorp/mensen/tijdelijk-niet/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_runs_the_lab_by_now_can_be_let_back(anna, mo):
    pause(anna, mo)
    Role.objects.create(membership=anna, kind="lab_admin")
    assert anna.end_pause(mo, "Je hebt nu een andere rol.")


def test_the_download_has_it_and_it_goes_with_the_account(anna, mo):
    pause(anna, mo)
    assert lab_of(again(anna))["paused"][0]["explanation"] == WHY
    erase(anna.user, keep_words=True)
    assert not Pause.objects.exists()


def test_buttons_are_not_offered_but_the_one_to_withdraw_support_is(anna, mo):
    idea, other = make_idea(make_member(anna.lab, "Bram")), make_idea(make_member(anna.lab, "Cor"), "Bankje")
    idea.support(anna)
    before = signed_in(anna).get(idea.get_absolute_url()).content.decode()
    assert all(path in before for path in ("steun/intrekken/", "reacties/", "nut/", "hulp/"))
    pause(anna, mo)
    client = signed_in(anna)
    page = client.get(idea.get_absolute_url()).content.decode().partition("<main")[2]
    assert "steun/intrekken/" in page
    assert not [
        path for path in ('reacties/"', 'nut/"', 'hulp/"') if f'action="{idea.get_absolute_url()}{path}' in page
    ]
    assert f'action="{other.get_absolute_url()}steun/' not in client.get(other.get_absolute_url()).content.decode()
    assert "/ideeen/nieuw/" not in client.get("/proefdorp/ideeen/").content.decode()
    assert client.get("/proefdorp/ideeen/nieuw/").status_code == 403
