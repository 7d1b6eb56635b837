"""The page cache for signed-out visitors: the same page while nothing changes, and never a wrong one."""

import gzip
import os
import re
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.signing import Signer
from django.db import connection, connections, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from common import page_cache
from labs.models import RESIDENT_VOICE, HidingReason, RoleKind
from realtime.tickets import SALT
from stadslab import settings as real
from tests.common.test_turns import charged_to_two
from tests.events.factories import IN_NINE_DAYS, make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member

# PostgreSQL's snapshot changes with every write on the server, also in another database: then a page is made again
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


class World:
    def __init__(self):
        self.lab = make_lab("proefdorp", intro="Zo begint het.")
        self.anna, self.bram = make_member(self.lab, "Anna"), make_member(self.lab, "Bram")
        self.mo = make_member(self.lab, "Mo", RoleKind.MODERATOR, RoleKind.LAB_ADMIN, RoleKind.STADMAKER)
        self.idea = make_idea(self.anna, "Pluktuin Meterik")
        self.comment = make_comment(self.idea, self.bram, "Wie heeft een schop?")
        self.gathering = make_gathering(self.mo, "Kansen ophalen")
        self.pages = {
            "home": "/proefdorp/",
            "list": "/proefdorp/ideeen/",
            "idea": self.idea.get_absolute_url(),
            "agenda": "/proefdorp/bijeenkomsten/",
            "gathering": self.gathering.get_absolute_url(),
            "people": "/proefdorp/mensen/",
            "charter": "/proefdorp/zo-werken-wij/",
        }


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_SECONDS", 60)  # on a busy machine two visits take long
    page_cache.shelf.clear()
    yield World()
    page_cache.shelf.clear()


def visit(address, **headers):
    """Request a page as a visitor without cookies."""
    response = Client().get(address, headers=headers)
    assert response.status_code in (200, 304)
    return response


def was_made(response):
    """Did a template render it just now?"""
    return bool(response.templates)


def words(response):
    return response.content.decode()


def test_second_visitor_gets_the_kept_page_for_at_most_one_question(world):
    for name, address in world.pages.items():
        first = visit(address)
        with CaptureQueriesContext(connection) as asked:
            second = visit(address)
        assert was_made(first), name
        assert not was_made(second), name
        assert first.content == second.content
        assert first.headers == second.headers
        assert len(asked) == (connection.vendor == "postgresql")


