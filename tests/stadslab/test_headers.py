"""Every response has the same security headers, whether it is a page, an error or a file."""

import pytest
from channels.testing import HttpCommunicator
from django.http import HttpResponse

from stadslab import settings as real_settings
from stadslab.headers import of_every_response

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ADDRESSES = [
    "/",
    "/privacy/",
    "/weergave/",
    "/gezond",
    "/robots.txt",
    "/favicon.ico",
    "/nergens/",
    "/static/nergens.css",
]


def assert_protected(response):
    assert response["Content-Security-Policy"] == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_is_protected(client, address):
    assert_protected(client.get(address))


def test_static_file_is_protected(client, settings):
    settings.MIDDLEWARE = real_settings.MIDDLEWARE  # the test settings serve no files
    settings.SERVESTATIC_AUTOREFRESH = settings.SERVESTATIC_USE_FINDERS = True
    response = client.get("/static/stadslab/css/stadslab.css")
    assert response.status_code == 200
    assert_protected(response)


def test_crash_is_protected(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("front.site.timezone", None)
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 500
    assert_protected(response)


async def test_live_over_http_is_protected():
    from stadslab.asgi import application

    answer = await HttpCommunicator(application, "POST", "/live/").get_response()
    assert answer["status"] == 405
    assert_protected(HttpResponse(headers=[(name.decode(), value.decode()) for name, value in answer["headers"]]))


def test_what_answers_before_django_says_all_that_a_page_says(client, settings):
    settings.SECURE_HSTS_SECONDS = 60
    page = client.get("/nergens/", secure=True)
    ours = dict(of_every_response())
    assert ours[b"strict-transport-security"] == b"max-age=60"
    assert {name: page[name.decode()].encode() for name in ours} == ours


def test_wrong_host_is_protected(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert_protected(response)
