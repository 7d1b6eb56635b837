"""The live topic of a lab: a new idea appears, a hidden one disappears, and nobody sees what was rolled back."""

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from front.erasure import erase
from front.pulse import happenings, last_of
from front.topics import MOST_PARTS, HappeningTopic, LabTopic
from front.villages import villages_of
from ideas.models import Idea, Status
from labs import villages
from labs.models import RESIDENT_VOICE, Lab
from realtime import topics
from realtime.models import Epoch
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db
TOPIC = LabTopic()


@pytest.fixture
def lab():
    return make_lab(maker_word="dorpsmaker", lab_word="dorpslab")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker")


@pytest.fixture
def noor(lab):
    return make_member(lab, "Noor", "lab_admin", "moderator")


def head(lab):
    return TOPIC.heads([lab.pk])[lab.pk]


def test_it_is_registered():
    found = topics.find("lab-42")
    assert found
    assert (type(found[0]), found[1]) == (LabTopic, 42)


@pytest.mark.parametrize("view", ["news", "ideas"])
def test_what_showed_an_idea_that_was_taken_back_whole_is_fetched_again(lab, anna, view):
    before = head(lab)
    idea = make_idea(anna)
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert TOPIC.parts(lab.pk, view, before) is None
    assert TOPIC.parts(lab.pk, view, head(lab)) == []


def test_everybody_may_follow_a_lab_that_is_there(lab):
    wishes = {(None, lab.pk), (7, lab.pk), (None, lab.pk + 999)}
    assert TOPIC.may_follow(wishes) == {(None, lab.pk), (7, lab.pk)}
    assert TOPIC.heads([lab.pk + 999]) == {}


def test_a_new_idea_is_told_once_and_in_the_words_of_the_lab(
    lab, anna, django_capture_on_commit_callbacks, monkeypatch
):
    rung = []
    monkeypatch.setattr("realtime.doorbell._rung", rung.append)
    before = head(lab)
    with django_capture_on_commit_callbacks(execute=True):
        idea = Idea.propose(anna, anna.voices()[1], "8b0b7dd2-7bb4-4b8e-9a44-8a7f2b3d6b11", title="Pluktuin").thing
    assert f"lab-{lab.pk}" in rung
    assert head(lab) == before + 1
    part, _villages = TOPIC.parts(lab.pk, "news", before)
    assert (part.key, part.revision) == (f"happening-{idea.pk}", before + 1)
    html = part.render()
    assert f'data-revision="{before + 1}"' in html
    assert f'data-in="news-{lab.pk}"' in html
    assert "dorpsmaker" in html
    assert "stadmaker</span>" not in html
    assert "Pluktuin" in html
    assert TOPIC.parts(lab.pk, "news", before + 1) == []


def test_the_fragment_is_in_the_readers_language_and_for_everybody(lab, anna):
    make_idea(anna, "Pluktuin")
    part, _villages = TOPIC.parts(lab.pk, "news", 0)
    with translation.override("en"):
        english = part.render()
    with translation.override("nl"):
        dutch = part.render()
    assert "shared an idea" in english
    assert "deelde een idee" in dutch
    assert not [word for word in ("csrf", "<form", "<details") if word in english + dutch]


def test_the_list_gets_a_card(lab, anna):
    idea = make_idea(anna, "Pluktuin")
    part, _count = TOPIC.parts(lab.pk, "ideas", 0)
    assert part.key == f"card-{idea.pk}"
    html = part.render()
    assert f'id="card-{idea.pk}"' in html
    assert f'data-revision="{part.revision}"' in html
    assert f'data-in="ideas-{lab.pk}"' in html


def test_hiding_takes_the_words_away_and_restoring_brings_them_back(lab, anna):
    mo = make_member(lab, "Mo", "moderator")
    idea = make_idea(anna, "Verborgen plan")
    before = head(lab)
    idea.hide(mo, "spam")
    part, _villages = TOPIC.parts(lab.pk, "news", before)
    gone = part.render()
    assert "data-gone" in gone
    assert "Verborgen plan" not in gone
    assert "Anna" not in gone
    assert [part.key for part in TOPIC.parts(lab.pk, "ideas", before)] == [f"idea-count-{lab.pk}"]
    idea.restore(mo, "Toch niet.")
    part, _villages = TOPIC.parts(lab.pk, "news", before)
    assert "Verborgen plan" in part.render()


def test_what_is_rolled_back_is_not_seen(lab, anna):
    before = head(lab)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_idea(anna, "Nooit gebeurd")
        raise ZeroDivisionError
    assert head(lab) == before
    assert TOPIC.parts(lab.pk, "news", before) == []


def test_another_lab_hears_nothing(lab, anna):
    other = make_lab("elders")
    make_idea(anna, "Van hier")
    assert TOPIC.parts(other.pk, "news", 0) == []
    assert TOPIC.parts(lab.pk, "news", 0)


def test_imported_ideas_are_no_news(lab):
    Idea.objects.create(lab=lab, title="Ronde 2020", source="pb", source_id="1", lab_revision=5)
    assert TOPIC.parts(lab.pk, "news", 0) == []