def test_a_browser_that_has_the_page_hears_304_while_nothing_changed(world):
    for address in world.pages.values():
        first = visit(address)
        again = visit(address, if_none_match=first["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Vary"] == first["Vary"]


def test_a_page_that_is_made_anew_and_came_out_the_same_is_304_too(world):
    first = visit(world.pages["charter"])
    world.idea.support(world.bram)
    again = visit(world.pages["charter"], if_none_match=first["ETag"])
    assert was_made(again)
    assert again.status_code == 304


VERBS = {
    "support": ("idea", lambda w: w.idea.support(w.bram)),
    "comment": ("idea", lambda w: make_comment(w.idea, w.bram, "Ik kom ook.")),
    "hidden comment": ("idea", lambda w: w.comment.hide(w.mo, HidingReason.SPAM)),
    "hidden": ("idea", lambda w: w.idea.hide(w.mo, HidingReason.SPAM)),
    "hidden, in the list": ("list", lambda w: w.idea.hide(w.mo, HidingReason.SPAM)),
    "hidden, at home": ("home", lambda w: w.idea.hide(w.mo, HidingReason.SPAM)),
    "status": ("idea", lambda w: w.idea.set_status(w.mo, RESIDENT_VOICE, "talking", "We praten.", "Morgen weer.")),
    "new idea": ("list", lambda w: make_idea(w.anna, "Bankje")),
    "moved": ("gathering", lambda w: move(w.gathering)),
    "moved, in the agenda": ("agenda", lambda w: move(w.gathering)),
    "cancelled": ("gathering", lambda w: w.gathering.cancel("Storm.")),
    "a lab's text": ("charter", lambda w: w.lab.change_texts(w.mo, charter="Wij doen het anders.")),
    "a lab's name, on another page": ("idea", lambda w: w.lab.change_texts(w.mo, name="Nieuw Dorp")),
    "a role": ("people", lambda w: w.anna.give_role(RoleKind.CONNECTOR, "", w.mo, "Zij kent iedereen.")),
}


def move(gathering):
    gathering.change(None, starts_at=gathering.starts_at + IN_NINE_DAYS, ends_at=gathering.ends_at + IN_NINE_DAYS)


@pytest.mark.parametrize("verb", VERBS)
def test_after_a_verb_the_next_visitor_gets_a_new_page(world, verb):
    page, act = VERBS[verb]
    before = visit(world.pages[page])
    assert not was_made(visit(world.pages[page]))
    act(world)
    after = visit(world.pages[page], if_none_match=before["ETag"])
    assert was_made(after)
    assert after.status_code == 200
    assert after.content != before.content


def test_hidden_words_are_on_no_page_from_the_next_request(world):
    for address in world.pages.values():
        visit(address)
    world.idea.hide(world.mo, HidingReason.SPAM)
    for address in world.pages.values():
        assert "Pluktuin Meterik" not in words(visit(address)), address


def test_what_another_process_writes_counts_at_once(world):
    before = visit(world.pages["idea"])
    sql = "UPDATE ideas_idea SET title = 'Van elders'"
    if connection.vendor == "sqlite":
        code, where = "import sqlite3 as d, sys; c = d.connect(sys.argv[1])", str(connection.settings_dict["NAME"])
    else:
        code = "import psycopg as d, sys; c = d.connect(sys.argv[1])"
        where = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    code += "; c.execute(sys.argv[2]); c.commit()"
    subprocess.run([sys.executable, "-c", code, where, sql], check=True, timeout=60)
    after = visit(world.pages["idea"], if_none_match=before["ETag"])
    assert after.status_code == 200
    assert "Van elders" in words(after)


def test_two_processes_give_a_page_the_same_name(world, monkeypatch):
    here = visit(world.pages["idea"])
    monkeypatch.setattr(page_cache, "shelf", page_cache.PageCache())  # another process has none of our pages
    there = visit(world.pages["idea"], if_none_match=here["ETag"])
    assert was_made(there)
    assert there.status_code == 304


def test_who_is_signed_in_gets_no_kept_page_and_leaves_none(world):
    signed_in = Client()
    signed_in.force_login(world.mo.user)
    for address in world.pages.values():
        page_cache.shelf.clear()
        assert was_made(signed_in.get(address))
        assert was_made(visit(address)), "what Mo saw was kept"
        mine = signed_in.get(address)
        assert was_made(mine)
        assert "Mo" in words(mine)
        assert "ETag" not in mine.headers
        assert ">Mo<" not in words(visit(world.pages["charter"]))


@pytest.mark.parametrize("cookie", ["something", settings.TICKET_COOKIE_NAME, settings.SESSION_COOKIE_NAME])
def test_who_sends_a_cookie_that_we_do_not_know_gets_a_page_of_their_own(world, cookie):
    other = Client()
    other.cookies[cookie] = Signer(salt=SALT).sign("guest-7")  # what `tickets.give` stores
    for address in world.pages.values():
        visit(address)
        assert was_made(other.get(address))
        page_cache.shelf.clear()
        other.get(address)
        assert was_made(visit(address)), "what one reader saw was kept"


def test_each_cookie_that_settings_name_is_for_one_reader_or_for_the_cache():
    named = {name for name in dir(real) if name.endswith("_COOKIE_NAME")}
    for_the_cache = {name for name in named if getattr(settings, name) in page_cache.KNOWN_COOKIES}
    assert for_the_cache == {"CSRF_COOKIE_NAME", "KNOWN_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"}
    assert named - for_the_cache == {"SESSION_COOKIE_NAME", "TICKET_COOKIE_NAME"}, "a new cookie: may pages be shared?"


def test_who_once_saw_a_form_gets_the_kept_page_and_keeps_none_with_a_form(world):
    with page_cache.KEPT.also("sign_in"):
        visitor = Client()
        visitor.get("/inloggen/")
        assert settings.CSRF_COOKIE_NAME in visitor.cookies
        visit(world.pages["list"])
        assert not was_made(visitor.get(world.pages["list"]))
        assert was_made(visitor.get("/inloggen/"))
        assert was_made(visitor.get("/inloggen/")), "a page that holds the token of one is for nobody else"


def test_each_language_and_light_has_a_page_of_its_own(world):
    pages = {}
    for name, value, header in (
        ("", "", ""),
        ("language", "en", ""),
        ("language", "nl", "en"),
        ("", "", "en"),
        ("scheme", "dark", ""),
    ):
        for _ in range(2):
            client = Client()
            if name:
                client.cookies[name] = value
            pages[name, value, header] = client.get(world.pages["list"], headers={"accept-language": header or "nl"})
    heads = {asked: re.search(r"<html [^>]*>", words(page))[0] for asked, page in pages.items()}
    nl, en = '<html class="utrecht-root" lang="nl">', '<html class="utrecht-root" lang="en">'
    assert heads == {
        ("", "", ""): nl,
        ("language", "en", ""): en,
        ("language", "nl", "en"): nl,
        ("", "", "en"): en,
        ("scheme", "dark", ""): '<html class="utrecht-root" lang="nl" data-theme="dark">',
    }
    assert not any(was_made(page) for page in pages.values()), "the second of each was kept"
    for header in ("Cookie", "Accept-Language", "Accept-Encoding"):
        assert header.lower() in pages["", "", ""]["Vary"].lower()


def test_each_address_has_a_page_of_its_own(world):
    make_lab("buurdorp", intro="Hier zijn wij.")
    visit(world.pages["list"])
    for address in ("/proefdorp/ideeen/?q=pluktuin", "/proefdorp/ideeen/?q=bank", "/buurdorp/ideeen/", "/buurdorp/"):
        assert was_made(visit(address)), address
    assert was_made(Client().get("/proefdorp/ideeen/", headers={"host": "localhost"}))
    assert Client().get("/proefdorp/ideeen/", headers={"host": "evil.example"}).status_code == 400


def test_compressed_and_plain_hold_the_same_words(world):
    plain = visit(world.pages["list"])
    for _ in range(2):
        packed = visit(world.pages["list"], accept_encoding="br, gzip")
        assert packed["Content-Encoding"] == "gzip"
        assert packed["Content-Length"] == str(len(packed.content))
        assert gzip.decompress(packed.content) == plain.content
    assert plain["Content-Length"] == str(len(plain.content))
    assert packed["ETag"] == plain["ETag"]


def test_head_is_answered_from_what_a_get_left_and_leaves_nothing(world):
    assert was_made(Client().head(world.pages["list"]))
    page = visit(world.pages["list"])
    assert was_made(page)
    head = Client().head(world.pages["list"])
    assert not was_made(head)
    assert (head["ETag"], head["Content-Length"]) == (page["ETag"], page["Content-Length"])


def test_posts_and_parts_for_a_script_are_never_kept_pages(world):
    visit(world.pages["idea"])
    assert was_made(visit(world.pages["idea"], hx_request="true"))
    assert Client().post(world.pages["idea"]).status_code == 405


def test_no_kept_page_sets_a_cookie_or_holds_a_token(world):
    for address in world.pages.values():
        for _ in range(2):
            page = visit(address)
            assert not page.cookies
            assert "csrfmiddlewaretoken" not in words(page)


def test_a_page_with_a_form_is_not_kept(world):
    with page_cache.KEPT.also("sign_in"):
        assert visit("/inloggen/").cookies
        assert was_made(visit("/inloggen/"))


def test_what_is_not_there_is_not_kept(world):
    for _ in range(2):
        assert was_made(Client().get("/proefdorp/ideeen/999/"))


def test_in_a_transaction_nothing_is_kept(world):
    visit(world.pages["idea"])
    with transaction.atomic():
        assert was_made(visit(world.pages["idea"]))


def test_after_two_seconds_the_clock_is_asked_again(world, monkeypatch):
    visit(world.pages["list"])
    later = page_cache.time.monotonic() + page_cache.MOST_SECONDS + 0.1
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: later)
    assert was_made(visit(world.pages["list"]))
    assert not was_made(visit(world.pages["list"]))


