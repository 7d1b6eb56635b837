"""One answer to several ideas: each gets it once, everybody hears it once, and a correction changes it everywhere."""

from datetime import date

import pytest
from django.core import mail

from answers.listing import figures_of, rows_in, terms_in
from answers.models import Answer, Answered, Because, Chosen, Draft, Joint, NotOwed
from answers.models import joint as joints
from answers.models.approval import approve, ask_approval
from answers.models.draft import draft_of, keep
from answers.models.joint import last_version
from ideas.models import Idea, IdeaSubscription, Status
from labs.models import RESIDENT_VOICE
from notifications.models import Notification
from tests.answers.conftest import asked, make_team, voice_of, words
from tests.answers.test_pages import text_of
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.ideas.test_races import all_at_once
from tests.mails import send_all
from tests.news import lines, read, signed_in, start_anew, words_of
from tests.news import told as on_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def thijs(lab):
    return make_member(lab, "Thijs", "civil_servant")


@pytest.fixture
def second(bram):
    return make_idea(bram, "Rozenpad")


@pytest.fixture
def third(chaima):
    return make_idea(chaima, "Fietsbus")


def also(*ideas):
    return [Chosen(idea, last_version(idea)) for idea in ideas]


def now(idea):
    return Idea.objects.get(pk=idea.pk)


