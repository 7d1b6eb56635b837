"""The words about free seats agree with what a person who signs up gets."""

import pytest

from tests.events.factories import enter, make_gathering
from tests.events.forms import at
from tests.places.factories import make_place

FREE, FULL, LINE = "plekken vrij", "Ik kom", "Zet me op de wachtlijst"


def pages(client, lab, gathering, place):
    addresses = [gathering.get_absolute_url(), f"/{lab.slug}/bijeenkomsten/", "/agenda/", place.get_absolute_url()]
    return {address: client.get(address).text for address in addresses}


@pytest.mark.parametrize("entry", ["sign_up", "walk_in"])
def test_where_the_place_went_no_page_counts_free_seats_or_leads_there(client, anna, lab, entry):
    place = make_place(anna)
    capacity = 4 if entry == "sign_up" else None
    gathering = make_gathering(anna, place=place, capacity=capacity, entry=entry)
    before = "Nog 4 plekken vrij" if capacity else "Loop gewoon binnen"
    assert all(before in text for text in pages(client, lab, gathering, place).values())
    place.change(anna, is_closed=True)
    for address, text in pages(client, lab, gathering, place).items():
        assert before not in text, address
        if address != place.get_absolute_url():
            assert "Er wordt een andere plek gezocht" in text, address
            assert ("Opgeven kan nu niet" if capacity else "Er is nog geen plek") in text, address
    own = client.get(gathering.get_absolute_url()).text
    assert place.get_absolute_url() not in own
    assert "van de 4 bezet" not in own


def shown_button(text):
    """The label that the style sheet shows."""
    return LINE if "data-full" in text else FULL


def test_where_it_is_full_the_button_says_waiting_list(client, anna, bram):
    gathering = make_gathering(anna, capacity=4)
    for _signed_in in range(2):
        assert shown_button(client.get(gathering.get_absolute_url()).text) == FULL
        client.force_login(bram.user)
    first = enter(gathering, anna, "Vier", 4)
    for _signed_in in range(2):
        client.logout() if _signed_in else None
        text = client.get(gathering.get_absolute_url()).text
        assert shown_button(text) == LINE
        assert text.count(LINE) == 2, "the big button and the one of the form"
    first.withdraw()
    assert shown_button(client.get(gathering.get_absolute_url()).text) == FULL


@pytest.mark.parametrize(
    ("others", "asked", "said"),
    [
        (3, 3, "Er is nog 1 plek bij: je kunt er hoogstens 2 nemen."),
        (2, 4, "Er zijn nog 2 plekken bij: je kunt er hoogstens 3 nemen."),
        (4, 2, "Er zijn niet meer plekken dan je nu hebt. Jouw plekken blijven van jou."),
    ],
)
def test_who_asks_more_seats_than_there_are_hears_how_many_they_can_have(client, anna, bram, others, asked, said):
    gathering = make_gathering(anna, capacity=5)
    gathering.sign_up(bram, 1)
    tinus = gathering.sign_up_guest("Tinus", "tinus@example.org", "nl").party if others > 1 else None
    enter(gathering, anna, "Zij", others - 1)
    client.force_login(bram.user)
    theirs = at("party_seats", gathering, party_pk=tinus.pk, secret=tinus.secret)
    for address in (at("sign_up", gathering), theirs):
        answer = client.post(address, {"seats": asked})
        assert answer.status_code == 422
        assert said in answer.text
    assert gathering.party_of(bram).seats == 1


def test_who_asks_a_seat_that_is_for_the_line_hears_that(client, anna, bram):
    gathering = make_gathering(anna, capacity=5)
    gathering.sign_up(bram, 3)
    enter(gathering, anna, "Groep", 3)
    client.force_login(bram.user)
    answer = client.post(at("sign_up", gathering), {"seats": 4})
    assert "De vrije plekken zijn voor wie op de wachtlijst staat." in answer.text


def test_free_seats_that_wait_for_the_first_in_line_are_explained(client, anna):
    held = "De vrije plekken zijn voor de groep die vooraan staat op de wachtlijst. Die heeft er meer nodig."
    gathering = make_gathering(anna, capacity=5)
    enter(gathering, anna, "Drie", 3)
    assert held not in client.get(gathering.get_absolute_url()).text
    group = enter(gathering, anna, "Groep", 3)
    text = client.get(gathering.get_absolute_url()).text
    assert "Vol, 1 op de wachtlijst" in text
    assert held in text
    group.withdraw()
    assert held not in client.get(gathering.get_absolute_url()).text
