"""A guest changes the number of seats, with the secret URL in the mail."""

import pytest

from tests.events.factories import enter, make_gathering
from tests.events.forms import at
from tests.standing import standing_at


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=4)


@pytest.fixture
def party(gathering):
    return gathering.sign_up_guest("Tinus", "tinus@example.org", "nl", 2, "Een stille plek.").party


@pytest.fixture
def address(gathering, party):
    return at("party_seats", gathering, party_pk=party.pk, secret=party.secret)


def stands(party):
    party.refresh_from_db()
    party.gathering.refresh_from_db()
    return party.seats, party.state, party.gathering.taken, party.gathering.waiting


def test_a_guest_comes_with_more_people_or_fewer(client, gathering, party, address):
    own = at("party", gathering, party_pk=party.pk, secret=party.secret)
    page = client.get(own).text
    assert f'action="{address}"' in page
    assert '<option value="2" selected>Met z&#x27;n tweeën</option>' in page
    assert "Een stille plek." not in page, "whoever has the address doesn't read what they need"
    answer = client.post(address, {"seats": "4"})
    assert (answer.status_code, answer["Location"]) == (302, own)
    assert "Je komt met z&#x27;n vieren." in client.get(own).text
    assert stands(party) == (4, "going", 4, 0)
    client.post(address, {"seats": "1"})
    assert stands(party) == (1, "going", 1, 0)
    assert party.needs == "Een stille plek."


def test_more_than_there_is_changes_nothing_and_says_so(client, gathering, anna, party, address):
    enter(gathering, anna, "Jan", 2)
    answer = client.post(address, {"seats": "3"})
    assert answer.status_code == 422
    assert "Jouw plekken blijven van jou." in answer.text
    assert stands(party) == (2, "going", 4, 0)
    own = at("party", gathering, party_pk=party.pk, secret=party.secret)
    assert f'action="{own}"' in answer.text, "not coming after all still goes to its own address"


@pytest.mark.parametrize("seats", ["", "0", "6", "-1", "x", "9" * 40, "\x00", "²"])
def test_nonsense_is_refused_at_the_field(client, party, address, seats):
    answer = client.post(address, {"seats": seats})
    assert answer.status_code == 422
    assert "Kies een aantal" in answer.text
    assert stands(party) == (2, "going", 2, 0)


def test_another_secret_or_another_party_is_not_there(client, gathering, anna, party, address):
    other = enter(gathering, anna, "Jan")
    for pk, secret in ((party.pk, "x" * 32), (other.pk, party.secret)):
        strange = at("party_seats", gathering, party_pk=pk, secret=secret)
        assert client.post(strange, {"seats": "3"}).status_code == 404
        assert client.get(strange).status_code == 404
    assert stands(party) == (2, "going", 3, 0)


def test_who_withdrew_or_comes_too_late_changes_nothing(client, gathering, party, address):
    with standing_at(gathering.starts_at):
        assert client.post(address, {"seats": "1"}).status_code == 302
    party.withdraw()
    assert client.post(address, {"seats": "1"}).status_code == 302
    assert stands(party) == (2, "withdrawn", 0, 0)


def test_the_address_of_the_button_opened_by_itself_leads_to_the_page(client, gathering, party, address):
    assert client.get(address)["Location"] == at("party", gathering, party_pk=party.pk, secret=party.secret)


def test_a_smaller_party_makes_room_for_who_waits(client, gathering, anna, party, address):
    enter(gathering, anna, "Jan", 2)
    waiting = enter(gathering, anna, "Els")
    client.post(address, {"seats": "1"})
    waiting.refresh_from_db()
    assert waiting.is_going
