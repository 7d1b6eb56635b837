"""Followers of an idea get what a fresh page shows, nothing hidden, in few queries; and each verb rings."""

import contextlib
import random
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ideas.models import Comment, Idea, IdeaClosed, Status
from ideas.models.onbehalf import CommentBehalf, write_down_comment
from ideas.topics import MORE, IdeaTopic
from labs.models import RESIDENT_VOICE
from realtime import doorbell, limits
from tests.conftest import EVERYTHING, SEED
from tests.factories import make_comment, make_idea, make_member
from tests.ideas.conftest import browser

TOPIC = IdeaTopic()
ROUNDS = 40 if EVERYTHING else 6


def drawn(parts):
    return {part.key: part.render().strip() for part in parts}


def everything(idea, view):
    return drawn(TOPIC.parts(idea.pk, view, -1))


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_each_part_is_one_root_with_its_key_and_revision(idea, bram, mo, view):
    make_comment(idea, bram)
    make_comment(idea, bram, "Weg.").hide(mo, "spam")
    for part in TOPIC.parts(idea.pk, view, -1):
        words = part.render().strip()
        root = words[: words.index(">")]
        assert f'id="{part.key}"' in root
        assert f'data-revision="{part.revision}"' in root


def test_the_page_and_the_card_hold_exactly_what_is_sent(idea, bram, mo):
    make_comment(idea, bram)
    idea.set_status(mo, RESIDENT_VOICE, "talking", "Omdat het leeft.", "Morgen verder.")
    idea.set_stance(mo, RESIDENT_VOICE, "helps", "We zoeken het uit.")
    idea.pledge(bram, RESIDENT_VOICE, "time", "Water geven")
    with translation.override("nl"):
        page = browser().get(idea.get_absolute_url()).content.decode()
        for key, words in everything(idea, "page").items():
            assert words in page, key
        cards = "".join(browser().get(f"/proefdorp/{where}").content.decode() for where in ("", "ideeen/"))
        for key, words in everything(idea, "card").items():
            assert words in cards, key


def test_a_card_hears_of_another_village_and_other_first_words(idea):
    village = idea.lab.neighbourhoods.last()
    before = idea.revision
    idea.edit(idea.author, neighbourhood=village, opportunity="Hier kan een bank komen.")
    told = "".join(drawn(TOPIC.parts(idea.pk, "card", before)).values())
    assert village.name in told
    assert "Hier kan een bank komen." in told


def test_a_card_hears_of_another_photo(idea):
    before = idea.revision
    idea.edit(idea.author, photo=ContentFile(b"webp", "gras.webp"), photo_alt="Het gras")
    cover = drawn(TOPIC.parts(idea.pk, "card", before))[f"card-cover-{idea.pk}"]
    assert f'src="{idea.get_absolute_url()}foto/' in cover
    assert 'alt="Het gras"' in cover


def test_parts_say_nothing_about_who_reads(idea, bram):
    make_comment(idea, bram)
    for view in TOPIC.views:
        for words in everything(idea, view).values():
            for sign in ("csrf", "<form", "<input", "<button", "<details", "Je steunt dit"):
                assert sign not in words


@pytest.mark.slow
def test_replaying_parts_ends_where_a_fresh_page_begins(lab, anna, bram, mo):
    """After any changes in any order, for a reader who rarely looks."""
    people = [make_member(lab, f"Buur{n}") for n in range(6)]
    for round in range(ROUNDS):
        chance = random.Random(SEED * 1000 + round)
        idea = make_idea(anna, f"Idee {round}")
        screens = {view: everything(idea, view) for view in TOPIC.views}
        cursors = dict.fromkeys(TOPIC.views, TOPIC.heads([idea.pk])[idea.pk])
        for step in range(40):
            something(Idea.objects.select_related("lab").get(pk=idea.pk), chance, people, mo, step)
            for view in TOPIC.views:
                if chance.random() < 0.4:
                    look(idea, view, screens, cursors)
        if Idea.objects.get(pk=idea.pk).is_hidden:
            Idea.objects.select_related("lab").get(pk=idea.pk).restore(mo, "Toch goed.")
        for view in TOPIC.views:
            look(idea, view, screens, cursors)
            assert screens[view] == everything(idea, view)


