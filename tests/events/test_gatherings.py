"""The verbs of a gathering: create, publish, move, end; the ideas on its table; date options."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from common import clock
from events.models import Booking, DatesClosed, Gathering, GatheringGone, RoomTaken, State, TableIdea
from ideas.models import Moved
from tests.events.factories import AN_EVENING, enter, make_draft, make_gathering, utc
from tests.factories import make_idea, make_member
from tests.places.factories import make_place, make_room

pytestmark = pytest.mark.usefixtures("in_november")
EVENING = utc(2026, 12, 8, 18, 30)


def words(gathering):
    gathering.refresh_from_db()
    return gathering


# Making


def test_the_same_key_gives_the_first_draft_and_other_words_another(anna):
    key = uuid.uuid4()
    first = make_draft(anna, key=key)
    assert make_draft(anna, key=key) == first
    assert make_draft(anna, "Open tafel", key=key) != first
    assert (first.state, list(first.organisers.all()), first.revision) == (State.DRAFT, [anna], 0)


def test_a_draft_is_seen_by_those_who_make_gatherings(anna, bram, fleur):
    draft = make_draft(anna)
    seen = Gathering.objects.visible_to
    assert [draft in seen(member) for member in (anna, fleur, bram)] == [True, True, False]
    assert draft.publish() is True
    assert draft.publish() is False
    assert draft in seen(bram)


def test_publishing_moves_the_lab_once_and_needs_a_date(anna, lab):
    undated = make_draft(anna, starts_at=None)
    with pytest.raises(ValidationError) as refused:
        undated.publish()
    assert "starts_at" in refused.value.message_dict
    lab.refresh_from_db()
    before = lab.revision
    published = make_gathering(anna)
    lab.refresh_from_db()
    assert (lab.revision, published.lab_revision) == (before + 1, before + 1)
    published.change(None, about="Met soep.")
    lab.refresh_from_db()
    assert lab.revision == before + 1, "other words are no news for lists"


def test_a_draft_can_be_thrown_away_and_then_nothing_works_any_more(anna):
    draft, copy = make_draft(anna), make_gathering(anna)
    same = Gathering.objects.get(pk=draft.pk)
    assert (draft.throw_away(), copy.throw_away()) == (True, False)
    with pytest.raises(GatheringGone):
        same.publish()


@pytest.mark.parametrize(
    "times",
    [{"starts_at": None, "ends_at": None}, {"starts_at": None}, {"ends_at": None}, {"ends_at": EVENING - AN_EVENING}],
)
def test_the_database_knows_that_a_published_one_has_its_time(anna, times):
    gathering = make_gathering(anna, starts_at=EVENING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Gathering.objects.filter(pk=gathering.pk).update(**times)


# Changing


def test_moving_counts_for_calendars_and_is_told_once_to_each(anna, bram, mails):
    gathering = make_gathering(anna, starts_at=EVENING, capacity=1)
    gathering.sign_up(bram)
    gathering.sign_up_guest("Jan", "jan@example.org", "en")
    later = EVENING + timedelta(days=2)
    with mails() as sent:
        changed = gathering.change(None, starts_at=later, ends_at=later + AN_EVENING, reason="De zaal was dicht.")
        assert gathering.change(None, starts_at=later, ends_at=later + AN_EVENING) == set()
    assert changed == {"starts_at", "ends_at"}
    assert sent == [
        ("bram@example.org", "Veranderd: Kansen ophalen in Horst"),
        ("jan@example.org", "Changed: Kansen ophalen in Horst"),
    ]
    assert (words(gathering).sequence, gathering.moved_from) == (1, EVENING)


def test_other_words_are_for_calendars_but_no_mail(anna, bram, mails):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    with mails() as sent:
        assert gathering.change(None, title="Kansen ophalen") == {"title"}
        assert gathering.change(None, capacity=20) == {"capacity"}
    assert (sent, words(gathering).sequence) == ([], 1)


def test_whoever_saved_first_is_not_overwritten(anna):
    gathering = make_gathering(anna)
    seen = gathering.words_revision
    gathering.change(None, seen, title="Kansen ophalen")
    with pytest.raises(Moved):
        gathering.change(None, seen, title="Open tafel")
    gathering.cancel("Storm.")
    with pytest.raises(Moved):
        gathering.change(None, title="Open tafel")


def test_cancelling_frees_the_room_and_tells_everyone_once(anna, bram, mails):
    room = make_room(anna)
    gathering = make_draft(anna, place=room.place)
    gathering.change(room)
    gathering.publish()
    gathering.sign_up(bram)
    with mails() as sent:
        assert (gathering.cancel("Storm."), gathering.cancel("Storm.")) == (True, False)
    assert sent == [("bram@example.org", "Gaat niet door: Kansen ophalen in Horst")]
    assert (Booking.objects.count(), words(gathering).sequence, gathering.reason) == (0, 1, "Storm.")


def test_a_copy_is_a_draft_of_its_own(anna, fleur):
    room = make_room(anna)
    idea = make_idea(anna)
    first = make_draft(anna, starts_at=EVENING, place=room.place, capacity=20, about="Met soep.")
    first.change(room, sign_up_until=EVENING - timedelta(days=1))
    first.put_on_table([idea])
    first.publish()
    key = uuid.uuid4()
    copy = first.copy(fleur, key, EVENING + timedelta(days=7))
    assert first.copy(fleur, key, EVENING + timedelta(days=7)) == copy
    assert (copy.state, copy.made_by, copy.uid != first.uid, copy.sequence) == (State.DRAFT, fleur, True, 0)
    assert (copy.title, copy.about, copy.capacity) == (first.title, "Met soep.", 20)
    assert (copy.starts_at, copy.ends_at - copy.starts_at) == (EVENING + timedelta(days=7), AN_EVENING)
    assert copy.sign_up_until == EVENING + timedelta(days=6)
    assert (copy.room, [row.idea for row in copy.table.shown()]) == (room, [idea])
    with pytest.raises(RoomTaken):
        first.copy(fleur, uuid.uuid4(), EVENING)
    undated = first.copy(fleur, uuid.uuid4())
    assert (undated.starts_at, undated.room) == (None, None)


# Ideas on the table


def told(idea):
    idea.refresh_from_db()
    return idea.revision


def test_an_idea_hears_where_it_is_talked_about(anna):
    idea = make_idea(anna)
    before = told(idea)
    draft = make_draft(anna)
    assert (draft.put_on_table([idea]), draft.put_on_table([idea])) == (True, False)
    assert told(idea) == before, "a draft is nobody's business"
    assert not idea.tables.with_gatherings().get().is_public
    draft.publish()
    row = idea.tables.with_gatherings().get()
    assert (told(idea), row.revision, row.is_public) == (before + 1, before + 1, True)
    draft.change(None, title="Anders")
    assert told(idea) == before + 2
    draft.put_on_table([])
    assert (told(idea), list(draft.table.shown())) == (before + 3, [])
    row = TableIdea.objects.get()
    assert (row.revision, row.is_public) == (before + 3, False)


def test_what_came_of_it_is_told_to_the_writer_and_helpers_once(anna, bram, chaima, mails):
    idea = make_idea(bram)
    idea.pledge(chaima, chaima.voices()[0], "time", "Ik graaf mee.")
    gathering = make_gathering(anna)
    gathering.put_on_table([idea])
    with mails() as sent:
        assert gathering.note_outcomes({idea.pk: "Er komt een bank."}) is True
        assert gathering.note_outcomes({idea.pk: "Er komt een bank."}) is False
        assert gathering.note_outcomes({idea.pk: "Er komen twee banken."}) is True
    assert sorted(sent) == [
        ("bram@example.org", "Wat kwam eruit op Kansen ophalen in Horst voor Pluktuin"),
        ("chaima@example.org", "Wat kwam eruit op Kansen ophalen in Horst voor Pluktuin"),
    ]
    assert idea.tables.get().outcome == "Er komen twee banken."
    assert (gathering.close("Mooi."), gathering.close("Heel mooi.")) == (True, True)
    assert (words(gathering).state, gathering.outcome) == (State.CLOSED, "Heel mooi.")


def test_a_draft_and_a_cancelled_one_have_no_outcome(anna):
    idea, draft = make_idea(anna), make_draft(anna)
    draft.put_on_table([idea])
    assert (draft.note_outcomes({idea.pk: "Mooi."}), draft.close("Mooi.")) == (False, False)


# Which date suits


@pytest.fixture
def asked(anna):
    gathering = make_draft(anna, starts_at=None)
    gathering.ask_dates([(EVENING + timedelta(days=n), EVENING + timedelta(days=n) + AN_EVENING) for n in (1, 2)])
    return gathering


def test_people_say_which_date_suits_and_hear_what_it_became(asked, bram, chaima, mails):
    first, second = asked.date_options.all()
    asked.answer_dates(bram, {first.pk: "yes", second.pk: "if_needed"})
    asked.answer_dates(bram, {second.pk: "yes"})
    asked.answer_dates(chaima, {second.pk: "yes", 0: "yes"})
    assert [(option.yes, option.if_needed) for option in asked.date_options.with_counts()] == [(0, 0), (2, 0)]
    with mails() as sent:
        assert (asked.choose_date(second), asked.choose_date(first)) == (True, False)
    assert sorted(sent) == [
        ("bram@example.org", "De datum is bekend: Kansen ophalen in Horst"),
        ("chaima@example.org", "De datum is bekend: Kansen ophalen in Horst"),
    ]
    assert (words(asked).state, asked.starts_at) == (State.PUBLISHED, second.starts_at)
    with pytest.raises(DatesClosed):
        asked.answer_dates(bram, {first.pk: "yes"})


def test_asking_other_dates_keeps_answers_to_the_same_ones(asked, bram):
    first, second = asked.date_options.all()
    asked.answer_dates(bram, {first.pk: "yes", second.pk: "yes"})
    third = (EVENING, EVENING + AN_EVENING)
    asked.ask_dates([(second.starts_at, second.ends_at), third])
    assert [option.yes for option in asked.date_options.with_counts()] == [0, 1]


def test_a_chosen_date_takes_its_room_or_stays_open(asked, anna, fleur):
    room = make_room(anna)
    asked.change(None, place=room.place)
    option = asked.date_options.first()
    other = make_draft(fleur, "Eerder", starts_at=option.starts_at, place=room.place)
    other.change(room)
    with pytest.raises(RoomTaken) as refused:
        asked.choose_date(option, room)
    assert refused.value.booking.gathering == other
    assert words(asked).state == State.DATES
    assert asked.choose_date(asked.date_options.last(), room)
    assert asked.room == room


def test_a_search_for_a_date_can_be_given_up(asked, bram, mails):
    asked.answer_dates(bram, {asked.date_options.first().pk: "yes"})
    with mails() as sent:
        assert asked.cancel("Te weinig mensen.")
    assert [to for to, _subject in sent] == ["bram@example.org"]


# Fitting


def test_a_temporary_place_must_be_there_all_days(anna):
    from places.models import Stop

    cart = make_place(anna, "De Labkar", kind="temporary")
    last = EVENING.date()
    cart.set_stops([Stop(first_day=last - timedelta(days=14), last_day=last, address="Kerkplein, America")])
    fits = make_draft(anna, starts_at=EVENING, place=cart)
    assert fits.publish()
    with pytest.raises(ValidationError) as refused:
        make_draft(anna, "Nacht", starts_at=EVENING, ends_at=EVENING + timedelta(hours=8), place=cart)
    assert refused.value.message_dict == {
        "place": ["De Labkar staat er niet op 9\xa0december. Kies een andere plek of een andere dag."]
    }
    later = EVENING + timedelta(days=1)
    with pytest.raises(ValidationError):
        fits.change(None, starts_at=later, ends_at=later + AN_EVENING)
    assert words(fits).starts_at == EVENING


def test_a_room_is_of_the_place_and_large_enough(anna):
    room = make_room(anna, 25)
    elsewhere = make_place(anna, "Kleine zaal")
    draft = make_draft(anna, place=elsewhere)
    with pytest.raises(ValidationError) as refused:
        draft.change(room)
    assert "room" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        draft.change(room, place=room.place, capacity=26)
    assert "capacity" in refused.value.message_dict
    assert draft.change(room, place=room.place, capacity=25) == {"place", "capacity", "room"}


def test_organisers_can_change(anna, fleur):
    gathering = make_gathering(anna)
    gathering.set_organisers([anna, fleur])
    assert list(gathering.organisers.order_by("pk")) == [anna, fleur]


def test_the_agenda_finds_them(anna, bram):
    now = clock.now()
    past = make_gathering(anna, "Geweest", starts_at=now - timedelta(days=7))
    soon = make_gathering(anna, "Straks", starts_at=now + timedelta(days=1))
    busy = make_gathering(anna, "Nu bezig", starts_at=now - timedelta(hours=1))
    draft = make_draft(anna, "Nog niet")
    off = make_gathering(anna, "Afgezegd", starts_at=now + timedelta(days=2))
    off.cancel("Storm.")
    asked = make_draft(anna, "Wanneer", starts_at=None)
    asked.ask_dates([(now + timedelta(days=3), now + timedelta(days=3, hours=2))])
    found = Gathering.objects.visible_to(bram)
    assert list(found.coming(now)) == [busy, soon, off]
    assert list(found.coming(now).going_on()) == [busy, soon]
    assert list(found.past(now)) == [past]
    assert list(Gathering.objects.visible_to(anna).drafts()) == [draft]
    other_lab = make_member(make_other_lab(), "Dora", "stadmaker")
    assert list(Gathering.objects.visible_to(other_lab)) == []


def make_other_lab():
    from tests.factories import make_lab

    return make_lab("elders")


def test_a_month_is_of_the_clock_on_the_wall(anna):
    from datetime import date

    inside = make_gathering(anna, starts_at=utc(2026, 11, 30, 23, 30))  # 1 December, 0.30 in Amsterdam
    make_gathering(anna, "Januari", starts_at=utc(2026, 12, 31, 23, 0))
    assert list(Gathering.objects.between(date(2026, 12, 1), date(2027, 1, 1))) == [inside]


def test_a_line_of_people_is_kept_when_it_moves(anna):
    gathering = make_gathering(anna, capacity=1)
    enter(gathering, anna, "A")
    enter(gathering, anna, "B")
    later = gathering.starts_at + timedelta(days=1)
    gathering.change(None, starts_at=later, ends_at=later + AN_EVENING)
    assert (gathering.taken, gathering.waiting) == (1, 1)
