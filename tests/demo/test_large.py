"""`manage.py demo --ideas` creates a large lab, whose counts are correct."""

import pytest
from django.core.management import CommandError, call_command

from ideas.models import Idea, Support
from labs.models import Lab

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_large_lab_has_as_much_as_was_asked():
    call_command("demo", ideas=60, ballots=40)
    lab = Lab.objects.get(slug="groot-lab")
    assert (lab.ideas.count(), lab.is_demo) == (60, True)
    assert len(set(Support.objects.filter(idea__lab=lab).exclude(ballot=None).values_list("ballot", flat=True))) == 40
    for idea in lab.ideas.all():
        assert (idea.support_count, idea.ballot_count, idea.comment_count) == (
            idea.supports.exclude(person=None).count(),
            idea.supports.exclude(ballot=None).count(),
            idea.comments.count(),
        )
    with pytest.raises(CommandError):
        call_command("demo", ideas=60)
    call_command("demo", ideas=5, reset=True)
    assert Idea.objects.filter(lab__slug="groot-lab").count() == 5


@pytest.mark.parametrize("size", [0, -1])
def test_a_lab_without_ideas_is_refused(size):
    with pytest.raises(CommandError):
        call_command("demo", ideas=size)