def look(idea, view, screens, cursors):
    """Apply the changes since the cursor, as the page's script does."""
    head = TOPIC.heads([idea.pk])[idea.pk]
    parts = TOPIC.parts(idea.pk, view, cursors[view])
    changed = drawn(parts or [])
    if parts is None:
        screens[view] = everything(idea, view)  # reset: fetched again
    elif f"idea-{idea.pk}" in changed or f"card-{idea.pk}" in changed:
        screens[view] = changed
    else:
        screens[view] |= changed
    cursors[view] = head


def something(idea, chance, people, mo, step):
    person, author = chance.choice(people), idea.author
    comment = idea.comments.select_related("idea__lab").order_by("?").first()
    acts = [
        lambda: idea.support(person),
        lambda: idea.withdraw_support(person),
        lambda: idea.answer_need(person, chance.choice(["yes", "no", "unsure"])),
        lambda: idea.pledge(person, RESIDENT_VOICE, "time", f"Zin {step}"),
        lambda: [given.take_back() for given in idea.pledges.standing()[:1]],
        lambda: idea.edit(author, title=f"Titel {step}"),
        lambda: idea.set_status(
            mo, RESIDENT_VOICE, chance.choice([Status.TALKING, Status.DONE]), f"Reden {step}", "Verder."
        ),
        lambda: idea.set_stance(mo, RESIDENT_VOICE, chance.choice(["helps", "joins", ""]), f"Zin {step}"),
        lambda: make_comment(idea, person, f"Woorden {step}"),
        lambda: make_comment(idea, person, f"Antwoord {step}", comment and (comment.parent or comment)),
        lambda: write_down_comment(idea, people[0], RESIDENT_VOICE, "Oma", f"Gezegd {step}", uuid.uuid4()),
        lambda: comment and comment.edit(f"Anders {step}"),
        lambda: comment and comment.remove(),
        lambda: comment and (comment.restore if comment.is_hidden else comment.hide)(mo, "spam"),
        lambda: [mark.claim(person) for mark in CommentBehalf.objects.filter(comment__idea=idea, claimed_at=None)[:1]],
        lambda: (idea.restore if idea.is_hidden else idea.hide)(mo, "spam"),
    ]
    with contextlib.suppress(IdeaClosed):
        chance.choice(acts)()


def test_a_hidden_idea_sends_its_tombstone_and_not_a_word(idea, anna, bram, mo):
    idea.edit(anna, opportunity="Het geheime nummer van Piet.")
    make_comment(idea, bram, "Ook geheim.")
    assert "geheim" in str(everything(idea, "page")), "there is something to leak"
    before = TOPIC.heads([idea.pk])[idea.pk]
    idea.hide(mo, "privacy")
    for view, key in (("page", f"idea-{idea.pk}"), ("card", f"card-{idea.pk}")):
        for after in (-1, 0, before):
            sent = drawn(TOPIC.parts(idea.pk, view, after))
            assert list(sent) == [key]
            assert "data-gone" in sent[key]
            assert "geheim" not in sent[key]
            assert "Pluktuin" not in sent[key]
        assert TOPIC.parts(idea.pk, view, TOPIC.heads([idea.pk])[idea.pk]) == []


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_whoever_may_hold_its_tombstone_fetches_a_restored_idea_again(idea, bram, mo, view):
    """Nobody gets half of it: all who reconnect at once are answered from the oldest of their cursors."""
    heads = [0]
    for verb in (lambda: idea.hide(mo, "spam"), lambda: idea.restore(mo, "Toch."), lambda: make_comment(idea, bram)):
        heads.append(TOPIC.heads([idea.pk])[idea.pk])
        verb()
    assert [TOPIC.parts(idea.pk, view, head) is None for head in heads] == [True, True, True, False]


@pytest.mark.parametrize("view", IdeaTopic.views)
def test_an_idea_that_opens_again_is_fetched_again_by_whoever_may_have_opened_it_closed(idea, anna, view):
    """Such a page has no support button; all who reconnect at once get one answer, from the oldest cursor."""
    heads = []
    for status in (Status.TALKING, Status.DONE, Status.DOING, Status.WAITING):
        heads.append(TOPIC.heads([idea.pk])[idea.pk])
        idea.set_status(anna, RESIDENT_VOICE, status, "Zo staat het.")
    assert [TOPIC.parts(idea.pk, view, head) is None for head in heads] == [True, True, True, False]
    idea.set_status(anna, RESIDENT_VOICE, Status.DONE, "Klaar.")
    assert TOPIC.parts(idea.pk, view, heads[0]) is not None, "what is open in the page closes by itself"