def test_what_is_asked_for_least_goes_first_when_the_shelf_is_full(world, monkeypatch):
    for name in ("home", "list", "idea"):
        visit(world.pages[name])
    visit(world.pages["home"])
    monkeypatch.setattr(page_cache, "MOST_BYTES", page_cache.shelf._bytes)
    visit(world.pages["people"])
    assert was_made(visit(world.pages["list"]))
    assert page_cache.shelf._bytes <= page_cache.MOST_BYTES


DEAR = {
    "poster of an idea": lambda w: f"{w.idea.get_absolute_url()}affiche/",
    "words to share": lambda w: f"{w.idea.get_absolute_url()}delen/",
    "poster of a gathering": lambda w: f"{w.gathering.get_absolute_url()}affiche/",
    "calendar of one": lambda w: f"/proefdorp/bijeenkomsten/{w.gathering.pk}.ics",
    "calendar of the lab": lambda w: "/proefdorp/agenda.ics",
}


@pytest.mark.parametrize("kind", DEAR)
def test_what_is_dear_is_made_once_for_all_who_ask_at_the_same_moment(world, kind, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_SECONDS", 60)  # a busy machine may take two seconds between them
    where, made = DEAR[kind](world), []
    assert resolve(where).url_name in page_cache.DEAR

    def make(request):
        made.append(where)
        time.sleep(0.1)
        response = page_cache.HttpResponse("papier")
        request.user = AnonymousUser()
        return response

    keep, bodies = page_cache.keep_pages(make), []

    def ask(query=""):
        bodies.append(keep(RequestFactory().get(f"{where}{query}")).content)
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (bodies, len(made)) == ([b"papier"] * 12, 1)
    ask("?x=1")
    ask("?x=1")
    assert len(made) == 2, "another address is another page"


def test_who_waits_for_what_another_makes_is_not_charged_for_it(world):
    def make(request):
        time.sleep(0.5)
        request.user = AnonymousUser()
        return page_cache.HttpResponse("papier")

    def ask():
        page_cache.keep_pages(make)(RequestFactory().get("/proefdorp/agenda.ics"))
        connections.close_all()

    waiting, making = charged_to_two(ask)
    assert waiting < making / 2
