"""What is hidden or folded is read by who wrote it and by moderators of the lab, and by nobody else, anywhere.

A marked idea with its history, photo, comment, pledge and answer, a marked comment, question and gathering, the marked
photo of another idea, and the marked name of a person are there, told, and then hidden. A marked comment waits, and
was never shown. The mark is looked for in every page, feed, calendar and export that anybody may ask for, by GET and
by POST, in searches, in every frame, in what the worker mails after that, in mails that waited, in news and at the
addresses of the photos.
"""

from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail as outgoing
from django.utils import translation

from answers.models.answer import ask
from evenings.models import Session
from evenings.plans import plans
from ideas.models import Idea, IdeaPhoto, PledgeKind, WaitingComment
from ideas.models.onbehalf import write_down_idea
from labs.models import RESIDENT_VOICE, HidingReason, MemberName, Membership, RoleKind
from labs.models.moderation import is_folded
from moderation.models import report
from realtime import names
from realtime.models import Followed
from realtime.topics import TOPICS
from tests import mails
from tests.access import walk
from tests.access.test_internal import words_of
from tests.access.world import ACTORS, a_photo
from tests.challenges.factories import make_question
from tests.conftest import sampled
from tests.events.factories import enter, make_draft, make_gathering
from tests.factories import make_comment, make_idea, make_member
from tests.places.factories import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MARK = "zwijgwoord"
ROUTES = walk.routes()
TOMBSTONE = {"hidden": "verborgen", "folded": "Even dicht tot een moderator keek"}
MAY_READ = {"author", "moderator"}
OTHERS = [actor for actor in ACTORS if actor not in MAY_READ]
SEARCHES = ("/{lab}/ideeen/?q={mark}", "/{lab}/vragen/?q={mark}", "/{lab}/bijeenkomsten/?q={mark}", "/?q={mark}")


def member_of(world, actor):
    return Membership.objects.select_related("lab", "user").get(lab=world.lab, user=world.people[actor])


def marked(*names):
    return {name: f"{MARK} {name}" for name in names}


@pytest.fixture
def world_with_marks(world):
    """The marked things stand where the world has what is hidden. They are shown, and told to nobody yet."""
    author, resident, maker = (member_of(world, actor) for actor in ("author", "resident", "stadmaker"))
    village = world.lab.neighbourhoods.first()
    idea = make_idea(author, f"{MARK} eerst", neighbourhood=village, **marked("opportunity"))
    idea.edit(author, photo=a_photo(), **marked("title", "opportunity", "existing", "needed", "place", "photo_alt"))
    under = make_comment(idea, resident, f"{MARK} eronder")
    idea.pledge(author, RESIDENT_VOICE, PledgeKind.TIME, f"{MARK} hulp")
    idea.set_status(maker, maker.voices()[-1], "talking", f"{MARK} reden", f"{MARK} stap")
    ask(idea, maker, maker.voices()[-1], f"{MARK} gevraagd")
    comment = make_comment(world.ideas["shown"], author, f"{MARK} eerst")
    comment.edit(f"{MARK} reactie")
    question = make_question(author, f"{MARK} vraag?", **marked("background"))
    question.answers.create(idea=world.ideas["owed"])
    WaitingComment.objects.update(text=f"{MARK} wacht")
    evening = make_draft(author, f"{MARK} avond", **marked("about", "programme", "where"))
    evening.put_on_table([world.ideas["shown"]])
    evening.publish()
    evening.sign_up(resident)
    evening.sign_up_guest("Tinus", "tinus@example.org", "nl")
    enter(evening, author, "Wacht", 1)
    evening.aloud.create(idea=idea, name="Wim", role="wethouder", words=f"{MARK} gezegd", noted_by=maker, revision=1)
    world.ideas["shown"].edit(author, photo_alt=f"{MARK} foto")
    add_named(world)
    world.ideas["hidden"], world.comments["under_hidden"] = idea, under
    world.comments["hidden"], world.challenges["hidden"] = comment, question
    world.gatherings["hidden"] = evening
    Session.begin(evening, plans()["kansen"], 0)
    return world


def add_named(world):
    """Somebody with a marked name does all that shows a name."""
    named = make_member(world.lab, f"{MARK} naam", RoleKind.STADMAKER)
    named.give_role(RoleKind.CIVIL_SERVANT, "team Groen", member_of(world, "admin"), "Komt werken.")
    voice, shown = named.voices()[-1], world.ideas["shown"]
    bench = make_idea(named, "Een bankje", neighbourhood=world.lab.neighbourhoods.first())
    bench.pledge(named, RESIDENT_VOICE, PledgeKind.TIME, "Op zaterdag.")
    make_comment(shown, named, "Ik doe mee.")
    shown.set_stance(named, voice, "helps", "We zoeken het uit.")
    shown.set_status(named, voice, "talking", "Het leeft.", "Vrijdag verder.")
    answer = ask(shown, named, voice, "Kan dit?").thing
    said = {"day": None, "to": "", "words": "Dit doen we al.", "next_step": "", "contact": "team Groen"}
    answer.give(named, voice, kind="already", **said)
    make_question(named, "Wat mist er?")
    evening = make_gathering(named, "Een avond", capacity=5)
    evening.aloud.create(idea=shown, name="Wim", role="wethouder", words="Goed.", noted_by=named, revision=1)
    world.gatherings["published"].sign_up(named)
    make_place(named, "De schuur")
    write_down_idea(named, RESIDENT_VOICE, "Mevrouw Jansen", uuid4(), title="Een boom", opportunity="Daar is plek.")
    world.named = named


