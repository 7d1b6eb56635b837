"""Who works on an answer: picked up, passed on, given back; what everybody sees of it, and what colleagues hear."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answers.models import Absence, Answer, NoDeputy, NoteKind, NotOwed, Taken
from answers.models.absence import come_back, deputies_in, stands_in_for
from answers.models.owner import put_right
from ideas.models import Idea, Moved
from labs.models import RESIDENT_VOICE
from notifications.messages import words_of
from notifications.models import OutgoingMail
from tests import news
from tests.answers.conftest import asked, make_team, voice_of, words
from tests.answers.test_live import heads, heard
from tests.answers.test_pages import address, text_of
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.mails import work_off

pytestmark = pytest.mark.django_db


def again(answer):
    return Answer.objects.select_related("idea__lab").get(pk=answer.pk)


def pass_on(answer, by, team=None, owner=None, note=""):
    return answer.pass_on(by, team, owner, note, again(answer).care_seen)


# Picking up


def test_whoever_picks_it_up_is_the_owner_with_their_team(idea, chaima, fleur, groen):
    answer = asked(idea, chaima)
    assert answer.take(fleur)
    assert not answer.take(fleur), "a second press"
    kept = again(answer)
    assert (kept.owner, kept.team) == (fleur, groen)
    assert [note.kind for note in kept.notes.all()] == [NoteKind.TAKEN]


def test_an_answer_of_a_team_keeps_its_team_when_a_colleague_picks_it_up(idea, chaima, admin, fleur, ruud, groen):
    answer = asked(idea, chaima)
    make_team(admin, "team Wegen", ruud)
    pass_on(answer, ruud, team=groen)
    answer.take(fleur)
    assert again(answer).team == groen


def test_a_colleague_who_is_not_in_the_team_keeps_what_they_picked_up(idea, chaima, fleur, ruud, groen):
    answer = asked(idea, chaima)
    pass_on(answer, fleur, team=groen)
    answer = again(answer)
    answer.take(ruud)
    assert put_right() == 0
    assert (again(answer).owner, again(answer).team) == (ruud, None)


def test_a_colleague_who_is_later_is_told_who_works_on_it(idea, chaima, fleur, ruud):
    answer = asked(idea, chaima)
    answer.take(fleur)
    with pytest.raises(Taken):
        again(answer).take(ruud)
    response = browser(ruud).post(address("answer_take", idea), follow=True)
    assert "Fleur werkt hier al aan." in text_of(response)
    assert again(answer).owner == fleur


def test_only_civil_servants_pick_up_and_pass_on(idea, anna, chaima, mo, admin, groen):
    answer = asked(idea, chaima)
    for member in (anna, chaima, mo, admin):
        for name in ("answer_take", "answer_pass", "answer_note", "answer_work"):
            assert browser(member).post(address(name, idea), {"who": f"team-{groen.pk}"}).status_code in (403, 405)
        assert "Ik pak dit op" not in text_of(browser(member).get(idea.get_absolute_url()))
    assert (again(answer).owner, again(answer).team) == (None, None)


def test_what_is_given_or_withdrawn_is_not_picked_up(idea, anna, chaima, fleur):
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), **words())
    with pytest.raises(NotOwed):
        again(answer).take(fleur)
    other = make_idea(anna, "Bankje")
    owed = asked(other, chaima)
    Idea.objects.get(pk=other.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    with pytest.raises(NotOwed):
        again(owed).take(fleur)


# Passing on


def test_a_link_to_hand_over_what_was_given_meanwhile_says_so(idea, chaima, fleur, ruud):
    answer = asked(idea, chaima)
    answer.give(fleur, voice_of(fleur), **words())
    page = browser(ruud).get(address("answer_pass", idea), follow=True)
    assert page.redirect_chain == [(idea.get_absolute_url(), 302)]
    assert "Dit kan niet meer. Er is al een antwoord, of het idee is verborgen of teruggetrokken." in text_of(page)


def test_it_is_passed_on_to_a_team_and_to_a_colleague_with_a_note(idea, chaima, admin, fleur, ruud, groen):
    answer = asked(idea, chaima)
    wegen = make_team(admin, "team Wegen", ruud)
    assert pass_on(answer, fleur, team=groen, note="Voor jullie.")
    assert (again(answer).team, again(answer).owner) == (groen, None)
    assert pass_on(answer, fleur, owner=ruud, note="Jij weet dit.")
    assert (again(answer).team, again(answer).owner) == (wegen, ruud), "a colleague of another team brings it"
    assert [note.words for note in answer.notes.all()] == ["Voor jullie.", "Jij weet dit."]


def test_passing_on_after_others_did_keeps_theirs_and_the_words(idea, chaima, fleur, ruud, groen):
    answer = asked(idea, chaima)
    seen = answer.care_seen
    pass_on(answer, ruud, team=groen)
    with pytest.raises(Moved):
        again(answer).pass_on(fleur, None, ruud, "Ruud dan.", seen)
    assert again(answer).pass_on(fleur, groen, None, "", seen) is False, "the same wish is no conflict"
    said = {"who": f"person-{ruud.pk}", "words": "Ruud dan.", "seen": seen}
    response = browser(fleur).post(address("answer_pass", idea), said)
    assert response.status_code == 409
    assert "Ruud dan." in response.text
    assert again(answer).team == groen


def test_it_is_not_passed_on_to_a_closed_team_or_somebody_without_the_role(idea, chaima, admin, bram, fleur, groen):
    answer = asked(idea, chaima)
    with pytest.raises(Moved):
        pass_on(answer, fleur, owner=bram)
    groen.close(admin)
    with pytest.raises(Moved):
        pass_on(answer, fleur, team=groen)
    elsewhere = make_lab("buurdorp")
    other = make_team(make_member(elsewhere, "Bo", "lab_admin"), "team Ver")
    with pytest.raises(Moved):
        pass_on(answer, fleur, team=other)


def test_who_gets_it_hears_so_once_with_the_words_and_nobody_else(idea, chaima, fleur, ruud, groen):
    answer = asked(idea, chaima)
    work_off()
    OutgoingMail.objects.all().delete()
    pass_on(answer, fleur, owner=ruud, note="Jij weet dit.")
    work_off()
    (mail,) = OutgoingMail.objects.all()
    assert mail.user == ruud.user
    assert "Jij weet dit." in mail.body


# What everybody sees


def test_everybody_reads_the_team_and_a_first_name_at_most(idea, chaima, fleur, groen):
    answer = asked(idea, chaima)
    after, _home = heads(idea)
    answer.take(fleur)
    page = heard(idea, "page", after)
    assert "(<bdi>team Groen</bdi>)" in page[f"due-{idea.pk}"]
    assert "Hier werkt <bdi>Fleur</bdi> van <bdi>team Groen</bdi> aan." in page[f"answer-{idea.pk}"]
    assert "(<bdi>team Groen</bdi>)" in heard(idea, "card", after)[f"due-{idea.pk}"]
    text = text_of(browser().get(idea.get_absolute_url()))
    assert "(<bdi>team Groen</bdi>)" in text
    assert "Hier werkt <bdi>Fleur</bdi> van <bdi>team Groen</bdi> aan." in text


def test_a_late_answer_is_not_told_as_late_again_when_it_is_passed_on(idea, chaima, fleur, groen):
    answer = asked(idea, chaima)
    yesterday = timezone.localdate() - timedelta(days=1)
    Answer.objects.filter(pk=answer.pk).update(due=yesterday, first_due=yesterday)
    Idea.objects.filter(pk=idea.pk).update(answer_due=yesterday)
    idea.refresh_from_db()
    assert idea.become_late()
    again(answer).take(fleur)
    idea.refresh_from_db()
    assert not Idea.objects.newly_late().exists()
    assert not idea.become_late()


# Giving back


def test_an_owner_who_loses_the_role_gives_it_back_to_the_team(
    idea, chaima, admin, fleur, groen, django_capture_on_commit_callbacks
):
    answer = asked(idea, chaima)
    answer.take(fleur)
    after, _home = heads(idea)
    with django_capture_on_commit_callbacks(execute=True):
        fleur.take_role(fleur.roles.get(), admin, "Ander werk.")
    kept = again(answer)
    assert (kept.owner, kept.team) == (None, groen)
    assert kept.notes.last().kind == NoteKind.GIVEN_BACK
    assert "Fleur" not in heard(idea, "page", after)[f"answer-{idea.pk}"]


def test_the_worker_gives_back_what_was_missed(idea, chaima, admin, fleur, groen):
    answer = asked(idea, chaima)
    answer.take(fleur)
    fleur.take_role(fleur.roles.get(), admin, "Ander werk.")  # nothing runs after this commit
    assert again(answer).owner == fleur
    assert put_right() == 1
    assert put_right() == 0
    assert again(answer).owner is None


def test_an_owner_who_leaves_the_team_or_the_site_gives_it_back(idea, chaima, admin, fleur, ruud, groen):
    from front.erasure import erase

    answer = asked(idea, chaima)
    answer.take(fleur)
    groen.change(admin, [ruud], name="team Groen", mandate="", mailbox="")
    put_right(team=groen)
    assert (again(answer).owner, again(answer).team) == (None, groen)
    again(answer).take(ruud)
    erase(ruud.user, keep_words=True)
    put_right()
    assert (again(answer).owner, again(answer).team) == (None, groen)


def test_a_renamed_team_is_shown_by_its_new_name_and_a_closed_one_no_more(idea, chaima, admin, fleur, groen):
    answer = asked(idea, chaima)
    answer.take(fleur)
    groen.change(admin, [fleur], name="team Natuur", mandate="", mailbox="")
    put_right(team=groen)
    idea.refresh_from_db()
    assert idea.answer_team == "team Natuur"
    groen.close(admin)
    put_right(team=groen)
    idea.refresh_from_db()
    assert idea.answer_team == ""
    assert (again(answer).team, again(answer).owner) == (None, fleur)


def test_an_idea_that_is_deleted_at_this_moment_keeps_no_other_answer_from_its_team(idea, anna, chaima, fleur):
    answers = [asked(idea, chaima), asked(make_idea(anna, "Twee"), chaima)]
    for answer in answers:
        answer.take(fleur)
    fleur.roles.all().delete()
    gone = Idea.objects.filter(pk=idea.pk)

    def delete_first(execute, sql, *rest):
        if sql.startswith("SAVEPOINT") and gone.exists():
            gone.delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(delete_first):
        assert put_right() == 1
    assert again(answers[1]).owner is None


def test_what_is_given_shows_no_team_that_works_on_it(idea, chaima, fleur, groen):
    answer = asked(idea, chaima)
    answer.take(fleur)
    again(answer).give(fleur, voice_of(fleur), **words())
    idea.refresh_from_db()
    assert idea.answer_team == ""
    assert again(answer).team == groen, "the team that gave it"


# Away


def test_a_deputy_stands_in_from_the_first_day_until_the_last(lab, fleur, ruud, bram):
    today = timezone.localdate()
    with pytest.raises(NoDeputy):
        Absence.begin(fleur, bram, today, today)
    with pytest.raises(NoDeputy):
        Absence.begin(fleur, fleur, today, today)
    Absence.begin(fleur, ruud, today + timedelta(days=1), today + timedelta(days=3))
    assert stands_in_for(ruud) == set(), "not yet"
    Absence.begin(fleur, ruud, today, today + timedelta(days=3))
    assert stands_in_for(ruud) == {fleur.pk}
    assert deputies_in(lab) == {fleur.pk: ruud}
    Absence.begin(fleur, ruud, today - timedelta(days=3), today - timedelta(days=1))
    assert stands_in_for(ruud) == set(), "it ended by itself"
    assert come_back(fleur)
    assert not come_back(fleur)


def test_the_deputy_hears_what_is_given_to_somebody_who_is_away(idea, chaima, admin, fleur, ruud, groen):
    els = make_member(idea.lab, "Els", "civil_servant")
    answer = asked(idea, chaima)
    work_off()
    OutgoingMail.objects.all().delete()
    today = timezone.localdate()
    Absence.begin(fleur, ruud, today, today)
    pass_on(answer, els, owner=fleur)
    work_off()
    assert {mail.user for mail in OutgoingMail.objects.all()} == {fleur.user, ruud.user}


def test_the_page_of_an_idea_costs_the_same_with_and_without_an_owner(idea, chaima, fleur, groen):
    answer = asked(idea, chaima)
    reader = browser(fleur)
    reader.get(idea.get_absolute_url())

    def cost():
        with CaptureQueriesContext(connection) as queries:
            reader.get(idea.get_absolute_url())
        return len(queries)

    before = cost()
    answer.take(fleur)
    cost()  # the parts are rendered anew after a change
    assert cost() == before


def test_whose_answer_is_given_to_somebody_else_reads_that(idea, chaima, fleur, ruud, groen):
    answer = asked(idea, chaima)
    answer.take(fleur)
    news.start_anew()
    pass_on(again(answer), ruud, owner=make_member(fleur.lab, "Wim", "civil_servant"))
    assert ("Fleur", "answer_handed_on") in news.told()
    line = "Een collega gaf het antwoord over Pluktuin, dat bij jou lag, door aan iemand anders"
    assert news.lines(fleur) == [line]
    news.start_anew()
    pass_on(again(answer), fleur, owner=fleur)
    answer = again(answer)
    pass_on(answer, fleur, owner=ruud)
    assert [name for name, kind in news.told() if kind == "answer_handed_on"] == ["Wim"], "not who did it"


def test_the_news_of_colleagues_says_who_picked_it_up(idea, anna, chaima, fleur, ruud, groen):
    answer = asked(idea, chaima)
    work_off()
    before = news.read(ruud)
    answer.take(fleur)
    assert "Fleur van team Groen werkt eraan." not in before
    assert "Fleur van team Groen werkt eraan." in news.read(ruud)
    pass_on(again(answer), fleur, owner=ruud)
    assert "Ruud werkt hieraan." in news.read(anna)


def test_a_team_reads_that_an_answer_came_back(idea, chaima, admin, fleur, ruud):
    make_team(admin, "team Groen", fleur, ruud)
    answer = asked(idea, chaima)
    answer.take(fleur)
    news.start_anew()
    fleur.roles.all().delete()
    put_right()
    assert news.told() == [("Ruud", "answer_came_back")]
    assert news.lines(ruud) == ["Het antwoord over Pluktuin kwam terug bij je team"]


def test_many_answers_that_are_handed_over_at_once_are_one_mail(anna, chaima, fleur, ruud):
    answers = [asked(make_idea(anna, f"Idee {number}"), chaima) for number in range(10)]
    news.start_anew()
    for answer in answers:
        pass_on(answer, fleur, owner=ruud)
    work_off()
    mail = OutgoingMail.objects.get(user=ruud.user)
    assert "Idee 3" in words_of(mail, ruud.user).body
    assert len(news.lines(ruud)) == 10
