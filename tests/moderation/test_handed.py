"""A late case that the clock handed to a moderator of another lab: they see that one, and decide it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.desk import Work
from answers.models import Desk
from audit.models import AuditEntry
from common import clock
from labs.models import Membership, RoleKind
from moderation import chores
from moderation.models import Case, CaseStep, Decision, ModerationSettings, report
from tests import mails
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser
from tests.moderation.test_looking_along import text_of
from tests.moderation.test_who_hides import photo_of
from tests.standing import standing_at

STAYS = {"kind": "nothing", "explanation": "Dit mag."}
HIDE = {"kind": "hide", "reason": "privacy", "explanation": "Je noemt een huisnummer."}
ASK = {"kind": "ask", "reason": "privacy", "explanation": "Haal het huisnummer weg."}


@pytest.fixture
def there(db):
    return make_lab("buurdorp", name="Buurdorp", municipality="Buur")


@pytest.fixture
def olaf(there, lab):
    olaf = make_member(there, "Olaf", RoleKind.MODERATOR)
    ModerationSettings.objects.create(lab=lab, neighbour=olaf, agreed_at=clock.now())
    return olaf


@pytest.fixture
def handed(comment, bram, mo, olaf):
    return hand_over(report(comment, bram, "privacy", "Iedereen weet wie dat is.").report.case)


def hand_over(case, days=7):
    """Let the case be late for so many days, and let the clock see it."""
    Case.objects.filter(pk=case.pk).update(due=clock.now().date() - timedelta(days=days))
    with standing_at(clock.now().replace(hour=12)):
        chores.remind()
    assert CaseStep.objects.filter(case=case, step="handed").exists()
    return Case.objects.get(pk=case.pk)


def address(case, lab):
    return f"/{lab.slug}/moderatie/buren/{case.pk}/beslissen/"


def test_the_mail_and_the_news_lead_to_a_page_that_opens(handed, olaf, there):
    assert address(handed, there) in next(one for one in mails.bodies() if "Olaf" in one)
    assert address(handed, there) in browser(olaf).get("/van-mij/nieuw/").text
    assert address(handed, there) in browser(olaf).get("/buurdorp/moderatie/buren/").text
    assert '<b class="num">1</b>' in browser(olaf).get("/buurdorp/moderatie/").text
    assert browser(olaf).get(address(handed, there)).status_code == 200


def test_the_list_says_what_each_case_is_about_and_the_form_only_what_they_may_do(handed, olaf, there, lab, bram):
    hand_over(report(make_idea(make_member(lab, "Cis"), "Pluktuin"), bram, "spam").report.case)
    page = text_of(browser(olaf).get("/buurdorp/moderatie/buren/"))
    assert f"Beslis in {lab.name}: reactie" in page
    assert f"Beslis in {lab.name}: idee" in page
    assert "Pluktuin" not in page
    assert browser(olaf).get("/buurdorp/moderatie/buren/").text.count("status--late") == 2, "marked as in the own lab"
    assert "Sluit je het gesprek" not in text_of(browser(olaf).get(address(handed, there)))


def test_they_read_the_words_and_the_reasons_and_not_who_reported_it(handed, olaf, there):
    page = text_of(browser(olaf).get(address(handed, there)))
    for words in ("Die van nummer 14", "Privégegevens", "Iedereen weet wie dat is.", "vraagt je om te beslissen"):
        assert words in page
    assert "Bram" not in page
    assert "Eerder in dit lab" not in page


@pytest.mark.parametrize("said", [STAYS, HIDE])
def test_they_decide_and_then_it_is_closed_to_them(handed, olaf, there, lab, anna, said):
    mails.forget()
    done = browser(olaf).post(address(handed, there), said)
    assert done.headers["Location"] == "/buurdorp/moderatie/buren/"
    decision = Decision.objects.get()
    assert (decision.by, decision.kind) == (olaf, said["kind"])
    assert browser(olaf).get(address(handed, there)).status_code == 404
    again = browser(olaf).post(address(handed, there), said, follow=True)
    assert again.redirect_chain, "the same press twice"
    assert "Beslist." in again.text
    assert Decision.objects.count() == 1
    assert "wacht op jou" not in text_of(browser(olaf).get("/buurdorp/moderatie/buren/"))
    assert "Iets wat gemeld is" not in text_of(browser(olaf).get("/van-mij/nieuw/"))
    assert "bram@example.org" in dict(mails.told()), "who reported it hears how it ended"
    is_hidden = said is HIDE
    assert ("Olaf" in browser(anna).get(handed.path_for_writer).text) == is_hidden
    assert [one.lab for one in AuditEntry.objects.filter(kind="hide")] == [lab.slug] * is_hidden
    assert not Membership.objects.filter(lab=lab, user=olaf.user).exists(), "they don't become a member"


def test_they_ask_the_writer_to_change_it_and_then_it_is_for_the_moderators_of_the_lab(handed, olaf, there, anna, mo):
    assert browser(olaf).post(address(handed, there), ASK).status_code == 302
    assert Case.objects.get().is_open
    assert "Haal het huisnummer weg." in browser(anna).get(handed.path_for_writer).text
    assert browser(olaf).get(address(handed, there)).status_code == 404
    assert browser(olaf).post(address(handed, there), ASK).status_code == 302, "the same press twice"
    assert browser(olaf).post(address(handed, there), STAYS).status_code == 409
    page = browser(mo).get(handed.get_absolute_url()).text
    assert "kijkt mee" not in page
    hand_over(handed, days=6)
    assert CaseStep.objects.filter(step="handed", to=olaf).count() == 2, "that day passed too"
    assert browser(olaf).post(address(handed, there), STAYS).status_code == 302


def test_they_pause_nobody_with_the_form_or_with_the_verb(handed, olaf, there, anna):
    page = browser(olaf).get(address(handed, there)).text
    assert 'value="pause"' not in page
    said = HIDE | {"kind": "pause", "days": "3"}
    assert browser(olaf).post(address(handed, there), said).status_code == 422
    with pytest.raises(PermissionDenied):
        Case.objects.with_thing().get().decide(olaf, "pause", "privacy", "Nee.", 3)
    anna.refresh_from_db()
    assert not anna.is_paused


def test_bad_input_keeps_what_was_typed_at_the_field(handed, olaf, there):
    page = browser(olaf).post(address(handed, there), HIDE | {"reason": ""})
    assert page.status_code == 422
    assert "Je noemt een huisnummer." in page.text
    assert Case.objects.get().is_open


def test_a_moderator_of_the_lab_reads_who_looks_along_and_still_decides(handed, olaf, there, mo):
    page = browser(mo).get(handed.get_absolute_url())
    assert "Olaf van Buurdorp kijkt mee" in text_of(page)
    assert browser(mo).post(handed.get_absolute_url(), STAYS).status_code == 302
    late = browser(olaf).post(address(handed, there), HIDE)
    assert late.status_code == 409
    assert "Je noemt een huisnummer." in late.text
    assert "Die van nummer 14" not in late.text
    assert Decision.objects.get().by == mo


def test_what_changed_meanwhile_keeps_the_words_and_the_page(handed, olaf, there, comment):
    comment.refresh_from_db()
    comment.remove()
    page = browser(olaf).post(address(handed, there), HIDE)
    assert page.status_code == 409, "the words stay"
    assert browser(olaf).post(address(handed, there), {"kind": "gone"}).status_code == 302
    assert Decision.objects.get().kind == "gone"


def test_they_see_that_case_and_nothing_else_of_that_lab(handed, olaf, there, lab, bram, anna, idea):
    other = report(make_idea(anna, "Een ander idee"), bram, "spam").report.case
    late = report(make_comment(idea, anna, "Nog iets van vroeger."), bram, "spam").report.case
    Case.objects.filter(pk=late.pk).update(due=clock.now().date() - timedelta(days=1))
    for case in (other, late):
        for path in ("", "beslissen/", "foto/"):
            assert browser(olaf).get(f"/{there.slug}/moderatie/buren/{case.pk}/{path}").status_code == 404
        assert browser(olaf).post(address(case, there), STAYS).status_code == 404
        with pytest.raises(PermissionDenied):
            Case.objects.with_thing().get(pk=case.pk).decide(olaf, "nothing", explanation="Dit mag.")
    for path in (
        "moderatie/",
        f"moderatie/{handed.pk}/",
        f"moderatie/buren/{handed.pk}/beslissen/",
        "moderatie/buren/",
    ):
        assert browser(olaf).get(f"/{lab.slug}/{path}").status_code in (403, 404), path
        assert browser(olaf).post(f"/{lab.slug}/{path}", STAYS).status_code in (403, 404, 405), path
    assert browser(olaf).get(f"/{there.slug}/moderatie/{handed.pk}/").status_code == 404
    assert browser(olaf).get(handed.path_for_writer).status_code == 404
    page = browser(olaf).get(address(handed, there)).text
    assert "Een ander idee" not in page
    assert "Nog iets van vroeger." not in browser(olaf).get("/buurdorp/moderatie/buren/").text
    assert Case.objects.filter(decided_at=None).count() == 3


def test_nobody_else_there_sees_it(handed, there, bram):
    others = [
        make_member(there, "Els", RoleKind.MODERATOR),
        make_member(there, "Piet"),
        make_member(there, "Baas", RoleKind.LAB_ADMIN),
    ]
    for who in (*others, bram):
        assert browser(who).get(address(handed, there)).status_code in (403, 404)
        assert browser(who).post(address(handed, there), STAYS).status_code in (403, 404)
    assert Case.objects.get().is_open


def reported_by(member):
    report(member.lab.ideas.get().comments.get(), member, "abuse")


@pytest.mark.parametrize(
    "gone",
    ["the role", "their name in the settings", "their yes", "a pause", "work for that municipality", "their report"],
)
def test_access_ends_with_what_gave_it(handed, olaf, there, lab, gone):
    assert browser(olaf).get(address(handed, there)).status_code == 200
    here = make_member(lab, "Olaf")
    settings = ModerationSettings.objects.filter(lab=lab)
    {
        "the role": lambda: olaf.roles.all().delete(),
        "their name in the settings": lambda: settings.update(neighbour=None, agreed_at=None),
        "their yes": lambda: settings.update(agreed_at=None, declined_at=clock.now()),
        "a pause": lambda: Membership.objects.filter(pk=olaf.pk).update(paused_until=clock.now() + timedelta(days=3)),
        "work for that municipality": lambda: here.roles.create(kind="alderman"),
        "their report": lambda: reported_by(here),
    }[gone]()
    assert browser(olaf).get(address(handed, there)).status_code in (403, 404)
    assert browser(olaf).post(address(handed, there), STAYS).status_code in (403, 409)
    with pytest.raises(PermissionDenied):
        Case.objects.with_thing().get().decide(olaf, "nothing", explanation="Dit mag.")
    assert Case.objects.get().is_open
    if not gone.startswith(("the role", "a pause")):
        assert "Beslis in" not in browser(olaf).get("/buurdorp/moderatie/buren/").text


def test_what_they_wrote_or_reported_as_a_member_there_is_not_handed(lab, olaf, mo, idea, bram):
    theirs = make_member(lab, "Olaf")
    cases = [
        report(make_comment(idea, theirs, "Dit schreef Olaf."), bram, "abuse").report.case,
        report(make_comment(idea, bram, "Dit meldde Olaf."), theirs, "abuse").report.case,
    ]
    Case.objects.update(due=clock.now().date() - timedelta(days=7))
    with standing_at(clock.now().replace(hour=12)):
        chores.remind()
    assert not CaseStep.objects.filter(step="handed", case__in=cases).exists()


def test_they_see_the_photo_that_a_case_is_about_and_nobody_else_there(lab, bram, mo, anna, olaf, there):
    case = hand_over(report(photo_of(anna), bram, "privacy").report.case)
    picture = f"/buurdorp/moderatie/buren/{case.pk}/foto/"
    assert picture in browser(olaf).get(address(case, there)).text
    assert browser(olaf).get(picture).status_code == 200
    assert browser(make_member(there, "Els", RoleKind.MODERATOR)).get(picture).status_code == 404
    browser(olaf).post(address(case, there), HIDE)
    assert Decision.objects.get().kind == "hide"
    assert browser(olaf).get(picture).status_code == 404


def test_another_moderator_there_may_look_again_at_what_they_decided(handed, olaf, there, anna, mo):
    browser(olaf).post(address(handed, there), HIDE)
    browser(anna).post(handed.path_to_ask, {"why": "Er staat geen naam."})
    back = {"review-outcome": "restore", "review-explanation": "Het mag toch."}
    assert browser(olaf).post(f"/buurdorp/moderatie/buren/{handed.pk}/", back).status_code == 404
    assert browser(mo).post(f"{handed.get_absolute_url()}nieuwe-beoordeling/", back).status_code == 302


def test_more_cases_cost_no_more_queries(handed, olaf, bram, anna, idea, django_assert_max_num_queries):
    him = browser(olaf)
    for path in ("/buurdorp/moderatie/buren/", "/buurdorp/moderatie/"):
        him.get(path)
    counts = []
    for _round in range(2):
        for path in ("/buurdorp/moderatie/buren/", "/buurdorp/moderatie/"):
            with django_assert_max_num_queries(80) as done:
                him.get(path)
            counts.append(len(done))
        for number in range(3):
            hand_over(report(make_comment(idea, anna, f"Nog {number} van {_round}."), bram, "abuse").report.case)
    assert counts[:2] == counts[2:]
    assert "Beslis in" in him.get("/buurdorp/moderatie/buren/").text


def on_desk(member):
    return [(row.title, row.about, row.who, row.address) for row in Work(member).rows(Work(member).of("mij", "buren"))]


def test_it_stands_on_the_desk_of_the_neighbour_alone_until_it_is_decided(
    handed, olaf, there, mo, lab, django_capture_on_commit_callbacks
):
    make_member(there, "Pia", RoleKind.MODERATOR)
    row = (f"{lab.name} vraagt je om te beslissen", "reactie", "Olaf", address(handed, there))
    assert on_desk(olaf) == [row]
    assert row[-1] in browser(olaf).get("/buurdorp/werk/").text
    for other in (mo, Membership.objects.get(user__name="Pia")):
        assert on_desk(other) == []
    before = Desk.hold(there).revision
    with django_capture_on_commit_callbacks(execute=True):
        handed.decide(mo, **STAYS)
    assert Desk.hold(there).revision > before, "an open desk follows"
    assert on_desk(olaf) == []


def test_the_desk_of_the_neighbour_costs_the_same_for_many_cases(handed, olaf, lab, bram, idea, anna):
    Work(olaf).rows(Work(olaf).keys)
    with CaptureQueriesContext(connection) as one:
        assert len(on_desk(olaf)) == 1
    for number in range(5):
        hand_over(report(make_comment(idea, anna, f"Onzin {number}."), bram, "abuse").report.case)
    with CaptureQueriesContext(connection) as many:
        assert len(on_desk(olaf)) == 6
    assert len(many) == len(one)
