"""Each act of moderation with fields that are not in its form leaves the same rows as without."""

from datetime import datetime

import pytest
from django.apps import apps

from accounts.models import MailboxProof
from ideas.models import Comment
from labs.models import Membership, Pause
from labs.models.hidden_name import NameHiding
from moderation.urls import urlpatterns
from tests.access import walk
from tests.access.test_table import LINES, expected
from tests.access.test_walks import FORGED

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("nobody_is_too_often")]
OURS = {pattern.name for pattern in urlpatterns} | {"comment_hide", "comment_restore", "lab_pause", "lab_pause_end"}
ROUTES = {route.name: route for route in walk.routes() if route.name in OURS}
WHO = ("stadmaker", "author", "moderator", "admin", "resident")
# Without a code, for a flag that nobody saw, said before, and a name that isn't hidden
NOTHING_TO_DO = {"report_code", "flag_unsee", "look_along", "name_restore"}
MODELS = [*apps.get_app_config("moderation").get_models(), NameHiding, Pause]
LONG_AGO, FAR = "2020-01-01", "2035-01-01"
MORE = FORGED | {
    **dict.fromkeys(("case", "decision", "asked_by", "decided_by", "seen_by", "report", "member", "steps"), "1"),
    **dict.fromkeys(("decided_at", "opened_at", "at", "asked_at", "agreed_at", "seen_at", "restored_at"), LONG_AGO),
    **dict.fromkeys(("due", "paused_until", "until", "first_due"), FAR),
    **{"mailbox": "x@example.org", "language": "en", "writer_knows": "", "is_open": "on", "review-by": "1"},
}


def acts():
    """Yield each act in each state in which it works for somebody, with that person."""
    for line in LINES:
        name, method, state = line.partition(":")[0].split()
        who = next((who for who in WHO if expected(line)[who] == "ok"), None)
        if method == "POST" and name in OURS and who:
            yield name, state, who


def rows():
    """Return all rows of moderation, without ids, and with the year of each moment."""
    found = []
    for model in MODELS:
        fields = [
            one for one in model._meta.concrete_fields if not one.primary_key and one.related_model not in MODELS
        ]
        found += model.objects.order_by("pk").values_list(*(one.attname for one in fields))
    found += Membership.objects.order_by("pk").values_list("lab", "paused_until")
    found += Comment.objects.order_by("pk").values_list(
        "text", "author", "is_hidden", "hidings__reason", "hidings__by"
    )
    found += MailboxProof.objects.order_by("pk").values_list("purpose", "wish")
    return [[value.year if isinstance(value, datetime) else value for value in row] for row in found]


def after(world, name, state, who, more):
    seen = []
    walk.ask(
        world, who, ROUTES[name], "POST", state, then=lambda said: seen.extend([walk.answer(said), rows()]), **more
    )
    return seen


@pytest.mark.parametrize(("name", "state", "who"), list(acts()))
def test_fields_that_are_not_in_the_form_change_nothing_of_a_case(world, name, state, who):
    before, plain = rows(), after(world, name, state, who, {})
    assert plain[0] == "ok"
    assert after(world, name, state, who, MORE) == plain
    assert rows() == before


@pytest.mark.parametrize("name", sorted({name for name, _state, _who in acts()} - NOTHING_TO_DO))
def test_the_comparison_sees_what_the_act_does(world, name):
    before = rows()
    assert any(after(world, name, state, who, {})[1] != before for one, state, who in acts() if one == name)
