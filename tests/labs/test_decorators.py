"""The member that a view gets: a visitor, an unsaved member for a GET of an act's page, or a member."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from accounts import proved
from labs.decorators import admin_required, lab_page, member_required
from labs.models import RESIDENT_VOICE, Membership, Visitor
from tests.factories import make_lab, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


def met(decorator, method, user):
    """Return the member that a view below `decorator` gets, and its response."""
    seen = []

    @decorator
    def view(request):
        assert request.member.lab == request.lab
        seen.append(request.member)
        return HttpResponse()

    request = getattr(RequestFactory(), method)("/proefdorp/")
    request.user = user
    request.session = {proved.KEY: getattr(user, "factor_key", "")}
    answer = view(request, lab_slug="proefdorp")
    return seen[0] if seen else None, answer


def test_who_only_looks_at_the_page_of_an_act_is_no_member_yet(lab):
    dina = make_user("Dina")
    member, _answer = met(member_required, "get", dina)
    assert isinstance(member, Membership)
    assert (member.pk, member.user, member.name, member.is_person) == (None, dina, "Dina", False)
    assert member.voices() == [RESIDENT_VOICE]
    assert not any([member.is_staff, member.is_admin, member.moderates, member.facilitates])
    assert not Membership.objects.exists()


def test_the_first_act_makes_a_member_and_the_next_ones_find_it(lab):
    dina = make_user("Dina")
    first, _answer = met(member_required, "post", dina)
    again, _answer = met(member_required, "post", dina)
    looks, _answer = met(member_required, "get", dina)
    assert first == again == looks == Membership.objects.get()
    assert (first.lab, first.user, first.is_person) == (lab, dina, True)


@pytest.mark.parametrize("decorator", [member_required, admin_required])
def test_who_is_signed_out_signs_in_first_and_is_given_to_no_view(lab, decorator):
    member, answer = met(decorator, "get", AnonymousUser())
    assert (member, answer.status_code) == (None, 302)
    assert answer.headers["Location"].startswith("/inloggen/")


def test_a_page_for_everybody_makes_nobody_a_member(lab):
    member, _answer = met(lab_page, "post", make_user("Dina"))
    assert isinstance(member, Visitor)
    assert (member.name, member.is_person) == ("Dina", False)
    assert not Membership.objects.exists()


def test_only_who_runs_the_lab_is_given_to_a_view_of_theirs(lab):
    with pytest.raises(PermissionDenied):
        met(admin_required, "post", make_user("Dina"))
    assert not Membership.objects.exists()
    admin = make_member(lab, "Bea", "lab_admin")
    assert met(admin_required, "post", admin.user)[0] == admin
