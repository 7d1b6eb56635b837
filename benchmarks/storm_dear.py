"""Twelve clients send the most expensive requests of the site, as fast as they can, while somebody reads lists."""

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
from benchmarks.pages_server import KeptConnection, running
from tests.smtp_sink import sink

IDEAS, CALLERS, SECONDS, REACH = 100_000, 12, 8.0, 3.0
PICTURES = 1_000  # of other ideas, one after the other: more than a process keeps
EACH = 0.05  # seconds between two lists that somebody reads
OWN = {"Cookie": "mine=1"}  # no page of the cache
ELSEWHERE = {"X-Forwarded-For": "192.0.2.1"}  # the reader isn't at the address of the callers
KEY = "00000000-0000-4000-8000-0000{number}"


def dear(folder, kinds=(), ideas=IDEAS, seconds=SECONDS):
    """Measure each expensive URL and each kind of form. The reference is the same reader without load, just before.

    `kinds`: only those with one of these words in their name.
    """
    where = folder / "dear"
    where.mkdir()
    os.environ |= environment(str(where), f"sqlite:///{where / 'bench.sqlite3'}") | {"TRUSTED_PROXIES": "1"}
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True)
    known = grow(ideas, is_first=True)
    about = subprocess.check_output([sys.executable, "-m", "benchmarks.storm_dear_data"])
    chosen = choose(attacks(known) | attacks_signed_in(known["csrf"], json.loads(about)), kinds)
    with sink() as mails, running(env=os.environ | {"MAIL_URL": mails.url}) as server:
        reader = Reader(server, "/meetlab/ideeen/")
        for name, requests in chosen.items():
            quiet = reader.p95(seconds / 2)
            with callers(server.port, requests, seconds) as statuses:
                time.sleep(seconds / 16)
                attacked = reader.p95(seconds * 7 / 8)
            answers = ", ".join(f"{count} × {status}" for status, count in statuses.items())
            row(f"list under {CALLERS} callers of {name}: p95", f"{attacked:.1f} ms", f"quiet: {quiet:.1f} ms",
                f"{attacked / quiet:.1f}", f"<= {REACH} × ({answers})", attacked <= REACH * quiet)  # fmt: skip


def choose(requests, kinds):
    """Return the items with one of these words in their name; without words, all."""
    chosen = {name: them for name, them in requests.items() if not kinds or any(kind in name for kind in kinds)}
    if not chosen:
        raise SystemExit(f"storm: none of these kinds is there: {', '.join(kinds)}; there are: {', '.join(requests)}")
    return chosen


class Reader:
    """One person. Their pages are rendered for them alone."""

    def __init__(self, server, address):
        self.server, self.request = server, server.ask(address, **OWN, **ELSEWHERE)

    def p95(self, seconds):
        """Return the 95th percentile, in milliseconds."""
        took, until = [], time.monotonic() + seconds
        with KeptConnection(self.server.port) as connection:
            while time.monotonic() < until:
                began = time.perf_counter()
                connection.get(self.request)
                took.append((time.perf_counter() - began) * 1000)
                time.sleep(EACH)
        return at(sorted(took), 0.95)


@contextlib.contextmanager
def callers(port, requests, seconds):
    """Yield a dict. After the block it holds the number of responses per status."""
    command = [sys.executable, "-m", "benchmarks.dear_callers", str(port), str(CALLERS), str(seconds)]
    process, statuses = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE), {}
    process.stdin.write(b"\n".join(base64.b64encode(request) for request in requests))
    process.stdin.close()
    try:
        yield statuses
    finally:
        statuses |= json.loads(process.stdout.read())
        process.wait(60)