@pytest.fixture(params=["hidden", "folded"])
def way(request):
    return request.param


@pytest.fixture
def hidden_world(world_with_marks, way):
    """The same, told and mailed but not sent, and then hidden, or closed until a moderator looked."""
    mails.work_off()
    hide_all(world_with_marks, way)
    return world_with_marks


def hide_all(world, way="hidden"):
    """Hide them as rows of their own, so that the world still knows the old addresses of the photos."""
    moderator = member_of(world, "moderator")
    strangers = [make_member(world.lab, name) for name in ("Wieke", "Xander")]
    idea = world.ideas["hidden"]
    marked = [world.comments["hidden"], world.challenges["hidden"], world.gatherings["hidden"], idea]
    things = [type(thing).objects.get(pk=thing.pk) for thing in marked]
    for thing in [IdeaPhoto(Idea.objects.get(pk=world.ideas["shown"].pk)), *things]:
        if way == "hidden":
            assert thing.hide(moderator, HidingReason.SPAM, "Dubbel.")
            continue
        for stranger in strangers:
            report(thing, stranger, HidingReason.THREAT)
        assert is_folded(thing)
    named = Membership.objects.select_related("user", "lab").get(pk=world.named.pk)
    assert MemberName(named).hide(moderator, HidingReason.ABUSE, "Dit scheldt.")
    names.bring()


def found_by(world, method, actors):
    """Return where these actors read the mark, by any route in any state."""
    found = []
    for route in ROUTES:
        for state in route.states:
            for actor in actors:

                def look(response, where=(route.name, method, state, actor)):
                    if MARK in words_of(response):
                        found.append(where)

                walk.ask(world, actor, route, method, state, look)
    return found


def test_everybody_reads_them_before(world_with_marks):
    """The control: there is something to find, of each kind."""
    found = {(name, state) for name, _method, state, _actor in found_by(world_with_marks, "GET", ["visitor"])}
    pages = {("idea_detail", "hidden"), ("idea_detail", "shown"), ("challenge_detail", "hidden"), ("lab_home", "lab")}
    feeds = {
        ("idea_csv", "lab"),
        ("challenge_csv", "lab"),
        ("lab_ics", "lab"),
        ("gathering_ics", "hidden"),
        ("agenda", "site"),
    }
    assert pages | feeds | {("gathering_detail", "hidden")} <= found


@pytest.mark.parametrize(("way", "method"), [("hidden", "GET"), ("hidden", "POST"), ("folded", "GET")])
def test_nobody_else_reads_them_at_any_address(hidden_world, method):
    own_words = {("account_data", method, "site", actor) for actor in ("resident", "stadmaker", "foreigner")}
    actors = ["visitor", *sampled([actor for actor in OTHERS if actor != "visitor"], 2)]
    assert set(found_by(hidden_world, method, actors)) <= own_words


def test_no_search_finds_them_and_the_photos_are_gone(world_with_marks, way):
    route = next(route for route in ROUTES if route.name == "idea_photo")
    photos = [walk.address(route, world_with_marks, state) for state in ("hidden", "shown")]
    visitor = world_with_marks.client("visitor")
    assert [visitor.get(photo).status_code for photo in photos] == [200, 200]
    hide_all(world_with_marks, way)
    assert [visitor.get(photo).status_code for photo in photos] == [404, 404]
    for address in SEARCHES:
        page = visitor.get(address.format(lab=world_with_marks.lab.slug, mark=MARK), follow=True)
        assert page.status_code == 200
        assert f"{MARK} " not in words_of(page), address


def test_no_frame_holds_them(hidden_world, way):
    followed = [model for model in apps.get_models() if issubclass(model, Followed)]
    numbers = sorted({pk for model in followed for pk in model._default_manager.values_list("pk", flat=True)})
    said = []
    for topic in TOPICS:
        for view in topic.views:
            for number in numbers:
                for language in ("nl", "en"):
                    with translation.override(language):
                        said += [part.render() for part in topic.parts(number, view, 0) or []]
    assert any(TOMBSTONE[way] in piece for piece in said), "the tombstones are there"
    assert [piece for piece in said if MARK in piece] == []


def test_only_the_writers_get_them_by_mail_from_now_on(hidden_world, settings, way):
    """What was mailed before the hiding, and was not sent yet, is sent without them or not at all."""
    mails.send_all()
    author, moderator, resident = (hidden_world.people[one].email for one in ("author", "moderator", "resident"))
    named, site = hidden_world.named.user.email, settings.DEFAULT_FROM_EMAIL
    told = {address for one in outgoing.outbox for address in one.to if MARK in f"{one.subject} {one.body}"}
    assert told <= {author, moderator, named, site}, [
        one.subject for one in outgoing.outbox if MARK in f"{one.subject} {one.body}"
    ]
    hears = resident in {address for one in outgoing.outbox for address in one.to}
    assert hears or way == "folded", "who comes hears that it is hidden"
    lines = [words_of(hidden_world.client(actor).get("/van-mij/nieuw/")) for actor in OTHERS if actor != "visitor"]
    assert [line for line in lines if MARK in line] == []
