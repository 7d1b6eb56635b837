import html
import re

import pytest
from django.conf import settings

from common.preferences import look
from tests.factories import make_lab, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    user = make_user("Anna")
    client.force_login(user)
    return user


def choose(client, language="en", scheme="dark", **fields):
    return client.post("/weergave/", {"language": language, "scheme": scheme, **fields})


def test_signed_out_reader_keeps_their_choice_in_cookies(client):
    response = choose(client, next="/privacy/")
    assert response["Location"] == "/privacy/"
    assert {name: cookie.value for name, cookie in response.cookies.items()} == {"language": "en", "scheme": "dark"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in response.cookies.values())
    page = client.get("/privacy/").text
    assert '<html class="utrecht-root" lang="en" data-theme="dark">' in page


def test_choosing_what_the_device_says_forgets_the_cookie(client):
    choose(client)
    response = choose(client, scheme="")
    assert response.cookies["scheme"]["max-age"] == 0
    assert "data-theme" not in client.get("/").text


def test_person_keeps_their_choice_in_the_profile(client, anna):
    response = choose(client)
    assert not response.cookies
    anna.refresh_from_db()
    assert (anna.language, anna.theme) == ("en", "dark")
    assert '<html class="utrecht-root" lang="en" data-theme="dark">' in client.get("/").text


def test_profile_is_stronger_than_cookie_and_browser(client, anna):
    anna.language = "en"
    anna.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    response = client.get("/", headers={"accept-language": "nl"})
    assert response["Content-Language"] == "en"


def test_browser_says_the_language_until_someone_chooses(client):
    assert client.get("/", headers={"accept-language": "en-GB,en"})["Content-Language"] == "en"
    assert client.get("/", headers={"accept-language": "tr"})["Content-Language"] == "nl"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert client.get("/", headers={"accept-language": "en"})["Content-Language"] == "nl"


def test_caches_know_what_an_answer_depends_on(client):
    assert {"Accept-Language", "Cookie"} <= set(client.get("/")["Vary"].split(", "))


@pytest.mark.parametrize(
    "away",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example",
     "http://testserver//evil.example", "http://[", "@evil", "foo", "lab_home", "sign_out", "é", "."],
)  # fmt: skip
def test_nobody_is_sent_away_from_this_site(client, away):
    assert choose(client, next=away)["Location"] == "/"


def test_address_with_odd_letters_is_quoted(client):
    assert choose(client, next="/privacy/?é=X: y")["Location"] == "/privacy/?%C3%A9=X:%20y"


def test_address_with_a_line_break_is_never_a_header(client):
    assert choose(client, next="/privacy/?é=\r\nX: y")["Location"] == "/"


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"scheme": "pink"}, {"language": ""}, {"language": "\0"}, {"next": "\0"}]
)
def test_nonsense_is_refused_and_kept_nowhere(client, wrong):
    response = choose(client, **wrong)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME}


def test_link_to_english_opens_the_page_in_english_and_keeps_nothing(client):
    response = client.get("/weergave/?taal=en&next=/privacy/")
    assert '<h1 class="t-1">Light and language</h1>' in response.text
    assert 'value="/privacy/"' in response.text
    assert set(response.cookies) == {settings.CSRF_COOKIE_NAME}


@pytest.mark.parametrize(
    "here",
    ["/inloggen/?doe=abc%3Ad", "/inloggen/?next=%2Fprivacy%2F", "/agenda/?q=brug&ook=dit", "/bestaat-niet/?a=b"],
)
def test_who_changes_the_language_goes_on_where_they_were(client, here):
    link = re.search(r'href="(/weergave/[?]taal=en[^"]*)"', client.get(here).text)[1]
    page = client.get(html.unescape(link)).text
    assert choose(client, next=html.unescape(re.search(r'name="next" value="([^"]*)"', page)[1]))["Location"] == here
    link = re.search(r'href="(/weergave/[?]taal=nl[^"]*)"', page)[1]
    assert f'value="{html.escape(here)}"' in client.get(html.unescape(link)).text, "also by way of the page itself"


def test_who_changes_the_language_while_signing_in_still_types_the_code(client):
    client.post("/inloggen/", {"email": "anna@example.org"})
    assert choose(client, next="/inloggen/code/")["Location"] == "/inloggen/code/"
    assert "anna@example.org" in client.get("/inloggen/code/").text


def test_choice_in_a_cookie_is_never_trusted(client):
    client.cookies["scheme"] = '"><script>'
    assert "data-theme" not in client.get("/").text


def test_unknown_house_style_falls_back_on_ours(rf):
    request = rf.get("/")
    request.lab = make_lab("proefdorp")
    request.lab.municipality.theme = "maaslicht"
    assert look(request)["theme"] == "maaslicht"
    request.lab.municipality.theme = "elders"
    assert look(request)["theme"] == "stadslab"
