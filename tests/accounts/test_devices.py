"""The devices on which a person is signed in: the list, signing out of one or of all, and unused sessions of staff."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import devices, live
from accounts.browsers import names_of
from accounts.devices import EXACT, IDLE, end_unused
from accounts.factor import recovery_codes
from accounts.models import Device, User
from front.erasure import erase
from front.takeout import person
from ideas.models import Comment
from realtime.doorbell import RIGHTS
from tests.accounts.conftest import Flow
from tests.factories import make_idea, make_member, make_user

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(user, user_agent=DESK):
    """Return a browser with its own session."""
    client = Client(headers={"User-Agent": user_agent})
    client.force_login(user)
    return client


def device_of(client):
    return Device.objects.get(session=client.session.session_key)


def sign_out(client, device):
    return client.post(f"/account/toestellen/{device.pk}/uitloggen/")


def codes_left_of(user):
    return recovery_codes(user).get_unused_codes()


def is_signed_in(client):
    return client.get("/account/").status_code == 200


@pytest.fixture
def anna(db):
    return make_user("Anna")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator").user


# The list


def test_signing_in_puts_the_device_in_the_list_without_an_address(client, anna):
    client.defaults["HTTP_USER_AGENT"] = PHONE
    flow = Flow(client)
    flow.start("anna@example.org")
    assert flow.enter().status_code == 302
    device = Device.objects.get()
    assert (device.user, device.browser, device.system) == (anna, "Safari", "iPhone")
    assert abs(timezone.now() - device.began_at) < timedelta(minutes=1)
    assert {field.name for field in Device._meta.fields} == {
        "id",
        "session",
        "user",
        "browser",
        "system",
        "began_at",
        "seen_at",
    }


@pytest.mark.parametrize(
    ("user_agent", "names"),
    [
        (PHONE, ("Safari", "iPhone")),
        (DESK, ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 15; SM-S901B) Chrome/138.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130 Safari/537", ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0 Safari/537.36 Edg/138.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15", ("Safari", "Mac")),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/138.0 Safari/537.36", ("Chrome", "Chromebook")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
        ("<script>" * 900, ("", "")),
    ],
)
def test_names_of_browser_and_system(user_agent, names):
    assert names_of(user_agent) == names


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Firefox", "Android"), "Firefox op Android"),
        (("Firefox", ""), "Firefox"),
        (("", "Mac"), "Mac"),
        (("", ""), "Een ander toestel"),
    ],
)
def test_a_device_in_words(names, words):
    assert str(Device(browser=names[0], system=names[1])) == words


def test_page_lists_the_devices_of_this_person_and_marks_this_one(anna):
    laptop, phone = signed_in(anna), signed_in(anna, PHONE)
    Device.objects.filter(pk=device_of(phone).pk).update(browser="Safari", system="iPhone")
    signed_in(make_user("Bram"))
    page = laptop.get("/account/").text
    assert page.count('id="device-') == 2
    assert page.count("dit toestel") == 1
    assert page.index("Safari op iPhone") > 0
    assert f"/account/toestellen/{device_of(phone).pk}/uitloggen/" in page
    assert f"/account/toestellen/{device_of(laptop).pk}/uitloggen/" not in page


def test_page_says_to_staff_alone_that_their_sessions_end(mo, anna):
    words = "Gebruik je een toestel 12 uur niet?"
    assert words in signed_in(mo).get("/account/").text
    assert words not in signed_in(anna).get("/account/").text


def test_many_devices_cost_no_more_queries(anna, django_assert_num_queries):
    client = signed_in(anna)
    with CaptureQueriesContext(connection) as one:
        client.get("/account/")
    for _number in range(5):
        signed_in(anna)
    with django_assert_num_queries(len(one)):
        client.get("/account/")


# Signing out


def test_who_opens_the_address_of_a_button_finds_the_buttons_and_stays_signed_in(anna):
    laptop, phone = signed_in(anna), signed_in(anna)
    assert laptop.get(f"/account/toestellen/{device_of(phone).pk}/uitloggen/").headers["Location"] == "/account/"
    assert is_signed_in(phone)


def test_one_device_is_signed_out_and_the_others_stay(anna, monkeypatch):
    rung = []
    monkeypatch.setattr(live, "ring", rung.append)
    laptop, phone, other = signed_in(anna), signed_in(anna), signed_in(make_user("Bram"))
    answer = sign_out(laptop, device_of(phone))
    assert answer.headers["Location"] == "/account/#my-devices"
    assert "Dat toestel is uitgelogd." in laptop.get("/account/").text
    assert phone.get("/account/").headers["Location"] == "/inloggen/?next=%2Faccount%2F"
    assert is_signed_in(laptop)
    assert is_signed_in(other)
    assert rung == [RIGHTS]


def test_signing_out_a_device_twice_does_nothing_more(anna):
    laptop, phone = signed_in(anna), signed_in(anna)
    device = device_of(phone)
    sign_out(laptop, device)
    laptop.get("/account/")
    assert sign_out(laptop, device).status_code == 302
    assert "Dat toestel was al uitgelogd." in laptop.get("/account/").text


@pytest.mark.parametrize("is_there", [True, False])
def test_device_of_another_person_is_as_one_that_does_not_exist(anna, is_there):
    laptop, other = signed_in(anna), signed_in(make_user("Bram"))
    device = device_of(other) if is_there else Device(pk=10**9)
    assert sign_out(laptop, device).headers["Location"] == "/account/#my-devices"
    assert "Dat toestel was al uitgelogd." in laptop.get("/account/").text
    assert is_signed_in(other)


def test_this_device_is_signed_out_as_by_its_own_button(anna):
    laptop = signed_in(anna)
    assert sign_out(laptop, device_of(laptop)).headers["Location"] == "/"
    assert not is_signed_in(laptop)
    assert not Device.objects.exists()


def test_signing_out_everywhere_ends_all_sessions(anna):
    laptop, phone, other = signed_in(anna), signed_in(anna), signed_in(make_user("Bram"))
    laptop.post("/account/overal-uitloggen/")
    assert not is_signed_in(laptop)
    assert not is_signed_in(phone)
    assert list(Device.objects.all()) == [device_of(other)]
    assert Session.objects.count() == 1


def test_form_of_a_device_that_was_signed_out_keeps_what_was_typed(lab, anna):
    laptop, phone = signed_in(anna), signed_in(anna)
    sign_out(laptop, device_of(phone))
    words = {"title": "Een bank", "opportunity": "Hier kan een bank staan, aan het water."}
    answer = phone.post("/proefdorp/ideeen/nieuw/", words)
    assert answer.headers["Location"].startswith("/inloggen/?bij=")
    assert words["opportunity"] in phone.get(answer.headers["Location"]).text


def test_expired_session_takes_its_device_along(anna):
    signed_in(anna)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    laptop = signed_in(anna)
    assert laptop.get("/account/").text.count('id="device-') == 1
    call_command("clearsessions")
    assert list(Device.objects.all()) == [device_of(laptop)]


def test_devices_are_in_the_download_and_gone_with_the_account(anna):
    device = device_of(signed_in(anna))
    names = {"browser": "", "system": "", "began_at": device.began_at, "seen_at": device.seen_at}
    assert person(anna)["devices"] == [names]
    erase(anna, keep_words=True)
    assert not Device.objects.exists()
    assert not Session.objects.exists()


# When it was used


def queries_of(client, address="/account/"):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [query["sql"] for query in queries if "accounts_device" in query["sql"]]


def test_use_is_stored_once_in_five_minutes_and_costs_no_query_otherwise(anna):
    client = signed_in(anna)
    began = device_of(client).seen_at
    assert len(queries_of(client, "/")) == 1  # the session's own
    with time_machine.travel(began + EXACT + timedelta(seconds=1), tick=False):
        assert [sql.split()[0] for sql in queries_of(client, "/")] == ["SELECT", "UPDATE"]
        assert [sql.split()[0] for sql in queries_of(client, "/")] == ["SELECT"]
        assert device_of(client).seen_at == timezone.now()


def test_page_that_refreshes_itself_is_no_use(anna):
    client = signed_in(anna)
    began = device_of(client).seen_at
    with time_machine.travel(began + timedelta(hours=1), tick=False):
        client.get("/account/", headers={"Sec-Fetch-Dest": "empty"})
        assert device_of(client).seen_at == began
        client.post("/weergave/", headers={"Sec-Fetch-Dest": "empty"})
        assert device_of(client).seen_at == timezone.now()


def test_session_of_before_there_were_devices_gets_its_row(anna):
    client = signed_in(anna)
    Device.objects.all().delete()
    assert 'id="device-' in client.get("/account/").text
    assert device_of(client).user == anna


# Staff


@pytest.mark.parametrize("kind", ["civil_servant", "moderator", "lab_admin"])
def test_session_of_staff_ends_after_twelve_hours_without_use(lab, kind):
    client = signed_in(make_member(lab, "Sam", kind).user)
    began = device_of(client).seen_at
    with time_machine.travel(began + timedelta(hours=11), tick=False):
        assert is_signed_in(client)  # whoever works on stays in
    with time_machine.travel(began + timedelta(hours=22.9), tick=False):
        assert is_signed_in(client)
    with time_machine.travel(began + timedelta(hours=35), tick=False):
        assert not is_signed_in(client)
    assert not Device.objects.exists()
    assert not is_signed_in(client)


@pytest.mark.parametrize("kind", [None, "stadmaker", "connector", "alderman"])
def test_session_of_others_stays(lab, kind):
    roles = [kind] if kind else []
    client = signed_in(make_member(lab, "Sam", *roles).user)
    with time_machine.travel(timezone.now() + timedelta(days=50), tick=False):
        end_unused()
        assert is_signed_in(client)


def test_worker_ends_unused_sessions_of_staff_and_has_sockets_closed(mo, anna, monkeypatch):
    unused, used, hers = signed_in(mo), signed_in(mo), signed_in(anna)
    rung = []
    monkeypatch.setattr(devices, "rights_changed", lambda: rung.append(RIGHTS))
    end_unused()
    assert rung == []
    later = timezone.now() + IDLE + timedelta(minutes=1)
    Device.objects.filter(pk=device_of(used).pk).update(seen_at=later)
    with time_machine.travel(later, tick=False):
        end_unused()
        end_unused()
        assert rung == [RIGHTS]
        assert not is_signed_in(unused)
        assert is_signed_in(used)
        assert is_signed_in(hers)


@pytest.mark.parametrize("does_the_worker_come", [True, False])
def test_what_staff_typed_in_an_unused_session_is_kept_and_done_after_signing_in(lab, mo, does_the_worker_come):
    client = signed_in(mo)
    with time_machine.travel(timezone.now() + IDLE + timedelta(minutes=1)):
        if does_the_worker_come:
            end_unused()
        idea = make_idea(make_member(lab, "Anna"))
        answer = client.post(f"{idea.get_absolute_url()}reacties/", {"text": "Morgen staat de bank er."})
        assert answer.headers["Location"].startswith("/inloggen/?bij=")
        assert "Morgen staat de bank er." in client.get(answer.headers["Location"]).text
        assert not Comment.objects.exists()
        flow = Flow(client)
        flow.start("mo@example.org", answer.headers["Location"], pressed="1")
        assert flow.enter().headers["Location"] == "/inloggen/slot/"
        client.post("/inloggen/slot/", {"code": codes_left_of(mo)[0]})
        assert Comment.objects.get().text == "Morgen staat de bank er."


def test_proved_session_of_before_the_upgrade_that_nobody_used_ends(mo):
    client = signed_in(mo)
    Device.objects.all().delete()
    session = client.session
    session[devices.SEEN_BEFORE] = int((timezone.now() - IDLE - timedelta(minutes=1)).timestamp())
    session.save()
    assert not is_signed_in(client)
    assert User.objects.filter(pk=mo.pk).exists()
