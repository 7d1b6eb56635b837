"""*Keep me posted* on a gathering, a place and a lab, and *Stop*, which never stops a cancellation."""

from datetime import time

import pytest
from django.test import Client

from events.chores import remind
from events.models import Gathering, GatheringSubscription
from labs.models import LabSubscription
from notifications.groups import GROUPS, Mail
from notifications.models import choose, inbox_of
from notifications.rows import rows_of
from places.models import Place, PlaceSubscription
from tests.events.factories import enter, make_draft, make_gathering, utc
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.mails import forget, run, told, work_off
from tests.places.factories import make_place
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
POSTED, KEEP = "Je hoort hiervan", "Houd me op de hoogte"
LATER = {"starts_at": utc(2026, 12, 12, 18, 30), "ends_at": utc(2026, 12, 12, 20, 30)}


@pytest.fixture
def evening(anna):
    start = utc(2026, 12, 5, 18, 30), utc(2026, 12, 5, 20, 30)
    with standing_at(utc(2026, 11, 24, 9)):
        evening = make_gathering(anna, "Open tafel", starts_at=start[0], ends_at=start[1])
        told()
        forget()
    return evening


def fresh(evening):
    return Gathering.objects.get(pk=evening.pk)


def news_of(member):
    work_off()
    return [row.line.text for row in rows_of(inbox_of(member.user).news.shown().rows())]


def mails_to(member):
    return [subject for address, subject in told() if address == member.user.email]


def says(client, thing):
    page = client.get(thing.get_absolute_url()).content.decode()
    return {words for words in (POSTED, KEEP) if words in page}


# A gathering


@pytest.mark.parametrize(
    ("act", "line", "subject"),
    [
        ("move", "Open tafel: andere tijd of plek", "Veranderd: Open tafel"),
        ("cancel", "Open tafel gaat niet door", "Gaat niet door: Open tafel"),
    ],
)
def test_a_follower_hears_of_a_move_and_a_cancellation(evening, anna, bram, chaima, act, line, subject):
    evening.keep_posted(bram)
    if act == "move":
        fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
    else:
        fresh(evening).cancel("Storm.", by=anna)
    assert (news_of(bram), mails_to(bram)) == ([line], [subject])
    assert (news_of(chaima), mails_to(chaima)) == ([], [])
    assert (news_of(anna), mails_to(anna)) == ([], [])


def guest(evening, anna, chaima):
    enter(fresh(evening), anna, "Gast")


def guest_with_a_mailbox(evening, anna, chaima):
    enter(fresh(evening), anna, "Gast", mail="gast@voorbeeld.example")


def who_left(evening, anna, chaima):
    fresh(evening).sign_up(chaima)
    chaima.user.memberships.update(user=None)


@pytest.mark.parametrize("comes", [guest, guest_with_a_mailbox, who_left])
def test_a_follower_hears_it_also_when_somebody_without_an_account_comes(evening, anna, bram, chaima, comes):
    evening.keep_posted(bram)
    comes(evening, anna, chaima)
    told()
    forget()
    fresh(evening).cancel("Storm.", by=anna)
    assert mails_to(bram) == ["Gaat niet door: Open tafel"]


def test_a_follower_who_comes_too_gets_one_mail_and_one_line(evening, anna, bram):
    evening.keep_posted(bram)
    evening.sign_up(bram)
    told()
    forget()
    fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
    assert (len(mails_to(bram)), len(news_of(bram))) == (1, 1)


def test_stop_never_stops_a_move_or_a_cancellation_for_who_comes(evening, anna, bram):
    evening.sign_up(bram)
    evening.stop_posting(bram)
    told()
    forget()
    fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
    fresh(evening).cancel("Storm.", by=anna)
    assert mails_to(bram) == ["Veranderd: Open tafel", "Gaat niet door: Open tafel"]
    assert len(news_of(bram)) == 2


def test_stop_stops_the_reminder_and_the_outcome(evening, anna, bram, chaima):
    with standing_at(utc(2026, 11, 24, 10)):
        for member in (bram, chaima):
            evening.sign_up(member)
        evening.stop_posting(bram)
        told()
        forget()
    with standing_at(utc(2026, 12, 4, 9)):
        assert remind() == 1
        assert (mails_to(bram), mails_to(chaima)) == ([], ["Morgen: Open tafel"])
        fresh(evening).close("Er komt een bankje.", by=anna)
        assert news_of(bram) == []
        assert news_of(chaima)[0] == "Wat er uit Open tafel kwam"


