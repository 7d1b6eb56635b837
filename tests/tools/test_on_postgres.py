"""PostgreSQL runs what differs there, and two tests of each statement; what is left out repeats others."""

import json
from types import SimpleNamespace

import pytest

from tests import on_postgres


class ATest:
    def __init__(self, name, *marks, **options):
        self.nodeid, self.fixturenames = name, []
        self.get_closest_marker = {mark: SimpleNamespace(kwargs=options) for mark in marks}.get


@pytest.fixture
def run_before(tmp_path, monkeypatch):
    """`run_before(name=(seconds, statements), …)`: these tests ran on SQLite."""
    monkeypatch.setattr(on_postgres, "RUN", tmp_path)

    def run_before(**tests):
        lines = [json.dumps([name, seconds, sorted(met)]) for name, (seconds, met) in tests.items()]
        (tmp_path / "statements-gw0").write_text("".join(f"{line}\n" for line in lines))

    return run_before


def names_left_out(*items):
    return {item.nodeid for item in on_postgres.left_out(list(items))}


def test_each_statement_stays_in_the_two_quickest_tests(run_before):
    run_before(a=(3, "xy"), b=(1, "x"), c=(2, "x"), d=(5, "y"), e=(9, "z"))
    assert names_left_out(*map(ATest, "abcde")) == {"c"}


def test_what_does_not_use_the_database_is_left_out(run_before):
    run_before(a=(1, "x"))
    assert names_left_out(ATest("a"), ATest("words")) == {"words"}


def test_what_commits_or_is_marked_or_may_be_skipped_on_sqlite_stays(run_before):
    run_before(a=(1, "x"), b=(1, "x"))
    commits = ATest("commits", "django_db", transaction=True)
    with_fixture = ATest("with_fixture")
    with_fixture.fixturenames.append("transactional_db")
    others = [ATest("marked", "postgres"), ATest("skipped", "skipif"), ATest("rolled_back", "django_db")]
    assert names_left_out(commits, with_fixture, *others) == {"rolled_back"}


def test_without_a_run_on_sqlite_nothing_is_left_out(run_before):
    assert names_left_out(ATest("a")) == set()


def test_calls_of_one_statement_are_one_whatever_their_values_and_an_error_is_another():
    one, other = (f'SELECT 1 FROM "a" WHERE "id" IN ({", ".join(["%s"] * n)}) LIMIT {n}' for n in (1, 7))
    assert on_postgres._shape(one) == on_postgres._shape(other) != on_postgres._shape(f"IntegrityError {one}")
