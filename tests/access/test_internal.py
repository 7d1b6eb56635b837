"""What colleagues tell each other about an answer is read by civil servants of the lab, and by nobody else.

A marked note, question and word of passing on stand at every answer of the world, and at each that was given a marked
question of a reader who is none of the actors: the municipality reads that one, and who asked. The marks are looked
for in every page, feed and export that anybody may ask for, by GET and by POST, in every frame, and in every mail and
line of news.
"""

import io
import zipfile

import pytest
from django.apps import apps
from django.utils import translation

from accounts.models import User
from answers.models import Answer, Clarity, Note
from answers.models.approval import ask_approval
from answers.models.draft import ask_to_read, draft_of, keep, say_of_draft, throw_away
from answers.models.notes import write_note
from labs.models import Membership
from notifications.models import Notification, OutgoingMail
from realtime.models import Followed
from realtime.topics import TOPICS
from tests.access import walk
from tests.access.world import ACTORS
from tests.conftest import sampled
from tests.factories import make_member
from tests.mails import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MARK = "zwijgwoord"
WORDS = ("vraag", "lezersvraag", "doorgegeven", "nog eens", "opmerking", "akkoord", "gehoord", "concept", "wie")
ROUTES = walk.routes()
OTHERS = [actor for actor in ACTORS if actor != "servant"]


@pytest.fixture
def world_with_marks(world):
    servant = member_of(world, "servant")
    sien = world.lab.memberships.get(user__name="Sien")
    reader = make_member(world.lab, "Lies")
    for answer in Answer.objects.filter(idea__lab=world.lab).select_related("idea__lab"):
        write_note(answer, servant, f"{MARK} notitie")
        write_note(answer, servant, f"{MARK} vraag", sien)
        if answer.is_owed:
            ask_to_read(answer, servant, sien, f"{MARK} meelezen")
            throw_away(answer, servant, draft_of(answer).seen)
            marked = {"kind": "yes", "heard": f"{MARK} gehoord", "words": f"{MARK} concept", "contact": f"{MARK} wie"}
            keep(answer, servant, "", 0, **marked)
            ask_to_read(answer, servant, sien, f"{MARK} meelezen")
            say_of_draft(answer, sien, False, f"{MARK} opmerking", draft_of(answer).seen)
            ask_to_read(answer, servant, sien, f"{MARK} nog eens")
            wim = make_member(world.lab, "Wim", "alderman")
            ask_approval(answer, servant, wim, f"{MARK} akkoord")
            answer.pass_on(servant, None, sien, f"{MARK} doorgegeven", answer.care_seen)
        if answer.given_at:
            answer.say_clear(reader, False, f"{MARK} lezersvraag", answer.versions.last().pk)
    assert Note.objects.filter(words__contains=MARK).count() == 10
    assert Clarity.objects.filter(question__contains=MARK).exists()
    return world


def member_of(world, actor):
    return Membership.objects.select_related("lab", "user").get(lab=world.lab, user=world.people[actor])


def words_of(response):
    """Return all text of a response, also of what a zip holds."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            content = b"".join(file.read(name) for name in file.namelist())
    return content.decode("utf-8", "replace") + str(response.headers)


def test_a_colleague_reads_them(world_with_marks):
    """The control: there is something to find."""
    route = next(route for route in ROUTES if route.name == "answer_work")
    page = words_of(walk.ask(world_with_marks, "servant", route, "GET", "owed"))
    for kind in ("notitie", "vraag", "doorgegeven"):
        assert f"{MARK} {kind}" in page
    assert "Alleen collega's zien dit." in page
    route = next(route for route in ROUTES if route.name == "answer_draft")
    page = words_of(walk.ask(world_with_marks, "servant", route, "GET", "owed"))
    for kind in ("gehoord", "concept", "wie", "meelezen", "opmerking", "akkoord"):
        assert f"{MARK} {kind}" in page
    route = next(route for route in ROUTES if route.name == "answer_unclear")
    assert f"{MARK} lezersvraag" in words_of(walk.ask(world_with_marks, "servant", route, "GET", "answered"))


@pytest.mark.parametrize("method", walk.METHODS)
def test_nobody_else_reads_them_at_any_address(world_with_marks, method):
    actors = ["visitor", *sampled([actor for actor in OTHERS if actor != "visitor"], 2)]
    found = []
    for route in ROUTES:
        for state in route.states:
            for actor in actors:

                def look(response, where=(route.name, method, state, actor)):
                    if MARK in words_of(response):
                        found.append(where)

                walk.ask(world_with_marks, actor, route, method, state, look)
    assert found == []


def test_no_frame_holds_them(world_with_marks):
    """Frames are the same for every follower, so for colleagues too."""
    said = []
    followed = [model for model in apps.get_models() if issubclass(model, Followed)]
    numbers = sorted({pk for model in followed for pk in model._default_manager.values_list("pk", flat=True)})
    for topic in TOPICS:
        for view in topic.views:
            for number in numbers:
                for language in ("nl", "en"):
                    with translation.override(language):
                        said += [part.render() for part in topic.parts(number, view, 0) or []]
    assert any("team Groen" in piece or "Sien" in piece for piece in said), "the public part of it is there"
    assert [piece for piece in said if MARK in piece] == []


def test_only_who_is_asked_or_answered_gets_them_by_mail_and_nobody_as_news(world_with_marks):
    work_off()
    mails = [mail for mail in OutgoingMail.objects.all() if MARK in mail.body + mail.subject]
    sien, wim = User.objects.get(name="Sien"), User.objects.get(name="Wim")
    told = {(mail.user, word) for mail in mails for word in WORDS if f"{MARK} {word}" in mail.body + mail.subject}
    servant = world_with_marks.people["servant"]
    assert told >= {(sien, "vraag"), (sien, "nog eens"), (servant, "opmerking"), (wim, "akkoord")}
    assert {user for user, _word in told} == {sien, servant, wim}
    assert {word for user, word in told if user != sien} - {"lezersvraag"} == {"opmerking", "akkoord"}
    assert not {word for _user, word in told} & {"gehoord", "concept", "wie"}, "a draft is in no mail"
    assert Notification.objects.filter(inbox=sien.pk).exists()
    lines = [words_of(world_with_marks.client(actor).get("/van-mij/nieuw/")) for actor in ACTORS if actor != "visitor"]
    assert [line for line in lines if MARK in line] == []
