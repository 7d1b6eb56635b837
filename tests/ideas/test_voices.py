"""A role is taken while a form in that role is open: the person is told once, keeps the text, and can continue."""

import pytest
from django.urls import reverse

from ideas.models import Comment, CommentBehalf, Idea, IdeaBehalf, Pledge, StatusChange
from tests.factories import make_member
from tests.ideas.conftest import browser, fields_of

GONE = "Die rol heb je hier niet meer. Je tekst staat er nog; kies opnieuw en verstuur."
WORDS = {"title": "Bankje bij de kerk", "opportunity": "Dan kan ik onderweg even zitten en een praatje maken."}
ASKED = {
    "comments": ({"text": "Mooi plan."}, Comment),
    "pledge": ({"kind": "time", "sentence": "een ochtend"}, Pledge),
    "idea_new": (WORDS, Idea),
}
ROLE_ASKED = {
    "idea_status": ({"status": "talking", "reason": "Omdat het kan.", "next_step": "Kom langs."}, StatusChange),
    "idea_behalf": (WORDS | {"read_back": "on"}, IdeaBehalf),
    "comment_behalf": ({"text": "Mooi plan.", "read_back": "on"}, CommentBehalf),
}


@pytest.fixture
def role(lab):
    """The role of Wiel, who was a stadmaker when the form opened."""
    return make_member(lab, "Wiel", "stadmaker", "moderator").roles.get(kind="stadmaker")


def take(role, *also):
    """Take that role, and perhaps other ones."""
    role.membership.roles.filter(kind__in=[role.kind, *also]).delete()


def press(role, name, idea, words):
    kwargs = {"lab_slug": idea.lab.slug} | ({} if name in ("idea_new", "idea_behalf") else {"pk": idea.pk})
    url = reverse(name, kwargs=kwargs)
    answer = browser(role.membership).post(url, words)
    return answer, fields_of(answer, url)


def latest(model):
    return model.objects.order_by("pk").last()


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("lost", [(), ("moderator",)], ids=["one-left", "none-left"])
def test_words_in_the_name_of_a_lost_role_go_on_as_a_resident(idea, role, name, lost):
    words, model = ASKED[name]
    before = model.objects.count()
    take(role, *lost)
    answer, back = press(role, name, idea, words | {"voice": role.pk})
    assert answer.status_code == 422
    assert GONE in answer.text
    assert "geldige keuze" not in answer.text
    assert model.objects.count() == before
    again, _back = press(role, name, idea, back)
    assert again.status_code == 302
    assert model.objects.count() == before + 1
    assert latest(model).voice_kind == "resident"


@pytest.mark.parametrize("name", ROLE_ASKED)
def test_what_only_a_role_may_do_goes_on_in_the_one_that_is_left(idea, role, name):
    words, model = ROLE_ASKED[name]
    take(role)
    answer, back = press(role, name, idea, words | {"voice": role.pk, "seen": idea.status_revision})
    assert answer.status_code == 422
    assert GONE in answer.text
    assert not model.objects.exists()
    again, _back = press(role, name, idea, back)
    assert again.status_code in (201, 302)
    assert latest(model).voice_kind == "moderator"


@pytest.mark.parametrize("name", ROLE_ASKED)
def test_what_only_a_role_may_do_asks_again_among_those_that_are_left(idea, role, name):
    words, model = ROLE_ASKED[name]
    left = role.membership.roles.create(kind="connector")
    take(role)
    answer, back = press(role, name, idea, words | {"voice": role.pk, "seen": idea.status_revision})
    assert answer.status_code == 422
    assert GONE in answer.text
    assert "voice" not in back
    again, _back = press(role, name, idea, back | {"voice": left.pk})
    assert again.status_code in (201, 302)
    assert latest(model).voice_kind == "connector"
