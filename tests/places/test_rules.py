"""Who manages places."""

import pytest

from places import rules
from places.models import Place
from tests.events.test_rules import EVERYBODY, member


@pytest.mark.parametrize("kind", EVERYBODY)
def test_places_are_made_by_stadmakers_and_the_lab_admin(kind):
    may = kind in ("organiser", "stadmaker", "lab_admin")
    assert rules.can_make_place(member(kind)) is may
    assert rules.can_change_place(member(kind), Place()) is may
