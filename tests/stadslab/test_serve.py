"""bin/serve as an operator starts it: DEBUG off, real mail, real sockets, several addresses."""

import http.cookiejar
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from secrets import token_urlsafe

import pytest
from PIL import Image
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.services import free_port, wait_for_port
from tests.smtp_sink import sink

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


class Site:
    """A browser without JavaScript, with cookies."""

    def __init__(self, origin, var, mail, proxied):
        self.origin, self.var, self.mail, self.proxied = origin, var, mail, proxied
        self.forget()

    def forget(self):
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path, data=None, **headers):
        """Return (status, headers, text) after redirects; an error is a response too."""
        url = urllib.parse.urljoin(self.origin, path)
        body = urllib.parse.urlencode(data).encode() if isinstance(data, dict) else data
        headers = {"Origin": self.origin} | headers if data else headers
        try:
            answer = self.opener.open(urllib.request.Request(url, body, headers), timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read().decode(errors="replace")

    def submit(self, path, page, **fields):
        """Send the first form with our token on `page`, with `fields` filled in."""
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        return self.open(path, dict(hidden[:2]) | fields)

    def sign_in(self, address, name):
        page = self.open("/inloggen/")[2]
        page = self.submit("/inloggen/", page, email=address)[2]
        mail = self.mail.next_mail()
        while mail["To"] != address:  # an error page of an earlier test is mailed to who runs the site
            mail = self.mail.next_mail()
        code = re.search(r"\b\d{6}\b", mail.get_body().get_content())[0]
        page = self.submit("/inloggen/code/", page, code=code)[2]
        self.submit("/inloggen/naam/", page, name=name)
        return mail


@pytest.fixture
def site(running):
    running.forget()
    return running


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    var = tmp_path_factory.mktemp("serve")
    port, proxied = free_port(), free_port()
    origins = [f"http://localhost:{port}", f"http://127.0.0.1:{port}", f"http://localhost:{proxied}"]
    log = var / "log"
    with sink() as mail:
        ours = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DEBUG")
        environment = {name: value for name, value in os.environ.items() if name not in ours} | {
            "BIND": "127.0.0.1",
            "DJANGO_SECRET_KEY": token_urlsafe(50),
            "MAIL_FROM": "Stadslab <stadslab@example.nl>",
            "MAIL_URL": mail.url,
            "PORT": str(port),
            "PUBLIC_ORIGIN": ",".join(origins),
            "VAR_DIR": str(var),
        }
        with log.open("w") as output:
            process = subprocess.Popen([ROOT / "bin/serve"], env=environment, stdout=output, stderr=output)
        try:
            wait_for_port(port, process, 90)
            make_lab = "create_lab proefdorp --municipality Proefdorp --admin bea@example.nl".split()
            subprocess.run([sys.executable, "manage.py", *make_lab], cwd=ROOT, env=environment, check=True)
            yield Site(origins[0], var, mail, origins[2])
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()
            sys.stdout.write(log.read_text())


def test_first_page_static_files_and_headers(site):
    status, headers, page = site.open("/")
    assert status == 200
    assert re.search('<html [^>]*lang="nl"', page)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert list(site.cookies) == []
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    status, headers, _ = site.open(sheet)
    assert status == 200
    assert "immutable" in headers["Cache-Control"]


def test_unknown_address_gives_our_own_404(site):
    status, headers, page = site.open("/bestaat-niet/")
    assert status == 404
    assert "<h1" in page
    assert "Traceback" not in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_all_parts_are_healthy_once_the_worker_shows_itself(site):
    for _attempt in range(300):
        status, _, text = site.open("/gezond")
        if status == 200:
            break
        time.sleep(0.2)
    assert text == "gezond\n"


def test_figures_are_not_open_to_the_world(site):
    assert site.open("/metrics")[0] == 404


def test_development_doors_are_not_there(site):
    assert site.open("/ontwikkel/")[0] == 404
    assert site.open("/ontwikkel/mail/")[0] == 404


def test_broken_database_gives_our_own_error_page(site):
    with sqlite3.connect(site.var / "stadslab.sqlite3") as database:
        database.execute("ALTER TABLE labs_lab RENAME TO labs_lab_away")
    try:
        status, headers, page = site.open("/")
        assert status in (500, 503)
        assert "<h1" in page
        assert "OperationalError" not in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    finally:
        with sqlite3.connect(site.var / "stadslab.sqlite3") as database:
            database.execute("ALTER TABLE labs_lab_away RENAME TO labs_lab")
    assert site.open("/")[0] == 200


def test_newcomer_signs_in_with_a_code_from_a_real_mail(site):
    mail = site.sign_in("Anna.Newcomer@example.nl", "Anna van de serve")
    assert mail["To"] == "Anna.Newcomer@example.nl"
    assert mail["From"] == "Stadslab <stadslab@example.nl>"
    assert "Anna van de serve" in site.open("/account/")[2]


def test_photo_comes_back_safe_and_under_another_name(site):
    site.sign_in("bram@example.nl", "Bram van de serve")
    page = site.open("/proefdorp/ideeen/nieuw/")[2]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    photo = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(photo, "PNG")
    body = b"--b\r\nContent-Disposition: form-data; name=photo; filename=thuis.png\r\n\r\n" + photo.getvalue()
    kind = "multipart/form-data; boundary=b"
    status, _, answer = site.open(
        "/proefdorp/ideeen/nieuw/foto/", body + b"\r\n--b--\r\n", **{"Content-Type": kind, "X-CSRFToken": token}
    )
    assert status == 201
    status, headers, _ = site.open(json.loads(answer)["address"])
    assert status == 200
    assert headers["Content-Type"] == "image/webp"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (site.open("/media/uploads/")[0], site.open("/media/thuis.png")[0]) == (404, 404)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_socket_opens_for_each_of_our_origins(site, host):
    port = urllib.parse.urlsplit(site.origin).port
    for origin in (f"http://{host}:{port}", site.proxied):
        with connect(f"ws://{host}:{port}/live/", origin=origin) as socket:
            socket.send(
                json.dumps({"type": "follow", "lang": "nl", "topics": {"idea-1": {"view": "page", "after": ""}}})
            )
            assert json.loads(socket.recv(60)) == {"type": "gone", "topic": "idea-1"}


def test_socket_is_refused_for_another_site(site):
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(site.origin.replace("http", "ws") + "/live/", origin="http://elsewhere.example"),
    ):
        pass


