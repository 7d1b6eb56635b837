"""Followers of a gathering and an idea get what a fresh page shows, whoever they are; never a draft."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from common import clock
from events import live
from events.models import Gathering
from events.parts import PARTS_IN
from events.topics import GatheringTopic, new_cards
from ideas.models import Idea
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from tests.events.factories import AN_EVENING, enter, make_draft, make_gathering
from tests.factories import make_idea, make_member
from tests.places.factories import make_room

TOPIC = GatheringTopic()
PAGE = {kind.name for kind in PARTS_IN["page"]}


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


@pytest.fixture
def full(anna, bram):
    """A gathering with everything on its page."""
    room = make_room(anna)
    gathering = make_draft(anna, capacity=4, about="Met *soep*.", programme="19.30 Welkom\nPauze", place=room.place)
    gathering.change(room)
    gathering.put_on_table([make_idea(bram)])
    gathering.publish()
    gathering.sign_up(bram, 2, "een stille plek")
    return gathering


def kinds(parts, gathering):
    return {part.key.removesuffix(f"-{gathering.pk}") for part in parts}


@pytest.mark.parametrize("view", GatheringTopic.views)
def test_each_part_is_one_root_with_its_key_and_revision(full, view):
    for part in TOPIC.parts(full.pk, view, -1):
        words = part.render().strip()
        root = words[: words.index(">")]
        assert f'id="{part.key}"' in root
        assert f'data-revision="{part.revision}"' in root
        assert words.count("<section") == words.count("</section>")


def test_parts_never_tell_who_comes_or_what_they_need(full, anna):
    enter(full, anna, "Jan Jansen", mail="jan@example.org", phone="077 000 00 00")
    said = "".join(part.render() for view in TOPIC.views for part in TOPIC.parts(full.pk, view, -1))
    for secret in ("Jan", "Bram", "stille plek", "example.org", "077"):
        assert secret not in said
    assert "csrf" not in said
    assert "<form" not in said
    assert "<button" not in said


def test_only_what_changed_is_sent(full, anna, chaima):
    before = full.revision
    full.sign_up(chaima)
    assert kinds(TOPIC.parts(full.pk, "page", before), full) == {"seats"}
    assert kinds(TOPIC.parts(full.pk, "card", before), full) == {"ticket"}
    before = full.revision
    full.put_on_table([])
    assert kinds(TOPIC.parts(full.pk, "page", before), full) == {"table"}
    assert TOPIC.parts(full.pk, "card", before) == []
    before = full.revision
    full.change(full.room, title="Anders")
    assert kinds(TOPIC.parts(full.pk, "page", before), full) == PAGE
    assert TOPIC.parts(full.pk, "page", full.revision) == []


def test_seats_say_how_many_are_left(full, anna, chaima):
    def seats():
        return next(part.render() for part in TOPIC.parts(full.pk, "page", -1) if part.key.startswith("seats"))

    assert "Nog 2 plekken vrij" in seats()
    assert seats().count('class="taken"') == 2
    full.sign_up(chaima, 3)
    assert "Vol, 1 op de wachtlijst" in seats()
    full.cancel("Storm.")
    assert "Gaat niet door: Storm." in seats()


def test_drafts_are_not_there(anna):
    draft, shown = make_draft(anna), make_gathering(anna, "Open tafel")
    assert TOPIC.heads([draft.pk, shown.pk]) == {shown.pk: shown.revision}
    assert TOPIC.may_follow({(None, draft.pk), (anna.user_id, draft.pk), (None, shown.pk)}) == {(None, shown.pk)}
    assert (TOPIC.parts(draft.pk, "page", -1), TOPIC.parts(draft.pk, "card", -1)) == ([], [])
    card, month = new_cards(anna.lab_id, 0)
    assert card.key == f"ticket-{shown.pk}"
    assert draft.title not in month.render()


def test_dates_that_are_asked(anna, bram):
    gathering = make_draft(anna, starts_at=None)
    starts = gathering.created_at + timedelta(days=9)
    gathering.ask_dates([(starts, starts + AN_EVENING)])
    before = gathering.revision
    gathering.answer_dates(bram, {gathering.date_options.get().pk: "yes"})
    (part,) = TOPIC.parts(gathering.pk, "page", before)
    assert "past een paar mensen" in part.render()
    assert "<li" in render_to_string("events/_gathering_card.html", {"gathering": gathering, "lab": anna.lab})


def test_a_hidden_idea_leaves_the_table(full, anna):
    idea = full.table.get().idea
    idea.hide(make_member(anna.lab, "Mo", "moderator"), "spam")
    table = next(part.render() for part in TOPIC.parts(full.pk, "page", -1) if part.key.startswith("table"))
    assert "Pluktuin" not in table


def test_the_table_is_news_when_an_idea_on_it_is_hidden_restored_or_withdrawn(full, anna, bram, monkeypatch):
    rung = set()
    monkeypatch.setattr(live, "ring", rung.add)
    idea, mo = full.table.get().idea, make_member(anna.lab, "Mo", "moderator")
    put = {
        "hidden": lambda: idea.hide(mo, "spam"),
        "restored": lambda: idea.restore(mo, "Toch goed."),
        "withdrawn": lambda: Idea.objects.get(pk=idea.pk).withdraw(idea.author, RESIDENT_VOICE, "Toch niet."),
    }
    for how, verb in put.items():
        full.refresh_from_db()
        rung.clear()
        verb()
        news = {part.key: part.render() for part in TOPIC.parts(full.pk, "page", full.revision)}
        assert list(news) == [f"table-{full.pk}"], how
        assert (f'id="card-{idea.pk}"' in news[f"table-{full.pk}"]) is (how == "restored")
        assert rung == {f"gathering-{full.pk}"}


def test_an_idea_page_hears_where_it_is_talked_about(full):
    idea = full.table.get().idea
    idea.refresh_from_db()
    before = idea.revision
    assert [part.key for part in IdeaTopic().parts(idea.pk, "page", before)] == []
    full.note_outcomes({idea.pk: "Er komt een <b>bank</b>."})
    beside, after_story = IdeaTopic().parts(idea.pk, "page", before)
    assert (beside.key, beside.revision) == (f"on-table-{idea.pk}", before + 1)
    assert full.title in beside.render()
    assert (after_story.key, after_story.revision) == (f"meetings-{idea.pk}", before + 1)
    assert full.title not in after_story.render(), "it is still to come"
    full.close("Mooi.")
    told = IdeaTopic().parts(idea.pk, "page", before)[-1].render()
    assert "Er komt een" in told
    assert "<b>" not in told


def test_a_gathering_hears_that_its_place_changed(full):
    before = full.revision
    full.place.change(name="De Molen", getting_there="Bel aan bij de poort.")
    told = "".join(part.render() for part in TOPIC.parts(full.pk, "page", before))
    assert "Bel aan bij de poort." in told
    assert "De Molen" in told
    assert "De Molen" in "".join(part.render() for part in TOPIC.parts(full.pk, "card", before))


def test_a_gathering_that_has_been_stays_as_it_was_told(full):
    ago = clock.now() - timedelta(days=2)
    Gathering.objects.filter(pk=full.pk).update(starts_at=ago, ends_at=ago + AN_EVENING)
    before = full.revision
    full.place.change(getting_there="Bel aan bij de poort.")
    assert TOPIC.heads([full.pk]) == {full.pk: before}


def test_each_verb_rings_for_its_topics(full, anna, bram, chaima, monkeypatch):
    rung = set()
    monkeypatch.setattr(live, "ring", rung.add)
    own, lab, idea = f"gathering-{full.pk}", f"lab-{full.lab_id}", f"idea-{full.table.get().idea_id}"
    later = full.starts_at + timedelta(days=1)
    for verb, heard in [
        (lambda: full.sign_up(chaima), {own}),
        (lambda: full.party_of(chaima).withdraw(), {own}),
        (lambda: full.change(full.room, about="Anders."), {own, idea}),
        (lambda: full.change(full.room, starts_at=later, ends_at=later + AN_EVENING), {own, lab, idea}),
        (lambda: full.set_organisers([anna, bram]), {own}),
        (lambda: full.note_outcomes({full.table.get().idea_id: "Mooi."}), {own, idea}),
        (lambda: full.put_on_table([]), {own, idea}),
        (lambda: full.cancel("Storm."), {own, lab}),
    ]:
        rung.clear()
        verb()
        assert rung == heard


@pytest.mark.parametrize("view", GatheringTopic.views)
def test_the_same_queries_however_much_there_is(anna, bram, full, view):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            for part in TOPIC.parts(full.pk, view, -1):
                part.render()
        return [query["sql"] for query in queries]

    asked()
    few = asked()
    full.put_on_table([make_idea(bram, f"Idee {n}") for n in range(5)])
    for n in range(3):
        enter(full, anna, f"Buur {n}")
    many = asked()
    assert len(many) == len(few), (few, many)
    assert Gathering.objects.count() == 1


@pytest.mark.parametrize(("view", "key"), [("card", "ticket"), ("agenda", "ticket"), ("poster", "poster")])
def test_a_card_offers_the_waiting_list_when_the_last_seat_goes_and_a_seat_when_one_returns(anna, bram, view, key):
    gathering = make_gathering(anna, capacity=1)

    def said(after):
        (part,) = (part for part in TOPIC.parts(gathering.pk, view, after) if part.key == f"{key}-{gathering.pk}")
        return " ".join(part.render().split())

    assert "Ik kom" in said(-1)
    before = gathering.revision
    party = gathering.sign_up(bram).party
    assert "Zet me op de wachtlijst" in said(before)
    assert "Ik kom" not in said(before)
    before = Gathering.objects.get(pk=gathering.pk).revision
    party.withdraw()
    assert "Ik kom" in said(before)


@pytest.mark.parametrize(("view", "key"), [("card", "ticket"), ("poster", "poster")])
def test_a_card_asks_which_date_suits_until_there_is_one(anna, view, key):
    gathering = make_draft(anna, starts_at=None)
    gathering.ask_dates([(clock.now() + timedelta(days=9), clock.now() + timedelta(days=9) + AN_EVENING)])

    def said():
        (part,) = (part for part in TOPIC.parts(gathering.pk, view, -1) if part.key == f"{key}-{gathering.pk}")
        return " ".join(part.render().split())

    assert "Zeg welke datum jou past" in said()
    gathering.choose_date(gathering.date_options.get())
    assert "Zeg welke datum jou past" not in said()
    assert "Ik kom" in said()
