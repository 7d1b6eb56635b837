"""Each kind of broken file is reported with its line, and nothing is imported."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from ideas.models import Idea, Support
from tests.ideas.test_pabulib import DATA, exported, run

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SOUND = (DATA / "proefdorp.pb").read_bytes()


def rows_everywhere():
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def problems_of(*files, **options):
    """Return [(line, text), …] of a refused import, after a check that it left nothing."""
    before, err = rows_everywhere(), io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_pabulib", *map(str, files), lab="proefdorp", stderr=err, **options)
    assert rows_everywhere() == before
    name = f"{files[-1]}:"
    told = [line.removeprefix(name).partition(": ") for line in err.getvalue().splitlines() if line.startswith(name)]
    return [(int(line), text) for line, _colon, text in told]


def changed(before: str, after: str, times: int = 1):
    assert SOUND.decode().count(before) >= 1, before
    return SOUND.decode().replace(before, after, times).encode()


KINDS = {
    "empty file": (b"", [1]),
    "only blank lines": (b"\n\n", [1]),
    "no META": (SOUND[SOUND.index(b"PROJECTS") :], [1]),
    "no PROJECTS": (SOUND[: SOUND.index(b"PROJECTS")] + SOUND[SOUND.index(b"VOTES") :], [18]),
    "no VOTES": (SOUND[: SOUND.index(b"VOTES")], [24]),
    "META and no more": (b"META", [1, 1, 1]),
    "PROJECTS without anything": (SOUND[: SOUND.index(b"project_id")] + SOUND[SOUND.index(b"VOTES") :], [19]),
    "VOTES without anything": (SOUND[: SOUND.index(b"voter_id")], [25]),
    "something else altogether": (b"%PDF-1.7 and more", [1]),
    "PROJECTS twice": (changed("VOTES", "PROJECTS"), [25]),
    "no column name": (changed("votes;name", "votes;naam"), [19]),
    "no column vote": (changed("voter_id;vote", "voter_id;choice"), [26]),
    "column twice": (changed("category;neighborhood", "category;category"), [19]),
    "no instance": (changed("instance;2024\n", ""), [2]),
    "no vote type": (changed("vote_type;approval", "vote_type;"), [11]),
    "key twice": (changed("rule;greedy", "budget;3"), [12]),
    "short row in META": (changed("rule;greedy", "rule"), [12]),
    "short row in PROJECTS": (changed(";Sport;;0;", ";Sport"), [23]),
    "short row in VOTES": (changed("v4;11;18", "v4"), [30]),
    "long row": (changed("v4;11;18", "v4;11;18;19"), [30]),
    "unknown project": (changed("v4;11;18", "v4;11,99;18"), [30]),
    "no project between commas": (changed("v4;11;18", "v4;11,;18"), [30]),
    "project twice in a ballot": (changed("v4;11;18", "v4;11,11;18"), [30]),
    "voter twice": (changed("v4;11", "v2;11"), [30]),
    "no voter": (changed("v4;11", ";11"), [30]),
    "project twice": (changed("14;800;0", "13;800;0"), [24]),
    "no project id": (changed("14;800;0", ";800;0"), [24]),
    "no title": (changed(";Skatebaan;", ";;"), [23]),
    "votes differ from the recount": (changed("12;2500.50;3", "12;2500.50;4"), [22]),
    "num_votes differs from the rows": (changed("num_votes;6", "num_votes;7"), [9]),
    "num_votes is missing": (changed("num_votes;6\n", ""), [2]),
    "num_projects differs from the rows": (changed("num_projects;4", "num_projects;3"), [8]),
    "cut inside quotes": (SOUND[: SOUND.index(b"Iedereen") + 4], [20]),
    "cut inside quotes in a ballot": (SOUND[: SOUND.index(b"12,13")], [29]),
    "quotes that swallow lines": (changed("13;12000;1;Skatebaan", '13;12000;1;"Skatebaan'), [23]),
    "negative votes": (changed("13;12000;1", "13;12000;-1"), [23]),
    "negative cost": (changed("13;12000;1", "13;-12000;1"), [23]),
    "no cost": (changed("13;12000;1", "13;;1"), [23]),
    "cost in words": (changed("13;12000;1", "13;duizend;1"), [23]),
    "half a vote": (changed("13;12000;1", "13;12000;1.5"), [23]),
    "infinite votes": (changed("13;12000;1", "13;12000;inf"), [23]),
    "negative budget": (changed("budget;20000", "budget;-20000"), [10]),
    "num_votes in words": (changed("num_votes;6", "num_votes;zes"), [9]),
    "UTF-16": (b"\xff\xfe" + SOUND.decode().encode("utf-16-le"), [1]),
    "UTF-16 without its mark": (SOUND.decode().encode("utf-16-be"), [1]),
    "Latin-1": (SOUND.decode().encode("latin-1"), [22]),
    "NUL": (changed("Skate", "Skate\0"), [23]),
    "a field without end": (changed("Skatebaan", "x" * 200_000), [23]),
    **{
        f"vote type {kind}": (changed("vote_type;approval", f"vote_type;{kind}"), [11])
        for kind in ("ordinal", "cumulative", "scoring", "points", "Approval voting")
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_broken_file_gives_its_line_and_imports_nothing(kind, tmp_path):
    content, lines = KINDS[kind]
    path = tmp_path / "ronde.pb"
    path.write_bytes(content)
    told = problems_of(path)
    assert [line for line, _text in told] == lines
    assert all(text for _line, text in told)


def test_the_vote_type_is_named(tmp_path):
    path = tmp_path / "ronde.pb"
    path.write_bytes(changed("vote_type;approval", "vote_type;ordinal"))
    assert "ordinal" in problems_of(path)[0][1]


def test_choose_1_takes_one_project(tmp_path):
    path = tmp_path / "ronde.pb"
    path.write_text((DATA / "eenkeuze.pb").read_text().replace("b;2", "b;1,2").replace("1;5000;2", "1;5000;3"))
    assert [line for line, _text in problems_of(path)] == [21]


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path):
    assert [line for line, _text in problems_of(tmp_path / "weg.pb")] == [1]
    assert [line for line, _text in problems_of(tmp_path)] == [1]


def test_one_broken_file_stops_the_sound_ones_beside_it(tmp_path):
    path = tmp_path / "ronde.pb"
    path.write_bytes(changed("v4;11;18", "v4;99;18"))
    assert [line for line, _text in problems_of(DATA / "eenkeuze.pb", path)] == [
        20,
        30,
    ]  # its votes are too few as well


def test_every_problem_is_told_in_the_order_of_the_file(tmp_path):
    path = tmp_path / "ronde.pb"
    content = changed("v4;11;18", "v4;11,99;18").replace(b"num_votes;6", b"num_votes;9").replace(b"13;12000", b"13;-1")
    path.write_bytes(content.replace(b"v5;12;", b"v5"))
    assert [line for line, _text in problems_of(path)] == [23, 30, 31]  # with a short ballot, totals mean nothing


def test_a_thousand_problems_are_not_all_told(tmp_path):
    path = tmp_path / "ronde.pb"
    path.write_bytes(SOUND + b"".join(b"w%d;99;\n" % n for n in range(1000)))
    err = io.StringIO()
    with pytest.raises(CommandError, match="1001"):
        call_command("import_pabulib", str(path), lab="proefdorp", stderr=err)
    assert len(err.getvalue().splitlines()) == 101


def test_windows_and_old_mac_line_ends_count_as_lines(tmp_path):
    path = tmp_path / "ronde.pb"
    for end in (b"\r\n", b"\r"):
        path.write_bytes(changed("v4;11;18", "v4;99;18").replace(b"\n", end))
        assert [line for line, _text in problems_of(path)] == [20, 30]


# --repair


def test_repair_counts_doubles_once_and_takes_totals_from_the_ballots(tmp_path):
    path: Path = tmp_path / "ronde.pb"
    content = changed("v4;11;18", "v4;11,11;18\nv2;12,13;40")  # v2 has a ballot already: that one counts
    path.write_bytes(content.replace(b"12;2500.50;3", b"12;2500.50;5"))
    assert [line for line, _text in problems_of(path)] == [9, 22, 23, 30, 31]
    _out, err = run(path, repair=True)
    told = [line.removeprefix(f"{path}:") for line in err.splitlines()]
    assert [line.partition(":")[0] for line in told] == ["22", "30", "31"]
    assert "12" in told[0]
    assert "5" in told[0]
    assert "3" in told[0]
    assert [row["support"] for row in exported()] == ["4", "3", "1", "0"]
    assert Support.objects.count() == 8
    assert Idea.objects.get(source_id="12").data["published"] == 5  # the imported value stays visible


def test_repaired_again_changes_nothing(tmp_path):
    path = tmp_path / "ronde.pb"
    path.write_bytes(changed("num_votes;6", "num_votes;7"))
    run(path, repair=True)
    run(path, repair=True)
    assert Idea.objects.count() == 4


@pytest.mark.parametrize(
    "kind", ["unknown project", "short row in VOTES", "negative votes", "vote type ordinal", "Latin-1"]
)
def test_what_can_not_be_mended_stops_a_repair_too(kind, tmp_path):
    content, lines = KINDS[kind]
    path = tmp_path / "ronde.pb"
    path.write_bytes(content)
    assert [line for line, _text in problems_of(path, repair=True)] == lines
