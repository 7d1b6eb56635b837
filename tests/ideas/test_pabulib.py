"""Past rounds are imported exactly, once, or not at all. For broken files see test_pabulib_broken.py."""

import csv
import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from ideas.models import Idea, Support
from labs.models import HidingReason, Lab
from tests.factories import make_lab, make_member

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[1] / "data"
ROUNDS = sorted(Path(os.environ.get("PABULIB_DIR", "/nowhere")).glob("*.pb"))


def run(*files, lab="proefdorp", **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_pabulib", *map(str, files), lab=lab, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def exported(lab="proefdorp"):
    out = io.StringIO(newline="")
    call_command("export_ideas", lab=lab, stdout=out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_projects_become_ideas_with_their_ballots():
    run(DATA / "proefdorp.pb")
    pluktuin, cafe, skatebaan, bankje = Idea.objects.order_by("pk")
    assert (pluktuin.source, pluktuin.source_id) == ("Netherlands/Proefdorp/2024", "11")
    assert pluktuin.opportunity == "Een strook gras kan fruit geven; voor het hele dorp.\nIedereen mag plukken."
    assert (pluktuin.ballot_count, pluktuin.support_count, pluktuin.neighbourhood.name) == (4, 0, "Oost")
    assert timezone.localtime(pluktuin.created_at).isoformat() == "2024-03-31T00:00:00+01:00"
    assert pluktuin.data == {
        "round": "Proefdorp Begroot", "category": "Groen", "cost": 5000, "currency": "EUR", "selected": "1",
        "neighbourhood": "Oost", "published": 4,
    }  # fmt: skip
    assert (cafe.title, cafe.data["cost"], cafe.data["category"]) == (
        'Café "De Vrije Tafel"',
        2500.5,
        "Ontmoeting, eten",
    )
    assert (skatebaan.neighbourhood, bankje.ballot_count) == (None, 0)
    assert list(Idea.objects.all().found("cafe vrije", [], 10).ideas) == [cafe]
    ballots = set(Support.objects.values_list("idea__source_id", "ballot", "person"))
    assert ballots == {
        ("11", "v1", None), ("11", "v2", None), ("11", "v3", None), ("11", "v4", None),
        ("12", "v1", None), ("12", "v3", None), ("12", "v5", None), ("13", "v3", None),
    }  # fmt: skip


def test_a_new_lab_is_history_and_takes_no_support():
    run(DATA / "proefdorp.pb")
    lab = Lab.objects.get()
    assert (lab.slug, lab.name, lab.municipality.name) == ("proefdorp", "Proefdorp Begroot", "Ingevoerd")
    assert not lab.takes_support
    assert not any(idea.takes_support for idea in lab.ideas.all())


def test_several_rounds_share_a_lab_named_after_their_city():
    run(DATA / "proefdorp.pb", DATA / "eenkeuze.pb", lab="alles")
    assert Lab.objects.get().name == "Proefdorp"
    assert [row["support"] for row in exported("alles")] == ["4", "3", "1", "0", "2", "1"]


def test_an_existing_lab_keeps_what_it_is():
    lab = make_lab("proefdorp", name="Ons lab")
    revision = lab.revision
    run(DATA / "proefdorp.pb")
    lab.refresh_from_db()
    assert (lab.name, lab.takes_support, lab.revision) == ("Ons lab", True, revision + 1)
    assert lab.neighbourhoods.count() == 2  # Oost and West existed
    assert set(lab.ideas.values_list("lab_revision", flat=True)) == {lab.revision}


def test_again_changes_nothing_whatever_the_file_is_called(tmp_path):
    run(DATA / "proefdorp.pb")
    before = (Idea.objects.count(), Support.objects.count(), Lab.objects.get().revision)
    other_name = tmp_path / "ronde.txt"
    other_name.write_bytes(b"\xef\xbb\xbf" + (DATA / "proefdorp.pb").read_bytes().replace(b"\n", b"\r\n"))
    out, _err = run(other_name, DATA / "proefdorp.pb")
    assert len(out.splitlines()) == 2
    assert (Idea.objects.count(), Support.objects.count(), Lab.objects.get().revision) == before


def test_a_changed_file_is_told_and_changes_nothing(tmp_path):
    run(DATA / "proefdorp.pb")
    text = (
        (DATA / "proefdorp.pb").read_text().replace("Skatebaan", "Skatebaan en fietsbaan").replace("v4;11;", "v4;14;")
    )
    changed = tmp_path / "ronde.pb"
    changed.write_text(text.replace("11;5000;4", "11;5000;3").replace("14;800;0", "14;800;1"))
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_pabulib", str(changed), lab="proefdorp", stderr=err)
    told = [line.removeprefix(f"{changed}:").partition(":")[0] for line in err.getvalue().splitlines()]
    assert sorted(told) == ["20", "20", "23", "24", "24"]  # ballots and published of two, the title of one
    assert Idea.objects.get(source_id="13").title == "Skatebaan"
    assert Support.objects.count() == 8


def test_an_idea_that_a_moderator_hid_stays_hidden_when_the_round_is_imported_again():
    run(DATA / "proefdorp.pb")
    idea = Idea.objects.get(source_id="11")
    assert idea.hide(make_member(idea.lab, "Mo", "moderator"), HidingReason.SPAM, "Dubbel.")
    run(DATA / "proefdorp.pb")
    assert [(one.source_id, one.is_hidden) for one in Idea.objects.order_by("pk")][0] == ("11", True)
    assert Idea.objects.count() == 4
    assert idea.title not in str(exported())


def test_the_same_round_may_be_in_two_labs():
    run(DATA / "eenkeuze.pb", lab="een")
    run(DATA / "eenkeuze.pb", lab="twee")
    assert exported("een") == [
        row | {"id": mine["id"]} for row, mine in zip(exported("twee"), exported("een"), strict=True)
    ]


def test_a_long_title_is_cut_and_kept_whole_beside_it(tmp_path):
    long = tmp_path / "lang.pb"
    long.write_text((DATA / "eenkeuze.pb").read_text().replace("Waterspeelplek", "Water " * 50))
    run(long)
    idea = Idea.objects.get(source_id="1")
    assert len(idea.title) == 200
    assert idea.data["name"] == ("Water " * 50).strip()


@pytest.mark.parametrize("slug", ["live", "beheer", "inloggen", "twee woorden", "x" * 51, "../etc"])
def test_a_name_that_no_lab_can_have_is_refused(slug):
    with pytest.raises(CommandError):
        run(DATA / "proefdorp.pb", lab=slug)
    assert not Lab.objects.exists()


def published(path):
    """Return project_id → votes, by an independent reader."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    start, end = lines.index("PROJECTS"), lines.index("VOTES")
    return {row["project_id"]: row["votes"] for row in csv.DictReader(lines[start + 1 : end], delimiter=";")}


@pytest.mark.skipif(
    not ROUNDS, reason="PABULIB_DIR names no folder with real rounds (*.pb): they are not ours to ship"
)
@pytest.mark.parametrize("path", ROUNDS, ids=lambda path: path.stem)
def test_a_real_round_gives_exactly_what_was_published(path):
    run(path)
    assert {row["source_id"]: row["support"] for row in exported()} == published(path)
    for idea in Idea.objects.all():
        assert idea.supports.count() == idea.ballot_count == idea.data["published"]
