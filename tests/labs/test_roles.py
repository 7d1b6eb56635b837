"""Roles: given and taken with a reason, logged, and a lab never loses its last admin."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry, Pseudonym
from labs.models import LastAdmin, Membership, Role, RoleKind
from tests.factories import make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def admin(lab):
    return make_member(lab, "Mo", RoleKind.LAB_ADMIN)


def kinds_of(member):
    return sorted(Role.objects.filter(membership=member).values_list("kind", flat=True))


def test_a_role_is_given_once_and_noted_once(lab, admin):
    bram = make_member(lab, "Bram")
    assert not bram.has_role("stadmaker")
    first = bram.give_role("stadmaker", "", admin, "Trekt de buurttuin.")
    assert bram.give_role("stadmaker", "", admin, "Nog eens.") == first
    assert bram.has_role("stadmaker")
    entry = AuditEntry.objects.get(kind="give_role")
    users = dict(Pseudonym.objects.values_list("code", "user"))
    assert (users[entry.actor], entry.object_kind, users[entry.object_id]) == (admin.user_id, "person", bram.user_id)
    assert (entry.lab, entry.before, entry.after) == (lab.slug, {}, {"role": "stadmaker", "label": ""})
    assert entry.reason == "Trekt de buurttuin."


def test_a_person_can_hold_several_and_speaks_in_each(lab, admin):
    bram = make_member(lab, "Bram")
    bram.give_role("civil_servant", "team Groen", admin, "Werkt daar.")
    bram.give_role("body", "dorpsraad Lottum", admin, "Zit daarin.")
    spoken = [(voice.kind, voice.label) for voice in bram.voices()]
    assert spoken == [("resident", ""), ("civil_servant", "team Groen"), ("body", "dorpsraad Lottum")]


def test_a_role_is_taken_once_and_noted_once(lab, admin):
    bram = make_member(lab, "Bram", "stadmaker")
    role = bram.roles.get()
    bram.take_role(role, admin, "Verhuisd.")
    bram.take_role(role, admin, "Verhuisd.")
    assert kinds_of(bram) == []
    assert not bram.has_role("stadmaker")
    assert AuditEntry.objects.get(kind="take_role").reason == "Verhuisd."


def test_the_last_admin_stays(lab, admin):
    with pytest.raises(LastAdmin):
        admin.take_role(admin.roles.get(), admin, "Ik stop.")
    assert kinds_of(admin) == ["lab_admin"]
    assert not AuditEntry.objects.exists()


def test_an_admin_who_never_signed_in_does_not_count(lab, admin):
    stranger = Membership.objects.create(lab=lab, user=User.objects.create_user("later@example.org"))
    stranger.give_role("lab_admin", "", None, "create_lab")
    with pytest.raises(LastAdmin):
        admin.take_role(admin.roles.get(), admin, "Ik stop.")
    stranger.user.choose_name("Later")
    admin.take_role(admin.roles.get(), admin, "Ik stop.")
    assert kinds_of(admin) == []


def test_an_admin_who_left_does_not_count(lab, admin):
    chaima = make_member(lab, "Chaima", "lab_admin")
    chaima.user.is_active = False
    chaima.user.save()
    with pytest.raises(LastAdmin):
        admin.take_role(admin.roles.get(), admin, "Ik stop.")


def test_an_admin_of_another_lab_does_not_count(lab, admin):
    make_member(make_lab("elders"), "Chaima", "lab_admin")
    with pytest.raises(LastAdmin):
        admin.take_role(admin.roles.get(), admin, "Ik stop.")


def test_who_no_longer_runs_the_lab_gives_and_takes_nothing(lab, admin):
    chaima = make_member(lab, "Chaima", "lab_admin", "stadmaker")
    chaima.take_role(chaima.roles.get(kind="lab_admin"), admin, "Klaar.")
    bram = make_member(lab, "Bram", "stadmaker")
    with pytest.raises(PermissionDenied):
        bram.give_role("moderator", "", chaima, "Kan nog net.")
    with pytest.raises(PermissionDenied):
        bram.take_role(bram.roles.get(), chaima, "Kan nog net.")
    assert kinds_of(bram) == ["stadmaker"]


def test_taking_a_role_asks_every_socket_again(lab, admin, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr("realtime.doorbell._rung", rung.append)
    bram = make_member(lab, "Bram", "moderator")
    with django_capture_on_commit_callbacks(execute=True):
        bram.take_role(bram.roles.get(), admin, "Klaar.")
    assert rung == ["rights"]


def test_who_has_no_name_yet_is_still_shown_sensibly(lab):
    member = Membership.objects.create(lab=lab, user=User.objects.create_user("later@example.org"))
    assert member.name == "nog geen naam"
    assert str(member) == "nog geen naam"


def test_who_left_is_a_former_participant(lab):
    member = make_member(lab, "Bram")
    member.user.delete()
    member.refresh_from_db()
    assert member.name == "oud-deelnemer"


def test_taking_a_role_without_a_reason_says_what_to_write(client, lab, admin):
    role = make_member(lab, "Bram", "stadmaker").roles.get()
    client.force_login(admin.user)
    address = reverse("lab_role_take", kwargs={"lab_slug": lab.slug, "pk": role.pk})
    answer = client.post(address, {"reason": ""}, headers={"accept-language": "nl"})
    assert answer.status_code == 422
    assert "Schrijf in één of twee zinnen waarom." in answer.text
