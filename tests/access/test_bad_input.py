"""Any input, in a form or a URL: a clear response, correct fields are kept, and never a crash."""

import random
from html import unescape
from urllib.parse import quote_from_bytes

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import SignInCode
from tests.access import walk
from tests.conftest import EVERYTHING, SEED

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.usefixtures("nobody_is_too_often"),
]
ROUTES = walk.routes()
ROUNDS = 500 if EVERYTHING else 5
PARTS = 8
ASKED = "antwoord bij doe dorp geweest idee kaart kort maand next pagina q sorteer status taal titel van wie".split()
ODD = [
    b"", b" ", b"0", b"-1", b"1", b"1e400", b"NaN", b"9" * 30, b"2147483648", b"9223372036854775808", b"1.5", b"007",
    b"\0", b"a\0b", b"\xed\xa0\x80", b"\xff\xfe", b"\r\nBcc: x@example.org", b"\t\n", b"on", b"null", b"[]", b"{}",
    "\u202egnelrev".encode(), "a\u200b\u200db".encode(), ("e" + "\u0301" * 300).encode(), "🏳️‍🌈".encode(),
    "١٢".encode(),
    "ﬁ".encode(), "İ".encode(), "שלום".encode(), b"<script>alert(1)</script>", b"' OR 1=1 --", b"%s%n{}{{7*7}}",
    b"../../etc/passwd", b"https://example.org/", b"//example.org", b"javascript:alert(1)", b"2026-02-30",
    b"0000-00-00", b"99999-12-31",
    b"0001-01-01", b"9999-12-31", b"24:00", b"25:61", b"00:00", b"00000000-0000-0000-0000-000000000000",
    b"a@b", b"x@example.org,y@example.org", b"x" * 61, b"x" * 121, b"x" * 255, b"x" * 5001, b"x y " * 25_000,
]  # fmt: skip


def a_value(rng):
    """Return bytes as a browser, or another client, may send them."""
    if rng.random() < 0.7:
        return rng.choice(ODD)
    signs = [chr(rng.choice([rng.randrange(0x20, 0x7F), rng.randrange(0xD800), rng.randrange(0xE000, 0x11000)]))]
    return "".join(signs * rng.choice([1, 3, 80])).encode()


def encoded(fields):
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields)


def spoiled(rng, right):
    """Return valid fields with some odd, doubled or missing values; and the names of the unchanged fields."""
    names = list(right)
    odd = set(names if rng.random() < 0.3 else rng.sample(names, min(len(names), rng.choice([1, 1, 2]))))
    fields = []
    for name, value in right.items():
        values = value if isinstance(value, list) else [value]
        if name not in odd:
            fields += [(name, str(one).encode()) for one in values]
        elif rng.random() < 0.9:
            fields += [(name, a_value(rng)) for _ in range(rng.choice([1, 1, 1, 2]))]
    return fields, set(names) - odd


def in_form(route, world, actor, state):
    """Return the fields of a valid post, and all other fields of the form on the page."""
    context = walk.ask(world, actor, route, "GET", state).context or {}
    form = context.get("form")
    found = {field.html_name: "" for field in form} if hasattr(form, "visible_fields") else {}
    return found | walk.body(route.name, world, state, actor)


def who_may(route, world, state):
    """Return the first actor whose valid post has an effect."""
    for actor in ("resident", "author", "stadmaker", "admin", "moderator", "newcomer"):
        if walk.answer(walk.ask(world, actor, route, "POST", state)) in ("ok", "200", "201"):
            return actor
    return "admin"


