"""A small evening of the benchmark, with a real server: it is right to the end, and a lost note makes it fail."""

import shutil

import pytest
from django.db import connection

from benchmarks import evening, live_table
from benchmarks.evening_check import shown, unlike_fresh_ones
from benchmarks.evening_play import Play
from benchmarks.evening_report import close
from benchmarks.evening_site import Site
from tests.databases import RUN

PHONES = 4
SMALL = ["--notes", "24", "--paper", "8", "--dots", "12", "--pledges", "6", "--seconds", "6", "--rest", "0.1"]
LOSE = "from evenings.models import Note; Note.objects.earliest('pk').delete()"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(connection.vendor != "sqlite", reason="it brings its own database")]


@pytest.fixture
def site(django_db_setup, tmp_path):
    shutil.copyfile(RUN / "migrated.sqlite3", tmp_path / "evening.sqlite3")
    return Site(tmp_path)


@pytest.fixture
def missed(monkeypatch):
    """The rows that don't reach what they must."""
    missed = []
    monkeypatch.setattr(live_table, "missed", missed)
    return missed


async def test_an_evening_is_right_to_the_end_and_a_lost_note_is_found(site, missed, capsys):
    asked = evening.asked_for([*SMALL, "--no-kill"])
    played = Play(site, site.shell("evening_data.make(3)"), PHONES)
    async with site.running():
        await evening.act(played, asked)
        different = await unlike_fresh_ones(played)
        await played.go("busy", "back")
        await played.go("busy", "back")
        result = await played.phones[0].device.page(played.phones[0].url)
        await close(played)
        played.end()
        evening.tell_room(played, asked, different, shown(result.html))
        await evening.tell_record(played)
        assert missed == [], capsys.readouterr()
        site.manage("shell", "-v", "0", "-c", LOSE)
        await evening.tell_record(played)
        assert missed == ["lost or doubled", "the report equals the record"]
        assert "report: notes 23, and counted again 24" in capsys.readouterr().err
