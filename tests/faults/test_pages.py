"""The rig's page and ledger find the faults that they are made for."""

import random
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.test import Client

from common import clock
from evenings.models import Evening
from evenings.topics import EveningTopic
from labs.models import RoleKind
from realtime.parts import PartKind
from realtime.topics import TOPICS
from tests.factories import make_lab, make_member
from tests.faults.compare import differences, in_the_range_of
from tests.faults.ledger import Ledger, Name, Words, marks
from tests.faults.page import Page
from tests.faults.people import Answer, Sent
from tests.faults.reader import Reader
from tests.faults.room import Room, Screen, Step
from tests.faults.scene import Scene
from tests.faults.world import make_live

LIST = '<ol id="comments-1" data-from="000001" data-to="">{}</ol>'


def said(number, revision, words="ja"):
    place = f'data-in="comments-1" data-key="{number:06}"'
    return f'<li id="comment-{number}" data-revision="{revision}" {place}>{words}</li>'


def page(*comments):
    return Page(LIST.format("".join(comments)))


def an_answer(answer=Answer.ACKNOWLEDGED):
    return Sent(answer, "", "")


def test_page_puts_parts_in_their_place_and_leaves_older_ones():
    mine = page(said(1, 1), said(3, 3))
    mine.apply(said(2, 4) + said(1, 5, "anders") + said(3, 2, "oud"))
    assert [one.id for one in mine.find("comments-1").children] == ["comment-1", "comment-2", "comment-3"]
    assert differences(mine, page(said(1, 5, "anders"), said(2, 4), said(3, 3))) == []


def test_part_that_went_leaves_a_trace_that_a_fresh_list_may_have_too():
    gone = '<li id="comment-2" data-revision="4" data-in="comments-1" data-key="000002" data-gone hidden></li>'
    assert differences(page(said(1, 1)), page(said(1, 1), gone)) == []
    assert differences(page(said(1, 1), gone), page(said(1, 1), gone)) == []
    assert differences(page(said(1, 1), said(2, 2)), page(said(1, 1), gone))
    assert differences(page(said(1, 1), gone), page(said(1, 1), said(2, 4)))


def test_page_beyond_the_end_of_its_list_only_counts():
    mine = Page(LIST.replace('data-to=""', 'data-to="000002"').format(said(1, 1) + said(2, 2)))
    mine.apply(said(3, 3))
    assert mine.news == {"comments-1": {"comment-3"}}
    assert differences(mine, page(said(1, 1), said(2, 2), said(3, 3))) == []


@pytest.mark.parametrize(("revision", "differs"), [(3, False), (4, True)])
def test_number_of_news_on_an_open_page_may_differ_only_at_the_same_revision(revision, differs):
    """Hiding an idea takes its news away, and no page is told; news that came are told."""
    count = '<span id="news-count-7" data-revision="{}">{}</span>'
    found = differences(Page(count.format(3, 1)), Page(count.format(revision, 2)))
    assert bool(found) is differs


def test_page_of_a_talk_holds_its_range_also_where_that_lies_on_other_pages_by_now():
    """An earlier comment was removed: a fresh second page begins one comment later."""
    fresh = LIST.replace('data-from="000001" data-to=""', 'data-from="000004" data-to="000005"')
    mine = Page(
        fresh.replace("000005", "000004").replace('from="000004"', 'from="000003"').format(said(3, 3) + said(4, 4))
    )
    fresh, talk = Page(fresh.format(said(4, 4) + said(5, 5))), page(*(said(n, n) for n in (2, 3, 4, 5)))
    assert differences(mine, in_the_range_of(mine, fresh, talk, "comments-1")) == []
    lost = page(*(said(n, n, "anders") for n in (2, 3, 4, 5)))
    assert len(differences(mine, in_the_range_of(mine, fresh, lost, "comments-1"))) == 2


