"""Signing up with and without an account, and withdrawing; without JavaScript and by script."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import MailboxProof
from common import clock, rate_limits
from events.models import Attendance
from events.views.signing_up import party_path
from tests.events.factories import AN_EVENING, IN_NINE_DAYS, enter, make_draft, make_gathering
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once
from tests.standing import standing_at

SCRIPT = {"HX-Request": "true"}


def at(name, gathering, **more):
    return reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk, **more})


@pytest.fixture
def gathering(anna):
    return make_gathering(anna, capacity=4)


@pytest.fixture
def bram_here(client, bram):
    client.force_login(bram.user)
    return client


def test_a_press_gives_a_seat_and_says_so(bram_here, gathering, bram):
    answer = bram_here.post(at("sign_up", gathering), {"seats": "2", "needs": "Een ringleiding."}, follow=True)
    assert answer.redirect_chain == [(gathering.get_absolute_url() + "#kom", 302)]
    party = gathering.party_of(bram)
    assert (party.seats, party.state, party.needs) == (2, "going", "Een ringleiding.")
    text = answer.content.decode()
    assert "Je komt met z&#x27;n tweeën." in text
    assert "Ik kom toch niet" in text


def test_a_script_gets_where_they_stand_and_the_seats(bram_here, gathering):
    answer = bram_here.post(at("sign_up", gathering), {"seats": "1"}, headers=SCRIPT)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="mine-{gathering.pk}"' in text
    assert f'id="seats-{gathering.pk}" data-revision="{gathering.revision + 1}"' in text
    assert "<html" not in text


def test_whoever_comes_when_it_is_full_hears_their_place_in_the_line(bram_here, gathering, anna):
    enter(gathering, anna, "Vol", 4)
    enter(gathering, anna, "Eerder", 1)
    answer = bram_here.post(at("sign_up", gathering), {"seats": "1"}, follow=True)
    page = answer.content.decode()
    assert "Je staat op plek 2 van de wachtlijst." in page
    assert "Vol, 2 op de wachtlijst" in page
    assert "Vol. " not in page, "once is enough"


def test_who_waits_in_the_last_two_hours_is_not_told_to_wait_for_news(bram_here, gathering, anna):
    """Nobody moves up automatically then; people may call or come by."""
    enter(gathering, anna, "Vier", seats=4)
    later = "Je hoort het meteen als er plek is, tot twee uur voor het begint."
    soon = "De wachtlijst schuift niet meer op."
    with standing_at(gathering.starts_at - timedelta(minutes=90)):
        answer = bram_here.post(at("sign_up", gathering), {"seats": "1"}, follow=True).text
        party = gathering.sign_up_guest("Tinus", "tinus@example.org", "nl").party
        guest = Client().get(party_path(party, gathering)).text
    for page in (answer, guest):
        assert "van de wachtlijst" in page
        assert soon in page
        assert later not in page
    for page in (bram_here.get(gathering.get_absolute_url()).text, Client().get(party_path(party, gathering)).text):
        assert later in page
        assert soon not in page


def test_more_seats_than_there_are_changes_nothing_and_says_it(bram_here, gathering, anna, bram):
    gathering.sign_up(bram, 1)
    enter(gathering, anna, "Vol", 3)
    answer = bram_here.post(at("sign_up", gathering), {"seats": "2"})
    assert answer.status_code == 422
    assert "Jouw plekken blijven van jou." in answer.content.decode()
    assert gathering.party_of(bram).seats == 1


def test_a_party_larger_than_the_gathering_is_refused_for_it_would_hold_up_the_line(bram_here, gathering, anna):
    guest = {"name": "Guus", "email": "guus@post.example", "seats": "5"}
    for name, said in (("sign_up", {"seats": "5"}), ("sign_up_mail", guest)):
        answer = bram_here.post(at(name, gathering), said)
        assert answer.status_code == 422
        assert "Er is plek voor 4 mensen in totaal. Kies er minder." in answer.text
    bram_here.force_login(anna.user)
    answer = bram_here.post(at("parties", gathering), {"name": "Bep", "seats": "5", "key": str(uuid.uuid4())})
    assert "Er is plek voor 4 mensen in totaal. Kies er minder." in answer.text
    assert not gathering.attendances.exists()


@pytest.mark.parametrize("seats", ["0", "6", "", "x", "1e9", "-1", "²"])
def test_a_number_that_is_not_in_the_list_is_refused_and_words_are_kept(bram_here, gathering, seats):
    answer = bram_here.post(at("sign_up", gathering), {"seats": seats, "needs": "Een stoel met leuning."})
    assert answer.status_code == 422
    assert "Een stoel met leuning." in answer.content.decode()
    assert not Attendance.objects.exists()


def test_not_after_all_gives_the_seat_to_the_next(bram_here, gathering, bram, anna):
    gathering.sign_up(bram, 4)
    waits = enter(gathering, anna, "Wacht", 2)
    for _press in range(2):
        answer = bram_here.post(at("sign_up_withdraw", gathering), follow=True)
        assert "Je komt niet. Fijn dat je het zegt." in answer.content.decode()
    waits.refresh_from_db()
    assert waits.is_going


def test_who_is_signed_out_signs_in_and_then_comes(client, gathering):
    answer = client.post(at("sign_up", gathering), {"seats": "3"})
    assert answer.headers["Location"].startswith("/inloggen/")
    assert not Attendance.objects.exists()


def test_reading_the_page_signed_out_sets_no_cookie_and_holds_no_form(client, gathering):
    answer = client.get(gathering.get_absolute_url())
    assert not answer.cookies
    assert "<form" not in answer.content.decode().split("<main", 1)[1].split("</main>")[0].replace(
        'action="/weergave/"', ""
    )


def guest(client, gathering, seats="2", email="tinus@example.org"):
    """Post a guest's form, up to the mailed code."""
    fields = {"name": "Tinus", "email": email, "seats": seats, "needs": ""}
    answer = client.post(at("sign_up_mail", gathering), fields)
    assert answer.headers["Location"] == at("sign_up_code", gathering)
    page = client.get(at("sign_up_code", gathering)).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    return token, re.search(r"\d{6}", mail.outbox[-1].subject)[0]


