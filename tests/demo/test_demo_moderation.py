"""The example labs have each kind of case, of second look, a pause, and calm mode."""

import pytest
from django.db.models import Count, F
from django.utils import timezone

from ideas.models import Idea
from labs.models import Lab, Membership, NameHiding
from moderation.models import Case, ModerationSettings, Review
from tests.demo.conftest import demo

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("examples")]


def horst():
    return Case.objects.filter(lab__slug="horst-aan-de-maas")


def test_a_moderator_finds_cases_that_wait_one_is_closed_until_then_and_one_is_late():
    waiting = horst().open()
    assert [case.is_late for case in waiting] == [True, False, False, False]
    assert sum(case.is_folded for case in waiting) == 1
    assert sum(case.asked is not None for case in waiting) == 1


def test_one_second_look_waits_one_put_back_and_one_confirmed():
    reviews = Review.objects.order_by("outcome")
    assert [review.outcome for review in reviews] == ["", "confirm", "restore"]
    assert reviews[0].due > timezone.localdate()
    for review in reviews[1:]:
        assert review.decision.at < review.asked_at < review.decided_at < timezone.now()
        assert review.decided_by != review.decision.by
    back = reviews[2].decision.case.comment
    assert not back.is_hidden
    assert "nummer" not in back.text
    assert back.hidings.get().at < back.hidings.get().restored_at < back.edited_at


def test_heusden_is_calm_has_words_of_its_own_and_one_person_does_not_take_part():
    settings = ModerationSettings.objects.get(lab__slug="heusden")
    assert settings.is_calm
    assert settings.words_more
    paused = Membership.objects.filter(paused_until__gt=timezone.now())
    assert [(member.lab.slug, member.user.name) for member in paused] == [("heusden", "Jordi")]


def test_a_pause_can_be_looked_at_again_and_one_name_is_hidden_and_the_words_stay(client):
    kinds = Case.objects.filter(lab__slug="heusden", kind__in=["person", "name"]).values_list("kind", flat=True)
    assert sorted(kinds) == ["name", "person"]
    hiding = NameHiding.objects.get()
    assert hiding.reason == "advertising"
    (comment,) = hiding.membership.comments.all()
    page = client.get(comment.idea.get_absolute_url()).text
    assert comment.text in page
    assert "naam verborgen" in page
    assert hiding.name not in page


def test_what_is_missing_comes_back_also_in_calm_mode():
    lab = Lab.objects.get(slug="heusden")
    said_twice = lab.ideas.annotate(said=Count("comments"), people=Count("comments__author", distinct=True))
    idea = said_twice.filter(said__gt=F("people")).first()
    title, said = idea.title, idea.said
    idea.delete()
    demo()
    assert Idea.objects.get(title=title).comments.count() == said
    assert ModerationSettings.objects.get(lab=lab).is_calm
