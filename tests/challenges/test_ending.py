"""A question closes by itself after its last day, or earlier with a reason; what came of it is told once."""

from datetime import timedelta

import pytest

from challenges.chores import close_questions, was_closed
from challenges.models import Challenge, ChallengeClosed, State, attach
from challenges.topics import ChallengeTopic
from challenges.words import count_words
from common import clock
from common.times import A_DAY, day_of, day_words
from ideas.models import Idea, Moved, PledgeKind
from labs.models import RESIDENT_VOICE, RoleKind
from tests import news
from tests.challenges.factories import GROEN, in_a_month, make_question
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import browser

WHY = "Er komt nog een avond."


def today():
    return day_of(clock.now())


def on_its_last_day(question, days_ago=0):
    Challenge.objects.filter(pk=question.pk).update(until=today() - timedelta(days=days_ago))
    question.refresh_from_db()
    return question


def steps(question):
    return list(question.story.values_list("kind", flat=True))


def test_the_worker_closes_it_after_its_last_day_and_no_earlier(question):
    on_its_last_day(question)
    assert close_questions() == 0
    on_its_last_day(question, 1)
    before = question.revision
    assert [close_questions() for _minute in range(2)] == [1, 0]
    question.refresh_from_db()
    assert question.state == State.CLOSED
    assert steps(question) == ["opened", "closed"]
    head = next(part for part in ChallengeTopic().parts(question.pk, "page", before) if "head" in part.key)
    assert "Dicht, de laatste dag was" in head.render()
    assert "Deel jouw idee" not in head.render()


def test_one_that_is_deleted_at_this_moment_keeps_no_other_from_closing(question):
    gone = on_its_last_day(question, days_ago=1)
    Challenge.objects.filter(pk=gone.pk).delete()
    with pytest.raises(ChallengeClosed):
        gone.close_on_time()
    assert was_closed(gone) is False


def test_between_midnight_and_the_worker_it_takes_no_idea_and_says_that_it_is_closed(bram, question, lab):
    on_its_last_day(question, 1)
    with pytest.raises(ChallengeClosed):
        attach(make_idea(bram), question)
    assert "Dicht, de laatste dag was" in browser().get(question.get_absolute_url()).text
    assert "Er staat nu geen vraag open" in browser().get(f"/{lab.slug}/vragen/").text


def test_on_its_last_day_it_takes_ideas(bram, question):
    assert attach(make_idea(bram), on_its_last_day(question))


def test_closing_earlier_needs_a_reason_that_everybody_reads(anna, bram, question):
    url = f"{question.get_absolute_url()}sluiten/"
    assert browser(bram).post(url, {"reason": WHY}).status_code == 403
    assert browser(anna).post(url, {"reason": ""}).status_code == 422
    for _press in range(2):
        assert browser(anna).post(url, {"reason": "We weten genoeg."}).status_code == 302
    assert steps(question) == ["opened", "closed"]
    page = browser().get(question.get_absolute_url()).text
    assert "We weten genoeg." in page
    assert "Wat eruit kwam, staat hier nog niet." in page


def test_open_for_longer_keeps_the_first_day_in_sight(anna, bram, question):
    url, later = f"{question.get_absolute_url()}langer/", in_a_month() + A_DAY * 10
    form = {"until": later.isoformat(), "reason": WHY, "seen": question.state_revision}
    assert browser(bram).post(url, form).status_code == 403
    assert browser(anna).post(url, form | {"reason": ""}).status_code == 422
    assert browser(anna).post(url, form | {"until": today().isoformat()}).status_code == 422
    for _press in range(2):
        assert browser(anna).post(url, form).status_code == 302
    question.refresh_from_db()
    assert question.until == later
    step = question.story.get(kind="longer")
    assert (step.was_until, step.until, step.reason) == (in_a_month(), later, WHY)
    assert WHY in browser().get(question.get_absolute_url()).text


def test_a_closed_question_opens_again_until_it_is_reported(anna, question):
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    assert question.lengthen(anna, RESIDENT_VOICE, in_a_month(), WHY)
    assert question.is_open
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    question.report(anna, RESIDENT_VOICE, "Elke maand een tafel.")
    with pytest.raises(ChallengeClosed):
        question.lengthen(anna, RESIDENT_VOICE, in_a_month() + A_DAY, WHY)


def test_two_who_change_the_day_at_once_don_t_overwrite_each_other(lab, greet, municipal):
    gert = make_member(lab, "Gert", RoleKind.CIVIL_SERVANT, label="team Centrum")
    url, seen = f"{municipal.get_absolute_url()}langer/", municipal.state_revision
    first, second = in_a_month() + A_DAY * 10, in_a_month() + A_DAY * 20
    browser(greet).post(url, {"until": first.isoformat(), "reason": WHY, "seen": seen})
    response = browser(gert).post(url, {"until": second.isoformat(), "reason": "Vakantie.", "seen": seen})
    assert response.status_code == 409
    assert "Vakantie." in response.text
    municipal.refresh_from_db()
    assert municipal.until == first
    with pytest.raises(Moved):
        municipal.lengthen(gert, GROEN, second, "Vakantie.", seen)