def test_a_guest_comes_with_a_code_and_no_account(client, gathering):
    token, code = guest(client, gathering)
    assert not Attendance.objects.exists(), "nothing before the mailbox is proven"
    answer = client.post(at("sign_up_code", gathering), {"token": token, "code": code}, follow=True)
    party = Attendance.objects.get()
    assert (party.name, party.mail, party.seats, party.person) == ("Tinus", "tinus@example.org", 2, None)
    assert answer.redirect_chain[0][0] == at("party", gathering, party_pk=party.pk, secret=party.secret)
    assert "Je komt met z&#x27;n tweeën." in answer.content.decode()
    again = client.post(at("sign_up_code", gathering), {"token": token, "code": code})
    assert again.headers["Location"] == answer.redirect_chain[0][0]
    assert Attendance.objects.count() == 1
    assert "Tinus" not in str(MailboxProof.objects.values_list("wish", "address"))


def test_the_address_of_a_refused_form_leads_back_to_the_form(client, gathering):
    assert client.post(at("sign_up_mail", gathering), {"name": ""}).status_code == 422
    assert client.get(at("sign_up_mail", gathering))["Location"] == at("sign_up", gathering)


def test_a_guest_who_goes_back_is_not_asked_for_a_used_code(client, gathering):
    token, code = guest(client, gathering)
    client.post(at("sign_up_code", gathering), {"token": token, "code": code})
    assert client.get(at("sign_up_code", gathering))["Location"] == at("sign_up", gathering)


def test_a_guests_code_signs_nobody_in(client, gathering):
    token, code = guest(client, gathering)
    client.post(at("sign_up_code", gathering), {"token": token, "code": code})
    answer = client.post(reverse("sign_in_code"), {"token": token, "code": code})
    assert answer.headers["Location"] == reverse("sign_in")
    assert "_auth_user_id" not in client.session


def test_a_wrong_code_gives_no_seat(client, gathering):
    token, code = guest(client, gathering)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    answer = client.post(at("sign_up_code", gathering), {"token": token, "code": wrong})
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_another_browser_cannot_use_the_code(client, gathering):
    token, code = guest(client, gathering)
    Client().post(at("sign_up_code", gathering), {"token": token, "code": code})
    assert not Attendance.objects.exists()


def test_a_guest_withdraws_by_the_secret_address_and_no_other(client, gathering):
    party = gathering.sign_up_guest("Tinus", "tinus@example.org", "nl", 2).party
    assert client.get(at("party", gathering, party_pk=party.pk, secret="x" * 32)).status_code == 404
    assert client.post(at("party", gathering, party_pk=party.pk, secret="x" * 32)).status_code == 404
    address = at("party", gathering, party_pk=party.pk, secret=party.secret)
    assert "Je komt met z&#x27;n tweeën." in client.get(address).content.decode()
    assert "Je komt niet." in client.post(address, follow=True).content.decode()
    gathering.refresh_from_db()
    assert gathering.taken == 0


def test_a_guest_fills_in_a_name_and_a_mail_address(client, gathering):
    answer = client.post(at("sign_up_mail", gathering), {"name": " ", "email": "geen", "seats": "2", "needs": "Soep."})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Soep." in text
    assert 'aria-invalid="true"' in text
    assert not mail.outbox


def test_the_link_to_join_is_for_who_comes(client, anna, bram, chaima):
    gathering = make_gathering(anna, link="https://scherm.example/kamer")
    gathering.sign_up(bram)
    client.force_login(bram.user)
    assert "scherm.example" in client.get(gathering.get_absolute_url()).content.decode()
    client.force_login(chaima.user)
    assert "scherm.example" not in client.get(gathering.get_absolute_url()).content.decode()
    client.logout()
    assert "scherm.example" not in client.get(gathering.get_absolute_url()).content.decode()


