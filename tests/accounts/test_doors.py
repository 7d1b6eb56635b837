"""The development pages: available in DEBUG, otherwise 404."""

import os
import subprocess
import sys
from pathlib import Path
from secrets import token_urlsafe

import pytest
from django.conf import settings as real
from django.utils import timezone

from accounts.mail import send_code
from accounts.models import SignInCode
from tests.factories import make_lab, make_member, make_user

ATTEMPT = SignInCode(sent_at=timezone.now())
DOORS = ["", "als/1/", "mail/", "mail/x-0/"]


@pytest.fixture
def open_doors(settings, tmp_path):
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.accounts.urls"
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": tmp_path}}}


@pytest.mark.parametrize("door", DOORS)
def test_doors_have_no_address_without_debug(client, db, door):
    assert client.get(f"/ontwikkel/{door}").status_code == 404


@pytest.mark.urls("tests.accounts.urls")
@pytest.mark.parametrize("door", DOORS)
def test_doors_refuse_without_debug_even_when_included(client, db, door):
    make_member(make_lab(is_demo=True))
    assert client.get(f"/ontwikkel/{door}").status_code == 404
    assert client.post(f"/ontwikkel/{door}").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize(("debug", "found"), [("1", "True"), ("0", "False")])
def test_real_settings_include_the_doors_only_with_debug(debug, found, tmp_path):
    code = (
        "import django; django.setup(); from django.urls import resolve, Resolver404, get_resolver\n"
        "names = get_resolver().reverse_dict; print('dev_people' in names or 'dev_enter' in names)"
    )
    environment = os.environ | {
        "DEBUG": debug, "DJANGO_SETTINGS_MODULE": "stadslab.settings", "VAR_DIR": str(tmp_path),
        "DJANGO_SECRET_KEY": token_urlsafe(50), "PUBLIC_ORIGIN": "https://stadslab.example", "MAIL_URL": "smtp://localhost",
    }  # fmt: skip
    run = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(run, env=environment, cwd=real.BASE_DIR, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == found


def test_code_is_on_the_console_only_with_debug(db, capsys, settings):
    send_code("merel@post.example", "123456", "nl", ATTEMPT)
    assert "123456" not in "".join(capsys.readouterr())
    settings.DEBUG = True
    send_code("merel@post.example", "123456", "nl", ATTEMPT)
    assert capsys.readouterr().err == "Code for merel@post.example: 123456\n"


def test_demo_people_are_one_press_away_and_others_are_not(open_doors, client, db):
    anna = make_member(make_lab(is_demo=True), "Anna", "stadmaker").user
    real_person = make_member(make_lab("echt"), "Bram").user
    page = client.get("/ontwikkel/").content.decode()
    assert "Anna" in page
    assert "Bram" not in page
    assert client.post(f"/ontwikkel/als/{real_person.pk}/").status_code == 404
    response = client.post(f"/ontwikkel/als/{anna.pk}/?next=/privacy/")
    assert response.headers["Location"] == "/privacy/"
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_tool_opens_the_door_with_a_link(open_doors, client, db):
    anna = make_member(make_lab(is_demo=True), "Anna").user
    assert client.get(f"/ontwikkel/als/{anna.pk}/?next=https://evil.example/").headers["Location"] == "/proefdorp/"
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_sent_mail_can_be_read_newest_first(open_doors, client, db):
    make_user("Anna")
    send_code("anna@example.org", "111111", "nl", ATTEMPT)
    send_code("bram@example.org", "222222", "nl", ATTEMPT)
    page = client.get("/ontwikkel/mail/").content.decode()
    assert "anna@example.org" in page
    assert page.index("222222 is je code voor stadslab") < page.index("111111 is je code voor stadslab")
    files = Path(real.MAILERS["default"]["OPTIONS"]["file_path"]).glob("*.log")
    (one, _other) = sorted(files, key=lambda file: file.stat().st_mtime_ns)
    letter = client.get(f"/ontwikkel/mail/{one.stem}-0/").content.decode()
    assert "111111" in letter
    assert "222222" not in letter
    assert client.get("/ontwikkel/mail/..%2F..%2Fsettings-0/").status_code == 404


def test_door_of_a_person_leads_into_the_lab_where_they_have_a_role(client, db, open_doors):
    anna = make_member(make_lab("hier", is_demo=True))
    there = make_lab("daar", is_demo=True)
    make_member(there).give_role("moderator", "", None, "")
    assert client.post(f"/ontwikkel/als/{anna.user.pk}/").headers["Location"] == "/daar/"
    assert client.get(f"/ontwikkel/als/{anna.user.pk}/?next=/hier/").headers["Location"] == "/hier/"
