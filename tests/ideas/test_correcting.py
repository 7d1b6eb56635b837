"""A search that finds nothing shows ideas with the words that were meant, on both databases."""

import io
from itertools import product

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ideas import chores
from ideas.models import Idea, Spelling, spelling
from ideas.models.sounds import USED, distance, keys, nearest, sound, wide_keys
from labs.models import RESIDENT_VOICE, HidingReason
from realtime.models import Epoch
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

LIST = "/proefdorp/ideeen/"
TITLES = [
    "Samen eten in Sevenum",
    "Maasrondje Grubbenvorst",
    "Gereedschapskast in America",
    "Rozenpad voor kinderen in Lottum",
    "Fietsbus Melderslo",
    "Groene wachtplek bij station Horst-Sevenum",
    "Proefwinkel in Horst-Centrum",
    "Pluktuin Meterik",
    "Jeugdplek Meerlo, zelf gebouwd",
    "Samen rijden vanuit Swolgen en Tienray",
    "Kook- en taalcafé in Horst",
    "Sterren kijken in Griendtsveen",
    "Repareren op zaterdag in Vlijmen",
    "Speelveld Vliedberg",
    "Verhalenwandeling in de vesting Heusden",
    "Deelbakfiets Haarsteeg",
    "Rustpunt voor fietsers in Elshout",
    "Muziekles van buren in Oudheusden",
    "Schaduw in het centrum van Drunen",
    "Ontmoetingsplek bij station Bunde",
    "Huiskamer van Rothem",
    "Speeltuin achter de kerk",
]
MISSPELT = {
    # a letter left out
    "fitsbus": "fietsbus",
    "gereedschapkast": "gereedschapskast",
    "meldeslo": "melderslo",
    "seveum": "sevenum",
    "ontmoetinsplek": "ontmoetingsplek",
    "muzikles": "muziekles",
    # one letter doubled, or not
    "grubenvorst": "grubbenvorst",
    "verhaalenwandeling": "verhalenwandeling",
    "huiskammer": "huiskamer",
    "repaareren": "repareren",
    "fietsbuss": "fietsbus",
    # letters that sound the same
    "reiden": "rijden",
    "kouk": "kook",
    "speelvelt": "speelveld",
    "jeugtplek": "jeugdplek",
    "zaterdach": "zaterdag",
    "wagtplek": "wachtplek",
    "taalkafee": "taalcafé",
    "proefwincel": "proefwinkel",
    # two letters swapped, and another letter
    "schaudw": "schaduw",
    "pluktiun": "pluktuin",
    "greindtsveen": "griendtsveen",
    "deelbakfeits": "deelbakfiets",
    "rozempad": "rozenpad",
    "sterrem": "sterren",
}


@pytest.fixture
def ideas(anna):
    """Return ideas of the demo by title; their lab knows its words."""
    made = {title: make_idea(anna, title, opportunity="Goed.") for title in TITLES}
    chores.renew_spelling()
    return made


def searched(words, member=None, **more):
    """Return the titles that a search shows, and the words that it searched instead."""
    context = browser(member).get(LIST, {"q": words, **more}).context
    return [idea.title for idea in context["page"].object_list], context["instead"]


@pytest.mark.parametrize("words", MISSPELT)
def test_a_misspelling_finds_the_word_that_was_meant(ideas, words):
    right = MISSPELT[words]
    shown, instead = searched(words)
    assert instead == right
    assert shown == searched(right)[0] != []


@pytest.mark.parametrize(
    ("words", "instead", "title"),
    [
        ("speeltuintje", "speeltuin", "Speeltuin achter de kerk"),
        ("speeltuinen", "speeltuin", "Speeltuin achter de kerk"),
        ("fietsbushalte", "fietsbus", "Fietsbus Melderslo"),
        ("kerkspeeltuin", "kerk speeltuin", "Speeltuin achter de kerk"),
        ("stationswachtplek", "station wachtplek", "Groene wachtplek bij station Horst-Sevenum"),
    ],
)
def test_a_compound_that_nobody_wrote_finds_its_parts(ideas, words, instead, title):
    assert searched(words) == ([title], instead)


def test_each_word_is_corrected_and_right_words_stay(ideas):
    assert searched("Groene wagtplek") == (["Groene wachtplek bij station Horst-Sevenum"], "groene wachtplek")
    assert searched("fitsbus meldeslo") == (["Fietsbus Melderslo"], "fietsbus melderslo")
    assert searched("fietsbus?") == (["Fietsbus Melderslo"], "fietsbus")
    assert searched("fietsbus pluktuin") == ([], ""), "both are right, no idea has both"
    assert searched("fitsbus pluktuin") == ([], "")
    assert searched("kabelbaan") == searched("fitsbus kabelbaan") == ([], "")