def test_nobody_signs_up_for_what_is_over_or_cancelled_or_a_draft(bram_here, anna):
    past = make_gathering(anna, starts_at=clock.now() + IN_NINE_DAYS)
    type(past).objects.filter(pk=past.pk).update(
        starts_at=clock.now() - IN_NINE_DAYS, ends_at=clock.now() - IN_NINE_DAYS + AN_EVENING
    )
    cancelled = make_gathering(anna)
    cancelled.cancel("Storm.")
    for gathering in (past, cancelled):
        assert bram_here.post(at("sign_up", gathering), {"seats": "1"})["Location"] == gathering.get_absolute_url()
        assert not gathering.attendances.exists()
    assert bram_here.post(at("sign_up", make_draft(anna)), {"seats": "1"}).status_code == 404
    text = bram_here.get(past.get_absolute_url()).content.decode()
    assert "Kom je?" not in text


def test_too_many_presses_wait_a_minute(bram_here, gathering, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "sign_up", "2 per year")
    answers = [bram_here.post(at("sign_up", gathering), {"seats": "1"}, headers=SCRIPT) for _press in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_identical_presses_at_once_are_one_party(gathering, bram):
    client = browser(bram)

    def press():
        return tab(client).post(at("sign_up", gathering), {"seats": "2"}).status_code

    assert all_at_once([press] * 50) == [302] * 50
    gathering.refresh_from_db()
    assert (gathering.taken, gathering.attendances.count()) == (2, 1)


def test_own_part_alone_says_where_they_stand(bram_here, gathering, bram, anna):
    """The page fetches this part when the seats changed, so that a party sees that it moved up."""
    party = enter(gathering, anna, "Vol", 4)
    gathering.sign_up(bram)
    part = bram_here.get(at("sign_up", gathering), headers=SCRIPT)
    assert 'data-stands="waiting"' in part.content.decode()
    assert part.headers["Cache-Control"].startswith("max-age=0")
    party.withdraw()
    assert 'data-stands="going"' in bram_here.get(at("sign_up", gathering), headers=SCRIPT).content.decode()


def test_a_page_takes_the_same_queries_for_one_who_comes_and_for_three(
    bram_here, gathering, anna, lab, django_assert_num_queries, django_assert_max_num_queries
):
    from django.test.utils import CaptureQueriesContext

    bram_here.get(gathering.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        bram_here.get(gathering.get_absolute_url())
    for name in ("Dirk", "Els", "Fien"):
        gathering.sign_up(make_member(lab, name))
    with django_assert_num_queries(len(one)):
        bram_here.get(gathering.get_absolute_url())
    assert len(one) <= 15


def send_name(client, gathering, name):
    answer = client.post(at("sign_up_mail", gathering), {"name": name, "email": "guus@post.example", "seats": "1"})
    errors = answer.context["form"].errors if answer.status_code == 422 else {}
    return " ".join(errors.get("name", ()))


LOOKS_LIKE_SOMEONE = "Zo heet hier al iemand."
AN_OFFICE = "Dit lijkt op een rol. Vul alleen je eigen naam in."  # a guest has no role beside the name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anna", LOOKS_LIKE_SOMEONE),  # an organiser
        ("  anna ", LOOKS_LIKE_SOMEONE),
        ("Ａnna", LOOKS_LIKE_SOMEONE),
        ("Bram", LOOKS_LIKE_SOMEONE),  # a member
        ("\u0391\u039d\u039d\u0391", LOOKS_LIKE_SOMEONE),  # ANNA in Greek letters
        ("\u0410nna", "Kies een naam in één soort letters."),  # begins with a Cyrillic letter
        ("Brarn", LOOKS_LIKE_SOMEONE),
        ("G3meente", AN_OFFICE),
        ("dorpsraadslid", AN_OFFICE),
        ("Gemeente Horst", AN_OFFICE),
        ("de wethouder", AN_OFFICE),
        ("An\u200bna", "Zo heet hier al iemand."),  # invisible characters are removed first
        ("\u202eannA", "Zo heet hier al iemand."),
        ("Ada" + "\u0301" * 9, "Kies een naam met gewone letters."),
        ("...", "Kies een naam met minstens één letter of cijfer."),
    ],
)
def test_a_guest_is_not_taken_for_someone_else(client, gathering, bram, name, said):
    assert send_name(client, gathering, name).startswith(said)
    assert not mail.outbox
    assert not MailboxProof.objects.exists()


@pytest.mark.parametrize("name", ["Anna de Vries", "Bram en Els", "Guus", "Ömer Şahin", "Fam. Jansen-de Boer", "Otto"])
def test_a_guest_has_an_ordinary_name_also_that_of_a_guest_or_of_another_lab(client, gathering, name):
    """A refusal of another guest's name would tell who attends."""
    make_member(make_lab("buurdorp"), "Otto")
    gathering.sign_up_guest("Guus", "andere@post.example", "nl")
    assert send_name(client, gathering, name) == ""


def test_whether_a_name_is_somebodys_does_not_depend_on_the_mail_address(client, gathering, bram):
    """Otherwise anybody could find out which address is a member's."""
    for address in (bram.user.email, "niemand@post.example"):
        sent = {"name": "Bram", "email": address, "seats": "1"}
        assert LOOKS_LIKE_SOMEONE in client.post(at("sign_up_mail", gathering), sent).text
