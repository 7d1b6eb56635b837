"""Flags: words of the list and first posts are shown to moderators. Nothing is blocked, and the writer never knows."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from events.models import Gathering
from front.erasure import erase
from ideas.models import Idea
from labs.models import RESIDENT_VOICE, Lab, Membership
from moderation.models import Flag
from tests.challenges.factories import make_question
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db

INSULT = "De buurman is een klootzak en een hufter."
DAY = timedelta(days=1)


@pytest.fixture
def lab():
    """A lab that has been there for a year, with people who have too."""
    lab = make_lab()
    Lab.objects.update(created_at=clock.now() - 365 * DAY)
    lab.refresh_from_db()
    return lab


def member_since(lab, name, days, *roles):
    member = make_member(lab, name, *roles)
    Membership.objects.filter(pk=member.pk).update(joined_at=clock.now() - days * DAY)
    member.refresh_from_db()
    member.lab = lab
    return member


@pytest.fixture
def anna(lab):
    return member_since(lab, "Anna", 300)


@pytest.fixture
def newcomer(lab):
    return member_since(lab, "Nieuw", 1)


@pytest.fixture
def mo(lab):
    return member_since(lab, "Mo", 300, "moderator")


def flags():
    return [(flag.kind, flag.thing, flag.author, flag.found, flag.is_first) for flag in Flag.objects.all()]


def make_gathering(member, **words):
    times = {"starts_at": clock.now() + 9 * DAY, "ends_at": clock.now() + 9 * DAY + timedelta(hours=2)}
    said = {"title": "Koffie", "about": "Gezellig.", "where": "Buiten"} | times | words
    return Gathering.make(member, uuid.uuid4(), **said)


# Words


def test_ordinary_words_of_somebody_who_is_here_longer_set_no_flag(anna):
    make_comment(make_idea(anna, "Wat schaft de pot"), anna, "Wij komen uit Delden.")
    assert flags() == []


def test_an_idea_a_comment_and_a_question_with_words_of_the_list_are_online_and_flagged(anna):
    idea = make_idea(anna, opportunity=INSULT)
    comment = make_comment(idea, anna, "Jij trut.")
    question = make_question(anna, background=INSULT)
    assert flags() == [
        ("idea", idea, anna, ["klootzak", "hufter"], False),
        ("comment", comment, anna, ["trut"], False),
        ("challenge", question, anna, ["klootzak", "hufter"], False),
    ]
    assert INSULT in browser().get(idea.get_absolute_url()).text
    assert INSULT in browser().get(question.get_absolute_url()).text


def test_a_gathering_is_flagged_when_everybody_can_read_it(anna):
    gathering = make_gathering(anna, about=INSULT)
    assert flags() == []
    gathering.publish(anna)
    assert flags() == [("gathering", gathering, anna, ["klootzak", "hufter"], False)]


def test_words_that_a_change_brings_are_flagged_and_those_that_stood_there_are_not_again(anna, mo):
    idea, gathering = make_idea(anna), make_gathering(anna)
    gathering.publish(anna)
    comment, question = make_comment(idea, anna), make_question(anna)
    assert flags() == []
    idea.edit(anna, needed=INSULT)
    comment.edit(INSULT)
    question.edit(anna, title="Wat mist hier, hufter?")
    gathering.change(None, by=anna, about=INSULT)
    assert {flag.kind for flag in Flag.objects.all()} == {"idea", "comment", "challenge", "gathering"}
    for flag in Flag.objects.all():
        assert flag.see(mo)
    idea.edit(anna, title="Een andere naam")
    comment.edit(f"{INSULT} Echt waar.")
    assert not Flag.objects.unseen().exists(), "a moderator saw these words in this comment"
    idea.edit(anna, title="Een andere trut")
    assert [flag.found for flag in Flag.objects.unseen()] == [["trut"]]


def test_repeats_join_one_flag_until_somebody_saw_it(anna, mo):
    idea = make_idea(anna, opportunity=INSULT)
    idea.edit(anna, needed="Weg met die trut")
    assert [flag.found for flag in Flag.objects.all()] == [["klootzak", "hufter", "trut"]]


def test_a_flag_goes_with_its_thing(anna):
    idea = make_idea(anna, opportunity=INSULT)
    assert Flag.objects.count() == 1
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet")
    assert Flag.objects.count() == 0


# First posts


def test_the_first_three_posts_of_somebody_new_are_flagged(lab, newcomer, anna):
    idea = make_idea(anna)
    mine = make_idea(newcomer, "Mijn eerste")
    comments = [make_comment(idea, newcomer, f"Nummer {n}") for n in range(4)]
    assert flags() == [
        ("idea", mine, newcomer, [], True),
        ("comment", comments[0], newcomer, [], True),
        ("comment", comments[1], newcomer, [], True),
    ]


def test_a_change_is_no_first_post(newcomer):
    idea = make_idea(newcomer)
    for flag in Flag.objects.all():
        flag.delete()
    idea.edit(newcomer, needed="Meer water")
    assert flags() == []


def test_first_posts_of_who_facilitates_are_not_flagged(lab):
    make_idea(member_since(lab, "Stien", 1, "stadmaker"))
    assert flags() == []


def test_in_the_first_month_of_a_lab_everybody_is_new_and_nobody_is_flagged(lab, newcomer):
    Lab.objects.update(created_at=clock.now() - 29 * DAY)
    newcomer.lab.refresh_from_db()
    make_idea(newcomer)
    assert flags() == []


# The list


def page_of(member):
    return browser(member).get(reverse("flag_list", kwargs={"lab_slug": member.lab.slug}))


def press(member, flag, name="flag_see", lab=None):
    kwargs = {"lab_slug": (lab or member.lab).slug, "flag_pk": flag.pk}
    return browser(member).post(reverse(name, kwargs=kwargs))


def test_a_moderator_sees_the_flag_with_the_words_and_says_seen_and_takes_that_back(anna, mo):
    idea = make_idea(anna, "Bankje", opportunity=INSULT)
    flag = Flag.objects.get()
    page = page_of(mo).text
    for words in ("Bankje", INSULT, "<q>klootzak</q>", "<q>hufter</q>", "Anna", idea.get_absolute_url()):
        assert words in page
    assert [press(mo, flag).status_code for _ in "ab"] == [302, 302]
    flag.refresh_from_db()
    assert (flag.seen_by, flag.seen_at is not None) == (mo, True)
    assert "Er valt nu niets op." in page_of(mo).text
    assert [press(mo, flag, "flag_unsee").status_code for _ in "ab"] == [302, 302]
    flag.refresh_from_db()
    assert (flag.seen_by, flag.seen_at) == (None, None)


def test_the_first_who_saw_it_stays(anna, mo, lab):
    make_idea(anna, opportunity=INSULT)
    other = member_since(lab, "Mia", 300, "moderator")
    flag = Flag.objects.get()
    assert [flag.see(mo), flag.see(other)] == [True, False]
    flag.refresh_from_db()
    assert flag.seen_by == mo


def test_a_flag_with_a_newer_one_is_not_put_back(anna, mo):
    idea = make_idea(anna, opportunity=INSULT)
    flag = Flag.objects.get()
    flag.see(mo)
    idea.edit(anna, needed="trut")
    assert not flag.unsee()
    assert Flag.objects.unseen().get() != flag


def test_a_moderator_neither_sees_nor_handles_flags_on_their_own_words(mo):
    make_idea(mo, "Van Mo", opportunity=INSULT)
    flag = Flag.objects.get()
    assert "Van Mo" not in page_of(mo).text
    assert press(mo, flag).status_code == 404


def test_a_moderator_who_organises_the_gathering_or_claimed_the_words_does_not_see_it_either(anna, mo):
    gathering = make_gathering(anna, about=INSULT)
    gathering.set_organisers([anna, mo])
    gathering.publish(anna)
    idea = make_idea(anna, "Bankje", opportunity=INSULT)
    Idea.objects.filter(pk=idea.pk).update(author=mo)
    page = page_of(mo).text
    assert "Koffie" not in page
    assert "Bankje" not in page


def test_words_that_were_taken_away_leave_the_list(anna, mo):
    comment = make_comment(make_idea(anna, "Bankje"), anna, INSULT)
    assert "Bankje" in page_of(mo).text
    comment.remove()
    assert "Bankje" not in page_of(mo).text


def test_a_moderator_of_another_lab_sees_and_handles_nothing(anna):
    make_idea(anna, "Bankje", opportunity=INSULT)
    far = make_member(make_lab("elders"), "Ver", "moderator")
    assert "Bankje" not in page_of(far).text
    assert press(far, Flag.objects.get()).status_code == 404


@pytest.mark.parametrize(
    "roles", [(), ("stadmaker",), ("civil_servant",), ("lab_admin",), ("moderator", "civil_servant")]
)
def test_nobody_else_sees_the_list(lab, anna, roles):
    make_idea(anna, opportunity=INSULT)
    other = member_since(lab, "Els", 300, *roles)
    assert page_of(other).status_code == 403
    assert press(other, Flag.objects.get()).status_code == 403


def test_the_writer_finds_no_trace_of_a_flag(anna):
    idea = make_idea(anna, opportunity="Een bankje met een trut erop.")
    assert Flag.objects.exists()
    for address in (idea.get_absolute_url(), "/van-mij/", "/nieuw/"):
        page = browser(anna).get(address).text.casefold()
        assert "opvallend" not in page
        assert "flag" not in page


def test_the_list_takes_as_many_queries_for_one_flag_as_for_three(anna, mo):
    counts = []
    for wanted in (1, 3):
        while Flag.objects.count() < wanted:
            idea = make_idea(anna, f"Idee {Flag.objects.count()}", opportunity=INSULT)
            if Flag.objects.count() < wanted:
                make_comment(idea, anna, INSULT)
        client = browser(mo)
        client.get("/proefdorp/moderatie/opvallend/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/proefdorp/moderatie/opvallend/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_flags_on_the_words_of_somebody_who_leaves_go_too(anna):
    make_idea(anna, opportunity=INSULT)
    erase(anna.user, keep_words=True)
    assert flags() == []
