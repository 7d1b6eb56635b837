"""The lab's ideas as CSV: the same from the command line and on the web."""

import csv
import gzip
import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate

from ideas.models import Support
from labs.models import HidingReason, Neighbourhood
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.test_pabulib import DATA, run

pytestmark = pytest.mark.django_db


def exported(lab):
    out = io.StringIO(newline="")
    call_command("export_ideas", lab=lab.slug, stdout=out)
    return out.getvalue()


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_column_says_what_it_is():
    lab = make_lab()
    anna, bram = make_member(lab), make_member(lab, "Bram")
    idea = make_idea(anna, 'Samen eten, "gratis"', neighbourhood=lab.neighbourhoods.get(name="Oost"))
    idea.support(bram)
    make_comment(idea, bram)
    text = exported(lab)
    header = "id source source_id title support comments status neighbourhood created question".split()
    assert text.startswith(",".join(f'"{name}"' for name in header) + "\r\n")
    assert f'"{idea.pk}","","","Samen eten, ""gratis""","1","1","new","Oost","' in text
    assert rows(text)[0]["created"][:10] == f"{localdate(idea.created_at)}"


def test_ballots_and_people_count_together():
    lab = make_lab()
    run(DATA / "proefdorp.pb")
    make_idea(make_member(lab), "Van nu").support(make_member(lab, "Bram"))
    assert [(row["source_id"], row["support"]) for row in rows(exported(lab))] == [
        ("11", "4"), ("12", "3"), ("13", "1"), ("14", "0"), ("", "1"),
    ]  # fmt: skip


def test_what_is_hidden_or_elsewhere_is_not_in_it():
    lab, other = make_lab(), make_lab("elders")
    anna, mo = make_member(lab), make_member(lab, "Mo", "moderator")
    make_idea(make_member(other), "Van een ander")
    idea = make_idea(anna, "Niet voor iedereen")
    assert "Niet voor iedereen" in exported(lab)
    idea.hide(mo, HidingReason.PRIVACY)
    assert rows(exported(lab)) == []


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_begins_like_a_formula(first):
    lab = make_lab()
    make_idea(make_member(lab), f'{first}HYPERLINK("https://example.org")')
    assert rows(exported(lab))[0]["title"] == f'\'{first}HYPERLINK("https://example.org")'


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_like_a_formula_however_the_spreadsheet_splits(delimiter):
    lab = make_lab()
    make_idea(make_member(lab), 'Eten; =1+1\t+1|-1, @x ;"＝2')
    cells = [cell for row in csv.reader(io.StringIO(exported(lab), newline=""), delimiter=delimiter) for cell in row]
    assert any("=1+1" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@", "＝"))] == []


def test_the_web_gives_the_same_to_everyone(client, django_assert_max_num_queries):
    lab = make_lab()
    run(DATA / "proefdorp.pb")
    address = reverse("idea_csv", kwargs={"lab_slug": lab.slug})
    assert address == "/proefdorp/ideeen.csv"
    with django_assert_max_num_queries(6):
        response = client.get(address)
    assert response.getvalue().decode() == exported(lab)
    assert response["Content-Length"] == str(len(exported(lab).encode()))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="proefdorp-ideeen.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_who_has_the_file_gets_it_again_only_when_something_in_it_changed(client):
    lab = make_lab()
    anna, bram = make_member(lab), make_member(lab, "Bram")
    idea = make_idea(anna, "Samen eten")
    changes = [
        lambda: idea.support(bram),
        lambda: make_comment(idea, bram),
        lambda: make_idea(anna, "Nog een"),
        lambda: Neighbourhood.objects.filter(lab=lab, name="Oost").update(name="Oosterveld"),
        lambda: idea.hide(make_member(lab, "Mo", "moderator"), HidingReason.PRIVACY),
        lambda: idea.restore(make_member(lab, "Mona", "moderator"), "Het mocht wel."),
    ]
    address, etags = reverse("idea_csv", kwargs={"lab_slug": lab.slug}), []
    for change in [lambda: None, *changes]:
        change()
        response = client.get(address)
        assert response.getvalue().decode() == exported(lab)
        assert response["ETag"] not in etags
        etags.append(response["ETag"])
        again = client.get(address, headers={"If-None-Match": etags[-1]})
        assert (again.status_code, again.content) == (304, b"")


def test_it_is_sent_compressed_to_who_takes_that(client):
    lab = make_lab()
    make_idea(make_member(lab), "Samen eten")
    response = client.get(reverse("idea_csv", kwargs={"lab_slug": lab.slug}), headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(response.getvalue()).decode() == exported(lab)
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]


def test_there_is_no_csv_of_a_lab_that_is_not_there(client):
    assert client.get("/nergens/ideeen.csv").status_code == 404
    with pytest.raises(CommandError, match="nergens"):
        call_command("export_ideas", lab="nergens")


def test_no_voter_is_in_it():
    lab = make_lab()
    run(DATA / "proefdorp.pb")
    assert Support.objects.filter(ballot="v1").exists()
    assert "v1" not in exported(lab)
