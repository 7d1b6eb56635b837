"""The first word to whoever shared an idea: who waits for one, what counts, and the one comment that is marked."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.models import Idea
from ideas.models.onbehalf import write_down_comment, write_down_idea
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.care.conftest import at, text_of
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
LIST = "welcome_list"


@pytest.fixture
def dina(lab):
    return make_member(lab, "Dina", "connector")


@pytest.fixture
def fleur(lab):
    return make_member(lab, "Fleur", "civil_servant", label="team Groen")


def words(**said):
    return {"text": "Welkom, Anna.", "key": str(uuid.uuid4())} | said


def in_role(member):
    return member.voices()[-1]


def waiting(lab):
    return list(Idea.objects.filter(lab=lab).waiting_for_welcome())


def test_new_idea_waits_for_five_working_days(anna):
    with standing_at(datetime(2026, 12, 23, 12, tzinfo=UTC)):  # a Wednesday; 25 and 26 December don't count
        assert make_idea(anna).welcome_due == date(2026, 12, 31)


def test_first_word_is_a_marked_comment_and_ends_the_wait(act, lab, dina, idea):
    assert waiting(lab) == [idea]
    page = text_of(act(dina, "idea_welcome", idea))
    assert "Welkom, Anna. Fijn dat je dit deelt." in page
    response = act(dina, "idea_welcome", idea, **words())
    comment = idea.comments.get()
    assert response.headers["Location"] == comment.get_absolute_url()
    assert (comment.is_welcome, comment.voice_kind, comment.author) == (True, "connector", dina)
    assert waiting(lab) == []
    page = text_of(act(None, "idea_detail", idea))
    assert page.count('<strong class="welcome">Welkom</strong>') == 1


def test_ready_texts_can_be_chosen_without_a_script_and_are_the_labs_own(act, lab, dina, idea):
    def begun(query):
        return (
            text_of(act(dina, "idea_welcome", idea, query=query)).partition("<textarea")[2].partition("</textarea>")[0]
        )

    assert "Ik denk graag mee over een eerste stap." in begun("?tekst=2")
    assert "Fijn dat je dit deelt." in begun("?tekst=99")
    lab.welcome_words = "Hoi {naam}!\n\n\nDag {name}, <b>mooi</b>."
    lab.save()
    assert begun("").endswith("Hoi Anna!")
    assert begun("?tekst=2").endswith("Dag Anna, &lt;b&gt;mooi&lt;/b&gt;.")
    assert begun("?tekst=3").endswith("Hoi Anna!")


def test_only_people_with_a_role_say_it_and_never_about_their_own_idea(act, lab, anna, bram, dina, idea):
    alderman = make_member(lab, "Wim", "alderman")
    for member in (anna, bram, alderman):
        assert act(member, "idea_welcome", idea, **words()).status_code == 403
        assert act(member, LIST, where=lab).status_code == 403
        assert "welkom/" not in text_of(act(member, "idea_detail", idea))
        assert "Nog niet verwelkomd" not in text_of(act(member, "idea_list", where=lab))
    own = make_idea(dina, "Bankje")
    assert act(dina, "idea_welcome", own, **words()).status_code == 403
    assert "Dit is jouw idee: iemand anders heet jou welkom." in text_of(act(dina, LIST, where=lab))
    assert "Nog niet verwelkomd: 2" in text_of(act(dina, "idea_list", where=lab))
    assert idea.comments.count() == own.comments.count() == 0


def test_what_is_said_in_a_role_imported_or_told_at_a_table_waits_for_nothing(lab, anna, dina):
    Idea.propose(dina, in_role(dina), uuid.uuid4(), title="Van ons", opportunity="Kijk mee.")
    write_down_idea(dina, in_role(dina), "Oma Toos", uuid.uuid4(), "Bankje", "Hier kan een bank.")
    Idea.new(1, lab=lab, title="Uit een ronde", source="Ronde 2019", source_id="1").save()
    assert waiting(lab) == []
    make_idea(dina, "Als bewoner")
    assert [idea.title for idea in waiting(lab)] == ["Als bewoner"]


def test_any_comment_in_a_role_straight_below_the_idea_counts_without_the_label(lab, anna, bram, dina, idea):
    make_comment(idea, dina, "Als bewoner.")
    below = make_comment(idea, bram, "Leuk.")
    idea.post_comment(dina, in_role(dina), "Een antwoord aan Bram.", uuid.uuid4(), below)
    write_down_comment(idea, dina, in_role(dina), "Oma Toos", "Mooi.", uuid.uuid4())
    wim = make_member(lab, "Wim", "alderman")
    idea.post_comment(wim, in_role(wim), "Ik lees mee.", uuid.uuid4())
    assert waiting(lab) == [idea]
    first = idea.post_comment(dina, in_role(dina), "Let op de leiding.", uuid.uuid4()).thing
    assert not first.is_welcome
    idea.refresh_from_db()
    assert (waiting(lab), idea.welcomed_at) == ([], first.created_at)


def test_second_welcome_is_an_ordinary_comment_and_says_so(act, client, dina, fleur, idea):
    act(dina, "idea_welcome", idea, **words())
    client.force_login(fleur.user)
    address = at("idea_welcome", idea, idea.lab)
    assert "Dit idee wacht niet meer op een welkom." in client.get(address, follow=True).text
    page = client.post(address, words(text="Ook van mij welkom."), follow=True).text
    assert "Iemand was je net voor." in page
    assert page.count('<strong class="welcome">') == 1
    assert [comment.is_welcome for comment in idea.comments.all()] == [True, False]


def test_pressed_twice_is_one_comment(act, dina, idea):
    said = words()
    places = [act(dina, "idea_welcome", idea, **said).headers["Location"] for _ in "ab"]
    assert places == [idea.comments.get().get_absolute_url()] * 2
    assert idea.comments.get().is_welcome


def test_welcome_that_goes_makes_the_idea_wait_again_and_the_next_one_gets_the_label(lab, mo, dina, fleur, idea):
    due = idea.welcome_due
    first = idea.welcome(dina, in_role(dina), "Welkom.", uuid.uuid4()).thing
    first.hide(mo, "spam")
    assert (waiting(lab), Idea.objects.get().welcome_due) == ([idea], due)
    second = idea.welcome(fleur, in_role(fleur), "Welkom dan.", uuid.uuid4()).thing
    assert second.is_welcome
    first.restore(mo, "Toch goed.")
    assert waiting(lab) == []
    assert [comment.is_welcome for comment in idea.comments.all()] == [False, True]
    second.remove()
    assert waiting(lab) == []  # the first word stands again
    first.remove()
    assert waiting(lab) == [idea]


def test_closed_and_hidden_ideas_wait_for_nothing_and_open_ones_wait_on(lab, mo, fleur, anna, idea):
    idea.set_status(fleur, in_role(fleur), "done", "Klaar.")
    assert waiting(lab) == []
    idea.set_status(fleur, in_role(fleur), "talking", "Toch niet klaar.")
    assert waiting(lab) == [idea]
    other = make_idea(anna, "Bankje")
    other.hide(mo, "spam")
    assert list(Idea.objects.listed_for(mo).waiting_for_welcome()) == [idea]


def test_list_is_by_date_and_costs_the_same_for_many(act, client, lab, dina, anna):
    def count():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(at(LIST, lab=lab)).status_code == 200
        return len(caught)

    make_idea(anna, "Laatste")
    client.force_login(dina.user)
    count()
    one = count()
    with standing_at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        make_idea(anna, "Eerste")
    for number in range(5):
        make_idea(make_member(lab, f"Buur{number}"), f"Idee {number}")
    assert count() == one
    page = client.get(at(LIST, lab=lab)).text
    assert page.index("Eerste") < page.index("Laatste")
    assert "te laat" in page


def test_bad_forms_are_refused_with_the_words_in_them(act, lab, dina, idea):
    assert act(dina, "idea_welcome", idea, **words(text="  ")).status_code == 422
    both = make_member(lab, "Noor", "moderator", "connector")
    page = act(both, "idea_welcome", idea, **words(text="Welkom van Noor."))
    assert page.status_code == 422
    assert "Welkom van Noor." in text_of(page)
    assert idea.comments.count() == 0
