"""A name is reported, hidden in one lab, and put back; another name ends it, and the hidden one can't return."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock
from front.erasure import erase
from ideas.models import Idea
from labs.models import HidingReason, MemberName, Membership, NameHiding, RoleKind
from moderation.models import Case, Decided, DecisionKind, Flag, report
from moderation.models.reviewing import decide_review
from notifications.mail import sender_of
from notifications.messages import as_message
from notifications.models import OutgoingMail
from realtime import names
from tests import mails
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
SAID = {"reason": "abuse", "explanation": "Dit scheldt iemand uit."}
HIDDEN = "naam verborgen"


@pytest.fixture
def sukkel(lab):
    return make_member(lab, "Jansukkel")


@pytest.fixture
def plan(sukkel, lab):
    return make_idea(sukkel, "Fietspad")


def again(member):
    return Membership.objects.select_related("user", "lab").get(pk=member.pk)


def name_of(member):
    return MemberName(again(member))


def path(lab, what, member):
    return reverse(what, kwargs={"lab_slug": lab.slug, "pk": member.pk})


def test_reported_decided_and_hidden_in_this_lab_only(lab, sukkel, plan, bram, mo):
    other = make_lab("elders")
    there = Membership.objects.create(lab=other, user=sukkel.user)
    elsewhere = make_idea(there, "Bankje")
    form = browser(bram).get(path(lab, "report_idea", plan))
    assert path(lab, "report_name", sukkel) in form.text
    told = browser(bram).post(path(lab, "report_name", sukkel), {"reason": "abuse", "words": ""}, follow=True)
    assert told.status_code == 200
    case = Case.objects.get()
    assert (case.kind, case.name_id, case.name_then) == ("name", sukkel.pk, "Jansukkel")
    page = browser(mo).get(case.get_absolute_url()).text
    assert "Jansukkel" in page
    assert browser(mo).post(case.get_absolute_url(), {"kind": "hide", **SAID}).status_code == 302
    shown = browser().get(plan.get_absolute_url()).text
    assert HIDDEN in shown
    assert "Jansukkel" not in shown
    assert "Jansukkel" in browser().get(elsewhere.get_absolute_url()).text
    assert "Jansukkel" not in browser(bram).get(f"/{lab.slug}/moderatie/meldingen/").text
    why = browser(sukkel).get(again(sukkel).why_name_hidden).text
    assert "Jansukkel" in why
    assert "Dit scheldt iemand uit." in why
    assert again(sukkel).why_name_hidden in browser(sukkel).get("/account/").text


def hide(sukkel, mo, explanation="Dit scheldt iemand uit."):
    return name_of(sukkel).hide(mo, HidingReason.ABUSE, explanation)


def test_the_person_and_the_site_are_told_and_nobody_else(lab, sukkel, plan, mo, settings):
    hide(sukkel, mo)
    told = mails.told()
    assert ("jansukkel@example.org", "Je naam is verborgen in Proefdorp") in told
    site = [subject for address, subject in told if address == settings.DEFAULT_FROM_EMAIL]
    assert site == ["In Proefdorp is een naam verborgen"], told
    assert len(told) == 2
    body = next(body for body in mails.bodies() if "alleen in dat lab" in body)
    assert "Jansukkel" in body
    assert "Deze persoon doet in geen ander lab mee." in body
    own = next(body for body in mails.bodies() if "gewoon blijven meedoen" in body)
    assert f"/{lab.slug}/moderatie/" in own
    mails.forget()
    assert name_of(sukkel).restore(mo, "Het is een echte achternaam.")
    assert mails.told() == [("jansukkel@example.org", "Mensen kunnen je naam in Proefdorp weer zien")]
    assert "Jansukkel" in browser().get(plan.get_absolute_url()).text
    row = NameHiding.objects.get()
    assert (row.restored_by, row.restored_why) == (mo, "Het is een echte achternaam.")
    assert Case.objects.get().decisions.filter(kind=DecisionKind.RESTORE).count() == 1


def test_another_name_is_shown_and_flagged_and_the_old_one_stays_hidden(lab, sukkel, plan, mo):
    hide(sukkel, mo)
    sukkel.user.choose_name("Janneke")
    assert again(sukkel).name == "Janneke"
    assert "Janneke" in browser().get(plan.get_absolute_url()).text
    assert NameHiding.objects.get().restored_at
    flag = Flag.objects.get()
    assert (flag.kind, flag.words) == ("name", "Janneke")
    page = browser(mo).get(f"/{lab.slug}/moderatie/opvallend/").text
    assert "Janneke" in page
    assert "omdat de vorige verborgen is" in page
    assert name_of(sukkel).hide(mo, HidingReason.SPAM, "Ook niet.")
    for former in ("JANSUKKEL", "Janneke"):
        sukkel.user.choose_name(former)
        assert again(sukkel).name == HIDDEN
        standing = NameHiding.objects.get(restored_at=None)
        assert standing.name.casefold() == former.casefold()
    sukkel.user.choose_name("Jansukkel")
    assert name_of(sukkel).restore(mo, "Mag toch.")
    assert again(sukkel).name == "Jansukkel"
    sukkel.user.choose_name("Janneke")
    assert again(sukkel).name == HIDDEN, "only that name was put back"
    assert Flag.objects.count() == 1


def test_a_case_about_a_name_that_changed_can_only_be_closed(sukkel, plan, bram, mo):
    case = report(name_of(sukkel), bram, HidingReason.ABUSE).report.case
    page = browser(mo).get(case.get_absolute_url())
    sukkel.user.choose_name("Janneke")
    case = Case.objects.with_reviews().get()
    with pytest.raises(Decided):
        case.decide(mo, "hide", **SAID)
    late = browser(mo).post(case.get_absolute_url(), {"kind": "hide", **SAID})
    assert late.status_code in (409, 422)
    assert "Janneke" in late.text or "Jansukkel" in page.text
    Case.objects.with_reviews().get().decide(mo, DecisionKind.GONE)
    assert again(sukkel).name == "Janneke"


def test_asked_to_choose_another_name(lab, sukkel, plan, bram, mo):
    case = report(name_of(sukkel), bram, HidingReason.ABUSE).report.case
    assert "Vraag om een andere naam te kiezen" in browser(mo).get(case.get_absolute_url()).text
    case.decide(mo, DecisionKind.ASK, "abuse", "Kies iets anders.")
    mails.work_off()
    assert ("jansukkel@example.org", "Een moderator vraagt je een andere naam te kiezen") in mails.told()
    assert any("Iemand meldde je naam." in body for body in mails.bodies())
    page = browser(sukkel).get(case.path_for_writer).text
    assert "Een moderator vraagt je een andere naam te kiezen" in page
    assert '/account/#my-name"' in page
    mails.forget()
    sukkel.user.choose_name("Janneke")
    assert "Je koos een andere naam" in browser(sukkel).get(case.path_for_writer).text
    mails.work_off()
    assert "De schrijver veranderde" in browser(mo).get("/van-mij/nieuw/").text


def test_reviewed_and_put_back(sukkel, plan, bram, mo, noor):
    report(name_of(sukkel), bram, HidingReason.ABUSE).report.case.decide(mo, "hide", **SAID)
    case = Case.objects.with_reviews().get()
    page = browser(sukkel).post(case.path_to_ask, {"why": "Zo heet ik echt."})
    assert page.status_code == 302
    case = Case.objects.with_reviews().get()
    decide_review(case, noor, "restore", "Het is een achternaam.")
    assert again(sukkel).name == "Jansukkel"


def test_a_name_does_not_belong_to_an_idea(sukkel, plan, bram, mo, noor):
    case = report(name_of(sukkel), bram, HidingReason.ABUSE).report.case
    assert "off_topic" not in browser(mo).get(case.get_absolute_url()).text
    case.decide(mo, "nothing", explanation="Zo heet iemand.")
    assert browser(bram).post(case.path_to_ask, {"why": "Dit is schelden."}).status_code == 302
    page = browser(noor).get(case.get_absolute_url()).text
    assert "advertising" in page
    assert "off_topic" not in page


def test_who_may(lab, sukkel, plan, anna, bram, mo, noor):
    url = path(lab, "name_hide", sukkel)
    servant = make_member(lab, "Ina", RoleKind.CIVIL_SERVANT)
    both = make_member(lab, "Ben", RoleKind.MODERATOR, RoleKind.CIVIL_SERVANT)
    for nobody in (anna, servant, both, make_member(lab, "Lotte", RoleKind.LAB_ADMIN)):
        assert browser(nobody).get(url).status_code == 403
        assert browser(nobody).post(url, SAID).status_code == 403
    assert browser(mo).post(path(lab, "name_hide", mo), SAID).status_code == 403
    assert browser(mo).get(path(lab, "report_name", mo)).status_code == 403
    report(name_of(sukkel), noor, HidingReason.ABUSE)
    seen = {"seen": "jansukkel"}
    assert browser(noor).post(url, SAID | seen).status_code == 403, "who reported it"
    assert browser(mo).post(path(lab, "name_hide", servant), SAID | {"seen": "ina"}).status_code == 302
    assert again(servant).name == HIDDEN
    assert browser(mo).post(url, SAID | seen).status_code == 302
    assert browser(mo).post(url, SAID | seen).status_code == 302, "twice is once"
    assert NameHiding.objects.filter(membership=sukkel).count() == 1


def test_another_name_meanwhile_keeps_the_words(lab, sukkel, mo):
    sukkel.user.choose_name("Janneke")
    late = browser(mo).post(path(lab, "name_hide", sukkel), SAID | {"seen": "jansukkel"})
    assert late.status_code == 409
    assert f">\n{SAID['explanation']}</textarea>" in late.text
    assert 'value="janneke"' in late.text
    assert not NameHiding.objects.exists()


def test_nobody_learns_who_takes_part(lab, anna, bram):
    """Anna wrote nothing that people can read: her name is not found by trying numbers."""
    for reader in (bram, None):
        assert browser(reader).get(path(lab, "report_name", anna)).status_code == 404
    make_comment(make_idea(bram, "Plan"), anna, "Goed!")
    assert "Anna" in browser(bram).get(path(lab, "report_name", anna)).text


def test_the_name_is_in_no_search_and_no_list_of_makers(sukkel, plan, mo):
    assert Idea.objects.get().search_text.endswith("jansukkel")
    assert Idea.objects.with_maker().get().maker == "Jansukkel"
    hide(sukkel, mo)
    names.bring()
    assert "jansukkel" not in Idea.objects.get().search_text
    assert Idea.objects.with_maker().get().maker == HIDDEN


def test_nothing_of_the_name_is_left_when_they_leave(lab, sukkel, plan, bram, mo):
    report(name_of(sukkel), bram, HidingReason.ABUSE)
    hide(sukkel, mo)
    erase(sukkel.user, keep_words=True)
    gone = Membership.objects.get(pk=sukkel.pk)
    assert (gone.hidden_names, gone.name, NameHiding.objects.count()) == ("", "oud-deelnemer", 0)
    case = Case.objects.with_reviews().get()
    assert (case.name_then, case.is_gone) == ("", True)
    assert "ansukkel" not in browser(mo).get(case.get_absolute_url()).text


def mail_of(lab, user, words):
    facts = {"mailbox": user.mailbox, "address": user.email, "language": "nl", "sender": sender_of(lab)}
    return OutgoingMail(user=user, subject=words, body=words, **facts)


def test_a_mail_that_waits_says_it_without_the_name(lab, sukkel, bram, mo):
    """Not a longer word, a mail of another lab, one to the person, or one that is written later."""
    words = "Jansukkel zei: Jansukkelaars horen hier niet."
    waits, own = mail_of(lab, bram.user, words), mail_of(lab, sukkel.user, words)
    elsewhere = mail_of(make_lab("ver"), bram.user, words)
    hide(sukkel, mo)
    sent = as_message(waits)
    assert sent.subject == "naam verborgen zei: Jansukkelaars horen hier niet."
    assert sent.body.startswith("naam verborgen zei: Jansukkelaars")
    assert "Jansukkel zei" not in str(sent.message())
    later = mail_of(lab, bram.user, words)
    later.written_at = clock.now() + timedelta(hours=1)
    for mail in (own, elsewhere, later):
        assert as_message(mail).subject == words
    assert name_of(sukkel).restore(mo, "Mag toch.")
    assert as_message(mail_of(lab, bram.user, words)).subject == words


def test_it_costs_no_query_more(lab, sukkel, plan, mo):
    page = plan.get_absolute_url()
    browser().get(page)
    with CaptureQueriesContext(connection) as before:
        browser().get(page)
    hide(sukkel, mo)
    browser().get(page)
    with CaptureQueriesContext(connection) as after:
        browser().get(page)
    assert len(after) == len(before)
