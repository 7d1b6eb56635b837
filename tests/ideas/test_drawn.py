"""The fragment cache of cards and comments: never an old fragment, never another reader's."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from accounts.models import User
from ideas import drawn
from ideas.models import Comment, Idea
from ideas.models.comment import faces
from labs.models import RESIDENT_VOICE, HidingReason, Lab, Neighbourhood
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
LIST = "/proefdorp/ideeen/"


def as_drawn(idea):
    """Return the cached card, which must equal the template's current output."""
    found = Idea.objects.with_card().get(pk=idea.pk)
    card = drawn.card(found)
    assert card == render_to_string("ideas/_idea_card.html", {"idea": found, "lab": found.lab})
    return card


def rename_village(idea):
    Neighbourhood.objects.filter(pk=idea.neighbourhood_id).update(name="Nieuw-Oost")


CHANGES = {
    "support": lambda idea, bram: [
        idea.support(bram),
        *(idea.support(make_member(idea.lab, f"B{n}")) for n in range(5)),
    ],
    "status": lambda idea, bram: idea.set_status(bram, RESIDENT_VOICE, "talking", "We praten.", "Morgen weer."),
    "words": lambda idea, bram: idea.edit(idea.author, title="Pluktuin en bank"),
    "imported data": lambda idea, bram: Idea.objects.filter(pk=idea.pk).update(source="x", ballot_count=7),
    "village": lambda idea, bram: rename_village(idea),
    "lab without support": lambda idea, bram: Lab.objects.filter(pk=idea.lab_id).update(takes_support=False),
    "address of the lab": lambda idea, bram: Lab.objects.filter(pk=idea.lab_id).update(slug="anders"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_card_is_drawn_again_when_anything_on_it_changes(lab, anna, bram, change):
    idea = make_idea(anna, "Pluktuin", neighbourhood=lab.neighbourhoods.get(name="Oost"))
    before = as_drawn(idea)
    assert as_drawn(idea) is before, "nothing changed"
    CHANGES[change](idea, bram)
    assert as_drawn(idea) != before


def test_each_language_has_a_card_of_its_own(anna):
    idea = make_idea(anna)
    dutch = as_drawn(idea)
    with translation.override("en"):
        assert "I support this" in as_drawn(idea)
    assert as_drawn(idea) is dutch


def test_who_is_signed_in_has_buttons_and_who_is_signed_out_has_none(anna, bram):
    make_idea(anna).support(bram)
    assert "csrfmiddlewaretoken" in browser(bram).get(LIST).content.decode()
    page = Client().get(LIST).content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert 'aria-pressed="true"' not in page


def test_a_hidden_idea_and_another_labs_are_not_in_the_list(anna):
    idea = make_idea(anna, "Pluktuin")
    make_idea(make_member(make_lab("buurdorp"), "Otto"), "Elders")
    assert "Pluktuin" in Client().get(LIST).content.decode()
    Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    page = Client().get(LIST).content.decode()
    assert "Pluktuin" not in page
    assert "Elders" not in page


def comment_as_drawn(comment):
    found = Comment.objects.with_words().get(pk=comment.pk)
    said = drawn.comment(found)
    assert said == render_to_string("ideas/_comment.html", {"idea": found.idea, "comment": found})
    return said


def rename(comment):
    comment.author.user.name = "Bram de Boer"
    comment.author.user.save(update_fields=["name"])


COMMENT_CHANGES = {
    "edited": lambda comment, mo: comment.edit("Wie heeft er twee?"),
    "hidden": lambda comment, mo: comment.hide(mo, HidingReason.SPAM),
    "removed, with an answer": lambda comment, mo: [
        make_comment(comment.idea, mo, "Ik.", Comment.objects.get(pk=comment.pk)),
        comment.remove(),
    ],
    "another name": lambda comment, mo: rename(comment),
    "account erased": lambda comment, mo: comment.author.user.delete(),
    "address of the lab": lambda comment, mo: Lab.objects.filter(pk=comment.idea.lab_id).update(slug="anders"),
}


@pytest.mark.parametrize("change", COMMENT_CHANGES)
def test_a_comment_is_drawn_again_when_anything_on_it_changes(anna, bram, mo, change):
    comment = make_comment(make_idea(anna), bram, "Wie heeft een schop?")
    before = comment_as_drawn(comment)
    assert comment_as_drawn(comment) is before, "nothing changed"
    COMMENT_CHANGES[change](comment, mo)
    assert comment_as_drawn(comment) != before


def test_what_is_hidden_is_never_on_the_shelf(anna, bram, mo):
    comment = make_comment(make_idea(anna), bram, "Wie heeft een schop?")
    comment_as_drawn(comment)
    comment.hide(mo, HidingReason.SPAM)
    assert "schop" not in comment_as_drawn(comment)
    assert comment_as_drawn(comment) is not comment_as_drawn(comment)


@pytest.mark.parametrize("change", COMMENT_CHANGES)
def test_the_talk_on_a_page_says_what_the_template_says(anna, bram, mo, change):
    idea = make_idea(anna)
    comment, other = make_comment(idea, bram, "Wie heeft een schop?"), make_comment(idea, anna, "Morgen om tien uur.")

    def talk():
        fresh = Idea.objects.get(pk=idea.pk)
        said = drawn.comments(fresh, faces(fresh.comments.in_order().rows()))
        full = fresh.comments.with_words().in_order()
        assert said == [render_to_string("ideas/_comment.html", {"idea": fresh, "comment": one}) for one in full]
        return said

    before = talk()
    assert talk()[1] is before[1], "nothing changed"
    COMMENT_CHANGES[change](comment, mo)
    assert talk()[0] != before[0]
    assert f'id="comment-{other.pk}"' in talk()[1 if change != "removed, with an answer" else 2]


def test_a_talk_that_was_drawn_is_one_question(anna, bram, django_assert_num_queries):
    idea = make_idea(anna)
    for number in range(5):
        make_comment(idea, bram, f"Nummer {number}")
    first = drawn.comments(idea, faces(idea.comments.in_order().rows()))
    with django_assert_num_queries(1):
        assert drawn.comments(idea, faces(idea.comments.in_order().rows())) == first


PIECE_CHANGES = CHANGES | {
    "name of its maker": lambda idea, bram: User.objects.filter(pk=idea.author.user_id).update(name="Anna de Wit"),
    "account erased": lambda idea, bram: idea.author.user.delete(),
    "what the lab is called": lambda idea, bram: Lab.objects.filter(pk=idea.lab_id).update(lab_word="dorpslab"),
}
del PIECE_CHANGES["support"], PIECE_CHANGES["lab without support"]  # rendered for each reader


@pytest.mark.parametrize("change", PIECE_CHANGES)
def test_pieces_of_a_page_are_drawn_again_when_anything_on_them_changes(lab, anna, bram, change):
    idea = make_idea(anna, "Pluktuin", neighbourhood=lab.neighbourhoods.get(name="Oost"), photo="ideas/x.webp")

    def pieces():
        found = Idea.objects.with_page().select_related("lab").get(pk=idea.pk)
        said = drawn.pieces(found)
        assert said == {name: render_to_string(file, {"idea": found}) for name, file in drawn.PIECES.items()}
        return said

    before = pieces()
    assert all(piece is before[name] for name, piece in pieces().items()), "nothing changed"
    PIECE_CHANGES[change](idea, bram)
    assert pieces() != before
