"""What a paused person can do in a lab, and nothing else (decision 0083); the table says it for each state."""

import pytest

from moderation.models import report
from tests.access import walk
from tests.access.test_table import LINES, expected
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser

REFUSED = {"403", "404", "405", "in"}
DOES = {
    *("report_idea", "report_comment", "report_photo", "report_gathering", "report_challenge", "report_name"),
    *("report_mail", "report_code"),  # as somebody without an account
    *("sign_up_withdraw", "party"),  # `party` only withdraws
    "support_withdraw",
    *("idea_hearing_stop", "challenge_hearing_stop", "gathering_hearing_stop", "place_hearing_stop"),
    "lab_hearing_stop",
}
LEADS_TO_AN_ACT = {"answer_clear", "challenge_new", "claim", "comments", "date_answers", "idea_new", "pledge"}
OF_OTHERS = {"review_ask"}  # the paused person of the table wrote and reported nothing; see below


def lines(method):
    """Yield the routes of a lab with what a resident and a paused person get."""
    in_lab = {route.name for route in walk.routes() if "lab_slug" in route.params}
    for line in LINES:
        name, verb, _state = line.partition(":")[0].split()
        if verb == method and name in in_lab:
            yield name, expected(line)["resident"], expected(line)["paused"]


def test_in_a_lab_they_can_report_cancel_withdraw_support_and_stop_mails_and_nothing_else():
    assert {name for name, _resident, paused in lines("POST") if paused not in REFUSED} == DOES


def test_they_read_what_everybody_reads():
    closed = {name for name, resident, paused in lines("GET") if resident == "200" and paused != "200"}
    assert closed == LEADS_TO_AN_ACT | OF_OTHERS


@pytest.mark.django_db
@pytest.mark.usefixtures("nobody_is_too_often")
def test_they_read_why_ask_for_another_look_take_their_data_along_and_leave():
    lab = make_lab("pauzedorp")  # the world of the other tests may be there
    anna, bram, mo = make_member(lab, "Anna"), make_member(lab, "Bram"), make_member(lab, "Mo", "moderator")
    case = report(make_comment(make_idea(bram), anna, "Nummer 14 doet niets."), bram, "privacy").report.case
    case.decide(mo, "hide", "privacy", "Je noemt een huisnummer.")
    other = report(make_comment(make_idea(bram, "Bankje"), bram, "Wat een sufferd."), anna, "abuse").report.case
    other.decide(mo, "nothing", explanation="Dit is een mening.")
    anna.pause(mo, "abuse", "Je schold iemand uit.", 3)
    theirs = browser(anna)
    assert "Je noemt een huisnummer." in theirs.get(case.path_for_writer).text
    for one in (case, other):
        assert theirs.post(one.path_to_ask, {"why": "Er staat geen naam in."}).status_code == 302
        assert one.decisions.get().reviews.get().asked_by == anna
    assert theirs.get("/account/gegevens/")["Content-Type"] == "application/zip"
    assert theirs.post("/account/verwijderen/", {"words": "keep", "name": anna.name}).status_code == 302