def test_replaced_part_keeps_what_is_newer_inside():
    mine = Page('<div id="card-1" data-revision="1"><b id="tally-1" data-revision="5">five</b></div>')
    mine.apply('<div id="card-1" data-revision="4">new <b id="tally-1" data-revision="2">two</b></div>')
    assert "five" in mine.find("tally-1").words
    assert "new" in mine.find("card-1").words


def test_which_day_is_today_is_the_pages_own_to_say():
    month = '<section id="month-1" data-revision="{}"><td{}><b>24</b></td><td class="on2{}"><b>25</b></td></section>'
    yesterday, today = Page(month.format(1, ' class=" today"', "")), Page(month.format(2, "", " today"))
    assert differences(yesterday, today) == []
    assert differences(yesterday, Page(month.format(2, "", "x"))) != []


def test_form_in_a_template_may_outlast_the_first_choice():
    """In a browser it isn't on the page; a first choice gives the part no new revision (decision 0109)."""
    choice = '<div id="evening-choice-1" data-revision="4"><p>Kies.</p>{}</div>'
    template = '<template id="choose-first"><section id="choose"><form><p>Een bank</p></form></section></template>'
    assert differences(Page(choice.format(template)), Page(choice.format(""))) == []
    assert differences(Page(choice.format("<p>Een bank</p>")), Page(choice.format(""))) != []


CARD = '<div data-follow="idea-1" data-view="card" data-after="e.{0}" id="card-1" data-revision="{0}">{1}</div>'


def test_part_that_is_fetched_again_keeps_nothing_of_the_history_that_is_no_more():
    mine = Page(CARD.format(9, '<b id="title-1" data-revision="9">lost</b>'))
    fresh = Page(CARD.format(1, '<b id="title-1" data-revision="1">restored</b>'))
    mine.renew(mine.find("card-1"), fresh.find("card-1").copy())
    assert differences(mine, fresh) == []


def test_hidden_thing_that_is_fetched_again_is_whole():
    mine = Page('<div data-follow="idea-1"><article id="idea-1" data-revision="5" data-gone>hidden</article></div>')
    fresh = Page(
        '<div data-follow="idea-1"><article id="idea-1"><p id="words-1" data-revision="2">ja</p></article></div>'
    )
    mine.renew(mine.sections("idea-1")[0], fresh.sections("idea-1")[0])
    assert differences(mine, fresh) == []


def test_part_that_is_fetched_again_keeps_what_follows_another_thing():
    table = '<div data-follow="gathering-1"><section id="table-1" data-revision="{}">{}</section></div>'
    mine = Page(table.format(3, CARD.format(9, "newer")))
    fresh = Page(table.format(4, CARD.format(8, "older")))
    mine.renew(mine.sections("gathering-1")[0], fresh.sections("gathering-1")[0])
    assert "newer" in mine.find("card-1").words


def test_thing_that_comes_back_as_it_was_before_is_followed_from_there():
    reader = Reader(None, "/")
    reader.load(CARD.format(3, ""))
    reader.topics["idea-1"] |= {"cursor": "e.9", "answered": True}
    assert reader.collect() == ["idea-1"]
    assert reader.topics["idea-1"]["cursor"] == "e.3"
    assert reader.collect() == []


