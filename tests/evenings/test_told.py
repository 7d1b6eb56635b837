"""Who hears what an evening gave to an idea: its people, once, when the report is online; never who did it."""

import pytest
from django.urls import reverse

from common import clock
from evenings import reporting
from evenings.models import Report, Told
from ideas.models import Idea
from labs.models import RESIDENT_VOICE, HidingReason
from notifications.models import Notice, Notification
from tests.evenings import test_on_idea as on_idea
from tests.evenings.test_doors import read
from tests.evenings.test_harvest import made_new, named, pressed, put_at, said, the_pile
from tests.evenings.test_leading import again
from tests.factories import make_idea, make_member
from tests.mails import work_off
from tests.news import PAGE, signed_in, start_anew

evening, notes_step, bea = on_idea.evening, on_idea.notes_step, on_idea.bea
evening_over = on_idea.evening_over
dots = on_idea.dots


@pytest.fixture
def kim(lab):
    return make_member(lab, "Kim")


@pytest.fixture
def idea(lab, bram, kim):
    """Bram made it, Kim supports it, and Stan asked to hear no more of it."""
    idea = make_idea(bram, "Meer groen")
    idea.support(kim)
    stan = make_member(lab, "Stan")
    idea.support(stan)
    idea.stop_posting(stan)
    start_anew()
    return idea


def online(evening, client):
    """Put the report online, by who presses."""
    report = reporting.begin(again(evening), clock.now())
    report.refresh_from_db()
    where = {"lab_slug": evening.gathering.lab.slug, "pk": evening.gathering.pk}
    seen = {"do": "publish", "seen": report.version}
    assert client.post(reverse("evening_report_set", kwargs=where), seen).status_code == 302
    assert Report.objects.get().is_published


def told():
    """Return who was told by now that an evening gave something, and of which idea."""
    work_off()
    found = Notification.objects.filter(kind="evening_gave").order_by("pk")
    titles = dict(Told.objects.values_list("pk", "idea__title"))
    return sorted((name, titles[pk]) for name, pk in found.values_list("inbox__user__name", "about_id"))


BOTH = [("Bram", "Meer groen"), ("Kim", "Meer groen")]


def test_the_people_of_an_idea_hear_it_once_when_the_report_is_online(evening_over, hers, idea, anna, bram):
    put_at(hers, evening_over, the_pile(), idea)
    put_at(hers, evening_over, named("Een bank op het plein"), idea)
    assert told() == [], "the report isn't online"
    online(evening_over, hers)
    assert told() == BOTH
    page = read(signed_in(bram).get(PAGE))
    assert "Wat er uit" not in page
    assert "Kansen ophalen in Horst" in page
    assert "Groen · Een bank op het plein" in page
    assert f"{idea.get_absolute_url()}#from-evening-{idea.pk}" in page


def test_offline_and_online_again_tells_nobody_twice_and_the_row_comes_back(evening_over, hers, idea, bram):
    put_at(hers, evening_over, the_pile(), idea)
    online(evening_over, hers)
    assert told() == BOTH
    reporting.take_offline(again(evening_over))
    assert "Kansen ophalen" not in read(signed_in(bram).get(PAGE))
    online(evening_over, hers)
    assert told() == BOTH
    assert "Kansen ophalen" in read(signed_in(bram).get(PAGE))


def test_what_comes_after_the_report_is_told_once_too(evening_over, hers, idea):
    online(evening_over, hers)
    put_at(hers, evening_over, the_pile(), idea)
    assert told() == BOTH
    put_at(hers, evening_over, named("Een bank op het plein"), idea)
    pressed(hers, evening_over, f"again:{the_pile()}:idea")
    put_at(hers, evening_over, the_pile(), idea)
    assert told() == BOTH
    assert Told.objects.count() == 1


def test_nobody_hears_what_they_did_themselves(evening_over, hers, idea, anna, lab):
    idea.support(anna)
    other = make_member(lab, "Bea2", "lab_admin")
    idea.support(other)
    start_anew()
    put_at(hers, evening_over, the_pile(), idea)
    online(evening_over, signed_in(other))
    assert told() == BOTH


def test_a_comment_is_told_instead_of_its_own_news_and_an_idea_only_with_dots(
    evening_over, hers, idea, dots, bram, kim, anna
):
    said(hers, evening_over, named("Een bank op het plein"), idea)
    idea.keep_posted(kim)
    made_new(hers, evening_over, the_pile(), title="Bomen")
    new = Idea.objects.get(title="Bomen")
    new.support(kim)
    work_off()
    assert Notification.objects.filter(kind="commented", inbox__user=bram.user).exists()
    online(evening_over, hers)
    assert told() == [("Bram", "Meer groen"), ("Kim", "Bomen"), ("Kim", "Meer groen")]
    assert not Notification.objects.filter(kind="commented").exists(), "unread, and told again by this"


def test_a_new_idea_without_dots_is_no_news_of_the_evening(evening_over, hers, kim):
    made_new(hers, evening_over, the_pile(), title="Bomen")
    Idea.objects.get().support(kim)
    online(evening_over, hers)
    assert told() == []


def test_nothing_is_told_that_nobody_can_read(evening_over, hers, idea, anna, lab, bram):
    hidden = make_idea(bram, "Verborgen")
    gone = make_idea(bram, "Weg")
    for one in (hidden, gone):
        source = {"Verborgen": named("Een bank op het plein"), "Weg": named("Een boom")}[one.title]
        put_at(hers, evening_over, source, one)
    put_at(hers, evening_over, the_pile(), idea)
    hidden.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    gone.withdraw(bram, RESIDENT_VOICE, "Toch niet.")
    start_anew()
    online(evening_over, hers)
    pressed(hers, evening_over, f"again:{the_pile()}:idea")
    assert told() == [], "taken back before the worker came"
    assert list(Told.objects.values_list("idea__title", flat=True)) == ["Meer groen"]


def test_a_hidden_gathering_is_no_news(evening_over, hers, idea, lab):
    put_at(hers, evening_over, the_pile(), idea)
    online(evening_over, hers)
    evening_over.gathering.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    assert told() == []


def test_two_forms_at_once_write_one_notice(evening_over, hers, idea):
    put_at(hers, evening_over, the_pile(), idea)
    Notice.objects.all().delete()
    report = reporting.begin(again(evening_over), clock.now())
    for _ in range(2):
        reporting.publish(again(evening_over), report.version, clock.now())
    assert Notice.objects.filter(kind="evening_gave").count() == 1
