"""In calm mode the first comment of somebody new waits: nobody else reads it, and after a day it appears by itself."""

import json
import uuid
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.desk import ALL, Work
from common import clock
from common.times import day_of
from front.erasure import erase
from ideas.chores import show_what_waited
from ideas.models import Comment, Idea, IdeaClosed, TooSoon, WaitingComment
from ideas.models.onbehalf import write_down_comment
from labs.models import RESIDENT_VOICE, HidingReason, Lab, Membership, RoleKind
from moderation.models import Flag, ModerationSettings, first_comments
from notifications.models import OutgoingMail
from realtime.topics import TOPICS
from tests import mails
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import PART, browser
from tests.moderation.first_comments.conftest import DAY, HOUR, MINUTE, WORDS, fresh, say, send, since, the_wait

pytestmark = pytest.mark.django_db


# Who waits


def test_the_first_comment_of_somebody_new_waits_and_its_writer_reads_until_when(idea, nieuw):
    answer = say(nieuw, idea)
    waiting = the_wait()
    assert answer.url == f"{idea.get_absolute_url()}#wacht-{waiting.pk}"
    assert (waiting.text, waiting.due_at - waiting.sent_at) == (WORDS, DAY)
    page = browser(nieuw).get(idea.get_absolute_url()).text
    assert WORDS in page
    assert f"om {waiting.by.hour}.{waiting.by.minute:02} uur staat die er vanzelf." in page
    assert timedelta() < waiting.by - waiting.due_at - MINUTE <= MINUTE
    assert Comment.objects.count() == 0
    assert fresh(idea).comment_count == 0


def test_the_script_gets_it_below_the_talk_and_nothing_else(idea, nieuw):
    answer = browser(nieuw).post(f"{idea.get_absolute_url()}reacties/?pagina=1", {"text": WORDS}, **PART)
    assert answer.status_code == 201
    assert f'id="waiting-{idea.pk}"' in answer.text
    assert WORDS in answer.text
    assert "data-revision" not in answer.text


@pytest.mark.parametrize("who", ["old", "maker", "no calm", "new lab", "said before"])
def test_everybody_else_comments_as_usual(idea, lab, nieuw, old, who):
    if who == "no calm":
        ModerationSettings.objects.update(calm_until=None)
    if who == "new lab":
        Lab.objects.update(created_at=clock.now())
    if who == "said before":
        other = make_idea(old, "Ander idee")
        Comment.objects.create(idea=other, author=nieuw, text="Mooi.", revision=1, created_at=clock.now() - DAY)
    members = {"old": old, "maker": make_member(lab, "Sam", RoleKind.STADMAKER)}
    member = Membership.objects.select_related("lab", "user").get(pk=members.get(who, nieuw).pk)
    assert isinstance(send(member, idea).thing, Comment)


@pytest.mark.parametrize("gone", ["removed", "hidden"])
def test_whose_only_comment_went_waits_again(idea, nieuw, mo, gone):
    ModerationSettings.objects.update(calm_until=None)
    comment = make_comment(idea, nieuw)
    ModerationSettings.objects.update(calm_until=day_of(clock.now()))
    Comment.objects.update(created_at=clock.now() - DAY)
    comment.remove() if gone == "removed" else comment.hide(mo, HidingReason.ABUSE, "Schelden.")
    assert isinstance(send(nieuw, idea).thing, WaitingComment)


def test_what_is_written_down_for_somebody_does_not_wait(idea, lab):
    sam = make_member(lab, "Sam", RoleKind.STADMAKER)
    assert write_down_comment(idea, sam, RESIDENT_VOICE, "Truus", "Van Truus.", uuid.uuid4()).is_new


def test_sent_twice_it_waits_once_and_another_one_must_wait_an_hour_first(idea, nieuw, later):
    assert [say(nieuw, idea).status_code for _time in range(2)] == [302, 302]
    assert WaitingComment.objects.count() == 1
    answer = say(nieuw, idea, "En nog iets.")
    assert answer.status_code == 429
    assert "En nog iets." in answer.text
    later(HOUR + MINUTE)
    assert say(nieuw, idea, "En nog iets.").status_code == 302
    assert [one.text for one in WaitingComment.objects.waiting()] == [WORDS, "En nog iets."]


def test_the_same_form_sent_again_after_calm_mode_stands_there_once(idea, nieuw, later):
    form = {"text": WORDS, "key": str(uuid.uuid4())}
    browser(nieuw).post(f"{idea.get_absolute_url()}reacties/", form)
    ModerationSettings.objects.update(calm_until=None)
    browser(nieuw).post(f"{idea.get_absolute_url()}reacties/", form)
    assert later(DAY) == 1
    assert [comment.text for comment in Comment.objects.all()] == [WORDS]


# Nobody else


