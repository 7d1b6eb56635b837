"""The account page: name, language, labs, and signing out here or everywhere."""

import pytest
from django.test import Client

from accounts import live
from accounts.models import User
from common import rate_limits
from realtime.doorbell import RIGHTS
from realtime.models import NameChange
from tests.factories import make_lab, make_member, make_user


@pytest.fixture
def anna(db):
    return make_member(make_lab(), "Anna", "body", label="dorpsraad Lottum").user


@pytest.fixture
def her(client, anna):
    client.force_login(anna)
    return client


def test_account_page_shows_what_is_mine(her):
    page = her.get("/account/").content.decode()
    assert "Dag <bdi>Anna</bdi>" in page
    assert "anna@example.org" in page
    assert "Proefdorp" in page
    assert "namens dorpsraad Lottum" in page
    assert '<meta name="robots" content="noindex">' in page


def test_account_page_takes_the_same_queries_with_many_labs(her, anna, django_assert_max_num_queries):
    for number in range(8):
        make_member(make_lab(f"lab-{number}"), "Anna", "stadmaker", "moderator")
    with django_assert_max_num_queries(7):
        her.get("/account/")


def test_stranger_signs_in_first(client, db):
    response = client.get("/account/")
    assert response.headers["Location"] == "/inloggen/?next=%2Faccount%2F"


@pytest.mark.parametrize("address", ["/uitloggen/", "/account/overal-uitloggen/"])
def test_signing_out_has_rights_asked_again(her, monkeypatch, address):
    rung = []
    monkeypatch.setattr(live, "ring", rung.append)
    assert her.post(address).status_code == 302
    assert rung == [RIGHTS]


def test_name_is_changed(her, anna):
    assert her.post("/account/", {"name": " Anna  Maria "}).headers["Location"] == "/account/"
    anna.refresh_from_db()
    assert (anna.name, anna.name_key) == ("Anna Maria", "anna maria")
    assert "Je naam is aangepast. Anderen zien nu Anna Maria." in her.get("/account/").content.decode()


@pytest.mark.parametrize(("name", "told"), [("Anna Maria", 1), ("Anna", 0)])
def test_pages_everywhere_are_told_of_another_name_only(her, anna, name, told):
    assert her.post("/account/", {"name": name}).status_code == 302
    assert NameChange.objects.filter(kind="person", thing_id=anna.pk).count() == told


def test_another_name_too_often_is_429_and_kept(her, anna, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "name", "2 per year")
    rate_limits.forget()
    answers = [her.post("/account/", {"name": name}) for name in ("Een", "Twee", "Drie")]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'value="Drie"' in answers[-1].text
    assert "Dat is veel in korte tijd. Wacht een uur en probeer het dan opnieuw." in answers[-1].text
    anna.refresh_from_db()
    assert anna.name == "Twee"


def test_own_name_in_other_capitals_is_allowed(her, anna):
    assert her.post("/account/", {"name": "ANNA"}).status_code == 302


@pytest.mark.parametrize("name", ["bram", "Moderator", "x", "Bra\u200bm", "\x00", "x" * 300])
def test_wrong_name_is_told_at_the_field_and_kept(her, anna, name):
    make_user("Bram")
    response = her.post("/account/", {"name": name})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_name_error"' in page
    assert "Dag <bdi>Anna</bdi>" in page
    anna.refresh_from_db()
    assert anna.name == "Anna"


def test_name_that_was_just_taken_is_told(her, anna, monkeypatch):
    make_user("Bram")
    monkeypatch.setattr("accounts.forms.account.NameForm.clean_name", lambda form: "BRAM")
    response = her.post("/account/", {"name": "BRAM"})
    assert response.status_code == 422
    assert "Iemand anders heeft deze naam al." in response.content.decode()


def test_extra_fields_change_nothing(her, anna):
    fields = {
        "name": "Anna B",
        "is_staff": "1",
        "is_superuser": "1",
        "email": "x@y.nl",
        "is_active": "0",
        "auth_version": "9",
    }
    her.post("/account/", fields)
    now = User.objects.get()
    assert (now.is_staff, now.is_superuser, now.email, now.is_active, now.auth_version) == (
        False, False, "anna@example.org", True, 0,
    )  # fmt: skip


def test_language_and_light_are_kept_by_the_page_for_that(her, anna):
    her.post("/weergave/", {"language": "en", "scheme": "dark", "next": "/account/"})
    anna.refresh_from_db()
    assert (anna.language, anna.theme) == ("en", "dark")
    assert "Hello <bdi>Anna</bdi>" in her.get("/account/").content.decode()


def test_signing_out_here_leaves_other_devices(her, anna):
    phone = Client()
    phone.force_login(anna)
    assert her.post("/uitloggen/").headers["Location"] == "/"
    assert her.get("/account/").status_code == 302
    assert phone.get("/account/").status_code == 200


def test_signing_out_everywhere_ends_all_devices(her, anna):
    phone = Client()
    phone.force_login(anna)
    assert her.post("/account/overal-uitloggen/").headers["Location"] == "/"
    assert her.get("/account/").status_code == 302
    assert phone.get("/account/").status_code == 302


@pytest.mark.parametrize("address", ["/uitloggen/", "/account/overal-uitloggen/"])
def test_link_never_signs_out(her, address):
    assert her.get(address).status_code == 405
    assert her.get("/account/").status_code == 200