def test_the_outcome_is_told_once_to_who_came_and_who_follows(evening, anna, bram, chaima):
    evening.sign_up(bram)
    evening.keep_posted(chaima)
    evening.keep_posted(anna)
    fresh(evening).close("", by=anna)
    fresh(evening).close("Er komt een bankje.", by=anna)
    fresh(evening).close("Er komen twee bankjes.", by=anna)
    assert news_of(bram) == news_of(chaima) == ["Wat er uit Open tafel kwam"]
    assert news_of(anna) == []


def test_who_hears_of_an_idea_on_the_table_hears_the_outcome_once(evening, anna, bram):
    idea = make_idea(bram)
    evening.put_on_table([idea])
    evening.keep_posted(bram)
    work_off()
    before = len(news_of(bram))
    fresh(evening).note_outcomes({idea.pk: "Gaan we doen."})
    fresh(evening).close("Er komt een tuin.", by=anna)
    assert len(news_of(bram)) == before + 1


def test_the_page_of_a_gathering_says_who_hears(evening, anna, bram, chaima):
    evening.sign_up(bram)
    assert [says(browser(member), evening) for member in (anna, bram, chaima)] == [{POSTED}, {POSTED}, {KEEP}]
    client, url = browser(bram), evening.get_absolute_url()
    page = client.post(f"{url}op-de-hoogte/stop/", follow=True).content.decode()
    assert "Je hoort hier niets meer van. Kom je, dan hoor je nog wel als" in page
    assert says(client, evening) == {KEEP}
    assert POSTED in client.post(f"{url}op-de-hoogte/", HTTP_HX_REQUEST="true").content.decode()
    other = browser(chaima)
    assert POSTED in other.post(f"{url}kom/", {"seats": 1}, HTTP_HX_REQUEST="true").content.decode()
    assert GatheringSubscription.objects.count() == 1


def test_nobody_follows_a_draft_or_what_is_cancelled(evening, anna, bram):
    draft = make_draft(anna)
    url = f"{draft.get_absolute_url()}op-de-hoogte/"
    assert (browser(bram).post(url).status_code, browser(anna).post(url).status_code) == (404, 403)
    evening.cancel("Storm.", by=anna)
    assert browser(bram).post(f"{evening.get_absolute_url()}op-de-hoogte/").status_code == 403
    assert says(browser(bram), evening) == set()


# A place and a lab


@pytest.fixture
def place(anna):
    return make_place(anna, "De Labkar")


@pytest.mark.parametrize("follows", ["place", "lab", "both"])
def test_who_follows_a_place_or_its_lab_hears_of_a_new_gathering_once(anna, bram, chaima, place, follows):
    if follows != "lab":
        place.keep_posted(bram)
    if follows != "place":
        anna.lab.keep_posted(bram)
    draft = make_draft(anna, "Open tafel", place=place)
    assert news_of(bram) == []
    draft.publish(anna)
    assert news_of(bram) == ["Nieuwe bijeenkomst: Open tafel"]
    assert news_of(chaima) == news_of(anna) == []


def test_a_gathering_elsewhere_is_not_told_to_who_follows_a_place(anna, bram, place):
    place.keep_posted(bram)
    make_gathering(anna, "Elders")
    assert news_of(bram) == []


def test_several_new_gatherings_are_one_line(anna, bram):
    anna.lab.keep_posted(bram)
    for title in ("Een", "Twee", "Drie"):
        make_gathering(anna, title)
    assert news_of(bram) == ["3 nieuwe bijeenkomsten in Proefdorp"]


def test_a_gathering_that_asks_for_a_date_is_told_when_it_appears_and_not_again(anna, bram):
    anna.lab.keep_posted(bram)
    draft = make_draft(anna, "Open tafel", starts_at=None, ends_at=None)
    draft.ask_dates([(LATER["starts_at"], LATER["ends_at"])], anna)
    assert news_of(bram) == ["Nieuwe bijeenkomst: Open tafel"]
    with standing_at(utc(2026, 12, 1)):
        fresh(draft).choose_date(draft.date_options.get(), by=anna)
    assert news_of(bram) == ["Nieuwe bijeenkomst: Open tafel"]


