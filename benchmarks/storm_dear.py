"""Somebody reads lists while twelve callers ask the dearest things the site has, as fast as they can."""

import base64
import contextlib
import io
import json
import os
import secrets
import subprocess
import sys
import time
from urllib.parse import urlencode

from benchmarks.live_table import at, row
from benchmarks.pages import environment, grow
from benchmarks.pages_data import CSRF
from benchmarks.pages_server import Line, running

IDEAS, CALLERS, SECONDS, REACH = 100_000, 12, 8.0, 3.0
EACH = 0.05  # seconds between two lists that somebody reads
OWN = {"Cookie": "mine=1"}


def dear(folder):
    """Each dear address and each kind of form beside the same reader's quiet figure, just before it."""
    where = folder / "dear"
    where.mkdir()
    os.environ |= environment(str(where), f"sqlite:///{where / 'bench.sqlite3'}")
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True)
    known = grow(IDEAS, is_first=True)
    with running() as server:
        reader = Reader(server, "/meetlab/ideeen/")
        for name, requests in attacks(known).items():
            quiet = reader.p95(SECONDS / 2)
            with callers(server.port, requests) as statuses:
                time.sleep(0.5)
                attacked = reader.p95(SECONDS - 1)
            answers = ", ".join(f"{count} × {status}" for status, count in statuses.items())
            row(f"list under {CALLERS} callers of {name}: p95", f"{attacked:.1f} ms", f"quiet: {quiet:.1f} ms",
                f"{attacked / quiet:.1f}", f"<= {REACH} × ({answers})")  # fmt: skip


class Reader:
    """One person, who gets pages made for them alone."""

    def __init__(self, server, address):
        self.server, self.request = server, server.ask(address, **OWN)

    def p95(self, seconds):
        """Milliseconds."""
        took, until = [], time.monotonic() + seconds
        with Line(self.server.port) as line:
            while time.monotonic() < until:
                began = time.perf_counter()
                line.get(self.request)
                took.append((time.perf_counter() - began) * 1000)
                time.sleep(EACH)
        return at(sorted(took), 0.95)


@contextlib.contextmanager
def callers(port, requests):
    """Yield a dict that has the statuses when the block is over."""
    command = [sys.executable, "-m", "benchmarks.dear_callers", str(port), str(CALLERS), str(SECONDS)]
    process, statuses = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE), {}
    process.stdin.write(b"\n".join(base64.b64encode(request) for request in requests))
    process.stdin.close()
    try:
        yield statuses
    finally:
        statuses |= json.loads(process.stdout.read())
        process.wait(60)


def attacks(known):
    """Return, by name, the requests that each caller sends in turn."""
    lab, idea, mine, csrf = "/meetlab", known["idea"], {"Cookie": known["cookie"]}, known["csrf"]
    return {
        "ideeen.csv": [get(f"{lab}/ideeen.csv")],
        "ideeen.csv, not compressed": [get(f"{lab}/ideeen.csv", Accept_Encoding="identity")],
        "search": [get(f"{lab}/ideeen/?q=fiets+{{number}}"), get(f"{lab}/ideeen/?q=e+a+{{number}}&volgorde=steun")],
        "search, two letters": [get(f"{lab}/ideeen/?q=zq&x={{number}}")],
        "far pages": [get(f"{lab}/ideeen/?pagina=400&volgorde=reacties&x={{number}}")],
        "calendars": [get(f"{lab}/agenda.ics"), get("/agenda/1-nergens.ics")],
        "posters": [get(f"{idea}affiche/?x={{number}}"), get(f"{idea}delen/?x={{number}}")],
        "one's own data": [get("/account/gegevens/", **mine)],
        "homes": [get(f"{lab}/?x={{number}}"), get("/?x={number}")],
        "form of an idea": [
            form(csrf, f"{lab}/ideeen/nieuw/", title="t" * 30_000, opportunity="Hier kan iets. " * 2_000)
        ],
        "form to sign in": [form(csrf, "/inloggen/", email="iemand-{number}@voorbeeld.invalid")],
        "forms one may not send": [
            form(csrf, f"{idea}reacties/", text="Hoi"),
            form(csrf, f"{idea}steun/"),
            form(csrf, f"{idea}hulp/"),
        ],
        "photos that are shown": [get(known["photo"])],
        "photos, unchanged": [get(known["photo"], If_None_Match=f'"{known["photo"].rpartition("/")[2]}"')],
        "photos that are sent": [upload(csrf, f"{lab}/ideeen/nieuw/foto/")],
    }


def get(address, **headers):
    lines = [f"GET {address} HTTP/1.1", "Host: localhost"]
    headers = {"Accept-Encoding": "gzip"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return ("\r\n".join(lines + [f"{name}: {value}" for name, value in headers.items()]) + "\r\n\r\n").encode()


def post(cookie, address, body, kind):
    lines = [f"POST {address} HTTP/1.1", "Host: localhost", f"Cookie: {cookie}"]
    lines += ["Origin: http://localhost", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def form(cookie, address, **fields):
    body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}, safe="{}").encode()
    return post(cookie, address, body, "application/x-www-form-urlencoded")


def upload(cookie, address):
    """As large as a telephone makes them."""
    from PIL import Image

    picture = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(picture, "JPEG", quality=60)
    edge = secrets.token_hex(8)
    parts = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
    parts += f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
    parts += "Content-Type: image/jpeg\r\n\r\n"
    body = parts.encode() + picture.getvalue() + f"\r\n--{edge}--\r\n".encode()
    return post(cookie, address, body, f"multipart/form-data; boundary={edge}")