def attacks(known):
    """Return, by name, the requests that each client sends in turn."""
    lab, idea, mine, csrf = "/meetlab", known["idea"], {"Cookie": known["cookie"]}, known["csrf"]
    return {
        "ideeen.csv": [get(f"{lab}/ideeen.csv")],
        "ideeen.csv, not compressed": [get(f"{lab}/ideeen.csv", Accept_Encoding="identity")],
        "search": [get(f"{lab}/ideeen/?q=fiets+{{number}}"), get(f"{lab}/ideeen/?q=e+a+{{number}}&volgorde=steun")],
        "search, two letters": [get(f"{lab}/ideeen/?q=zq&x={{number}}")],
        "far pages": [get(f"{lab}/ideeen/?pagina=400&volgorde=reacties&x={{number}}")],
        "calendars": [get(f"{lab}/agenda.ics"), get("/agenda/1-nergens.ics")],
        "posters": [get(f"{idea}affiche/?x={{number}}"), get(f"{idea}delen/?x={{number}}")],
        "pictures of shared links": [
            get(f"{lab}/ideeen/{number}/deelbeeld-nl.jpg?v={{number}}") for number in range(1, PICTURES + 1)
        ],
        "one's own data": [get("/account/gegevens/", **mine)],
        **{
            name: [get(address, **OWN)]
            for name, address in (
                ("pages: list", f"{lab}/ideeen/"),
                ("pages: an idea", idea),
                ("pages: agenda", f"{lab}/bijeenkomsten/"),
                ("pages: people", f"{lab}/mensen/"),
            )
        },
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


def attacks_signed_in(csrf, about):
    """Return the requests of signed-in people, each with their own cookie. A conflicting change gives 409 or 422."""
    lab, evening, mine = "/meetlab", about["gathering"], about["mine"]
    maker, admin = (f"{csrf}; {about[who]}" for who in ("maker", "admin"))
    named, leavers = (
        {name: f"{csrf}; {cookie}" for name, cookie in about[who].items()} for who in ("people", "leavers")
    )
    people = named.values()
    guest = {"name": "Toos van de Hoek", "email": "buur-{number}@voorbeeld.invalid", "seats": 1}
    step = {"reason": "We praten erover, {number}.", "next_step": "Kom ook."}
    title, seen = {"title": "Open avond {number}"}, about["evening's seen"]
    return {
        "spreadsheet of who comes": [get(f"{evening}wie-komt.csv", Cookie=maker)],
        "poster of a gathering": [get(f"{evening}affiche/?x={{number}}")],
        "calendar of a gathering": [get(f"{evening[:-1]}.ics?x={{number}}")],
        "photo of a place": [get(about["place photo"])],
        "photo that waits": [get(about["waiting photo"])],
        "form of a status": [form(maker, f"{mine}status/", **about["status"], **step)],
        "form of other words": [form(maker, f"{mine}bewerken/", title="Anders {number}", **about["words"])],
        "form of a new gathering": [
            form(maker, f"{lab}/bijeenkomsten/nieuw/", key=KEY, **title, **about["evening"]),
        ],
        "form of a gathering": [form(maker, f"{evening}bewerken/", seen=seen, **title, **about["evening"])],
        "form of a new place": [form(maker, f"{lab}/plekken/nieuw/", name="Zaal {number}", **about["room"])],
        "form of a place": [
            form(
                maker, f"{about['place']}bewerken/", name="Huis {number}", seen=about["place's seen"], **about["room"]
            )
        ],
        "form of dates": [form(person, f"{about['dates']}datums/", **about["answers"]) for person in people],
        "form of a guest": [form(csrf, f"{evening}kom/mail/", **guest)],
        "form of who comes": [form(person, f"{evening}kom/", seats=1) for person in people],
        "form of a name": [form(person, "/account/", name=f"{name} Jansen") for name, person in named.items()],
        "form of texts": [form(admin, f"{lab}/beheer/teksten/", **about["texts"] | {"intro": "Hallo {number}."})],
        "form of a village": [form(admin, about["village"], name="Noord {number}")],
        "comments": [form(person, f"{mine}reacties/", text="Ik doe mee.", key=KEY) for person in people],
        "support, given and taken back": [
            form(person, f"{mine}steun/{back}") for person in people for back in ("", "intrekken/")
        ],
        "accounts that are erased": [
            form(cookie, "/account/verwijderen/", words="remove", name=name) for name, cookie in leavers.items()
        ],
    }


def get(address, **headers):
    lines = [f"GET {address} HTTP/1.1", "Host: localhost"]
    headers = {"Accept-Encoding": "gzip"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return ("\r\n".join(lines + [f"{name}: {value}" for name, value in headers.items()]) + "\r\n\r\n").encode()


def post(cookie, address, body, kind):
    lines = [f"POST {address} HTTP/1.1", "Host: localhost", f"Cookie: {cookie}"]
    lines += ["Origin: http://localhost", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def form(cookie, address, /, **fields):
    body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}, safe="{}").encode()
    return post(cookie, address, body, "application/x-www-form-urlencoded")


def upload(cookie, address):
    """Return a photo as large as those of a phone."""
    from PIL import Image

    picture = io.BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(picture, "JPEG", quality=60)
    edge = secrets.token_hex(8)
    parts = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{CSRF}\r\n'
    parts += f'--{edge}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
    parts += "Content-Type: image/jpeg\r\n\r\n"
    body = parts.encode() + picture.getvalue() + f"\r\n--{edge}--\r\n".encode()
    return post(cookie, address, body, f"multipart/form-data; boundary={edge}")