def test_who_hears_of_an_idea_on_its_table_is_not_told_of_the_gathering_too(anna, bram):
    anna.lab.keep_posted(bram)
    idea = make_idea(bram)
    draft = make_draft(anna, "Open tafel")
    draft.put_on_table([idea])
    draft.publish(anna)
    assert news_of(bram) == ["Pluktuin komt aan bod op Open tafel"]


def test_a_gathering_that_is_cancelled_before_the_worker_comes_is_not_new(anna, bram):
    anna.lab.keep_posted(bram)
    make_gathering(anna).cancel("Storm.", by=anna)
    assert news_of(bram) == []


def test_who_stopped_one_gathering_or_the_lab_is_not_told(anna, bram, chaima):
    anna.lab.keep_posted(bram)
    anna.lab.stop_posting(bram)
    make_gathering(anna)
    assert news_of(bram) == []
    assert not LabSubscription.objects.get().is_on


def test_who_follows_a_place_hears_when_it_is_elsewhere_or_closes(anna, bram, chaima, place):
    place.keep_posted(bram)
    place.keep_posted(anna)
    place.change(by=anna, about="Een kar.", host="Piet")
    assert news_of(bram) == []
    place.change(by=anna, address="Dorpsstraat 2")
    assert news_of(bram) == ["De Labkar: de plek of de openingstijden zijn veranderd"]
    place.set_hours([(0, time(9), time(12))])
    assert len(news_of(bram)) == 1
    place.change(by=anna, is_closed=True)
    assert news_of(bram) == ["Het lab gebruikt De Labkar niet meer"]
    assert news_of(chaima) == []
    assert news_of(anna) == ["Het lab gebruikt De Labkar niet meer"]  # set_hours was the lab's own, of nobody


def test_the_pages_of_a_place_and_a_lab_have_the_button(bram, place):
    client = browser(bram)
    for thing, words in ((place, "Je hoort van nieuwe bijeenkomsten hier"), (place.lab, "niet van elk idee")):
        assert says(client, thing) == {KEEP}
        page = client.post(f"{thing.get_absolute_url()}op-de-hoogte/", follow=True).content.decode()
        assert POSTED in page
        assert words in page
        assert says(client, thing) == {POSTED}
        client.post(f"{thing.get_absolute_url()}op-de-hoogte/stop/")
        assert says(client, thing) == {KEEP}
    assert PlaceSubscription.objects.count() == LabSubscription.objects.count() == 1
    Place.objects.update(is_closed=True)
    assert client.post(f"{place.get_absolute_url()}op-de-hoogte/").status_code == 403


def test_a_visitor_signs_in_first(client, place, evening):
    for thing in (place, place.lab, evening):
        url = f"{thing.get_absolute_url()}op-de-hoogte/"
        assert f'href="{url}"' in client.get(thing.get_absolute_url()).content.decode()
        assert client.get(url).headers["Location"].startswith("/inloggen/?doe=")
        assert client.post(url).headers["Location"].startswith("/inloggen/?bij=")


def test_followers_are_few_queries_however_many(anna, lab, evening, django_assert_max_num_queries):
    for number in range(5):
        evening.keep_posted(make_member(lab, f"Buur{number}"))
    fresh(evening).cancel("Storm.", by=anna)
    with django_assert_max_num_queries(45):
        work_off()


# A follower's mail is stopped where one reads it; that of who comes is not


def sent():
    return {message.to[0].partition("@")[0]: message for message in run()}


def test_a_follower_stops_the_mails_of_gatherings_in_one_press_and_who_comes_does_not(evening, anna, bram, chaima):
    evening.keep_posted(bram)
    evening.sign_up(chaima)
    told()
    forget()
    fresh(evening).change(None, reason="Sneeuw.", by=anna, **LATER)
    mails = sent()
    assert "Stop deze mails" not in mails["chaima"].body
    assert "List-Unsubscribe" not in mails["chaima"].extra_headers
    assert "Stop deze mails" in mails["bram"].body
    assert mails["bram"].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = mails["bram"].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert Client().post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    choose(chaima.user, dict.fromkeys(GROUPS, Mail.NEVER))
    fresh(evening).cancel("Storm.", by=anna)
    assert set(sent()) == {"chaima"}
    assert "Open tafel gaat niet door" in news_of(bram), "a page doesn't nag"
