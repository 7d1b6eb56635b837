"""Who brings what, in the report: what everybody may read, how much more there is, and what goes out of it again."""

import uuid
from datetime import timedelta

import pytest

from common import clock
from evenings import reporting
from evenings.chores import erase_participants
from evenings.models import Pledge, Report
from tests.evenings.test_choosing import joined
from tests.evenings.test_doors import read
from tests.evenings.test_report import again, at, go, publish, record, with_word
from tests.standing import standing_at

BRING = 5


def bring(evening, who, words, may_show):
    step, more = go(evening, BRING), {"kind": "things", "contact": "bea@example.org"}
    made = again(evening).bring(step.pk, words, uuid.uuid4(), clock.now(), who, **more)
    if may_show:
        again(evening).let_show(made.pk, True, who)
        again(evening).put_on_screen(made.pk, True, clock.now())
    return made


def closed(evening):
    bea, cor = joined(evening, "Bea"), joined(evening, "Cor")
    made = [bring(evening, bea, "zestien stoelen", True), bring(evening, cor, "mijn schuur", False)]
    reporting.finish(again(evening), None, [], 0, clock.now())
    return bea, cor, made


def test_what_everybody_may_read_stands_in_it_and_of_the_rest_how_much(evening, client):
    closed(evening)
    assert publish(evening).record == record(evening)
    page = read(client.get(at(evening)))
    for there in ("zestien stoelen", "Bea", "En nog een paar bijdragen"):
        assert there in page
    for not_there in ("mijn schuur", "Cor<", "bea@example.org"):
        assert not_there not in page
    assert "bea@example.org" not in str(Report.objects.get().record)
    (asked,) = [one for one in record(evening)["asked"] if one["kind"] == "bring"]
    assert (asked["number"], record(evening)["pledges"]) == (2, 2)


def test_from_five_on_the_rest_is_a_number(evening, hers):
    for number in range(5):
        bring(evening, joined(evening), f"Ding {number}", False)
    shown = bring(evening, joined(evening), "zestien stoelen", True)
    reporting.finish(again(evening), None, [], 0, clock.now())
    assert "En nog 5 bijdragen" in read(hers.get(at(evening)))
    again(evening).bring_nothing(shown.pk, shown.participant)
    page = read(hers.get(at(evening)))
    assert "5 bijdragen, die niet voor iedereen zijn om te lezen." in page
    assert "En nog" not in page, "nothing stands above it"


@pytest.mark.parametrize("how", ["private", "taken back", "taken back in the report", "by the organisers"])
def test_what_others_may_no_longer_read_goes_from_the_report(evening, hers, client, how):
    bea, _cor, (made, _other) = closed(evening)
    publish(evening)
    piece = {"piece": f"pledge-{made.pk}"}
    if how == "private":
        assert again(evening).let_show(made.pk, False, bea)
    elif how == "taken back":
        assert again(evening).bring_nothing(made.pk, bea)
    else:
        who = with_word(evening, bea) if "back" in how else hers
        assert who.post(at(evening, "weg/"), piece).status_code == 302
    assert "zestien stoelen" not in str(Report.objects.get().record)
    assert "zestien stoelen" not in read(client.get(at(evening)))


def test_after_ninety_days_it_is_the_same(evening, client):
    closed(evening)
    before = publish(evening).record
    with standing_at(clock.now() + timedelta(days=91)):
        erase_participants()
        assert "zestien stoelen" in read(client.get(at(evening)))
    assert not Pledge.objects.exists()
    assert Report.objects.get().record == before
