"""What /gezond and /metrics say, and to whom."""

import os
import time
from datetime import timedelta

import pytest
from channels.layers import channel_layers
from django.db import OperationalError, connection
from django.utils import timezone

from common.life import show_life, sign_of_life
from notifications.models import Notice, OutgoingMail, State
from realtime import doorbell, hub
from tests.services import free_port

pytestmark = pytest.mark.django_db
TOKEN = "a-token-that-only-prometheus-has"


@pytest.fixture(autouse=True)
def worker(settings, tmp_path):
    """A worker that was seen just now."""
    settings.VAR_DIR = tmp_path
    show_life()


@pytest.fixture(autouse=True)
def redis_has_time(monkeypatch):
    """No pause is left from an earlier test, and a busy Redis must not count as one that is down."""
    assert doorbell._publisher.finish(20)
    monkeypatch.setattr(doorbell, "PUBLISH_SECONDS", 5.0)
    monkeypatch.setattr(doorbell._publisher, "_rests_until", 0.0)


@pytest.fixture
def broken_database(monkeypatch):
    def fail(*args):
        raise OperationalError("could not connect to db.internal:5432 as stadslab")

    monkeypatch.setattr(connection, "cursor", fail)


def sick(client, address="/gezond"):
    """Return the sentences of a response that must be 503."""
    response = client.get(address)
    first, *sentences = response.text.splitlines()
    assert (response.status_code, first, response["Cache-Control"]) == (503, "niet gezond", "no-store")
    return sentences


def test_health_is_not_kept(client):
    response = client.get("/gezond")
    assert (response.status_code, response.text) == (200, "gezond\n")
    assert response["Cache-Control"] == "no-store"


def test_a_database_that_does_not_answer_is_one_sentence_without_its_address(client, broken_database):
    assert sick(client) == ["De database antwoordt niet."]


def test_a_worker_that_was_not_seen_for_minutes_is_missed(client):
    os.utime(sign_of_life(), (time.time() - 200, time.time() - 200))
    assert sick(client) == ["De worker is al minuten niet gezien: mail en wat op de klok gebeurt, blijven liggen."]


def test_a_worker_that_was_never_seen_is_missed(client):
    sign_of_life().unlink()
    assert sick(client)[0].startswith("De worker is al minuten niet gezien")


def write(name, **fields):
    """A mail that was written twenty minutes ago."""
    address = f"{name}@example.org"
    words = {"address": address, "mailbox": address, "subject": "Hoi", "body": "Tekst\n"}
    return OutgoingMail.objects.create(**words | {"written_at": timezone.now() - timedelta(minutes=20)} | fields)


def test_work_that_waits_too_long_is_told(client):
    waits = write("bram", written_at=timezone.now())
    assert client.get("/gezond").status_code == 200
    waits.written_at -= timedelta(minutes=20)
    waits.save()
    assert sick(client) == ["Er wacht al te lang werk op de worker."]


def test_mail_of_a_worker_that_died_in_the_first_try_is_told(client):
    write("bram", tries=1, due_at=timezone.now() - timedelta(minutes=10))
    assert sick(client) == ["Er wacht al te lang werk op de worker."]


def test_mail_that_keeps_failing_is_told_until_some_gets_out(client):
    refused = {"tries": 3, "trouble": "ConnectionRefusedError"}
    fails = write("bram", written_at=timezone.now(), **refused)
    assert client.get("/gezond").status_code == 200, "it may be back in a minute"
    fails.written_at -= timedelta(minutes=20)
    fails.save()
    told = ["Er gaat geen mail uit: de mailserver is weg of weigert. We proberen elke mail twee dagen lang."]
    assert sick(client) == told
    write("chaima", state=State.SENT, done_at=timezone.now())
    assert client.get("/gezond").status_code == 200


def notice(minutes, **fields):
    """A notice of which the worker made no batch for that long."""
    since = timezone.now() - timedelta(minutes=minutes)
    return Notice.objects.create(kind="moved", about_id=1, facts={}, worked_at=since, **fields)


def test_news_that_waits_too_long_to_be_mailed_is_told(client):
    notice(14)
    assert client.get("/gezond").status_code == 200
    notice(16)
    assert sick(client) == ["Er wacht al te lang nieuws om gemaild te worden."]


def test_news_that_cannot_be_mailed_is_told(client):
    notice(14, trouble="KeyError")
    assert client.get("/gezond").status_code == 200, "it is tried again"
    notice(16, trouble="KeyError")
    assert sick(client) == ["Er is nieuws dat niet gemaild kan worden: in het logboek van de server staat waarom."]


def test_a_long_list_that_goes_on_wakes_nobody(client):
    notice(1, told_at=timezone.now() - timedelta(hours=2), batches=40)
    assert client.get("/gezond").status_code == 200


def test_mail_that_was_given_up_wakes_nobody(client):
    write("bram", state=State.GIVEN_UP, tries=1, trouble="refused for good: 550", done_at=timezone.now())
    assert client.get("/gezond").status_code == 200


def test_a_hub_that_is_late_is_told(client, monkeypatch):
    monkeypatch.setattr(hub, "behind", lambda: 7.2)
    assert sick(client) == ["Live loopt 7 seconden achter."]


def test_a_redis_that_is_away_is_told_but_not_to_who_asks_for_the_short_answer(client, settings, monkeypatch):
    hosts = [{"address": f"redis://127.0.0.1:{free_port()}/0"}]
    layer = {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": hosts}}
    settings.CHANNEL_LAYERS = {"doorbell": layer}
    channel_layers.backends.clear()
    monkeypatch.setattr(doorbell, "_publisher", doorbell.Publisher())
    assert sick(client) == ["De deurbel (Redis) is niet te bereiken: wat verandert, komt tot een seconde later."]
    assert client.get("/gezond?kort").text == "gezond\n"


def test_the_short_answer_still_misses_the_database(client, broken_database):
    assert sick(client, "/gezond?kort") == ["De database antwoordt niet."]


@pytest.mark.parametrize("shown", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", "Bearer"])
def test_metrics_are_not_there_for_who_does_not_show_the_token(client, settings, shown):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": shown}).status_code == 404


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer"])
def test_metrics_are_there_for_nobody_without_a_token(client, settings, shown):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": shown}).status_code == 404


def test_metrics_are_there_for_who_shows_the_token(client, settings):
    settings.METRICS_TOKEN = TOKEN
    response = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert response["Content-Type"].startswith("text/plain; version=0.0.4")
    assert response["Cache-Control"] == "no-store"
    names = "sockets topics lag_seconds_count resets_total catch_up_bytes_count only_polled_total"
    for name in names.split():
        assert f'\nstadslab_live_{name}{{process="' in response.text
