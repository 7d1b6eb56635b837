"""Closing the conversation of an idea: nobody comments, everything else goes on, and it can be undone."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.models.answer import ask
from audit.models import AuditEntry, Kind
from ideas.models import Comment, Idea, IdeaClosed, IdeaPhoto, TalkClosed, TalkClosing
from ideas.models.onbehalf import write_down_comment
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE, MayNotDecide, RoleKind
from moderation.models import Case, Decided, report
from moderation.models.closing import close_talk, open_talk
from tests import mails
from tests.accounts.conftest import Flow
from tests.factories import make_idea, make_member
from tests.ideas.conftest import PART, browser
from tests.moderation.test_log import rows_of

WHY = "Het werd een ruzie tussen twee straten."
CLOSE = {"reason": "abuse", "explanation": WHY}
DECIDE = CLOSE | {"kind": "close"}
LINE = "Een moderator heeft dit gesprek gesloten op"
KEPT = "Je tekst staat hier nog, zodat je hem kunt kopiëren."


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def page_of(idea, member=None):
    return browser(member).get(idea.get_absolute_url()).text


def say(member, idea, text="Nog één ding.", **options):
    fields = {"text": text, "key": uuid.uuid4()}
    return browser(member).post(f"{idea.get_absolute_url()}reacties/?pagina=1", fields, **options)


def close(idea, mo):
    return close_talk(fresh(idea), mo, "abuse", WHY)


def test_everybody_reads_at_the_place_of_the_form_that_it_is_closed_and_why(idea, comment, bram, mo):
    assert "Zeg hieronder wat jij vindt." in page_of(idea, None)
    answer = browser(mo).post(f"{idea.get_absolute_url()}gesprek/sluiten/", CLOSE)
    assert answer.headers["Location"] == f"{idea.get_absolute_url()}#reacties"
    for member in (None, bram, mo, idea.author):
        page = page_of(idea, member)
        assert all(words in page for words in (LINE, "scheldt of kleineert", WHY, comment.text))
        assert "Plaats reactie" not in page
        assert 'name="text"' not in page
        assert "Zeg hieronder wat jij vindt." not in page
    assert "Een moderator sloot het gesprek" in page, "in the story of the idea"


def test_a_comment_is_refused_to_everybody_and_the_words_come_back(idea, comment, anna, mo):
    close(idea, mo)
    servant = make_member(idea.lab, "Ingrid", RoleKind.CIVIL_SERVANT)
    for member in (anna, idea.author, servant, mo):
        for options in ({}, PART):
            answer = say(member, idea, **options)
            assert answer.status_code == 409
            assert KEPT in answer.text
            assert "Nog één ding.</textarea>" in answer.text
    assert Comment.objects.count() == 1


def test_the_words_that_came_back_can_be_sent_once_it_is_open_again(idea, anna, mo):
    close(idea, mo)
    back = say(anna, idea).text
    form = back[back.index('id="reageer"') : back.index("</form>", back.index('id="reageer"'))]
    assert "Is het gesprek weer open? Dan kun je dit alsnog plaatsen." in form
    button = form.index("Plaats reactie")
    assert "when-talking" in form[:button], "on an open page it is there once the conversation is open"
    open_talk(fresh(idea), mo, "Het is weer rustig.")
    assert say(anna, idea).status_code == 302
    assert Comment.objects.get().text == "Nog één ding."


def test_a_comment_is_not_changed_but_can_be_taken_away(idea, comment, anna, mo):
    close(idea, mo)
    address = f"{comment.get_absolute_url()}bewerken/"
    asked = browser(anna).get(address)
    assert (asked.status_code, "Dit gesprek is gesloten" in asked.text) == (403, True)
    answer = browser(anna).post(address, {"text": "Anders."})
    assert (answer.status_code, KEPT in answer.text, "Anders.</textarea>" in answer.text) == (409, True, True)
    assert fresh(comment).text == "Die van nummer 14 doet niets."
    assert "Verander je woorden" not in browser(anna).get(f"{comment.get_absolute_url()}meer/").text
    assert browser(anna).post(f"{comment.get_absolute_url()}verwijderen/").status_code == 302
    assert fresh(comment).removed_at


def test_nothing_is_written_down_and_no_welcome_is_said(idea, anna, mo):
    maker = make_member(idea.lab, "Wim", RoleKind.STADMAKER)
    waiting = make_idea(anna, "Pluktuin")
    close(waiting, mo)
    words = {"text": "Welkom, Anna!", "key": uuid.uuid4(), "voice": maker.roles.get().pk}
    for place in ("welkom/", "reacties/namens/"):
        address = f"{waiting.get_absolute_url()}{place}"
        assert browser(maker).get(address).status_code in (302, 403)
        answer = browser(maker).post(address, words | {"name": "Jan", "read_back": "on"})
        assert (answer.status_code, KEPT in answer.text) == (409, True)
        assert "Welkom, Anna!</textarea>" in answer.text
    with pytest.raises(TalkClosed):
        write_down_comment(fresh(waiting), maker, RESIDENT_VOICE, "Jan", "Mooi.", uuid.uuid4())
    assert waiting not in Idea.objects.waiting_for_welcome()
    open_talk(fresh(waiting), mo, "Weer rustig.")
    assert waiting in Idea.objects.waiting_for_welcome()


def test_support_and_the_words_of_the_idea_go_on(idea, comment, bram, mo):
    close(idea, mo)
    assert browser(bram).post(f"{idea.get_absolute_url()}steun/").status_code == 302
    assert browser(bram).post(f"{idea.get_absolute_url()}nut/", {"answer": "yes"}).status_code == 302
    assert fresh(idea).support_count == 1
    idea.edit(idea.author, title="Fietsbus")
    assert "Fietsbus" in page_of(idea)


def test_it_is_opened_again_in_place_with_a_trace(idea, comment, bram, mo, noor):
    close(idea, mo)
    answer = browser(noor).post(f"{idea.get_absolute_url()}gesprek/openen/", {"why": "De buren spraken het uit."})
    assert answer.status_code == 302
    assert LINE not in (page := page_of(idea, bram))
    assert all(words in page for words in ("Een moderator opende het gesprek weer", "De buren spraken het uit."))
    assert say(bram, idea).status_code == 302
    closing = TalkClosing.objects.get()
    assert (closing.by, closing.opened_by, closing.opened_why) == (mo, noor, "De buren spraken het uit.")
    noted = AuditEntry.objects.filter(object_id=str(idea.pk)).order_by("pk").values_list("kind", "reason")
    assert list(noted) == [(Kind.CLOSE_TALK, "abuse"), (Kind.OPEN_TALK, "De buren spraken het uit.")]
    close(idea, mo)
    assert LINE in page_of(idea)


@pytest.mark.parametrize("kind", ["idea", "comment", "photo"])
def test_from_a_case_it_is_an_outcome_that_the_writer_and_the_author_hear(idea, comment, anna, bram, mo, kind):
    Idea.objects.filter(pk=idea.pk).update(photo="ideas/foto.jpg")
    idea.refresh_from_db()
    thing = {"idea": idea, "comment": comment, "photo": IdeaPhoto(idea)}[kind]
    case = report(thing, bram, "abuse").report.case
    mails.forget()
    assert "Sluit het gesprek bij dit idee" in browser(mo).get(case.get_absolute_url()).text
    assert browser(mo).post(case.get_absolute_url(), DECIDE).status_code == 302
    case = fresh(case)
    assert (case.outcome.kind, case.is_open, fresh(idea).closing.explanation) == ("close", False, WHY)
    told = mails.told()
    subject = "Het gesprek over Fietsbus Melderslo is gesloten"
    writers = {"fietser77@example.org"} | ({"anna@example.org"} if kind == "comment" else set())
    assert {address for address, words in told if words == subject} == writers
    assert ("bram@example.org", "Wat je meldde blijft staan") in told
    assert "Een moderator sloot een gesprek" in browser(idea.author).get("/van-mij/nieuw/").text
    page = browser(idea.author).get(case.path_for_writer).text
    assert all(words in page for words in ("Het gesprek is gesloten", "Scheldt of kleineert", WHY))
    assert f'<a href="{idea.get_absolute_url()}#reacties">' in page
    assert (comment.text in page) is False
    assert browser(bram).get(case.path_for_writer).status_code == 404
    if kind == "comment":
        assert comment.text in browser(anna).get(case.path_for_writer).text
    page = browser(mo).get(case.get_absolute_url()).text
    assert "Open het gesprek weer" in page
    assert "sloot het gesprek waar het in staat" in browser(bram).get(f"/{idea.lab.slug}/moderatie/meldingen/").text


def test_opening_is_told_to_the_same_people_and_stands_in_the_public_log(idea, comment, anna, bram, mo, noor):
    case = report(comment, bram, "abuse").report.case
    case.decide(mo, "close", "abuse", WHY)
    assert [(row["outcome"], row["later"]) for row in rows_of(idea.lab)] == [("close", "")]
    mails.forget()
    assert open_talk(fresh(idea), noor, "Weer rustig.")
    assert {who for who, words in mails.told() if words == "Het gesprek over Fietsbus Melderslo is weer open"} == {
        "anna@example.org",
        "fietser77@example.org",
    }
    assert "Weer rustig." in mails.bodies()[-1]
    assert [(row["outcome"], row["later"]) for row in rows_of(idea.lab)] == [("close", "open")]
    log = browser().get(f"/{idea.lab.slug}/beslissingen/").text
    assert all(words in log for words in ("Het gesprek is gesloten.", "Later weer geopend."))
    page = browser(anna).get(fresh(case).path_for_writer).text
    assert all(words in page for words in ("Het gesprek is weer open", "Weer rustig."))


def test_directly_it_decides_the_case_that_waits(idea, bram, mo):
    case = report(idea, bram, "abuse").report.case
    decision = close(idea, mo)
    assert (decision.case, fresh(case).is_open) == (case, False)


def test_of_an_idea_of_theirs_or_that_they_reported_nobody_closes_or_opens_it(idea, comment, bram, mo, noor):
    for person in (idea.author, bram):
        person.roles.create(kind=RoleKind.MODERATOR)
    report(idea, bram, "abuse")
    for person in (idea.author, bram):
        with pytest.raises(MayNotDecide):
            close(idea, person)
    assert not TalkClosing.objects.exists()
    about_comment = report(comment, noor, "abuse").report.case
    with pytest.raises(MayNotDecide):
        about_comment.decide(idea.author, "close", "abuse", WHY)
    assert "Sluit het gesprek" not in browser(idea.author).get(about_comment.get_absolute_url()).text
    answer = browser(bram).post(f"{idea.get_absolute_url()}gesprek/sluiten/", CLOSE)
    assert (answer.status_code, WHY in answer.text) == (403, True)
    close(idea, mo)
    for person in (idea.author, bram):
        with pytest.raises(MayNotDecide):
            open_talk(fresh(idea), person, "Toch weer open.")
    assert fresh(idea).talk_closed_at


def test_only_an_impartial_moderator_closes_and_opens(idea, bram, mo):
    both = make_member(idea.lab, "Ingrid", RoleKind.CIVIL_SERVANT, RoleKind.MODERATOR)
    admin = make_member(idea.lab, "Bea", RoleKind.LAB_ADMIN)
    for person in (bram, both, admin):
        for place in ("sluiten", "openen"):
            address = f"{idea.get_absolute_url()}gesprek/{place}/"
            assert browser(person).post(address, CLOSE | {"why": "Zo."}).status_code == 403
        assert "Sluit het gesprek" not in browser(person).get(f"{idea.get_absolute_url()}meer/").text
    assert "Sluit het gesprek" in browser(mo).get(f"{idea.get_absolute_url()}meer/").text


def test_two_moderators_and_twice(idea, comment, bram, mo, noor):
    address = f"{idea.get_absolute_url()}gesprek/sluiten/"
    assert browser(mo).post(address, CLOSE).status_code == 302
    assert browser(mo).post(address, CLOSE).status_code == 302
    answer = browser(noor).post(address, CLOSE | {"explanation": "Dit liep uit de hand."})
    assert (answer.status_code, "Dit liep uit de hand." in answer.text, WHY in answer.text) == (409, True, True)
    assert (TalkClosing.objects.count(), Case.objects.count()) == (1, 1)
    case = report(comment, bram, "abuse").report.case
    with pytest.raises(Decided):
        case.decide(noor, "close", "abuse", WHY)
    stale = browser(noor).post(case.get_absolute_url(), DECIDE)
    assert (stale.status_code, WHY in stale.text, fresh(case).is_open) == (409, True, True)
    for _press in range(2):
        back = browser(noor).post(f"{idea.get_absolute_url()}gesprek/openen/", {"why": "Weer rustig."})
        assert back.status_code == 302
    assert Case.objects.first().decisions.filter(kind="open").count() == 1


@pytest.mark.parametrize("gone", ["hidden", "deleted"])
def test_closing_too_late_by_a_case_keeps_the_words(idea, comment, bram, mo, noor, gone):
    case = report(comment, bram, "abuse").report.case
    page = browser(noor).get(case.get_absolute_url()).text
    assert 'value="close"' in page
    if gone == "hidden":
        fresh(idea).hide(mo, "abuse", WHY)
    else:
        comment.delete()
    answer = browser(noor).post(case.get_absolute_url(), DECIDE)
    assert (answer.status_code, WHY in answer.text, fresh(case).is_open) == (409, True, True)


def test_bad_input_keeps_what_was_typed(idea, mo):
    address = f"{idea.get_absolute_url()}gesprek/sluiten/"
    for wrong in ({"reason": "zomaar"}, {"reason": ""}, {"explanation": ""}, {"explanation": "x" * 2001}):
        answer = browser(mo).post(address, CLOSE | wrong)
        assert answer.status_code == 422
        assert (CLOSE | wrong)["explanation"] in answer.text
    assert browser(mo).post(f"{idea.get_absolute_url()}gesprek/openen/", {"why": ""}).status_code == 302, "it is open"
    close(idea, mo)
    assert browser(mo).post(f"{idea.get_absolute_url()}gesprek/openen/", {"why": " "}).status_code == 422
    assert browser(mo).get("/proefdorp/ideeen/99999999999999999999/gesprek/sluiten/").status_code == 404


def test_hostile_words_are_shown_as_words(idea, mo):
    close_talk(fresh(idea), mo, "abuse", "<script>alert(1)</script> \u202e**nee** http://kwaad.example")
    page = page_of(idea)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_finished_or_hidden_idea_has_no_conversation_to_close(idea, comment, bram, mo, noor):
    case = report(comment, bram, "abuse").report.case
    idea.hide(noor, "spam", "Zo.")
    assert browser(mo).post(f"{idea.get_absolute_url()}gesprek/sluiten/", CLOSE).status_code == 403
    with pytest.raises(Decided):
        fresh(case).decide(mo, "close", "abuse", WHY)
    with pytest.raises(PermissionDenied):
        close(idea, mo)
    idea.restore(noor, "Toch niet.")
    close(idea, mo)
    idea = fresh(idea)
    idea.hide(noor, "spam", "Zo.")
    assert WHY not in page_of(idea), "hidden with all words"


def test_the_page_that_is_open_gets_the_line_and_then_fetches_itself_again(idea, mo):
    topic, before = IdeaTopic(), fresh(idea).revision
    close(idea, mo)
    parts = {part.key: part for part in topic.parts(idea.pk, "page", before)}
    assert WHY in parts[f"talk-closing-{idea.pk}"].render()
    assert WHY in parts[f"story-{idea.pk}"].render()
    closed = fresh(idea).revision
    assert topic.parts(idea.pk, "page", closed) == []
    open_talk(fresh(idea), mo, "Weer rustig.")
    assert topic.parts(idea.pk, "page", closed) is None
    assert topic.parts(idea.pk, "page", fresh(idea).revision) == []


def test_who_made_the_idea_leaves_and_the_closing_stays_a_trace(idea, mo):
    close(idea, mo)
    assert idea.withdraw(idea.author, RESIDENT_VOICE, "Toch niet.") is True
    assert TalkClosing.objects.get().explanation == WHY


def test_the_page_of_an_open_conversation_costs_no_query_more(idea, mo):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            page_of(idea)
        return len([one for one in asked if "talkclosing" in one["sql"]])

    assert cost() == 0
    close(idea, mo)
    assert cost() == 2


def test_a_comment_that_waited_for_sign_in_comes_back_when_it_was_closed_meanwhile(idea, bram, mo):
    client = browser()
    where = client.post(f"{idea.get_absolute_url()}reacties/", {"text": "Nog één ding.", "key": uuid.uuid4()})
    close(idea, mo)
    flow = Flow(client)
    flow.start("bram@example.org", where.headers["Location"])
    answer = flow.enter()
    assert (answer.status_code, KEPT in answer.text, "Nog één ding.</textarea>" in answer.text) == (409, True, True)
    assert not Comment.objects.exists()


def test_an_answer_takes_no_questions_of_readers_meanwhile(idea, bram, mo):
    servant = make_member(idea.lab, "Ingrid", RoleKind.CIVIL_SERVANT, label="team Groen")
    answer = ask(idea, servant, servant.voices()[-1], "Kan dit?").thing
    said = {"kind": "already", "day": None, "to": "", "words": "Dit doen we al.", "next_step": "", "contact": "Ingrid"}
    close(idea, mo)
    answer.give(servant, servant.voices()[-1], **said)
    assert "Dit doen we al." in (page := page_of(idea, bram))
    assert "Nee, ik heb een vraag" not in page
    with pytest.raises(IdeaClosed):
        answer.say_clear(bram, False, "Welke bus?", answer.versions.get().pk)
    assert answer.say_clear(bram, True, "", answer.versions.get().pk)
