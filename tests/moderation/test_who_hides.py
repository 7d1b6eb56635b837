"""Hiding and putting back ask what a case asks: not one's own things, and nobody who works for the municipality."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ideas.models import Idea, IdeaPhoto
from ideas.models.onbehalf import write_down_comment
from labs.models import MayNotDecide, RoleKind
from moderation.models import Case, report
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

HIDE = {"reason": "spam", "explanation": "Staat er twee keer."}
BACK = {"why": "Ik vind het prima."}
KINDS = ["idea", "comment", "question", "gathering", "photo"]


def photo_of(writer):
    name = default_storage.save("ideas/foto.webp", ContentFile(b"RIFF"))
    return IdeaPhoto(make_idea(writer, "Bankje", photo=name))


def thing_of(kind, writer):
    made = {
        "idea": lambda: make_idea(writer, "Bankje"),
        "comment": lambda: make_comment(make_idea(writer, "Bankje"), writer, "Die ambtenaar doet niets."),
        "question": lambda: make_question(writer),
        "gathering": lambda: make_gathering(writer, "Avond"),
        "photo": lambda: photo_of(writer),
    }
    return made[kind]()


def address(thing):
    return f"{thing.idea.get_absolute_url()}foto/" if isinstance(thing, IdeaPhoto) else thing.get_absolute_url()


def is_hidden(thing):
    return thing.is_hidden if isinstance(thing, IdeaPhoto) else type(thing).objects.get(pk=thing.pk).is_hidden


@pytest.fixture
def both(lab):
    return make_member(lab, "Ingrid", RoleKind.MODERATOR)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [RoleKind.CIVIL_SERVANT, RoleKind.ALDERMAN, RoleKind.COUNCILLOR])
@pytest.mark.parametrize("where", ["here", "in another lab of the municipality"])
def test_who_works_for_the_municipality_hides_nothing_and_puts_nothing_back(lab, anna, mo, both, kind, role, where):
    here = where == "here"
    (both if here else make_member(make_lab("buurdorp"), "Ingrid")).roles.create(kind=role)
    thing = thing_of(kind, anna)
    answer = browser(both).post(f"{address(thing)}verbergen/", HIDE)
    assert (answer.status_code, is_hidden(thing)) == (403, False)
    assert here or ("beslist hier niets" in answer.text and "Staat er twee keer." in answer.text), "their words stay"
    with pytest.raises(MayNotDecide):
        thing.hide(both, "spam")
    thing.hide(mo, "spam")
    answer = browser(both).post(f"{address(thing)}terugzetten/", BACK)
    assert (answer.status_code, is_hidden(thing)) == (403, True)
    assert here or ("beslist hier niets" in answer.text and BACK["why"] in answer.text)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_hides_their_own_things_or_puts_them_back(mo, both, kind):
    thing = thing_of(kind, both)
    assert browser(both).post(f"{address(thing)}verbergen/", HIDE).status_code == 403
    with pytest.raises(MayNotDecide):
        thing.hide(both, "spam")
    thing.hide(mo, "spam")
    assert browser(both).post(f"{address(thing)}terugzetten/", BACK).status_code == 403
    with pytest.raises(MayNotDecide):
        thing.restore(both, "Ik vind het prima.")
    assert is_hidden(thing)


def test_who_wrote_it_down_for_somebody_reads_why_they_cannot_hide_it(lab, idea, both):
    both.roles.create(kind=RoleKind.STADMAKER)
    comment = write_down_comment(idea, both, both.voices()[0], "Piet", "Mooi plan.", uuid4()).thing
    page = browser(both).post(f"{comment.get_absolute_url()}verbergen/", HIDE)
    assert (page.status_code, is_hidden(comment)) == (403, False)
    assert "Daarom beslist een andere moderator." in page.text


def test_who_reported_it_reads_why_they_cannot_hide_it(comment, both):
    report(comment, both, "spam")
    page = browser(both).post(f"{comment.get_absolute_url()}verbergen/", HIDE)
    assert (page.status_code, is_hidden(comment)) == (403, False)
    assert "Daarom beslist een andere moderator." in page.text
    assert Case.objects.get().is_open


@pytest.mark.parametrize("kind", KINDS[:4])
def test_no_button_leads_where_nothing_can_be_done(lab, anna, both, mo, kind):
    more = "meer/" if kind in KINDS[:2] else ""
    theirs, own = thing_of(kind, anna), thing_of(kind, both)
    assert "verbergen/" in browser(both).get(f"{theirs.get_absolute_url()}{more}").text
    assert "verbergen/" not in browser(both).get(f"{own.get_absolute_url()}{more}").text
    assert "/verborgen/" in browser(both).get(f"/{lab.slug}/").text
    both.roles.create(kind=RoleKind.CIVIL_SERVANT)
    assert "verbergen/" not in browser(both).get(f"{theirs.get_absolute_url()}{more}").text
    assert "/verborgen/" not in browser(both).get(f"/{lab.slug}/").text
    assert browser(both).get(f"/{lab.slug}/verborgen/").status_code == 403


def test_who_works_for_the_municipality_elsewhere_pauses_nobody(lab, anna, mo, both):
    make_member(make_lab("buurdorp"), "Ingrid", RoleKind.CIVIL_SERVANT)
    said = {"reason": "spam", "explanation": "Drie keer hetzelfde.", "days": 3}
    page = browser(both).post(f"/{lab.slug}/mensen/{anna.pk}/tijdelijk-niet/", said)
    assert page.status_code == 403
    anna.refresh_from_db()
    assert anna.paused_until is None
    with pytest.raises(MayNotDecide):
        anna.pause(both, **said)
    anna.pause(mo, **said)
    with pytest.raises(MayNotDecide):
        anna.end_pause(both, "Genoeg.")


def test_a_hidden_idea_is_not_put_back_after_the_role_was_taken(idea, mo):
    idea.hide(mo, "spam")
    mo.take_role(mo.roles.get(), None, "Klaar.")
    with pytest.raises(MayNotDecide):
        Idea.objects.get(pk=idea.pk).restore(mo, "Toch niet.")