def test_a_hidden_comment_is_sent_as_its_tombstone(idea, bram, mo):
    comment = make_comment(idea, bram, "Het nummer van Piet.")
    assert "nummer" in str(everything(idea, "page")), "there is something to leak"
    comment.hide(mo, "privacy")
    assert "nummer" not in str(everything(idea, "page"))


def test_too_far_behind_is_fetched_again(idea, bram):
    Comment.objects.bulk_create(
        Comment(idea=idea, author=bram, text=f"{n}", revision=n) for n in range(2, limits.BEHIND_PARTS + 4)
    )
    assert TOPIC.parts(idea.pk, "page", 0) is None
    assert TOPIC.parts(idea.pk, "page", limits.BEHIND_PARTS) is not None


def test_everybody_may_follow_what_is_there_and_nobody_what_is_not(idea, bram):
    wishes = {(None, idea.pk), (bram.user_id, idea.pk), (None, 999_999)}
    assert TOPIC.may_follow(wishes) == {(None, idea.pk), (bram.user_id, idea.pk)}
    assert TOPIC.heads([idea.pk, 999_999]) == {idea.pk: idea.revision}
    assert TOPIC.parts(999_999, "page", 0) == []


def test_it_costs_few_queries(idea, bram, mo):
    for n in range(20):
        make_comment(idea, bram, f"Reactie {n}").hide(mo, "spam")
    with CaptureQueriesContext(connection) as asked:
        parts = TOPIC.parts(idea.pk, "page", -1)
    assert len(asked) == 3 + len(MORE), "the idea, its comments, why they are hidden; what higher apps tell"
    with CaptureQueriesContext(connection) as asked:
        drawn(parts)
    assert len(asked) == 4, "answers, helpers, story, a hidden photo"
    with CaptureQueriesContext(connection) as asked:
        TOPIC.parts(idea.pk, "page", idea.revision + 99)
        TOPIC.heads([idea.pk])
        TOPIC.may_follow({(None, idea.pk)})
    assert len(asked) == 4 + len(MORE)


VERBS = {
    "support": lambda idea, bram, mo: idea.support(bram),
    "need": lambda idea, bram, mo: idea.answer_need(bram, "yes"),
    "pledge": lambda idea, bram, mo: idea.pledge(bram, RESIDENT_VOICE, "time", "Een uur"),
    "comment": lambda idea, bram, mo: make_comment(idea, bram),
    "status": lambda idea, bram, mo: idea.set_status(mo, RESIDENT_VOICE, "talking", "Daarom.", "Verder."),
    "stance": lambda idea, bram, mo: idea.set_stance(mo, RESIDENT_VOICE, "helps", "We zoeken het uit."),
    "edit": lambda idea, bram, mo: idea.edit(idea.author, title="Anders"),
    "hide": lambda idea, bram, mo: idea.hide(mo, "spam"),
}


@pytest.fixture
def heard(monkeypatch):
    names = []

    def listener(topics):
        names.extend(topics)

    doorbell.listen(listener)
    yield names
    doorbell.stop_listening(listener)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_rings_after_commit_and_its_revision_is_seen(
    idea, bram, mo, verb, heard, django_capture_on_commit_callbacks
):
    before = TOPIC.heads([idea.pk])[idea.pk]
    with django_capture_on_commit_callbacks(execute=True):
        VERBS[verb](idea, bram, mo)
        assert heard == []
    assert f"idea-{idea.pk}" in heard
    assert TOPIC.heads([idea.pk])[idea.pk] > before
    assert TOPIC.parts(idea.pk, "page", before)


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_rolled_back_is_never_seen(idea, bram, mo, verb, heard, django_capture_on_commit_callbacks):
    before = TOPIC.heads([idea.pk])[idea.pk]
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        VERBS[verb](Idea.objects.select_related("lab", "author").get(pk=idea.pk), bram, mo)
        transaction.set_rollback(True)
    assert heard == []
    assert TOPIC.heads([idea.pk])[idea.pk] == before
    assert TOPIC.parts(idea.pk, "page", before) == []


@pytest.mark.parametrize("verb", ["support", "need", "pledge", "comment", "stance"])
def test_what_changes_nothing_rings_for_nobody(idea, bram, mo, verb, heard, django_capture_on_commit_callbacks):
    VERBS[verb](idea, bram, mo)
    before = TOPIC.heads([idea.pk])[idea.pk]
    with django_capture_on_commit_callbacks(execute=True):
        VERBS[verb](idea, bram, mo)
    assert heard == []
    assert TOPIC.heads([idea.pk])[idea.pk] == before