@pytest.mark.parametrize(("view", "is_fetched_whole"), [("card", False), ("poster", True)])
async def test_page_with_a_card_of_another_size_becomes_the_page_that_was_fetched(view, is_fetched_whole):
    """The old history had the same revision with other words: nothing later would replace them."""
    html = (
        '<div data-follow="gathering-1" data-view="{}" data-after="{}.6"><b id="{}-1" data-revision="6">{}</b></div>'
    )
    asked = []

    class Site:
        async def get(self, url, *_how):
            asked.append(url)
            return 200, html.format(view, "new", view, "the new history")

    reader = Reader(Site(), "/")
    reader.load(html.format("card", "old", "card", "the old history"))
    await reader.hear_reset("gathering-1", {})
    reader.fetching.cancel()
    await reader._fetch(0)
    assert asked == ["/"]
    assert [(one.id, one.words) for one in reader.page.parts()] == [(f"{view}-1", "the new history")]
    assert reader.topics["gathering-1"]["cursor"] == "new.6"
    assert (reader.topics["gathering-1"].get("is_old") is None) == is_fetched_whole


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ([said(1, 1)], [said(1, 1), said(2, 2)]),
        ([said(1, 1), said(2, 2)], [said(1, 1)]),
        ([said(1, 1)], [said(1, 2, "anders")]),
        ([said(1, 1), said(1, 1)], [said(1, 1)]),
        ([said(2, 2), said(1, 1)], [said(1, 1), said(2, 2)]),
    ],
)
def test_lost_extra_stale_doubled_and_disordered_parts_are_differences(here, there):
    assert differences(page(*here), page(*there))


@pytest.mark.parametrize(
    ("answer", "shown", "is_sound"),
    [
        (Answer.ACKNOWLEDGED, 1, True),
        (Answer.ACKNOWLEDGED, 0, False),
        (Answer.ACKNOWLEDGED, 2, False),
        (Answer.REFUSED, 0, True),
        (Answer.REFUSED, 1, False),
        (Answer.IN_DOUBT, 0, True),
        (Answer.IN_DOUBT, 1, True),
        (Answer.IN_DOUBT, 2, False),
    ],
)
def test_what_was_acknowledged_stands_there_once_refused_never_in_doubt_either_way(answer, shown, is_sound):
    ledger = Ledger()
    words = ledger.add_words("/", Words("c1", "comment-"))
    words.told(an_answer(answer), words.next())
    faults = ledger.faults("/", page(*(said(n, n, "c1v1x hoera") for n in range(1, shown + 1))))
    assert (faults == []) is is_sound


def test_title_that_a_link_names_again_for_screen_readers_stands_there_once():
    """A title that a person sees twice is doubled."""
    card = '<li id="ticket-1" data-revision="1"><h3>Bijeen b4v1x</h3><a>Ik kom{}</a></li>'
    words = Words("b4", "ticket-", 1)
    assert words.fault(marks(Page(card.format("<span class='vh'>: <bdi>Bijeen b4v1x</bdi></span>")))) == ""
    assert words.fault(marks(Page(card.format(": Bijeen b4v1x")))) == "b4 stands there 2 times"


async def test_a_page_that_lost_what_is_its_readers_own_differs():
    """Nothing differs yet, but the next change would be lost."""
    html = '<a data-follow="inbox-7" data-view="head" data-after="e.3"></a>'
    reader = Reader(None, "/")
    reader.load(html)
    assert differences(reader.page, Page(html)) == []
    await reader.hear_gone("inbox-7")
    assert differences(reader.page, Page(html)) == ["inbox-7 is not followed"]


def test_after_a_restore_what_came_later_must_be_gone():
    ledger = Ledger()
    before = ledger.add_words("/", Words("c1", "comment-"))
    before.told(an_answer(), before.next())
    kept = ledger.snapshot()
    before.told(an_answer(), before.next())
    later = ledger.add_words("/", Words("c2", "comment-"))
    later.told(an_answer(), later.next())
    ledger.go_back(kept)
    assert ledger.faults("/", page(said(1, 1, "c1v1x"))) == []
    assert len(ledger.faults("/", page(said(1, 2, "c1v2x"), said(2, 3, "c2v1x")))) == 2


