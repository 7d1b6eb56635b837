"""The queries of every request: compiled once, they find exactly what the ORM finds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.backends import USER
from accounts.models import User
from common.prepared import LARGEST, Prepared
from ideas.models import Idea
from ideas.models.onbehalf import write_down_idea
from ideas.topics import WHOLE
from ideas.views.found import IDEA
from labs.decorators import LAB, MEMBER
from labs.models import RESIDENT_VOICE, Lab, Membership, Municipality
from stadslab.sessions import SESSION
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db


def columns(thing):
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


@pytest.fixture
def idea():
    other = make_lab("elders")
    make_idea(make_member(other, "Bram", "civil_servant"), "Een ander plan")
    anna = make_member(make_lab(), "Anna", "moderator")
    return make_idea(anna)


@pytest.fixture
def session(idea, client):
    client.force_login(idea.author.user)
    return Session.objects.get()


def test_every_column_is_what_the_orm_reads(idea, session):
    lab, anna = idea.lab, idea.author
    for found, model, key in (
        (SESSION.find(session.pk), Session, session.pk),
        (USER.find(anna.user_id), User, anna.user_id),
        (LAB.find(lab.slug), Lab, lab.pk),
        (MEMBER.find(lab.slug, anna.user_id), Membership, anna.pk),
        (IDEA.find(lab.pk, idea.pk), Idea, idea.pk),
        (WHOLE.find(idea.pk), Idea, idea.pk),
    ):
        assert columns(found) == columns(model.objects.get(pk=key)), model
        assert type(found) is model
        assert not found._state.adding
        assert found.get_deferred_fields() == set()


def test_what_belongs_to_it_comes_in_the_same_query(idea):
    with CaptureQueriesContext(connection) as queries:
        member = MEMBER.find(idea.lab.slug, idea.author.user_id)
        lab, municipality = member.lab, member.lab.municipality
    assert len(queries) == 1
    assert columns(lab) == columns(Lab.objects.get(pk=idea.lab_id))
    assert columns(municipality) == columns(Municipality.objects.get(pk=lab.municipality_id))


@pytest.mark.parametrize("has_all", [True, False])
def test_what_live_tells_of_an_idea_comes_with_it_or_is_known_to_be_none(idea, has_all):
    anna = idea.author
    if has_all:
        village = idea.lab.neighbourhoods.create(name="Meterik", outline={"type": "Point"})
        words = {"title": "Een bank", "opportunity": "", "neighbourhood": village}
        idea = write_down_idea(anna, RESIDENT_VOICE, "Jo", uuid4(), **words).thing
        Idea.objects.filter(pk=idea.pk).update(author=anna)
    else:
        Idea.objects.filter(pk=idea.pk).update(author=None)
    with CaptureQueriesContext(connection) as queries:
        found = WHOLE.find(idea.pk)
        named = (found.lab.name, found.neighbourhood and found.neighbourhood.name, found.author and found.author.name)
        behalf = getattr(found, "behalf", None)
    assert len(queries) == 1
    asked = Idea.objects.get(pk=idea.pk)
    assert found == asked
    assert named == (asked.lab.name, "Meterik" if has_all else None, asked.author and asked.author.name)
    assert behalf == getattr(asked, "behalf", None)
    assert (behalf is not None) is has_all
    assert not has_all or "outline" in found.neighbourhood.get_deferred_fields()


def test_values_are_told_apart_by_their_place(idea):
    elsewhere = Idea.objects.exclude(pk=idea.pk).get()
    assert IDEA.find(elsewhere.lab_id, elsewhere.pk).pk == elsewhere.pk
    for lab, pk in ((idea.lab_id, elsewhere.pk), (elsewhere.lab_id, idea.pk)):
        assert IDEA.find(lab, pk) is None


@pytest.mark.parametrize("pk", [0, -1, LARGEST, LARGEST + 1, 10**40])
def test_a_number_that_nothing_has_finds_nothing(idea, pk):
    assert IDEA.find(idea.lab_id, pk) is None
    assert USER.find(pk) is None


@pytest.mark.parametrize("slug", ["", "niemand", "%", "%s", "' OR ''='", "proefdorp' --"])
def test_a_word_is_never_read_as_sql(idea, slug):
    assert LAB.find(slug) is None


def test_an_address_with_an_endless_number_is_not_there(idea, client):
    client.force_login(idea.author.user)
    assert client.post(f"/{idea.lab.slug}/ideeen/{10**40}/steun/").status_code == 404


def test_what_changed_since_is_seen(idea):
    before = LAB.find(idea.lab.slug).name
    Lab.objects.filter(pk=idea.lab_id).update(name="Nieuw")
    assert (before, LAB.find(idea.lab.slug).name) == (idea.lab.name, "Nieuw")


def test_columns_that_were_not_asked_are_read_when_they_are_used(idea):
    found = Prepared(lambda pk: Idea.objects.filter(pk=pk).only("title")).find(idea.pk)
    assert (found.title, "needed" in found.get_deferred_fields(), found.needed) == (idea.title, True, idea.needed)


# The signed-in user


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_a_session_from_before_stays_signed_in(idea, client):
    client.force_login(idea.author.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert is_signed_in(client)


def test_a_session_ends_when_its_time_is_over(session, client):
    assert is_signed_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_signed_in(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"auth_version": 7}])
def test_who_was_deactivated_or_signed_out_everywhere_is_a_visitor(session, client, change):
    assert is_signed_in(client)
    User.objects.update(**change)
    assert not is_signed_in(client)


def test_a_key_that_nobody_has_is_a_visitor(idea):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "abcdefgh" * 4
    assert not is_signed_in(client)