def test_too_much_is_fetched_again(lab):
    rows = [Idea(lab=lab, title=f"Idee {n}", lab_revision=n + 1) for n in range(MOST_PARTS + 1)]
    Idea.objects.bulk_create(rows)
    assert TOPIC.parts(lab.pk, "news", 0) is None
    assert len(TOPIC.parts(lab.pk, "news", 1)) == MOST_PARTS


def test_one_question_for_all_parts(lab, anna, django_assert_max_num_queries):
    for number in range(5):
        make_idea(anna, f"Idee {number}")
    for view in TOPIC.views:
        with django_assert_max_num_queries(3):  # lab, ideas, villages
            assert all(part.render() for part in TOPIC.parts(lab.pk, view, 0))
    assert Lab.objects.get().revision == 5


# The pulse


def told_of(idea, after=-1):
    return [(part.key, part.render()) for part in HappeningTopic().parts(idea.pk, "pulse", after)]


@pytest.mark.parametrize("what", ["shared", "said", "removed", "stepped", "stepped and said", "imported and said"])
def test_what_is_told_of_it_is_what_a_fresh_home_says(lab, anna, what):
    idea = make_idea(anna, "Pluktuin")
    if "imported" in what:
        Idea.objects.filter(pk=idea.pk).update(source="pb", source_id="1")
    if "stepped" in what:
        idea.set_status(anna, RESIDENT_VOICE, "talking", "Het leeft.", "Vrijdag verder.")
    if "said" in what or what == "removed":
        said = make_comment(idea, make_member(lab, "Bram"), "Doe ik aan mee.")
        if what == "removed":
            said.remove()
    idea = Idea.objects.get(pk=idea.pk)
    (fresh,) = happenings(lab, [idea])
    assert last_of(idea) == fresh


def test_it_hears_of_words_and_names_and_not_of_what_is_said_or_supported_there(lab, anna):
    topic, idea = HappeningTopic(), make_idea(anna, "Pluktuin")
    before = topic.heads([idea.pk, idea.pk + 999])
    assert before == {idea.pk: idea.named_revision}
    make_comment(idea, anna, "Wie doet mee?")
    idea.support(make_member(lab, "Bram"))
    assert topic.heads([idea.pk]) == before
    idea.refresh_from_db()
    assert idea.edit(anna, idea.words_revision, title="Moestuin")
    ((key, html),) = told_of(idea, before[idea.pk])
    assert (key, "Moestuin" in html) == (f"happening-{idea.pk}", True)
    assert topic.heads([idea.pk])[idea.pk] > before[idea.pk]


def test_a_home_follows_it_from_where_it_is(client, lab, anna):
    idea = make_idea(anna, "Pluktuin")
    make_comment(idea, anna, "Wie doet mee?")
    idea.refresh_from_db()
    assert idea.revision > idea.named_revision
    wish = f'data-follow="happening-{idea.pk}" data-view="pulse" data-after="{Epoch.read()}.{idea.named_revision}"'
    assert wish in " ".join(client.get(lab.get_absolute_url()).text.split())


def test_of_a_hidden_one_it_tells_that_it_is_gone(lab, anna):
    idea = make_idea(anna, "Verborgen plan")
    idea.hide(make_member(lab, "Mo", "moderator"), "spam")
    ((_key, html),) = told_of(idea)
    assert "data-gone" in html
    assert "Verborgen plan" not in html
    assert "Anna" not in html


def test_of_an_imported_one_with_nothing_said_any_more_it_tells_that_it_is_gone(lab, anna):
    idea = make_idea(anna, "Uit een ronde")
    Idea.objects.filter(pk=idea.pk).update(source="pb", source_id="1")
    said = make_comment(idea, anna, "Wat is ervan geworden?")
    assert "reageerde op" in told_of(idea)[0][1]
    said.remove()
    assert "data-gone" in told_of(idea)[0][1]
    assert happenings(lab, [Idea.objects.get(pk=idea.pk)]) == []


# Its villages


