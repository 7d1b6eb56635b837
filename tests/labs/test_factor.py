"""Roles of staff count in a session with the second factor, and without one in their first week."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts import factor
from common import clock
from labs.models import STAFF, Membership, Role, Visitor
from labs.models.people import GRACE
from tests.factories import give_factor, make_idea, make_lab, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def mo(lab):
    """Moderates since a minute, without a second factor."""
    mo = Membership.objects.create(lab=lab, user=make_user("Mo"))
    Role.objects.create(membership=mo, kind="moderator")
    Role.objects.create(membership=mo, kind="stadmaker")
    return mo


@pytest.fixture
def later(monkeypatch):
    """`later(GRACE)`: so much later."""

    def later(time):
        now = clock.now() + time
        monkeypatch.setattr(clock, "now", lambda: now)

    return later


def again(member, is_proved=False):
    """Return the member as another request finds them."""
    member = Membership.objects.select_related("user").get(pk=member.pk)
    member.is_proved = is_proved
    return member


@pytest.mark.parametrize("kind", sorted(STAFF))
def test_role_of_staff_counts_for_a_week_without_the_second_factor(lab, later, kind):
    member = Membership.objects.create(lab=lab, user=make_user("Sam"))
    Role.objects.create(membership=member, kind=kind)
    assert again(member).has_role(kind)
    assert again(member).factor_asks == "soon"
    later(GRACE - timedelta(minutes=1))
    assert again(member).has_role(kind)
    later(timedelta(minutes=2))
    now = again(member)
    assert not any([now.has_role(kind), now.is_staff, now.facilitates, now.moderates, now.is_admin])
    assert [voice.kind for voice in now.voices()] == ["resident"]
    assert now.factor_asks == "set"
    assert again(member, is_proved=True).has_role(kind)


def test_other_roles_count_always(mo, later):
    later(GRACE * 2)
    assert again(mo).has_role("stadmaker")
    assert again(mo).facilitates
    assert not again(mo).moderates


def test_who_has_the_factor_must_type_its_code_also_in_the_first_week(mo):
    give_factor(mo.user)
    assert not again(mo).moderates
    assert again(mo).factor_asks == "code"
    assert again(mo, is_proved=True).factor_asks == ""


def test_residents_and_visitors_are_asked_nothing(lab):
    assert again(make_member(lab, "Bram", "stadmaker")).factor_asks == ""
    assert Visitor(lab).factor_asks == ""


def test_each_role_has_its_own_week(mo, later):
    """Also of another lab: the factor is one, the roles are many."""
    later(GRACE)
    other = Membership.objects.create(lab=make_lab("buurdorp"), user=mo.user)
    role = Role.objects.create(membership=other, kind="moderator")
    Role.objects.filter(pk=role.pk).update(given_at=clock.now())
    assert again(other).moderates
    assert not again(mo).moderates


def test_role_of_before_the_rule_works_as_long_as_the_upgrade_gave_it(mo, later):
    later(GRACE * 10)
    assert not again(mo).moderates
    mo.roles.update(factor_by=clock.now() + GRACE)
    assert again(mo).moderates


@pytest.fixture
def hidden(lab, mo):
    idea = make_idea(make_member(lab, "Anna"))
    return f"{idea.get_absolute_url()}verbergen/"


def test_refused_staff_read_how_to_go_on(client, mo, later, hidden):
    client.force_login(mo.user)
    assert client.get(hidden).status_code == 200
    assert "Bij je rol hoort een extra slot. Zet het aan vóór" in client.get(hidden).content.decode()
    later(GRACE)
    answer = client.get(hidden)
    assert answer.status_code == 403
    assert "Zet eerst je extra slot aan" in answer.content.decode()
    assert 'href="/account/slot/"' in answer.content.decode()
    posted = client.post(hidden, {"reason": "spam"})
    assert posted.status_code == 403
    assert "Zet eerst je extra slot aan" in posted.content.decode()


def test_staff_who_have_the_factor_type_its_code_and_come_back(client, mo, hidden):
    give_factor(mo.user)
    client.force_login(mo.user, proved_too=False)
    answer = client.get(hidden)
    assert answer.status_code == 403
    assert f'href="/account/slot/code/?next={hidden.replace("/", "%2F")}"' in answer.content.decode()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    code = factor.format_hotp_value(factor.hotp_value(secret, int(clock.now().timestamp()) // 30))
    assert client.post(f"/account/slot/code/?next={hidden}", {"code": code}).headers["Location"] == hidden
    assert client.get(hidden).status_code == 200


def test_a_page_of_staff_says_no_word_of_the_lock_to_others(client, lab, hidden):
    client.force_login(make_member(lab, "Bram").user)
    answer = client.get(hidden)
    assert answer.status_code == 403
    assert "extra slot" not in answer.content.decode()


def test_proof_ends_when_the_factor_is_taken_off_or_set_anew(client, mo, later, hidden):
    give_factor(mo.user)
    client.force_login(mo.user)
    assert client.get(hidden).status_code == 200
    later(GRACE)
    factor.remove_factor(mo.user)
    assert client.get(hidden).status_code == 403
    give_factor(mo.user)
    mo.user.factor_key = "anders"
    mo.user.save()
    assert client.get(hidden).status_code == 403


def test_waiting_act_of_staff_is_not_done_without_the_code(mo, hidden):
    """The act that waits for the sign-in is done after the second factor."""
    give_factor(mo.user)
    thief = Client()
    thief.force_login(mo.user, proved_too=False)
    assert thief.post(hidden, {"reason": "spam", "explanation": "x"}).status_code == 403


def test_banner_is_above_the_pages_of_that_lab_only(client, mo, later):
    other = make_lab("buurdorp")
    client.force_login(mo.user)
    later(GRACE)
    words = "Je werkt voor dit lab, maar zonder extra slot telt je rol niet"
    assert words in client.get(f"{mo.lab.get_absolute_url()}ideeen/").content.decode()
    assert words not in client.get(f"{other.get_absolute_url()}ideeen/").content.decode()
