"""Who hears on their page of a gathering: those who come or answered, and the people of an idea on its table."""

from datetime import timedelta

import pytest

from answers.models.answer import ask
from common import clock
from ideas.chores import show_lateness
from ideas.models import Idea
from tests.events.factories import make_draft, make_gathering
from tests.factories import make_idea, make_member, make_user
from tests.mails import work_off
from tests.news import lines, start_anew, told


@pytest.fixture
def gathering(anna, bram, chaima):
    gathering = make_gathering(anna, capacity=3)
    gathering.sign_up(bram, 2)
    gathering.sign_up(chaima, 2)
    start_anew()
    return gathering


def test_who_comes_or_waits_hears_that_it_moved_once_and_not_who_moved_it(gathering, anna, bram, chaima, mo):
    gathering.set_organisers([anna, mo])
    for hours in (1, 2):
        starts, ends = gathering.starts_at + timedelta(hours=hours), gathering.ends_at + timedelta(hours=hours)
        gathering.change(None, reason="De zaal is dan pas vrij.", by=anna, starts_at=starts, ends_at=ends)
    assert {name for name, kind in told()} == {"Bram", "Chaima", "Mo"}
    assert lines(bram) == ["Kansen ophalen in Horst: andere tijd of plek"], "two moves are one row"


def test_who_comes_hears_that_it_is_cancelled(gathering, anna, bram):
    gathering.cancel("Het stormt.", by=anna)
    assert told() == [("Bram", "cancelled"), ("Chaima", "cancelled")]
    assert lines(bram) == ["Kansen ophalen in Horst gaat niet door"]


def test_who_withdrew_hears_nothing_more(gathering, anna, bram):
    gathering.party_of(bram).withdraw()
    start_anew()
    gathering.cancel("Het stormt.", by=anna)
    assert [name for name, _kind in told()] == ["Chaima"]


def test_a_guest_who_has_an_account_reads_it_there(gathering, anna):
    user = make_user("Daan")
    gathering.change(None, capacity=9)
    gathering.sign_up_guest("Daan", user.email, "nl")
    start_anew()
    gathering.cancel("Het stormt.", by=anna)
    assert ("Daan", "cancelled") in told()


def test_who_moves_up_hears_it(gathering, bram, chaima):
    gathering.party_of(bram).withdraw()
    assert told() == [("Chaima", "moved_up")]
    assert lines(chaima) == ["Er is plek voor je: Kansen ophalen in Horst"]


def test_who_takes_a_free_seat_in_the_last_hours_is_told_nothing_new(gathering, anna, bram, chaima):
    soon = clock.now() + timedelta(hours=1)
    type(gathering).objects.filter(pk=gathering.pk).update(starts_at=soon, ends_at=soon + timedelta(hours=2))
    gathering.refresh_from_db()
    gathering.party_of(bram).withdraw()
    gathering.sign_up(chaima, 2)
    assert gathering.party_of(chaima).is_going
    assert "moved_up" not in [kind for _name, kind in told()]


# An idea on the table


@pytest.fixture
def idea(bram, chaima):
    idea = make_idea(bram)
    idea.support(chaima)
    return idea


def test_the_people_of_an_idea_hear_of_a_gathering_about_it_when_it_is_public(idea, anna, chaima):
    draft = make_draft(anna)
    draft.put_on_table([idea])
    assert told() == []
    draft.publish()
    assert told() == [("Bram", "discussed"), ("Chaima", "discussed")]
    assert lines(chaima) == ["Pluktuin komt aan bod op Kansen ophalen in Horst"]


def test_they_hear_of_an_idea_that_is_added_later_and_of_no_other(idea, anna, bram, mo):
    gathering = make_gathering(anna)
    gathering.put_on_table([make_idea(mo, "Eerste")])
    start_anew()
    gathering.put_on_table([idea, gathering.table.get().idea])
    assert told() == [("Bram", "discussed"), ("Chaima", "discussed")]


def test_the_organisers_put_it_there_so_they_hear_nothing(anna):
    idea = make_idea(anna)
    make_gathering(anna).put_on_table([idea])
    assert told() == []


def test_an_idea_that_left_the_table_is_not_told_and_no_news_any_more(idea, anna, chaima):
    gathering = make_gathering(anna)
    gathering.put_on_table([idea])
    gathering.put_on_table([])
    assert told() == []
    gathering.put_on_table([idea])
    work_off()
    assert lines(chaima) == ["Pluktuin komt aan bod op Kansen ophalen in Horst"]
    gathering.put_on_table([])
    assert lines(chaima) == []


def test_supporters_and_commenters_hear_the_outcome_too(idea, anna, chaima):
    gathering = make_gathering(anna)
    gathering.put_on_table([idea])
    start_anew()
    gathering.note_outcomes({idea.pk: "We planten in maart."})
    assert told() == [("Bram", "outcome"), ("Chaima", "outcome")]
    assert lines(chaima) == ["Wat kwam eruit op Kansen ophalen in Horst voor Pluktuin"]


def test_a_promise_that_is_late_is_told_once_to_all_who_take_part(idea, anna, chaima, lab):
    ingrid = make_member(lab, "Ingrid", "civil_servant")
    ask(idea, ingrid, ingrid.voices()[-1], "Wij zoeken het uit.")
    start_anew()
    Idea.objects.update(answer_due=clock.now().date() - timedelta(days=2))
    for _minute in range(2):
        show_lateness()
    assert told() == [("Bram", "late"), ("Chaima", "late")]
    assert lines(chaima) == ["Pluktuin: het antwoord is te laat"]