def test_only_a_closed_question_is_reported(anna, bram, question):
    url = f"{question.get_absolute_url()}wat-kwam-eruit/"
    assert browser(anna).get(url).status_code == 403
    with pytest.raises(ChallengeClosed):
        question.report(anna, RESIDENT_VOICE, "Te vroeg.")
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    assert browser(bram).post(url, {"outcome": "Ik weet het ook."}).status_code == 403
    browser(anna).post(url, {"outcome": "Elke maand een tafel.", "follow_up": "Merel begint in januari."})
    page = browser().get(question.get_absolute_url()).text
    assert "Elke maand een tafel." in page
    assert "Merel begint in januari." in page


def test_after_midnight_it_is_reported_before_the_worker_came(anna, question):
    on_its_last_day(question, 1)
    browser(anna).post(f"{question.get_absolute_url()}wat-kwam-eruit/", {"outcome": "Elke maand een tafel."})
    assert steps(question) == ["opened", "closed", "reported"]


def test_each_civil_servant_reports_a_question_of_the_municipality_and_no_one_else(lab, anna, mo, municipal, greet):
    municipal.close(greet, GROEN, "Genoeg.")
    gert = make_member(lab, "Gert", RoleKind.CIVIL_SERVANT, label="team Centrum")
    url = f"{municipal.get_absolute_url()}wat-kwam-eruit/"
    for somebody in (anna, mo):
        assert browser(somebody).post(url, {"outcome": "Nee."}).status_code == 403
    browser(gert).post(url, {"outcome": "Drie plannen."})
    assert municipal.story.get(kind="reported").voice.words == "Gemeente · team Centrum"


def test_everybody_who_took_part_reads_it_once_and_nobody_else(lab, anna, bram, mo, question):
    idea, hidden = make_idea(bram), make_idea(make_member(lab, "Hilde"), "Weg")
    supporter, helper, talker = (make_member(lab, name) for name in ("Sem", "Hugo", "Tess"))
    make_member(lab, "Niemand")
    for one in (idea, hidden):
        attach(one, question)
    for one in (supporter, helper):
        idea.support(one)
    idea.pledge(helper, RESIDENT_VOICE, PledgeKind.TIME, "Ik kook.")
    make_comment(idea, talker)
    hidden.hide(mo, "spam")
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    news.start_anew()
    question.report(anna, RESIDENT_VOICE, "Elke maand een tafel.")
    question.report(anna, RESIDENT_VOICE, "Elke maand een tafel in Sevenum.")
    told = sorted(news.told())
    assert [name for name, _kind in told] == ["Bram", "Hugo", "Sem", "Tess"], "not Anna, who reported"
    assert "Dit kwam uit de vraag: Hoe eten we vaker samen?" in news.lines(bram)[0]


def test_a_corrected_report_keeps_the_former_words_readable(anna, question):
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    question.report(anna, RESIDENT_VOICE, "Elke week een tafel.")
    question.report(anna, RESIDENT_VOICE, "Elke maand een tafel.")
    assert "Elke week een tafel." in browser().get(f"{question.get_absolute_url()}geschiedenis/").text
    assert steps(question).count("reported") == 1


def test_a_question_that_was_hidden_meanwhile_is_neither_closed_nor_reported(anna, mo, question):
    question.hide(mo, "spam")
    for verb in (
        lambda: question.close(anna, RESIDENT_VOICE, "Genoeg."),
        lambda: question.lengthen(anna, RESIDENT_VOICE, in_a_month() + A_DAY, WHY),
        lambda: question.report(anna, RESIDENT_VOICE, "Iets."),
    ):
        with pytest.raises(ChallengeClosed):
            verb()


def test_when_its_author_has_left_a_stadmaker_reports_in_that_role(lab, anna):
    question = make_question(anna)
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    maker = make_member(lab, "Stan", RoleKind.STADMAKER)
    anna.user.delete()
    browser(maker).post(f"{question.get_absolute_url()}wat-kwam-eruit/", {"outcome": "Elke maand een tafel."})
    assert question.story.get(kind="reported").voice_kind == RoleKind.STADMAKER


def test_its_last_day_is_said_the_same_however_it_closed(anna, question, lab):
    early = make_question(anna, "Vroeg dicht?")
    early.close(anna, RESIDENT_VOICE, "Genoeg.")
    on_its_last_day(question, 1)
    close_questions()
    for challenge in (early, question):
        challenge.refresh_from_db()
        words = f"Dicht, de laatste dag was {day_words(challenge.until)}"
        assert words in browser().get(challenge.get_absolute_url()).text
        assert words in browser().get(f"/{lab.slug}/vragen/").text


def test_the_number_of_ideas_of_a_closed_question_is_in_the_past(anna, bram, question):
    def words():
        return count_words(Challenge.objects.with_count().get())

    said = [words()]
    for number in range(2):
        attach(make_idea(bram, f"Idee {number}"), question)
        said.append(words())
    question.close(anna, RESIDENT_VOICE, "Genoeg.")
    said.append(words())
    attach(Idea.objects.first(), None)
    said.append(words())
    assert said == [
        "Nog nieuw. Jouw idee kan het eerste zijn.",
        "Het eerste idee is er",
        "De eerste ideeën zijn er",
        "Er kwamen een paar ideeën",
        "Er kwam één idee",
    ]
