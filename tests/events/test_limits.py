"""How far ahead dates may be, and sign-up that would end before it begins."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from common import clock
from events.models import Gathering
from tests.events.factories import AN_EVENING, in_nine_days, make_draft, make_gathering, utc
from tests.events.forms import A_KEY, at, edited, words
from tests.places.factories import make_place
from tests.places.test_pages import filled, rows
from tests.standing import standing_at

pytestmark = pytest.mark.usefixtures("in_november")  # Tuesday 24 November 2026
FAR, LAST = "2031-11-29", "2031-11-28"  # 5 × 366 days is the maximum
TOO_FAR, PAST = "Dit is te ver weg. Kies een datum binnen vijf jaar.", "Dat is al geweest."


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": FAR}, TOO_FAR),
        ({"day": "2099-12-31"}, TOO_FAR),
        ({"last_day": FAR}, TOO_FAR),
        ({"until_day": FAR}, TOO_FAR),
        ({"day": "1999-12-31"}, "Deze dag is te lang geleden."),
        ({"day": "0001-01-01"}, "Schrijf de datum"),
        ({"day": "9999-12-31"}, "Schrijf de datum"),
        ({"day": "2026-11-23", "last_day": "2026-12-08"}, PAST),
        ({"day": "2001-01-01", "last_day": LAST}, PAST),
        ({"until_day": "2026-11-23"}, "dus dan kan niemand zich opgeven"),
        ({"until_day": "2026-11-24", "until_at": "10:00"}, "dus dan kan niemand zich opgeven"),
    ],
)
def test_a_gathering_lies_within_five_years_and_takes_sign_up(anna_here, anna, new, wrong, said):
    answer = anna_here.post(new, words(anna, about="Er is soep.", **wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Er is soep." in answer.text
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("right", [{"day": LAST}, {"until_day": "2026-11-24", "until_at": "10:01"}])
def test_the_last_day_and_the_next_minute_are_taken(anna_here, anna, new, right):
    assert anna_here.post(new, words(anna, **right)).status_code == 302


@pytest.mark.parametrize(
    "hidden", [{"until_day": "2026-11-23"}, {"until_day": "gisteren"}, {"until_at": "25:00"}, {"capacity": "veel"}]
)
def test_who_just_walks_in_has_no_sign_up_that_could_be_wrong(anna_here, anna, new, hidden):
    assert anna_here.post(new, words(anna, entry="sign_up") | hidden).status_code == 422
    assert anna_here.post(new, words(anna, entry="walk_in") | hidden).status_code == 302
    assert (Gathering.objects.get().capacity, Gathering.objects.get().sign_up_until) == (None, None)


def test_what_has_begun_can_still_be_changed_but_not_moved_further_back(anna_here, anna):
    with standing_at(utc(2026, 11, 20, 9)):
        long = make_gathering(anna, starts_at=utc(2026, 11, 22, 9), ends_at=utc(2026, 12, 1, 9))
    words = edited(long, last_day="2026-12-01")
    assert anna_here.post(at("gathering_edit", long), words | {"about": "Nog een week."}).status_code == 302
    long.refresh_from_db()
    earlier = edited(long, day="2026-11-21", last_day="2026-12-01")
    answer = anna_here.post(at("gathering_edit", long), earlier)
    assert answer.status_code == 422
    assert PAST in answer.text


def test_sign_up_that_closed_by_itself_is_no_reason_to_refuse_other_words(anna_here, anna):
    with standing_at(utc(2026, 11, 20, 9)):
        gathering = make_gathering(anna, starts_at=in_nine_days(), sign_up_until=utc(2026, 11, 21, 9))
    closed = {"until_day": "2026-11-21", "until_at": "10:00"}
    assert (
        anna_here.post(at("gathering_edit", gathering), edited(gathering, about="Soep.", **closed)).status_code == 302
    )


def test_a_draft_whose_sign_up_is_over_is_not_put_online(anna_here, anna):
    draft = make_draft(anna, sign_up_until=clock.now() + timedelta(days=1))
    with standing_at(draft.sign_up_until):
        answer = anna_here.post(at("gathering_publish", draft), follow=True)
        assert "Opgeven kan dan al niet meer." in answer.text
        draft.refresh_from_db()
        assert draft.is_draft
        draft.change(None, sign_up_until=None)
        assert draft.publish()


def test_a_date_is_not_chosen_when_sign_up_is_over_before_it(anna):
    asked = make_draft(anna, starts_at=None, sign_up_until=clock.now() + timedelta(days=1))
    day = in_nine_days()
    asked.ask_dates([(day, day + AN_EVENING), (day + timedelta(days=1), day + timedelta(days=1, hours=2))])
    with standing_at(asked.sign_up_until), pytest.raises(ValidationError, match="Opgeven kan dan al niet meer"):
        asked.choose_date(asked.date_options.first())
    assert asked.choose_date(asked.date_options.first())


def test_a_copy_and_dates_to_ask_lie_ahead_and_within_five_years(anna_here, anna):
    gathering = make_gathering(anna)
    for day, said in ((FAR, TOO_FAR), ("2026-11-23", PAST)):
        copy = anna_here.post(at("gathering_copy", gathering), {"day": day, "starts": "19:30", "key": A_KEY})
        assert (copy.status_code, said in copy.text) == (422, True)
    draft = make_draft(anna, starts_at=None)
    dates = {
        "day_1": FAR,
        "starts_1": "19:00",
        "ends_1": "21:00",
        "day_2": LAST,
        "starts_2": "19:00",
        "ends_2": "21:00",
    }
    asked = anna_here.post(at("dates_ask", draft), dates)
    assert (asked.status_code, TOO_FAR in asked.text) == (422, True)
    assert Gathering.objects.count() == 2


@pytest.mark.parametrize("first", ["1000-01-01", "0001-01-01", "2021-11-19"])
def test_a_stop_begins_at_most_five_years_ago(anna_here, lab, first):
    stop = {"first_day": first, "last_day": "2026-12-06", "address": "plein"}
    place_new = reverse("place_new", kwargs={"lab_slug": lab.slug})
    answer = anna_here.post(place_new, filled(kind="temporary", **rows("stops", stop)))
    assert answer.status_code == 422
    assert "Dit is te lang geleden. Kies een datum binnen vijf jaar." in answer.text


def test_a_stop_that_was_there_for_long_stays(anna_here, anna):
    cart = make_place(anna, "Kleine zaal", kind="temporary")
    stop = {"first_day": "2021-11-30", "last_day": "2026-12-06", "address": "plein"}
    edit, first = f"{cart.get_absolute_url()}bewerken/", filled(kind="temporary", **rows("stops", stop))
    assert anna_here.post(edit, first | {"seen": str(cart.revision)}).status_code == 302
    with standing_at(utc(2026, 12, 20, 9)):
        cart.refresh_from_db()
        again = filled(kind="temporary", about="Met kachel.", **rows("stops", stop, there=1))
        assert anna_here.post(edit, again | {"seen": str(cart.revision)}).status_code == 302