def mails():
    send_all()
    found = sorted((message.to[0].partition("@")[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_each_idea_gets_the_words_and_the_status_and_what_was_owed_is_given(idea, second, third, chaima, fleur):
    answer, other = asked(idea, chaima), asked(second, chaima)
    answer.give(fleur, voice_of(fleur), also(second, third), **words(kind="yes", words="Ja, samen."))
    given = list(Answer.objects.order_by("idea_id"))
    assert [one.idea for one in given] == [idea, second, third]
    assert {one.joint for one in given} == {Joint.objects.get()}
    assert [one.because for one in given] == [Because.ASKED, Because.ASKED, Because.ALONG]
    assert {one.versions.get().words for one in given} == {"Ja, samen."}
    assert not Answer.objects.owed().exists()
    assert other.pk == given[1].pk
    for one in (idea, second, third):
        assert (now(one).status, now(one).answer_due) == (Status.DOING, None)


def test_the_page_of_each_idea_shows_the_answer_and_names_the_others_that_everybody_may_read(
    idea, second, third, chaima, fleur, mo
):
    asked(idea, chaima).give(fleur, voice_of(fleur), also(second, third), **words(words="Ja, samen."))
    for one, others in ((idea, ["Rozenpad", "Fietsbus"]), (second, ["Pluktuin", "Fietsbus"])):
        page = text_of(browser().get(one.get_absolute_url()))
        shown = page[page.index('id="answer-') :]
        assert "Ja, samen." in shown
        assert [name in shown for name in others] == [True, True]
    third.hide(mo, "spam")
    assert "Fietsbus" not in browser().get(idea.get_absolute_url()).text
    assert "Rozenpad" in browser().get(idea.get_absolute_url()).text


def test_what_was_heard_says_at_the_other_ideas_about_which_idea_it_was(idea, second, third, chaima, fleur, mo):
    answer = asked(second, chaima)
    version = answer.give(fleur, voice_of(fleur), also(idea, third), **words(heard="86 mensen steunen dit."))

    def heard(one, path=""):
        page = words_of(browser().get(one.get_absolute_url() + path).text)
        return page[page.index("Wat we hoorden") : page.index("86 mensen")]

    elsewhere = "Wat we hoorden over Rozenpad"
    assert [heard(one).startswith(elsewhere) for one in (idea, second, third)] == [True, False, True]
    assert heard(third, "antwoord/").startswith(elsewhere)
    first = Answer.objects.get(idea=idea)  # the draft of a correction stands at the first idea
    first.correct(
        fleur, voice_of(fleur), first.versions.get().pk, "Een tikfout.", **words(heard="86 mensen steunen dit.")
    )
    assert version.answer.idea == second
    assert [heard(one).startswith(elsewhere) for one in (idea, second, third)] == [True, False, True]
    second.hide(mo, "spam")
    assert heard(idea).startswith("Wat we hoorden over een ander idee")
    assert "Rozenpad" not in heard(idea)


@pytest.mark.django_db(transaction=True)
def test_open_pages_of_the_others_are_shown_again_when_one_is_hidden(idea, second, chaima, fleur, mo):
    asked(idea, chaima).give(fleur, voice_of(fleur), also(second), **words())
    before = now(idea).revision
    second.hide(mo, "spam")
    assert now(idea).revision > before
    assert Answer.objects.get(idea=idea).revision == now(idea).revision


# Who hears it


def test_one_row_tells_a_joint_answer_also_to_who_read_nothing_of_the_promises(idea, second, anna, chaima, fleur, lab):
    dina, bea = make_member(lab, "Dina"), make_member(lab, "Bea")
    for one in (idea, second):
        one.support(dina)
        one.support(bea)
    answer = asked(idea, chaima)
    asked(second, chaima)
    assert ("Dina", "answer_owed") in on_page()
    assert len(lines(dina)) == 2
    signed_in(bea).post("/van-mij/nieuw/gelezen/", {"until": Notification.objects.latest("pk").pk})
    answer.give(fleur, voice_of(fleur), also(second), **words())
    promised = [name for name, kind in on_page() if kind == "answer_owed"]
    assert [promised.count(name) for name in ("Bea", "Dina")] == [2, 0], "what was read stays"
    assert lines(dina) == ["De gemeente geeft antwoord over Pluktuin en Rozenpad"]


def test_who_takes_part_in_two_hears_one_line_that_names_both(idea, second, anna, bram, chaima, fleur, lab):
    dina = make_member(lab, "Dina")
    for one in (idea, second):
        one.support(dina)
    answer = asked(idea, fleur)
    start_anew()
    answer.give(fleur, voice_of(fleur), also(second), **words())
    assert on_page() == [("Anna", "answer_given"), ("Bram", "answer_given"), ("Dina", "answer_given")]
    assert lines(dina) == ["De gemeente geeft antwoord over Pluktuin en Rozenpad"]
    assert lines(bram) == ["De gemeente geeft antwoord over Rozenpad en Pluktuin"]
    abouts = {row.inbox.user.name: row.about_id for row in Notification.objects.select_related("inbox__user")}
    assert abouts["Bram"] == Answer.objects.get(idea=second).pk, "each reads it of an idea of theirs"
    assert mails() == [
        ("anna", "De gemeente geeft antwoord over Pluktuin"),
        ("bram", "De gemeente geeft antwoord over Rozenpad"),
        ("dina", "De gemeente geeft antwoord over Pluktuin en Rozenpad"),
    ]


def test_the_mail_to_an_author_names_the_other_ideas(idea, second, bram, fleur):
    asked(idea, fleur).give(fleur, voice_of(fleur), also(second), **words())
    send_all()
    (body,) = [one.body for one in mail.outbox if one.to == ["bram@example.org"]]
    assert "Dit is ook het antwoord over: Pluktuin" in body
    assert f"http://testserver{second.get_absolute_url()}antwoord/" in body


def test_who_wrote_two_of_them_gets_one_mail(idea, anna, fleur):
    mine = make_idea(anna, "Rozenpad")
    answer = asked(idea, fleur)
    mails()
    answer.give(fleur, voice_of(fleur), also(mine), **words())
    assert mails() == [("anna", "De gemeente geeft antwoord over Pluktuin")]


def test_who_stopped_one_hears_of_the_other_and_nobody_of_one_that_was_hidden(
    idea, second, third, bram, chaima, fleur, mo, lab
):
    dina = make_member(lab, "Dina")
    for one in (idea, second):
        one.support(dina)
    IdeaSubscription.objects.create(idea=idea, person=dina, is_on=False)
    answer = asked(idea, fleur)
    start_anew()
    answer.give(fleur, voice_of(fleur), also(second, third), **words())
    idea.hide(mo, "spam")
    third.hide(mo, "spam")
    told = [(name, kind) for name, kind in on_page() if kind == "answer_given"]
    assert told == [("Bram", "answer_given"), ("Dina", "answer_given")]
    assert "Pluktuin" not in read(dina)
    assert lines(dina) == ["De gemeente geeft antwoord over Rozenpad"]


# Corrections


def test_a_correction_changes_it_everywhere_and_is_told_once(idea, second, third, anna, bram, chaima, fleur, mo):
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), also(second, third), **words(kind="yes"))
    third.hide(mo, "spam")
    start_anew()
    of_second = Answer.objects.get(idea=second)
    said = words(kind="no", words="Nee, toch niet.")
    of_second.correct(fleur, voice_of(fleur), of_second.versions.get().pk, "Wij vergisten ons.", **said)
    for one in Answer.objects.all():
        assert [version.words for version in one.versions.all()] == ["De bus moet daar keren.", "Nee, toch niet."]
    assert [now(one).status for one in (idea, second, third)] == [Status.REJECTED, Status.REJECTED, Status.DOING]
    assert on_page() == [(name, "answer_corrected") for name in ("Anna", "Bram", "Chaima")]
    assert lines(bram) == ["De gemeente verbeterde haar antwoord over Rozenpad en Pluktuin"]


def test_a_correction_leaves_the_status_of_an_idea_with_a_later_answer(idea, second, chaima, fleur):
    answer = asked(idea, chaima)
    first = answer.give(fleur, voice_of(fleur), also(second), **words(kind="together", day=date(2100, 1, 1)))
    asked(second, chaima).give(fleur, voice_of(fleur), **words(kind="yes"))
    answer.correct(fleur, voice_of(fleur), first.pk, "Toch niet.", **words(kind="no"))
    assert (now(idea).status, now(second).status) == (Status.REJECTED, Status.DOING)
    assert "Nee, omdat" not in text_of(browser().get(second.get_absolute_url()))


# Twice, and two people


def test_the_same_press_twice_is_one_answer(idea, second, chaima, fleur):
    answer, chosen = asked(idea, chaima), also(second)
    assert answer.give(fleur, voice_of(fleur), chosen, **words())
    assert answer.give(fleur, voice_of(fleur), chosen, **words()) is None
    with pytest.raises(NotOwed):
        answer.give(fleur, voice_of(fleur), [], **words())
    assert Answer.objects.count() == 2


def test_an_idea_that_a_colleague_answered_meanwhile_is_named_and_nothing_is_written(
    idea, second, third, chaima, fleur, thijs
):
    answer, other, chosen = asked(idea, chaima), asked(second, chaima), also(second, third)
    other.give(thijs, voice_of(thijs), **words(kind="yes"))
    with pytest.raises(Answered) as refused:
        answer.give(fleur, voice_of(fleur), chosen, **words())
    assert refused.value.ideas == [second]
    assert (Answer.objects.get(idea=idea).is_owed, now(third).status) == (True, Status.NEW)
    assert not Answer.objects.filter(idea=third).exists()


@pytest.mark.parametrize("gone", ["hidden", "withdrawn", "stopped"])
def test_an_idea_that_is_closed_meanwhile_is_named(idea, second, bram, chaima, fleur, mo, gone):
    answer, chosen = asked(idea, chaima), also(second)
    if gone == "hidden":
        second.hide(mo, "spam")
    elif gone == "stopped":
        second.set_status(bram, RESIDENT_VOICE, Status.STOPPED, "Klaar.")
    else:
        second.support(chaima)
        second.withdraw(bram, RESIDENT_VOICE, "Toch niet.")
    with pytest.raises(Answered):
        answer.give(fleur, voice_of(fleur), chosen, **words())


def race(idea, second, third, fleur, thijs):
    """Two colleagues answer sets that overlap in `second`, each from another idea; return what became of it."""
    first, last = asked(idea, fleur), asked(third, fleur)
    chosen = also(second)

    def give(answer, who):
        mine = Answer.objects.select_related("idea__lab").get(pk=answer.pk)
        try:
            return mine.give(who, voice_of(who), chosen, **words(kind="yes", words=f"Van {who.name}."))
        except Answered:
            return None

    found = all_at_once([lambda: give(first, fleur), lambda: give(last, thijs)], threads=2)
    return sum(version is not None for version in found)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_overlapping_ideas_at_once_leave_one_answer_each(idea, second, third, fleur, thijs):
    assert race(idea, second, third, fleur, thijs) == 1
    assert Answer.objects.get(idea=second).versions.count() == 1


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_look_under_the_lock_both_answer_it(idea, second, third, fleur, thijs, monkeypatch):
    monkeypatch.setattr(joints, "last_version", lambda idea: 0)  # as it was when both looked
    assert race(idea, second, third, fleur, thijs) == 2
    assert Answer.objects.filter(idea=second).count() == 2


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_answers_to_the_same_ideas_from_both_sides_and_corrections_never_wait_for_each_other(
    idea, second, third, fleur, thijs, mo
):
    asked(idea, fleur).give(fleur, voice_of(fleur), also(second, third), **words())

    def correct(one, who, number):
        answer = Answer.objects.select_related("idea__lab", "joint").get(idea=one)
        seen = answer.versions.last().pk
        try:
            answer.correct(who, voice_of(who), seen, f"Reden {number}.", **words(words=f"Woorden {number}."))
        except Exception as error:  # noqa: BLE001  Moved is what the later one of two gets
            return type(error).__name__
        return ""

    acts = [lambda n=n, one=one: correct(one, fleur, n) for n, one in enumerate((idea, second, third) * 4)]
    assert set(all_at_once(acts)) <= {"", "Moved"}
    said = {tuple(one.versions.values_list("words", flat=True)) for one in Answer.objects.all()}
    assert len(said) == 1, "all have the same versions"


# The figures


def test_the_list_and_the_figures_count_what_was_owed(lab, idea, second, third, chaima, fleur):
    answer = asked(idea, chaima)
    asked(second, chaima)
    answer.give(fleur, voice_of(fleur), also(second, third), **words())
    for number in range(4):
        asked(make_idea(chaima, f"Idee {number}"), chaima).give(fleur, voice_of(fleur), **words())
    terms = terms_in(lab)
    assert (figures_of(lab, terms).promised, figures_of(lab, terms).given) == (6, 6)
    assert rows_in(lab, "gegeven").count() == 6
    page = browser().get(f"/{lab.slug}/antwoorden/?stand=gegeven").text
    assert "Dit is ook het antwoord over" in page
    assert "Fietsbus" in page


def test_one_row_more_costs_no_query_more(lab, idea, second, third, chaima, fleur, django_assert_max_num_queries):
    asked(idea, chaima).give(fleur, voice_of(fleur), also(second), **words())

    def cost():
        with django_assert_max_num_queries(60) as found:
            assert browser().get(f"/{lab.slug}/antwoorden/?a={len(found)}").status_code == 200
        return len(found)

    before = cost()
    more = [asked(make_idea(chaima, f"Idee {number}"), chaima) for number in range(3)]
    more[0].give(fleur, voice_of(fleur), also(third), **words())
    more[1].give(fleur, voice_of(fleur), also(make_idea(chaima, "Nog een")), **words())
    assert cost() <= before


def test_the_same_team_stands_below_each(idea, second, chaima, admin, fleur):
    make_team(admin, "team Groen", fleur, mandate="Dit team beslist zelf.")
    answer = asked(idea, chaima)
    answer.take(fleur)
    answer.give(fleur, voice_of(fleur), also(second), **words())
    assert {one.versions.get().team_name for one in Answer.objects.all()} == {"team Groen"}


def test_the_approval_of_an_alderman_stands_with_each(idea, second, chaima, fleur, lab):
    wim = make_member(lab, "Wim", "alderman")
    answer = asked(idea, chaima)
    keep(answer, fleur, "", 0, also=[second.pk], **words())
    ask_approval(answer, fleur, wim, "")
    approve(answer, wim, draft_of(answer).seen)
    answer.give(fleur, voice_of(fleur), also(second), **words())
    assert [one.versions.get().approval.by for one in Answer.objects.all()] == [wim, wim]
    assert not Draft.objects.exists()