def test_a_hidden_name_stands_on_no_page_of_its_lab():
    ledger, name = Ledger("dorp"), Name("Buur Kraak")
    ledger.names.append(name)
    whole = page(said(1, 1, "<b>Buur Kraak</b> z1v1x"))
    assert ledger.faults("/dorp/ideeen/1/", whole) == []
    name.told(an_answer(), ("Buur Kraak", True))
    assert ledger.faults("/dorp/ideeen/1/", whole) == ["/dorp/ideeen/1/: Buur Kraak is hidden, and stands there"]
    assert ledger.faults("/ander-dorp/ideeen/1/", whole) == []
    assert ledger.faults("/dorp/ideeen/1/", page(said(1, 1, "<b>Buur Kraakman</b>"))) == []


def test_a_name_that_may_be_hidden_may_stand_there():
    name = Name("Buur Kraak")
    name.told(an_answer(Answer.IN_DOUBT), ("Buur Kraak", True))
    assert name.fault("Buur Kraak") == ""
    assert not name.is_free


class Silent(NamedTuple):
    """A person's answers, so that a test sees what the register is while the form is sent."""

    register: Words

    async def send(self, *_how, **_fields):
        assert not self.register.is_free
        return an_answer()


async def test_nobody_sets_what_somebody_else_sets_at_that_moment():
    """Else the response that came last would count, and not the change that came last."""
    words, scene = Words("f1", "idea-cover", 1), Scene.__new__(Scene)
    scene.rng, scene.ledger = random.Random(1), Ledger()
    assert words.is_free
    assert await scene.send("hide photo", Silent(words), "/", [(words, 0)])
    assert (words.is_free, words.possible) == (True, {0})


# What the rig knows of a live evening


@pytest.mark.parametrize(
    ("told", "shown", "is_sound"),
    [
        ([], 1, True),
        ([], 0, False),
        ([True], 0, True),
        ([True], 1, False),
        ([True, False], 1, True),
        ([True, False], 0, False),
        ([False], 2, False),
    ],
)
def test_the_big_screen_shows_the_step_unless_somebody_emptied_it(told, shown, is_sound):
    screen = Screen(Step("e0", "evening-", 1))
    for value in told:
        screen.told(an_answer(), value)
    words = marks(Page(f'<div id="evening-screen-1" data-revision="1">{f"e0v{shown}x" if shown else "Leeg"}</div>'))
    assert (screen.fault(words) == "") is is_sound


def of_evenings():
    return [topic for topic in TOPICS if isinstance(topic, EveningTopic)]


def unknown_parts(html, topics):
    """Return the kinds of parts of these topics that stand on none of these pages."""
    ids = {part.id.rpartition("-")[0] for one in html for part in Page(one).parts()}
    return {kind.name for topic in topics for kinds in topic.kinds.values() for kind in kinds} - ids


@pytest.mark.django_db
def test_each_part_of_a_live_evening_stands_on_a_page_that_the_rig_opens(client):
    lab = make_lab()
    leader = make_member(lab, "Anna", RoleKind.STADMAKER)
    there = make_live(0, leader)
    evening, now = Evening.objects.get(), clock.now()
    notes = [evening.write(there["notes_step"], f"Briefje {n}", uuid4(), now) for n in range(3)]
    guest = evening.participants.first()
    evening.write(there["notes_step"], "Dit wacht", uuid4(), now, guest)
    evening.settle(notes[0].pk, "off", "wall", now)
    evening.lay_together({notes[1].pk: 0}, "Groen", uuid4(), now)
    client.force_login(leader.user)
    leader.session = ""
    pages = []
    for url, _lang, cookie in Room(lab.slug, {"live": there}, Ledger()).pages(leader):
        name = cookie.partition("=")[0]
        browser = Client() if name else client  # who leads is signed in
        browser.cookies.load(cookie if name else {})
        response = browser.get(url)
        assert response.status_code == 200, url
        pages.append(response.content.decode())
    assert unknown_parts(pages, of_evenings()) == set()

    class New(EveningTopic):
        kinds = {"phone": (PartKind("evening-new", "evenings/_new.html", ("new_revision",)),)}

    assert unknown_parts(pages, [*of_evenings(), New()]) == {"evening-new"}
