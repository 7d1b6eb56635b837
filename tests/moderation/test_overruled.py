"""A second look that puts something back: who hid it can't simply hide it again, and who reported it is told."""

import pytest

from ideas.models import Comment
from moderation.models import Case, Review, report, report_by_mail
from tests import mails
from tests.ideas.conftest import browser
from tests.moderation.test_reviews import BACK, ask, decide, hidden_now
from tests.moderation.test_who_hides import KINDS, is_hidden, thing_of

SAYS = "Alleen een andere moderator kan het opnieuw verbergen."
HIDE = {"kind": "hide", "reason": "privacy", "explanation": "Ik blijf erbij."}


@pytest.fixture
def overruled(comment, bram, anna, mo, noor):
    """Mo hid it, and Noor put it back."""
    report_by_mail(comment, "tess@example.org", "nl", "privacy", "Mijn huis.")
    case = report(comment, bram, "privacy").report.case
    case.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    ask(anna, case)
    mails.forget()
    decide(noor, case, BACK)
    return case


def hide_path(comment):
    return f"{comment.idea.get_absolute_url()}reacties/{comment.pk}/verbergen/"


def test_who_hid_it_reads_that_another_moderator_must_and_keeps_their_words(overruled, comment, mo, noor):
    page = browser(mo).post(hide_path(comment), {"reason": "privacy", "explanation": "Ik blijf erbij."})
    assert page.status_code == 403
    assert SAYS in page.text
    assert "Ik blijf erbij." in page.text
    assert not hidden_now(overruled)
    assert Case.objects.count() == 1, "no case was opened"
    assert browser(noor).post(hide_path(comment), {"reason": "privacy", "explanation": "Toch."}).status_code == 302
    assert hidden_now(overruled)


def test_a_new_report_of_the_same_words_is_for_another_moderator_too(overruled, comment, chaima, mo, noor):
    case = report(Comment.objects.get(pk=comment.pk), chaima, "privacy").report.case
    page = browser(mo).post(case.get_absolute_url(), HIDE)
    assert page.status_code == 403
    assert SAYS in page.text
    assert "Ik blijf erbij." in page.text
    assert browser(noor).post(case.get_absolute_url(), HIDE).status_code == 302
    assert hidden_now(overruled)


def test_changed_words_they_may_hide(overruled, comment, mo):
    Comment.objects.select_related("idea__lab").get(pk=comment.pk).edit("Die van nummer 16 ook niet.")
    assert browser(mo).post(hide_path(comment), {"reason": "privacy", "explanation": "Weer."}).status_code == 302
    assert hidden_now(overruled)


def test_who_put_it_back_themselves_may_hide_it_again(comment, anna, mo, noor):
    comment.hide(mo, "spam", "Dubbel.")
    case = Case.objects.get()
    ask(anna, case)
    thing = Comment.objects.select_related("idea__lab").get(pk=comment.pk)
    assert thing.restore(mo, "Vergissing.")
    assert Review.objects.get().decided_by == mo
    assert Comment.objects.select_related("idea__lab").get(pk=comment.pk).hide(mo, "spam", "Toch.")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_so_for_each_kind_of_thing(lab, anna, mo, noor, kind):
    thing = thing_of(kind, anna)
    thing.hide(mo, "spam", "Staat er twee keer.")
    case = Case.objects.get()
    ask(anna, case)
    decide(noor, case, BACK)
    decided = Case.objects.with_thing().get(pk=case.pk)
    other = report(decided.thing, noor, "spam").report.case
    assert browser(mo).post(other.get_absolute_url(), HIDE | {"reason": "spam"}).status_code == 403
    assert not is_hidden(thing)


def test_who_reported_it_hears_that_it_is_back_in_calm_words(overruled, bram):
    told = mails.told()
    for reader in ("bram@example.org", "tess@example.org"):
        assert (reader, "Wat je meldde staat er weer") in told
    theirs = [body for body in mails.bodies() if "zette het terug" in body]
    assert len(theirs) == 2
    assert all("Er staat geen adres in." not in body and "Anna" not in body for body in theirs)
    assert "Een moderator zette terug wat je meldde." in browser(bram).get("/van-mij/nieuw/").text
