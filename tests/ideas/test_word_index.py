"""Search by the trigram index finds what the rows say, on both databases."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.text import fold
from ideas.models import Idea, word_index
from labs.models import RESIDENT_VOICE, HidingReason
from tests.factories import make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has an index of its own kind")
LETTERS = "aab cdé\" *^()-+:{}'%_\\.ßİıſﬁℌ𝔸Ωσς字\u0301\u200d\ufffd"
WORDS = st.text(LETTERS, min_size=1, max_size=12)


def search(words, villages=(), most=240):
    return Idea.objects.all().found(words, villages, most).ideas


def titles(words):
    return sorted(search(words).values_list("title", flat=True))


@given(said=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), asked=st.lists(WORDS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search_finds_exactly_the_ideas_that_contain_every_word(anna, said, asked):
    Idea.objects.all().delete()
    ideas = [Idea(lab=anna.lab, author=anna, title=title, opportunity=more) for title, more in said]
    for idea in ideas:
        idea.words_changed()
    Idea.objects.bulk_create(ideas)
    for words in [" ".join(asked), *asked, *(idea.title for idea in ideas)]:
        contain = [idea.pk for idea in ideas if all(word in idea.search_text for word in fold(words).split()[:8])]
        assert sorted(search(words).values_list("pk", flat=True)) == sorted(contain), words


def test_search_follows_everything_that_happens_to_an_idea(anna, bram, mo):
    idea = make_idea(anna, "Zeldzaamheid")
    make_idea(bram, "Heel iets anders")
    assert titles("ldzaam") == ["Zeldzaamheid"]
    idea.edit(anna, title="Kookcafé")
    assert (titles("ldzaam"), titles("OKCAFE")) == ([], ["Kookcafé"])
    Idea.objects.filter(pk=idea.pk).update(search_text="van buiten")
    assert (titles("okcafe"), titles("buiten")) == ([], ["Kookcafé"])
    idea = Idea.objects.get(pk=idea.pk)
    idea.hide(mo, HidingReason.SPAM)
    assert "Kookcaf" not in Client().get("/proefdorp/ideeen/?q=buiten").content.decode()
    idea.restore(mo, "Toch goed.")
    assert "Kookcaf" in Client().get("/proefdorp/ideeen/?q=buiten").content.decode()
    Idea.objects.get(pk=idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert titles("buiten") == []
    assert word_index.is_true()


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "AND",
        "NOT bank",
        "bank*",
        "ban OR xyz",
        "NEAR(bank)",
        "search_text:bank",
        "^ban",
        "-bank",
        "%",
        "_",
        "'; DROP",
    ],
)
def test_signs_of_a_query_language_are_only_signs(anna, words):
    make_idea(anna, "Een bank bij de school")
    assert titles(words) == []
    idea = make_idea(anna, f"Gek: {words}")
    assert titles(words) == [idea.title]


def test_one_and_two_letters_find_as_before(anna):
    make_idea(anna, "IJs op het plein")
    make_idea(anna, "Bank", opportunity="Zit.")
    assert titles("ij") == ["IJs op het plein"]
    assert titles("zi ba") == ["Bank"]
    assert titles("z") == ["Bank"]


def test_a_village_counts_as_a_word_and_few_lie_there(anna):
    east = anna.lab.neighbourhoods.get(name="Oost")
    make_idea(anna, "Pluktuin", neighbourhood=east)
    make_idea(anna, "Bank, niet in oost")
    make_idea(anna, "Kast")
    found = search("oost", anna.lab.neighbourhoods.all())
    assert sorted(idea.title for idea in found) == ["Bank, niet in oost", "Pluktuin"]


@pytest.mark.parametrize("most", [(0, 29), (50, 29), (0, 50), (50, 50)], ids=["many", "in order", "few", "all"])
@pytest.mark.parametrize("order", ["", "steun", "reacties"])
def test_few_or_many_hits_give_the_same_pages_and_number(anna, bram, monkeypatch, most, order):
    elsewhere = make_member(make_lab("buurdorp"), "Otto")
    for number in range(30):
        make_idea(anna, f"Bank {number}", opportunity=f"Nummer {number}.").support(bram)
        make_idea(anna, f"Kast {number}", opportunity=f"Ook {number}.")
        make_idea(elsewhere, f"Bank elders {number}", opportunity=f"Daar {number}.")
    monkeypatch.setattr(word_index, "MOST", most[0])
    monkeypatch.setattr("ideas.views.lists.MOST_FOUND", most[1])
    monkeypatch.setattr("ideas.views.lists.PER_PAGE", 16)
    pages = [Client().get("/proefdorp/ideeen/", {"q": "bank", "volgorde": order, "pagina": n}).context for n in (1, 2)]
    assert [page["page"].paginator.count for page in pages] == [min(30, most[1])] * 2
    shown = [idea.title for page in pages for idea in page["page"].object_list]
    assert shown == [f"Bank {number}" for number in reversed(range(30))]


@pytest.mark.parametrize("words", ["zeldzaam", "nergens"])
def test_a_rare_word_is_looked_up_and_no_idea_is_read(anna, words):
    for number in range(5):
        make_idea(anna, f"Bank {number}")
    make_idea(anna, "Zeldzaam")
    with CaptureQueriesContext(connection) as queries:
        list(search(words).order_by("-created_at", "-pk"))
    plans = [plan_of(query["sql"]) for query in queries if '"ideas_idea"' in query["sql"]]
    assert len(plans) == 2 - (words == "nergens")
    for plan in plans:
        assert (
            "SEARCH ideas_idea USING INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "Bitmap Index"
        ) in plan
        assert "SCAN ideas_idea" not in plan.replace("Bitmap Heap Scan", "")


def plan_of(sql):
    """Return the plan, which for so few rows is one without an index if PostgreSQL may choose."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_few_hits_are_sorted_without_reading_their_words_again(anna):
    make_idea(anna, "Zeldzaam")
    make_idea(anna, "Zeldzaam en zeldzaam")
    assert "search_text" not in str(search("zeldzaam", most=2).order_by("-created_at").only("pk").query)
    assert "search_text" in str(search("zeldzaam", most=1).order_by("-created_at").only("pk").query)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_makes_the_table_anew_keeps_search(transactional_db):
    anna = make_member(make_lab(), "Anna")
    first = make_idea(anna, "Kookcafé")
    before, after = models.CharField(max_length=200), models.CharField(max_length=210)
    for field in (before, after):
        field.set_attributes_from_name("title")
        field.model = Idea
    with connection.schema_editor() as editor:
        editor._remake_table(Idea, alter_fields=[(Idea._meta.get_field("title"), after)])
    first.edit(anna, title="Leeszaal")
    second = make_idea(anna, "Kookles")
    assert (titles("kookc"), titles("leesz"), titles("kookl")) == ([], ["Leeszaal"], ["Kookles"])
    second.delete()
    assert word_index.is_true()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_migration_fills_an_index_twice_and_backwards(transactional_db):
    make_idea(make_member(make_lab(), "Anna"), "Kookcafé")
    module = __import__("ideas.migrations.0006_search_index_sqlite", fromlist=["x"])
    module.BATCH = 1
    with connection.schema_editor() as editor:
        module.drop_index(apps, editor)
        module.drop_index(apps, editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'ideas_words%'")
        assert cursor.fetchone() == (0,)
    make_idea(make_member(make_lab("buurdorp"), "Otto"), "Kookles")
    with connection.schema_editor() as editor:
        module.make_index(apps, editor)
        module.make_index(apps, editor)
    assert (titles("kookc"), titles("kookl")) == (["Kookcafé"], ["Kookles"])
    assert word_index.is_true()


def test_the_command_sees_and_mends_what_was_spoilt(anna):
    idea = make_idea(anna, "Kookcafé")
    out = io.StringIO()
    call_command("search_index", "--check", stdout=out)
    Idea.objects.filter(pk=idea.pk).update(search_text="oud")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO ideas_words (ideas_words) VALUES ('delete-all')")
    with pytest.raises(CommandError, match="1 ideas"):
        call_command("search_index", "--check", stdout=out)
    call_command("search_index", stdout=out)
    call_command("search_index", "--check", stdout=out)
    assert titles("okcaf") == ["Kookcafé"]
    assert out.getvalue().split("\n")[:3] == [
        "Search is right.",
        "Search is right. 1 ideas had other words.",
        "Search is right.",
    ]
