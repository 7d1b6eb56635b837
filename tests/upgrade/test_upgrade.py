"""An installation from before the apps were moved is upgraded to this code: nothing is lost, nothing is doubled.

The old code comes from the history of this clone, and fills the database itself: migrations, demo, 10,000 ideas.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from django.db import connection

from tests import earlier
from tests.databases import RUN
from tests.upgrade import tables

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
FILL = Path(__file__).with_name("before.py").read_text()
CHANGED = (
    "accounts_mailboxproof accounts_signincode accounts_user ideas_commentbehalf ideas_commenthiding ideas_idea"
    " ideas_ideabehalf ideas_ideahiding ideas_pledge ideas_upload events_place events_room events_openinghours"
    " events_stop log django_session answers_answer answers_newdate moderation_case moderation_decision"
).split()


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Yield the address of an empty database of this test alone."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder}/upgraded.sqlite3"
        return
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    name = f"upgraded_{RUN.name}".replace("-", "_").lower()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as postgres:
        postgres.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            postgres.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def looked_at(environment: dict[str, str]) -> dict:
    """Let our code look at the upgraded database, in a process of its own."""
    command = [sys.executable, "-m", "tests.upgrade.after"]
    said = subprocess.run(command, cwd=earlier.ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(said.stdout.splitlines()[-1])


def test_an_upgrade_loses_nothing_and_doubles_nothing(tmp_path):
    try:
        old = earlier.tree(earlier.BEFORE_THE_ROOMS, tmp_path / "old")
    except earlier.Absent as absent:
        do_without(absent)
    with database(tmp_path) as url:
        environment = {
            "DEBUG": "1",
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(40),
            "DJANGO_SETTINGS_MODULE": "stadslab.settings",
            "DATABASE_URL": url,
            "VAR_DIR": str(tmp_path / "var"),
        }
        earlier.manage(old, environment, "shell", "-v0", "-c", FILL)
        before = tables.read(url)
        must = tables.upgraded(before)
        assert [name for name in CHANGED if not must[name]] == [], "what changes has rows"

        earlier.manage(earlier.ROOT, environment, "migrate", "-v0")

        after = tables.read(url)
        people = after.pop("audit_pseudonym")
        after["log"] = tables.log_after(after.pop("audit_entry"), people)
        found = tables.differences(must, after)
        assert not found, "\n".join(found)
        names = [(row["user_id"], row["name"]) for row in people]
        assert len(names) == len(set(names)), "one pseudonym for each name of a person"

        seen = looked_at(earlier.clean() | environment)
        mails = before["django_tasks_database_dbtaskresult"]
        assert {len(tables.facts(task["args_kwargs"])["args"][3]) > 9 for task in mails} == {True, False}, (
            "with a calendar, and without"
        )
        assert seen["worker"] == [[0, len(mails)], [0, 0]]
        assert_mails_wait(mails, tables.read(url)["notifications_outgoingmail"])
        looks = {str(row["id"]): row["name_look"] for row in after["accounts_user"] if row["name"]}
        assert seen["looks"] == looks
        assert {address: seen for address, seen in seen["pages"].items() if seen != [True, True]} == {}


def assert_mails_wait(tasks: list[tables.Row], mails: list[tables.Row]) -> None:
    told = [tuple(tables.facts(task["args_kwargs"])["args"]) for task in tasks]
    waiting = [(mail["address"], mail["subject"], mail["body"], mail["calendar"]) for mail in mails]
    assert sorted((*args, "")[:4] for args in told) == sorted(waiting)
    assert sorted(str(task["enqueued_at"]) for task in tasks) == sorted(str(mail["written_at"]) for mail in mails)
    assert {mail["state"] for mail in mails} == {"waits"}


def do_without(absent: earlier.Absent) -> NoReturn:
    """Skip the test; where the environment variable CI is set, fail, because there nobody reads what was skipped."""
    if os.environ.get("CI"):
        pytest.fail(str(absent))
    pytest.skip(str(absent))


@pytest.mark.parametrize(("value", "ends"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_without_the_history_the_upgrade_is_skipped_and_fails_in_ci(value, ends, monkeypatch):
    monkeypatch.setenv("CI", value)
    with pytest.raises((pytest.skip.Exception, pytest.fail.Exception), match="git fetch --unshallow") as ended:
        do_without(earlier.Absent("Get it with: git fetch --unshallow"))
    assert ended.type is ends


def test_a_clone_without_the_history_says_how_to_get_it(tmp_path):
    with pytest.raises(earlier.Absent, match="0000000 are needed.*git fetch --unshallow"):
        earlier.tree("0" * 40, tmp_path)