@pytest.mark.parametrize("words", ["k!", "%k", "k&t", "st?"])
def test_a_letter_among_signs_is_no_misspelling(ideas, words):
    assert searched(words) == ([], "")
    assert searched(f"{words} wagtplek")[1], "beside a word it is"


def test_what_is_found_as_it_was_typed_is_not_corrected(ideas):
    assert searched("CAFE") == (["Kook- en taalcafé in Horst"], "")
    assert searched("fietsbu") == (["Fietsbus Melderslo"], "")
    assert searched("fitsbus", precies="1") == ([], "")


def test_the_page_says_what_it_searched_and_links_to_the_exact_words(ideas):
    page = browser().get(LIST, {"q": "fitsbus", "pagina": "1"}).content.decode()
    assert "Niets gevonden voor ‘fitsbus’. We zochten op ‘fietsbus’. <a" in page
    assert 'href="?q=fitsbus&amp;precies=1"' in page
    assert "Zoek precies op ‘fitsbus’" in page
    exact = browser().get(LIST + "?q=fitsbus&precies=1").content.decode()
    assert "We vonden geen idee over ‘fitsbus’." in exact


def test_what_was_typed_is_shown_as_text(ideas):
    page = browser().get(LIST, {"q": "<b>fitsbus</b>"}).content.decode()
    assert "<b>fitsbus" not in page


def test_a_choice_narrows_what_is_meant(ideas, lab, anna):
    east = lab.neighbourhoods.get(name="Oost")
    make_idea(anna, "Fietsbos", neighbourhood=east)
    chores.renew_spelling()
    assert searched("fitsbus")[1] == "fietsbus"
    assert searched("fitsbus", dorp=east.pk) == (["Fietsbos"], "fietsbos")


def test_a_village_is_a_word_too(ideas, lab, anna):
    village = lab.neighbourhoods.get(name="Oost")
    village.name = "Sint-Anthonis"
    village.save()
    make_idea(anna, "Maaspad", neighbourhood=village)
    assert searched("antonis") == (["Maaspad"], "anthonis")


def test_a_hidden_idea_is_neither_found_nor_betrays_its_words(ideas, anna, bram, mo):
    secret = make_idea(bram, "Zeldzaamheid")
    chores.renew_spelling()
    for member in (None, bram, mo):
        assert searched("zeltzaamheit", member) == (["Zeldzaamheid"], "zeldzaamheid"), "there is something to hide"
    secret.hide(mo, HidingReason.SPAM)
    for _again in range(2):
        for member in (None, bram, mo):
            assert searched("zeltzaamheit", member) == searched("zeldzaamheid", member) == ([], "")
            assert "zeldzaamheid" not in browser(member).get(LIST, {"q": "zeltzaamheit"}).content.decode().lower()
        chores.renew_spelling()
    secret.restore(mo, "Toch goed.")
    assert searched("zeltzaamheit") == (["Zeldzaamheid"], "zeldzaamheid")


def test_a_hidden_word_does_not_stand_before_a_shown_one(ideas, anna, mo):
    secret = make_idea(anna, "Speelfelt")
    chores.renew_spelling()
    assert searched("speelvelt")[1] == "speelfelt"
    secret.hide(mo, HidingReason.SPAM)
    assert searched("speelvelt") == (["Speelveld Vliedberg"], "speelveld")


def test_another_lab_and_what_was_taken_back_lend_no_words(ideas, anna):
    make_idea(make_member(make_lab("elders"), "Piet"), "Zwembad")
    taken = make_idea(anna, "Skatebaan")
    chores.renew_spelling()
    assert searched("skatebaam") == (["Skatebaan"], "skatebaan")
    taken.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert searched("skatebaam") == searched("zwembat") == ([], "")
    assert Spelling.objects.filter(word="skatebaan").exists()
    chores.renew_spelling()
    assert not Spelling.objects.filter(word="skatebaan").exists()