def test_nobody_else_reads_of_it_or_is_told(idea, nieuw, old, mo, lab):
    Idea.objects.filter(pk=idea.pk).update(revision=5)
    idea.keep_posted(old)
    told = mails.told()
    send(nieuw, idea)
    pages = ("", "?q=onzin", "ideeen/", "ideeen.csv", f"ideeen/{idea.pk}/", f"ideeen/{idea.pk}/meer/", "beslissingen/")
    for member in (old, mo):
        for page in pages:
            answer = browser(member).get(f"/{lab.slug}/{page}")
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert WORDS.encode() not in said, page
    assert fresh(idea).revision == 5, "no frame, and nothing to catch up with"
    said = [part.render() for topic in TOPICS for view in topic.views for part in topic.parts(idea.pk, view, 0) or []]
    assert not [piece for piece in said if WORDS in piece]
    assert mails.told() == told
    assert Flag.objects.exclude(comment=None).count() == 0


@pytest.mark.parametrize("act", ["bewerken", "verwijderen"])
def test_nobody_else_changes_it(idea, nieuw, old, mo, act):
    waiting = send(nieuw, idea).thing
    for member in (old, mo):
        for method in ("get", "post"):
            address = f"{idea.get_absolute_url()}reacties/wacht/{waiting.pk}/{act}/"
            assert getattr(browser(member), method)(address, {"text": "Ha."}).status_code == 404
    assert the_wait().text == WORDS


# After a day


def test_after_a_day_it_appears_by_itself_and_is_told_then(idea, nieuw, old, later):
    idea.keep_posted(old)
    say(nieuw, idea)
    before = fresh(idea).revision
    said_since = make_comment(idea, old, "Ik vind van niet.")
    mails.told()
    OutgoingMail.objects.all().delete()
    assert later(DAY - MINUTE) == 0
    assert later(MINUTE) == 1
    comment = Comment.objects.get(author=nieuw)
    assert (comment.text, comment.created_at, comment.pk > said_since.pk) == (WORDS, clock.now(), True)
    idea = fresh(idea)
    assert (comment.revision, idea.talk_revision, idea.comment_count) == (before + 2, before + 2, 2)
    told = {to for to, _subject in mails.told()}
    assert old.user.email in told
    assert nieuw.user.email not in told
    assert Flag.objects.get(comment=comment).is_first
    assert the_wait().text == ""
    assert show_what_waited() == 0


def test_it_appears_also_when_calm_mode_ended_and_the_worker_was_dead_for_a_day(idea, nieuw, later, lab):
    other = make_member(lab, "Ook")
    first, second = send(nieuw, idea).thing, send(other, idea, "Ik ben het eens.").thing
    ModerationSettings.objects.update(calm_until=None)
    assert later(2 * DAY) == 2
    assert [comment.text for comment in idea.comments.order_by("pk")] == [first.text, second.text]


@pytest.mark.parametrize("why", ["hidden", "closed", "quiet", "paused"])
def test_it_waits_on_while_nobody_can_comment_there(idea, nieuw, mo, later, why):
    waiting = send(nieuw, idea).thing
    if why == "hidden":
        idea.hide(mo, HidingReason.SPAM)
    if why == "closed":
        Idea.objects.filter(pk=idea.pk).update(status="done", closed_at=clock.now() - 60 * DAY)
    if why == "quiet":
        idea.close_talk(mo, HidingReason.ABUSE, "Het werd te fel.")
    if why == "paused":
        nieuw.pause(mo, HidingReason.ABUSE, "Je schold.", 3)
    assert later(DAY) == 0
    if why != "paused":
        with pytest.raises(IdeaClosed):
            first_comments.let_through(the_wait(), mo, 1)
    assert not the_wait().may_appear(clock.now())
    assert "zodra dat weer kan" in browser(mo).get(f"/{idea.lab.slug}/moderatie/opvallend/").text
    if why == "hidden":
        idea.restore(mo, "Toch niet.")
    if why == "closed":
        Idea.objects.filter(pk=idea.pk).update(status="new", closed_at=None)
    if why == "quiet":
        idea.open_talk(mo, "Iedereen is weer rustig.")
    assert later(4 * DAY if why == "paused" else MINUTE) == 1
    assert Comment.objects.get().text == waiting.text


def test_a_withdrawn_idea_still_takes_it_and_one_that_is_deleted_takes_it_along(idea, nieuw, old, later):
    waiting = send(nieuw, idea).thing
    assert not fresh(idea).withdraw(idea.author, RESIDENT_VOICE, "Toch niet.")
    assert not WaitingComment.objects.filter(pk=waiting.pk).exists()
    other = make_idea(old, "Ander idee")
    make_comment(other, old, "Ik begin.")
    make_comment(other, since(make_member(idea.lab, "Nog een"), 300), "Ik ook.")
    assert send(nieuw, other).is_new
    assert fresh(other).withdraw(old, RESIDENT_VOICE, "Toch niet.")
    assert later(DAY) == 1