@pytest.mark.parametrize("part", range(PARTS))
def test_odd_fields_get_an_answer_and_leave_what_was_right(world, part):
    rng = random.Random(f"{SEED} {part}")
    answers = set()
    for route in ROUTES[part::PARTS]:
        state = next((one for one in ("shown", "published") if one in route.states), route.states[0])
        actor = who_may(route, world, state)
        right = in_form(route, world, actor, state)
        for _round in range(ROUNDS if right else 0):
            fields, alone = spoiled(rng, right)
            response = walk.post(world, actor, route, state, encoded(fields))
            answers.add(response.status_code)
            asked = f"{route.name} by {actor}: {encoded(fields)[:500]}"
            assert response.status_code < 500, asked
            if response.status_code == 422:
                page = unescape(response.text)
                kept = [right[name] for name in alone if f'name="{name}"' in page and " " in str(right[name])]
                assert [text for text in kept if text not in page] == [], asked
    assert 422 in answers, "some were not right; `who_may` finds that the right ones have an effect"


def test_odd_addresses_get_an_answer(world):
    rng = random.Random(SEED)
    for route in ROUTES:
        where = walk.address(route, world, route.states[0])
        for _round in range(ROUNDS):
            asked = [(rng.choice(ASKED), a_value(rng)[:2000]) for _ in range(rng.choice([1, 2, 4]))]
            actor = rng.choice(["visitor", "resident", "admin"])
            response = world.client(actor).get(f"{where}?{encoded(asked)}")
            assert response.status_code < 500, f"{route.name} by {actor}: {asked}"


CONTROL = [
    "/x\0y",
    "/x?a=\0",
    "/x\r\nSet-Cookie: a=b",
    "/x\ty",
    "/x\x1fy",
    "/x\x7fy",
    "/x\x85y",
    "\0",
    "/" + "x" * 5000,
]


@pytest.mark.parametrize("where", CONTROL)
def test_place_to_go_on_with_control_characters_is_none(world, where):
    """PostgreSQL can't store NUL, and a header no line break; each was stored and used as a return address."""
    query = f"next={quote_from_bytes(where.encode())}"
    visitor = world.client("visitor")
    sent = visitor.post(f"/inloggen/?{query}", {"email": "nieuw@post.example"})
    assert (sent.status_code, sent["Location"]) == (302, "/inloggen/code/")
    assert SignInCode.objects.get().landing == "/"
    assert world.client("resident").get(f"/inloggen/?{query}")["Location"] == "/"
    display = visitor.post("/weergave/", {"language": "nl", "next": where})
    assert display.status_code == 422 if "\0" in where else display["Location"] == "/"


@pytest.mark.parametrize("odd", ["/x\0y", "\0", "http://testserver/x\0y", "x\r\ny", "\xff\xfe", "x" * 9000])
def test_odd_headers_and_cookies_get_an_answer(world, odd):
    headers = ("HTTP_REFERER", "HTTP_HX_REQUEST", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_FOR", "HTTP_ORIGIN",
               "HTTP_IF_NONE_MATCH", "HTTP_USER_AGENT", "HTTP_AUTHORIZATION")  # fmt: skip
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.KNOWN_COOKIE_NAME,
             settings.TICKET_COOKIE_NAME, "language", "scheme", "messages")  # fmt: skip
    cookies = "; ".join(f'{name}="{odd}"' for name in names)
    for route in ROUTES:
        where = walk.address(route, world, route.states[0])
        for more in (dict.fromkeys(headers, odd), {"HTTP_COOKIE": cookies}):
            for method in ("get", "post"):
                response = getattr(Client(), method)(where, **more)
                assert response.status_code < 500, f"{method} {route.name} with {list(more)}"


def test_words_too_long_to_be_read_are_refused_at_once_at_their_field(world, client):
    """Reading them sign by sign took seconds, and the response was a page of megabytes."""
    route = next(route for route in ROUTES if route.name == "idea_new")
    right = {"opportunity": "Twee woorden en nog wat.", "title": "e\u0301" * 70_000}
    response = client.post(walk.address(route, world, route.states[0]), right)
    assert response.status_code == 422
    assert "Maak dit korter: hoogstens 200 tekens. Nu zijn het er 140000." in response.text
    assert "Twee woorden en nog wat." in response.text
