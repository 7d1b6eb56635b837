"""Error pages, without the `db` mark, so that pytest-django refuses every query."""

import errno
import html
import io
import logging
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST
from psycopg_pool import PoolTimeout

from front import errors, reach
from tests.factories import make_lab


def raising(error):
    def view(request):
        raise error

    return view


def without_connection(request):
    raise OperationalError("secret") from PoolTimeout("secret")


urlpatterns = [
    path("press/", require_POST(lambda request: HttpResponse("pressed"))),
    path("404/", raising(Http404())),
    path("403/", raising(PermissionDenied())),
    path("500/", raising(ValueError("secret"))),
    path("503/", raising(OperationalError("secret"))),
    path("veel/", lambda request: errors.too_much(request, 7)),
    path("weg/", without_connection),
    path("vol/", raising(OSError(errno.ENOSPC, "secret"))),
    path("", include("stadslab.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
pytestmark = pytest.mark.urls(__name__)

PAGES = [
    ("/404/", 404, "Hier hangt niets aan de muur", "There is nothing on this wall"),
    ("/403/", 403, "Deze deur is even dicht", "This door is closed for now"),
    ("/veel/", 429, "Dat is veel tegelijk", "That is a lot at once"),
    ("/500/", 500, "Er ging bij ons iets stuk", "Something broke on our side"),
    ("/503/", 503, "Het lukt ons even niet", "We are out of reach for a moment"),
    ("/vol/", 503, "Het lukt ons even niet", "We are out of reach for a moment"),
]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status", "dutch", "english"), PAGES)
def test_error_page_speaks_the_readers_language(visitor, address, status, dutch, english):
    for language, words in (("nl", dutch), ("en", english)):
        response = visitor.get(address, headers={"accept-language": language})
        assert response.status_code == status
        assert f'<h1 class="t-1">{words}</h1>' in response.text
        assert f'lang="{language}"' in response.text
        assert "secret" not in response.text
        assert not response.cookies


@pytest.mark.django_db
def test_words_about_what_is_gone_lead_where_the_button_does(visitor):
    make_lab("proefdorp")
    dutch = {"accept-language": "nl"}
    gone = visitor.get("/proefdorp/ideeen/99999/", headers=dutch).text
    assert "Misschien vind je hem via de ideeën." in gone
    assert "Naar alle ideeën" in gone
    elsewhere = visitor.get("/bestaat-niet/", headers=dutch).text
    assert "Misschien vind je hem via een van de labs." in elsewhere
    assert "Naar alle labs" in elsewhere


def test_address_of_a_button_has_a_page_too(visitor):
    response = visitor.get("/press/")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert "Hier hangt niets aan de muur" in response.text
    assert visitor.post("/press/").text == "pressed"


def test_busy_page_says_when_to_come_back(visitor):
    assert visitor.get("/503/")["Retry-After"] == "30"


@pytest.mark.django_db
def test_when_no_connection_came_the_next_hear_so_at_once_for_a_second(visitor, monkeypatch):
    monkeypatch.setattr(reach, "_away_until", float("-inf"))
    assert visitor.get("/toegankelijkheid/").status_code == 200
    visitor.get("/503/")
    assert visitor.get("/toegankelijkheid/").status_code == 200, "a row that is held is no database that is away"
    monkeypatch.setattr(reach, "REST_SECONDS", 60)
    assert visitor.get("/weg/").status_code == 503
    page = visitor.get("/toegankelijkheid/")
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    monkeypatch.setattr(reach, "_away_until", float("-inf"))
    monkeypatch.setattr(reach, "REST_SECONDS", 0)
    assert visitor.get("/weg/").status_code == 503
    assert visitor.get("/toegankelijkheid/").status_code == 200


def test_part_of_a_page_gets_a_remark_only(visitor):
    response = visitor.get("/404/", headers={"hx-request": "true", "accept-language": "nl"})
    assert response.status_code == 404
    assert response.text.strip().startswith('<div class="remark remark--bad" role="alert">')
    assert "Hier hangt niets aan de muur. De pagina is weg" in response.text
    assert "<html" not in response.text


def test_form_without_token_is_refused_with_what_to_do(visitor):
    response = Client(enforce_csrf_checks=True).post("/weergave/", {"language": "en"})
    assert response.status_code == 403
    assert "Deze pagina stond te lang open" in response.text


def test_form_from_before_signing_in_on_another_tab_is_sent_again_by_one_press():
    visitor = Client(enforce_csrf_checks=True, headers={"origin": settings.PUBLIC_ORIGINS[0]})
    sent = {"csrfmiddlewaretoken": "x" * 64, "language": "en", "next": "/", "text": 'Een "lange"\nreactie & meer'}
    stale = visitor.post("/weergave/", sent)
    assert stale.status_code == 403
    assert "Er is niets weg: stuur het nog eens." in stale.text
    assert "Een &quot;lange&quot;\nreactie &amp; meer</textarea>" in stale.text
    form = re.search(r'<form method="post" action="/weergave/">(.*?)</form>', stale.text, re.DOTALL)[1]
    again = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    assert again == sent | {"csrfmiddlewaretoken": again["csrfmiddlewaretoken"]}
    done = visitor.post("/weergave/", again)
    assert (done.status_code, done["Location"]) == (302, "/")


@pytest.mark.parametrize("address", [address for address, *_rest in PAGES])
def test_what_was_typed_in_vain_comes_back(visitor, address):
    ours = {"origin": settings.PUBLIC_ORIGINS[0]}
    page = visitor.post(address, {"text": "mijn lange zin", "key": "kort"}, headers=ours)
    assert "mijn lange zin</textarea>" in page.text
    assert "kort" not in page.text
    assert "mijn lange zin" not in visitor.post(address, {"text": "mijn lange zin"}).text


def test_what_is_too_large_to_read_has_a_page_all_the_same(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    for address in ("/404/", "/een/twee/drie/"):
        page = visitor.post(address, {"text": "x" * 50}, headers={"origin": settings.PUBLIC_ORIGINS[0]})
        assert page.status_code in (413, 404)
        assert "<h1" in page.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_form_of_another_site_is_not_offered_to_be_sent_again(origin):
    stale = Client(enforce_csrf_checks=True).post("/weergave/", {"text": "koop dit nu"}, headers={"origin": origin})
    assert stale.status_code == 403
    assert "koop dit nu" not in stale.text


def test_form_with_a_file_gives_its_words_back_only():
    visitor = Client(enforce_csrf_checks=True, headers={"origin": settings.PUBLIC_ORIGINS[0]})
    stale = visitor.post("/weergave/", {"text": "mijn lange zin", "photo": io.BytesIO(b"x")})
    assert stale.status_code == 403
    assert "mijn lange zin</textarea>" in stale.text
    assert 'method="post"' not in stale.text[stale.text.index("<main") : stale.text.index("</main")]


def test_unknown_host_gets_a_plain_page(visitor):
    response = visitor.get("/inloggen/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Dit begrijpen we niet" in response.text


def test_broken_error_page_is_still_words(visitor, monkeypatch):
    monkeypatch.setattr(errors, "page", raising(ValueError()))
    response = visitor.get("/500/")
    assert response.status_code == 500
    assert "Er ging iets mis" in response.text


def test_error_page_keeps_the_chosen_light(visitor):
    visitor.cookies["scheme"] = "dark"
    assert 'data-theme="dark"' in visitor.get("/500/").text


@pytest.fixture
def log():
    """What the log of a production site would hold."""
    ours = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    before, written = ours.stream, io.StringIO()
    ours.setStream(written)
    yield written
    ours.setStream(before)


def test_refusing_someone_is_one_line_in_the_log(visitor, log):
    visitor.get("/403/")
    (line,) = log.getvalue().splitlines()
    assert line.endswith("WARNING django.request: Forbidden (Permission denied): /403/")


def test_what_broke_tells_the_way_to_it(visitor, log):
    visitor.get("/500/")
    assert "Traceback" in log.getvalue()
    assert "ValueError: secret" in log.getvalue()


def test_in_development_too_what_is_not_there_looks_as_it_will():
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "print(Client().get('/een/twee/drie/', headers={'accept-language': 'nl', 'host': 'localhost'}).text)"
    )
    real = {"PATH": os.environ["PATH"], "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "stadslab.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=real, capture_output=True, text=True, check=True
    )
    assert '<h1 class="t-1">Hier hangt niets aan de muur</h1>' in ended.stdout