def test_a_new_idea_and_a_changed_one_teach_their_words_at_once(lab, anna, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        idea = make_idea(anna, "Skatebaan")
    assert searched("skatebaam") == (["Skatebaan"], "skatebaan")
    with django_capture_on_commit_callbacks(execute=True):
        idea.edit(anna, title="Zwembad")
    assert searched("zwembat") == (["Zwembad"], "zwembad")
    assert searched("skatebaam") == ([], "")


def test_an_imported_round_teaches_its_words(lab, tmp_path, django_capture_on_commit_callbacks):
    sections = "META\nkey;value\n{}\nPROJECTS\n{}\nVOTES\n{}\n"
    meta = "description;Ronde\ncountry;Nederland\nunit;Proefdorp\ninstance;2024\nnum_projects;1\nnum_votes;1\nbudget;9"
    meta += "\nvote_type;approval\nrule;greedy\ndate_begin;2024\ndate_end;2024"
    file = tmp_path / "ronde.pb"
    file.write_text(sections.format(meta, "project_id;cost;name\n1;5;Zwembad", "voter_id;vote\n1;1"))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("import_pabulib", str(file), lab="proefdorp", stdout=io.StringIO())
    assert searched("zwembat") == (["Zwembad"], "zwembad")


def test_renewing_stores_what_learning_one_by_one_stores(ideas, lab):
    def stored():
        return set(Spelling.objects.values_list("lab", "key", "word"))

    renewed = stored()
    assert renewed
    Spelling.objects.all().delete()
    for idea in ideas.values():
        spelling.learn(lab.pk, idea.search_text)
        spelling.learn(lab.pk, idea.search_text)
    assert stored() == renewed
    chores.renew_spelling()
    assert stored() == renewed


def test_the_worker_rests_between_batches_of_words_and_a_verb_does_not(lab, monkeypatch):
    rests = []
    monkeypatch.setattr("time.sleep", rests.append)
    many = " ".join("".join(letters) for letters in product("abcdefghij", repeat=3))
    spelling.learn(lab.pk, many)
    assert rests == []
    spelling.renew(lab.pk, [])
    assert len(rests) == 2, "those that go"
    spelling.renew(lab.pk, [many])
    assert len(rests) == 4, "those that come"
    assert all(0 < rest <= 0.1 for rest in rests)


def test_the_number_of_queries_is_the_same_for_few_and_many_ideas(ideas, anna):
    def count(words):
        Epoch.read()
        with CaptureQueriesContext(connection) as queries:
            assert searched(words)[1]
        return len(queries)

    asked = ("fitsbus", "groene wagtplek", "kerkspeeltuin")
    few = [count(words) for words in asked]
    Idea.objects.bulk_create(
        Idea(lab=anna.lab, author=anna, title=f"Bus {n}", search_text=f"fietsbus woord{n} x") for n in range(300)
    )
    chores.renew_spelling()
    assert [count(words) for words in asked] == few


def test_a_search_of_many_wrong_words_has_an_end(ideas):
    with CaptureQueriesContext(connection) as queries:
        assert searched("aaab bbbc cccd dddf fffg gggh hhhj jjjk") == ([], "")
    assert len(queries) < 40


LETTERS = st.text("aeioubcdfgst", min_size=3, max_size=14)


@given(LETTERS, st.data())
def test_a_word_with_one_letter_wrong_shares_a_key_with_the_right_word(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("aeiobdst"))
    for wrong in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        if distance(sound(word), sound(wrong), 1) is not None and min(len(sound(word)), len(sound(wrong))) > 3:
            assert keys(word) & wide_keys(wrong), (word, wrong)


@given(LETTERS, LETTERS)
def test_the_distance_is_that_of_the_table_it_stands_for(one, other):
    far = slowly(one, other)
    for most in range(6):
        assert distance(one, other, most) == (far if far <= most else None)


def slowly(one, other):
    """Return the distance by its definition."""
    if not one or not other:
        return len(one) + len(other)
    table = {(i, j): i + j for i in range(len(one) + 1) for j in range(len(other) + 1) if not i or not j}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(one), len(other)]


@pytest.mark.parametrize(
    "alike",
    [
        "huis huisje huizen huisjes",
        "speeltuin speeltuintje speeltuinen speltuin",
        "boom bomen boompje boompjes",
        "bus bussen busje",
        "kar karretje karren",
        "winkel winkels winkeltje winkeltjes",
        "cafe kafee cafeetje cafeetjes",
        "tijd teid tyd teyt",
        "fiets fits fietsen",
    ],
)
def test_words_that_people_confuse_have_one_sound(alike):
    words = alike.split()
    assert {sound(word) for word in words} == {sound(words[0])}


def test_a_short_word_is_no_misspelling_of_another(ideas):
    assert nearest("bos", {"bus", "bas"}) == []
    assert nearest("bank", {"tank", "band", "plank"}) == ["band"]
    assert all(len(its) <= USED for its in keys("verhalenwandelingencommissie"))
