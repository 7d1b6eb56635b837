"""A lost extra lock: another lab_admin takes it away, with a reason; of the last one the operator does."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from audit.models import AuditEntry, Kind
from notifications.models import OutgoingMail
from tests.factories import give_factor, make_lab, make_member, make_user

pytestmark = pytest.mark.django_db
WHY = {"reason": "Telefoon in de Maas gevallen."}


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def ans(lab):
    return make_member(lab, "Ans", "lab_admin")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


def page_of(member):
    return f"{member.lab.get_absolute_url()}beheer/rollen/slot/{member.pk}/"


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def test_another_admin_takes_it_away_and_it_is_logged_and_mailed(ans, mo):
    his, hers = signed_in(mo), signed_in(ans)
    roles = f"{mo.lab.get_absolute_url()}beheer/rollen/"
    assert page_of(mo) in hers.get(roles).content.decode()
    assert page_of(ans) not in hers.get(roles).content.decode()
    assert hers.post(page_of(mo), {"reason": ""}).status_code == 422
    assert hers.post(page_of(mo), WHY).headers["Location"] == roles
    mo.user.refresh_from_db()
    assert mo.user.factor_key == ""
    assert his.get("/account/").status_code == 302  # signed out everywhere
    entry = AuditEntry.objects.get(kind=Kind.RESET_FACTOR)
    assert (entry.lab, entry.reason) == (mo.lab.slug, WHY["reason"])
    mail = OutgoingMail.objects.get()
    assert (mail.address, mail.subject) == (mo.user.email, "Je extra slot is weggehaald")
    assert "Je extra slot is weggehaald, omdat jij er niet meer bij kon." in mail.body  # by a beheerder, or by command
    assert page_of(mo) not in hers.get(roles).content.decode()
    assert "haalde een extra slot weg" in hers.get(f"{mo.lab.get_absolute_url()}beheer/logboek/").content.decode()


def test_a_second_time_changes_nothing(ans, mo):
    hers = signed_in(ans)
    hers.post(page_of(mo), WHY)
    assert hers.post(page_of(mo), WHY).status_code == 302
    assert AuditEntry.objects.filter(kind=Kind.RESET_FACTOR).count() == 1
    assert OutgoingMail.objects.count() == 1


def test_nobody_takes_away_their_own(ans):
    assert signed_in(ans).post(page_of(ans), WHY).status_code == 403
    with pytest.raises(PermissionDenied):
        ans.reset_factor(ans, "Voor mezelf.")
    ans.user.refresh_from_db()
    assert ans.user.factor_key


def test_only_of_who_works_for_this_lab(ans, lab):
    bram = make_member(lab, "Bram")
    give_factor(bram.user)
    other = make_member(make_lab("buurdorp"), "Otto", "lab_admin")
    hers = signed_in(ans)
    assert hers.post(page_of(bram), WHY).status_code == 404
    assert hers.post(f"{lab.get_absolute_url()}beheer/rollen/slot/{other.pk}/", WHY).status_code == 404
    with pytest.raises(PermissionDenied):
        bram.reset_factor(ans, "Kwijt.")


def test_who_lost_the_role_of_admin_meanwhile_is_refused(ans, mo):
    ans.roles.all().delete()
    with pytest.raises(PermissionDenied):
        mo.reset_factor(ans, "Kwijt.")


def test_other_staff_may_not(mo, ans):
    assert signed_in(mo).post(page_of(ans), WHY).status_code == 403


def test_operator_takes_it_away_and_each_lab_of_theirs_logs_it(ans, mo):
    make_member(make_lab("buurdorp"), "Ans", "moderator")
    make_member(make_lab("verdorp"), "Ans")
    told = StringIO()
    call_command("reset_factor", "ANS@example.org", reason="Telefoon weg.", stdout=told)
    assert told.getvalue() == "Het extra slot van ANS@example.org is weg.\n"
    entries = AuditEntry.objects.filter(kind=Kind.RESET_FACTOR).order_by("lab")
    assert list(entries.values_list("lab", "reason")) == [
        ("buurdorp", "Telefoon weg."),
        ("proefdorp", "Telefoon weg."),
    ]
    with pytest.raises(CommandError, match="heeft geen extra slot"):
        call_command("reset_factor", "ans@example.org", reason="Nog eens.")
    with pytest.raises(CommandError, match="heeft geen extra slot"):
        call_command("reset_factor", "niemand@example.org", reason="Kwijt.")


def test_a_person_without_a_role_gets_it_from_the_operator_alone(db):
    user = make_user("Bram")
    give_factor(user)
    call_command("reset_factor", "bram@example.org", reason="Kwijt.", stdout=StringIO())
    user.refresh_from_db()
    assert user.factor_key == ""