def test_nonsense_in_the_environment_stops_the_start_with_a_sentence():
    environment = {"PATH": os.environ["PATH"], "DJANGO_SECRET_KEY": token_urlsafe(50), "PUBLIC_ORIGIN": "stadslab.nl"}
    run = subprocess.run([ROOT / "bin/serve"], env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode != 0
    assert (
        "PUBLIC_ORIGIN has 'stadslab.nl'. Write it like https://stadslab.example.nl, more with commas." in run.stderr
    )


def test_taken_port_is_told_before_anything_else(site):
    environment = os.environ | {"DEBUG": "0", "DJANGO_SECRET_KEY": token_urlsafe(50), "MAIL_URL": "smtp://localhost"}
    environment |= {
        "PORT": str(urllib.parse.urlsplit(site.origin).port),
        "DJANGO_SETTINGS_MODULE": "stadslab.settings",
    }
    run = subprocess.run([ROOT / "bin/serve"], env=environment, capture_output=True, text=True, timeout=120)
    assert run.returncode == 1
    assert "Cannot listen on 127.0.0.1" in run.stderr
    assert "Applying" not in run.stdout


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_setting_that_is_missing_is_one_sentence(command):
    """No traceback."""
    bare = {
        "PATH": os.environ["PATH"],
        "DJANGO_SECRET_KEY": token_urlsafe(50),
        "PUBLIC_ORIGIN": "https://stadslab.example.nl",
    }
    ended = subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=bare, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.strip().splitlines() == [
        "MAIL_URL is not set. Write smtp://, smtps:// or smtp+tls://user:password@host:port, or file:///folder. "
        "To try things out: bin/dev."
    ]