def test_a_lab_that_is_given_its_villages_tells_so_once(lab, noor, django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr("realtime.doorbell._rung", rung.append)
    before = head(lab)
    with django_capture_on_commit_callbacks(execute=True):
        villages.load(lab, "Horst aan de Maas")
    assert rung == [f"lab-{lab.pk}"]
    assert [part.key for part in TOPIC.parts(lab.pk, "news", before)] == [f"lab-villages-{lab.pk}"]
    assert head(lab) == before + 1
    villages.load(lab, "Horst aan de Maas")
    assert head(lab) == before + 1, "again: nothing happens"


def test_a_village_that_comes_is_told_to_homes_and_has_lists_fetched_again(lab, noor):
    before = head(lab)
    lab.add_village(noor, "Tienray")
    (part,) = TOPIC.parts(lab.pk, "news", before)
    assert "Tienray" in part.render()
    assert TOPIC.parts(lab.pk, "ideas", before) is None
    assert TOPIC.parts(lab.pk, "ideas", head(lab)) == []


def test_the_same_name_again_tells_nobody(lab, noor):
    village = lab.add_village(noor, "Tienray")
    before = head(lab)
    village.rename(noor, "Tienray")
    assert head(lab) == before


VERBS = {
    "propose": lambda idea, anna, noor, west: make_idea(anna, "Oogstfeest", neighbourhood=idea.neighbourhood),
    "hide": lambda idea, anna, noor, west: idea.hide(noor, "spam"),
    "restore": lambda idea, anna, noor, west: idea.restore(noor, "Toch niet."),
    "move": lambda idea, anna, noor, west: idea.edit(anna, neighbourhood=west),
    "leave": lambda idea, anna, noor, west: idea.edit(anna, neighbourhood=None),
    "withdraw": lambda idea, anna, noor, west: idea.withdraw(anna, RESIDENT_VOICE, ""),
    "erase": lambda idea, anna, noor, west: erase(anna.user, keep_words=False),
}


@pytest.mark.parametrize("verb", VERBS)
def test_open_homes_hear_how_many_ideas_are_in_each_village(lab, anna, noor, verb):
    east, west = lab.add_village(noor, "Tienray"), lab.add_village(noor, "Meterik")
    idea = make_idea(anna, "Pluktuin", neighbourhood=east)
    if verb == "restore":
        idea.hide(noor, "spam")
    before, counts = head(lab), [tuple(village) for village in villages_of(lab)["villages"]]
    VERBS[verb](idea, anna, noor, west)
    assert [tuple(village) for village in villages_of(lab)["villages"]] != counts
    assert head(lab) == before + 1
    parts = TOPIC.parts(lab.pk, "news", before)
    if verb in ("withdraw", "erase"):
        assert parts is None, "fetched again"
    else:
        (told,) = [part for part in parts if part.key == f"lab-villages-{lab.pk}"]
        lab.refresh_from_db()
        assert told.render() == render_to_string("front/_lab_villages.html", {"lab": lab} | villages_of(lab))
        assert f'data-revision="{before + 1}"' in told.render()


@pytest.mark.parametrize("verb", ["propose", "hide", "restore"])
def test_open_lists_hear_how_many_ideas_there_are(client, lab, anna, noor, verb):
    idea = make_idea(anna, "Pluktuin")
    if verb == "restore":
        idea.hide(noor, "spam")
    before = head(lab)
    VERBS[verb](idea, anna, noor, None)
    (told,) = [part for part in TOPIC.parts(lab.pk, "ideas", before) if part.key == f"idea-count-{lab.pk}"]
    heading = told.render().strip()
    assert {"propose": "2 ideeën", "hide": "Ideeën", "restore": "1 idee"}[verb] in heading
    assert f'data-revision="{before + 1}"' in heading
    assert heading in client.get(f"/{lab.slug}/ideeen/").text
    assert f"idea-count-{lab.pk}" not in client.get(f"/{lab.slug}/ideeen/?stand=new").text, "it can't know"


def test_more_ideas_than_are_counted_are_told_as_more_than(lab, anna, monkeypatch):
    monkeypatch.setattr("front.topics.MOST", 1)
    for title in ("Pluktuin", "Bankje"):
        make_idea(anna, title)
    *_cards, told = TOPIC.parts(lab.pk, "ideas", 0)
    assert "Meer dan 1 ideeën" in told.render()


def test_an_edit_that_stays_in_its_village_moves_no_home(lab, anna, noor):
    idea = make_idea(anna, "Pluktuin", neighbourhood=lab.add_village(noor, "Tienray"))
    before = head(lab)
    idea.edit(anna, title="Pluktuin bij de kerk")
    assert head(lab) == before


def test_news_on_the_sites_home_follows_its_words_and_goes_when_it_is_hidden(lab, anna):
    idea, topic = make_idea(anna, "Bankjes", opportunity="Hier kun je zitten."), HappeningTopic()
    before = topic.heads([idea.pk])[idea.pk]
    assert topic.parts(idea.pk, "slip", before) == []
    idea.edit(anna, title="Twee banken", opportunity="Hier kun je eten. En meer.")
    (part,) = topic.parts(idea.pk, "slip", before)
    html = part.render()
    assert part.key == f"slip-{idea.pk}"
    assert "Twee banken" in html
    assert "Hier kun je eten." in html
    assert "En meer" not in html
    idea.hide(make_member(lab, "Mo", "moderator"), "spam")
    (part,) = topic.parts(idea.pk, "slip", before)
    assert "data-gone" in part.render()
    assert "banken" not in part.render()


@pytest.mark.parametrize("status", ["", Status.DONE])
def test_news_on_the_sites_home_goes_when_its_maker_takes_the_words_along(lab, anna, noor, status):
    idea, topic = make_idea(anna, "Bankjes"), HappeningTopic()
    idea.support(noor)
    if status:
        idea.set_status(noor, RESIDENT_VOICE, status, "Ze staan er.", "Ga zitten.")
    before = topic.heads([idea.pk])[idea.pk]
    erase(anna.user, keep_words=False)
    (part,) = topic.parts(idea.pk, "slip", before)
    html = part.render()
    assert "data-gone hidden" in html
    assert "Verwijderd" not in html
