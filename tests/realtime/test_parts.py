"""A rendered part has the declared revision, and verbs that change everything give each part a new one."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from demo import large
from events.models import Gathering
from events.parts import PARTS as GATHERING_PARTS
from events.topics import GatheringTopic
from front.topics import HappeningTopic, LabTopic
from ideas.leaving import remove_words_of
from ideas.models import Idea
from ideas.parts import PARTS as IDEA_PARTS
from ideas.topics import IdeaTopic
from labs.models import Lab
from places.models import Place
from places.topics import PlaceTopic
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.places.factories import make_place

pytestmark = pytest.mark.django_db
ROUND = Path(__file__).parents[1] / "data" / "proefdorp.pb"
TOPICS = {
    Idea: [IdeaTopic(), HappeningTopic()],
    Gathering: [GatheringTopic()],
    Place: [PlaceTopic()],
    Lab: [LabTopic()],
}


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", "stadmaker")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def idea(anna):
    idea = make_idea(anna)
    make_comment(idea, anna)
    return idea


@pytest.fixture
def things(idea, anna):
    make_gathering(anna).put_on_table([idea])
    make_place(anna)
    return {model: model.objects.get() for model in TOPICS}


def columns_of(model):
    return [field.name for field in model._meta.concrete_fields if field.name.endswith("revision")]


def wrong_in(topic, thing):
    """Yield parts whose root element has another id or revision than the part."""
    for view in topic.views:
        for part in topic.parts(thing.pk, view, -1):
            root = re.match(r"<[^>]*>", part.render().strip())[0]
            if f' id="{part.key}"' not in root or f' data-revision="{part.revision}"' not in root:
                yield part.key, part.revision, root


@pytest.mark.parametrize("model", TOPICS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("is_hidden", [False, True], ids=["shown", "hidden"])
def test_each_part_says_the_revision_that_is_sent_with_it_whichever_column_moved_last(things, model, is_hidden):
    """Otherwise an open page would keep an older part, or replace a newer one."""
    thing = things[model]
    if is_hidden:
        Idea.objects.update(is_hidden=True)
    for last in columns_of(model):
        moved = {name: number for number, name in enumerate(columns_of(model), 10)} | {last: 99}
        model.objects.filter(pk=thing.pk).update(**moved)
        for topic in TOPICS[model]:
            assert list(wrong_in(topic, thing)) == [], last


@pytest.mark.parametrize("made_by", ["proposing", "a load test", "an import"])
def test_a_new_idea_has_each_part_at_the_first_revision(anna, lab, made_by):
    if made_by == "proposing":
        make_idea(anna)
    elif made_by == "a load test":
        large.build(1, 0)
    else:
        call_command("import_pabulib", str(ROUND), lab=lab.slug)
    ideas = Idea.objects.all()
    assert ideas
    for idea in ideas:
        assert {kind.name: kind.revision(idea) for kind in IDEA_PARTS} == {kind.name: 1 for kind in IDEA_PARTS}


@pytest.mark.parametrize("how", ["hidden", "restored", "erased"])
def test_what_hides_restores_or_erases_an_idea_moves_every_part_of_it(idea, mo, how):
    """A part without a new revision would keep its text on open pages."""
    if how == "restored":
        idea.hide(mo, "spam")
    before = Idea.objects.get(pk=idea.pk)
    verbs = {
        "hidden": lambda: idea.hide(mo, "spam"),
        "restored": lambda: idea.restore(mo, "Toch goed."),
        "erased": lambda: remove_words_of(idea),
    }
    verbs[how]()
    after = Idea.objects.get(pk=idea.pk)
    assert after.revision == before.revision + 1
    assert [kind.name for kind in IDEA_PARTS if kind.revision(after) != after.revision] == []
    assert after.names_revision == before.names_revision, "no name changed"


def test_a_gathering_that_appears_anew_moves_every_part_of_it(anna):
    gathering = make_gathering(anna)
    before = gathering.revision
    gathering.change(gathering.room, title="Een andere avond")
    after = Gathering.objects.get(pk=gathering.pk)
    assert after.revision == before + 1
    assert [kind.name for kind in GATHERING_PARTS if kind.revision(after) != after.revision] == []