def test_a_reply_stands_below_what_it_answers_also_when_that_was_taken_back(idea, nieuw, old, later):
    first = make_comment(idea, old, "Ik begin.")
    send(nieuw, idea, parent=first)
    first.remove()
    assert "haalde" not in browser(old).get(idea.get_absolute_url()).text
    assert later(DAY) == 1
    reply = Comment.objects.get(parent=first)
    first.refresh_from_db()
    assert first.revision == reply.revision, "its tombstone comes back on open pages"


# Its writer


def test_its_writer_changes_it_without_a_new_time_and_takes_it_back(idea, nieuw, lab):
    waiting = send(nieuw, idea).thing
    address = f"{idea.get_absolute_url()}reacties/wacht/{waiting.pk}/"
    client = browser(nieuw)
    assert WORDS in client.get(f"{address}bewerken/").text
    assert client.post(f"{address}bewerken/", {"text": ""}).status_code == 422
    assert client.post(f"{address}bewerken/", {"text": "Ik twijfel."}).status_code == 302
    again = the_wait()
    assert (again.text, again.due_at, again.version) == ("Ik twijfel.", waiting.due_at, 2)
    assert "Ik twijfel." in client.get(f"{address}verwijderen/").text
    assert [client.post(f"{address}verwijderen/").status_code for _time in range(2)] == [302, 302]
    assert the_wait().text == ""
    assert "wacht-" not in client.get(idea.get_absolute_url()).text
    with pytest.raises(TooSoon):
        send(nieuw, idea, "Nog een keer.")


def test_when_it_appeared_meanwhile_the_words_are_kept_and_it_says_where(idea, nieuw, later):
    waiting = send(nieuw, idea).thing
    address = f"{idea.get_absolute_url()}reacties/wacht/{waiting.pk}/"
    later(DAY)
    client, comment = browser(nieuw), Comment.objects.get()
    answer = client.post(f"{address}bewerken/", {"text": "Ik twijfel."})
    assert answer.status_code == 409
    assert "Ik twijfel." in answer.text
    assert comment.get_absolute_url() in answer.text
    assert [client.get(f"{address}{act}/").url for act in ("bewerken", "verwijderen")] == [
        comment.get_absolute_url()
    ] * 2
    assert client.post(f"{address}verwijderen/").url == comment.get_absolute_url()
    comment.refresh_from_db()
    assert comment.text == WORDS


def test_who_leaves_takes_it_along(idea, nieuw, later):
    send(nieuw, idea)
    erase(nieuw.user, keep_words=True)
    assert later(DAY) == 0
    assert the_wait().text == ""


def test_the_download_holds_it(idea, nieuw):
    send(nieuw, idea)
    answer = browser(nieuw).get("/account/gegevens/")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    file = ZipFile(BytesIO(body))
    told = json.loads(next(file.read(name) for name in file.namelist() if name.endswith(".json")))
    assert [row["text"] for row in told["waiting_comments"]] == [WORDS]


# Moderators


def test_moderators_see_it_on_top_of_what_stands_out_with_its_hour(idea, nieuw, mo, lab):
    waiting = send(nieuw, idea).thing
    page = browser(mo).get(f"/{lab.slug}/moderatie/opvallend/").text
    assert WORDS in page
    assert f"{waiting.by.hour}.{waiting.by.minute:02} uur" in page
    assert "Plaats nu" in page


def test_the_list_takes_as_many_queries_for_ten_as_for_two(idea, mo, lab):
    def queries():
        with CaptureQueriesContext(connection) as found:
            browser(mo).get(f"/{lab.slug}/moderatie/opvallend/")
        return len(found)

    for number in range(2):
        send(make_member(lab, f"Nieuw{number}"), idea)
    few = queries()
    for number in range(2, 10):
        send(make_member(lab, f"Nieuw{number}"), idea)
    assert queries() == few


def test_the_list_is_read_in_pages(idea, mo, lab, monkeypatch):
    monkeypatch.setattr("moderation.views.flags.PER_PAGE", 2)
    for number in range(3):
        send(make_member(lab, f"Nieuw{number}"), idea, f"Goed plan, zeg ik. {number}")
    address = f"/{lab.slug}/moderatie/opvallend/"
    first, second = (browser(mo).get(address, {"wacht": number, "pagina": 1}).text for number in (1, 2))
    assert [f"zeg ik. {number}" in first for number in range(3)] == [True, True, False]
    assert [f"zeg ik. {number}" in second for number in range(3)] == [False, False, True]
    assert 'href="?wacht=2&amp;pagina=1"' in first


def test_the_desk_shows_a_number_that_is_never_late(idea, nieuw, mo, lab, later):
    sam = make_member(lab, "Sam", RoleKind.STADMAKER)
    ina = make_member(lab, "Ina", RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT)
    send(nieuw, idea)
    work = Work(mo)
    (key,) = work.of(ALL, "eerste")
    assert not key.is_late
    assert [row.title for row in work.rows([key])] == ["1 eerste reactie wacht"]
    assert Work(sam).of(ALL, "eerste") == Work(ina).of(ALL, "eerste") == []
    later(DAY)
    assert Work(mo).of(ALL, "eerste") == []
