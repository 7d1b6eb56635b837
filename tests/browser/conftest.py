"""The real site in separate processes, and a real browser.

The test and the site share one database that is not emptied between tests, so each test creates its own lab. With
WEB_PROCESSES=2 (bin/test, on PostgreSQL + Redis) `other_server` is a second process; otherwise it is the same one.
"""

import contextlib
import os
import shutil
import time
import urllib.request

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from stadslab import supervisor
from tests.browser.stage import open_live

expect.set_options(timeout=30_000)  # as long as every other wait, because the machine may be busy

WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"  # the same without windows: half of the processor time, and no back-forward cache
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",  # the headless shell then measures text as Chromium does
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
            if {"other_server", "origins"} & set(item.fixturenames):
                item.add_marker("two_processes")


@pytest.fixture(scope="session")
def servers(django_db_setup):
    """The addresses of the site's processes."""
    with running(int(os.environ.get("WEB_PROCESSES", 1))) as origins:
        yield origins


@contextlib.contextmanager
def running(count=1, **environment):
    """Run `count` processes of the site on our database, with these environment variables; yield their addresses."""
    site = Site(count, **environment)
    site.start()
    try:
        site.wait()
        yield site.origins
    finally:
        site.stop()


class Site:
    """Processes that can restart at the same addresses; clients wait in the backlog meanwhile."""

    def __init__(self, count=1, **environment):
        listeners = [supervisor.listen("127.0.0.1", 0) for _ in range(count)]
        self.origins = [f"http://localhost:{listener.getsockname()[1]}" for listener in listeners]
        self.processes = [supervisor.web(listener) for listener in listeners]
        ours = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings"}
        self.environment = ours | {"PUBLIC_ORIGIN": ",".join(self.origins)} | environment

    def start(self):
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            for process in self.processes:
                process.start()

    def wait(self):
        for origin, process in zip(self.origins, self.processes, strict=True):
            wait_until_it_answers(origin, process)

    def stop(self):
        supervisor.stop(self.processes)

    def kill(self):
        for process in self.processes:
            process.process.kill()
            process.process.wait()


def database_url():
    """Return the URL of the test database, for another process."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]


def wait_until_it_answers(origin, process, seconds=60):
    """Wait until it responds. Raises AssertionError as soon as the process has ended."""
    until = time.monotonic() + seconds
    while True:
        assert not process.has_ended, f"the site did not start ({process.exit_code}): {process.command}"
        try:
            urllib.request.urlopen(f"{origin}/static/stadslab/css/stadslab.css", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(autouse=True)
def database(django_db_setup, django_db_blocker, monkeypatch):
    """Allow queries, without rollback; Playwright's loop in this thread makes Django think that we are async."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture
def server(servers):
    return servers[0]


@pytest.fixture
def other_server(servers):
    return servers[-1]


def find_chromium(*names):
    """Return the path of CHROMIUM, or of the first browser of `names` that is installed."""
    found = (os.environ.get("CHROMIUM"), *map(shutil.which, (*names, *WITH_WINDOWS)))
    chromium = next(filter(None, found), None)
    assert chromium, "no Chromium: bin/setup --test, or CHROMIUM=/path/to/chrome"
    return chromium


@pytest.fixture(scope="session")
def browser():
    flags = [*FLAGS, "--no-sandbox"] if os.getuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(SHELL), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser, server):
    """`new_page(user=None, at=server, **options)`: a page in a new browser context, signed in as `user`.

    A script error, or a violation of the content security policy, fails the test at its end.
    """
    with pages(browser, server) as open_page:
        yield open_page


@contextlib.contextmanager
def pages(browser, server):
    contexts, faults = [], []

    def open_page(user=None, at=server, **options):
        context = browser.new_context(**{"base_url": at, "locale": "nl-NL"} | options)
        contexts.append(context)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda line: "Content Security Policy" in line.text and faults.append(line.text))
        if user:
            context.add_cookies([session_cookie(user, at)])
        return context.new_page()

    yield open_page
    for context in contexts:
        close(context)
    assert faults == []


def close(context):
    """Close it, also while a route waits for a response (a long poll)."""
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def open_at(new_page):
    """`open_at(address, member=None, **options)`: a live page at `address`, signed in as `member`."""

    def open_at(address, member=None, **options):
        page = new_page(user=member.user if member else None, **options)
        if options.get("java_script_enabled", True):
            return open_live(page, address)
        page.goto(address)
        return page

    return open_at


@pytest.fixture
def page(new_page):
    """A page of a signed-out visitor."""
    return new_page()


def session_cookie(user, origin):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": origin, "httpOnly": True, "sameSite": "Lax"}
