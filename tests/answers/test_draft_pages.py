"""The pages of a draft: kept from the form of the answer, read along, approved, and then given."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answers.models import Answer, Approval, Draft, Note, Terms
from answers.models.draft import draft_of
from audit.models import AuditEntry, Kind
from labs.models import HidingReason
from notifications.models import OutgoingMail
from tests.answers.conftest import asked, voice_of, words
from tests.answers.test_drafts import approved, ask_for_all, kept, seen_now
from tests.answers.test_owner import again
from tests.answers.test_pages import address, text_of
from tests.answers.test_terms import terms_of
from tests.factories import give_factor, make_member
from tests.ideas.conftest import browser
from tests.mails import work_off

pytestmark = pytest.mark.django_db
SAID = {"kind": "no", "words": "De bus moet daar keren.", "contact": "Fleur"}


@pytest.fixture
def wim(lab):
    wim = make_member(lab, "Wim", "alderman")
    give_factor(wim.user)
    return wim


@pytest.fixture
def answer(idea, chaima):
    return asked(idea, chaima)


def press(member, name, idea, **said):
    return browser(member).post(address(name, idea), said, follow=True)


def test_a_draft_may_be_half_and_fills_the_form_of_every_colleague(answer, idea, fleur, ruud):
    page = press(fleur, "answer_draft", idea, words="Nog even nadenken.")
    assert "Bewaard. Alleen collega&#x27;s zien dit." in text_of(page)
    assert "Nog niet gekozen wat het antwoord is" in text_of(page)
    form = text_of(browser(ruud).get(address("answer_give", idea)))
    assert "Nog even nadenken." in form
    assert f'value="{draft_of(answer).seen}"' in form
    assert "Nog even nadenken." not in browser(idea.author).get(idea.get_absolute_url()).text


def test_two_colleagues_at_once_and_the_second_reads_both_texts(answer, idea, fleur, ruud):
    press(fleur, "answer_draft", idea, **SAID)
    response = browser(ruud).post(address("answer_draft", idea), SAID | {"words": "Van Ruud."})
    assert response.status_code == 409
    assert "De bus moet daar keren." in response.text
    assert "Van Ruud." in response.text
    again = SAID | {"words": "Van Ruud.", "kept": draft_of(answer).seen}
    assert browser(ruud).post(address("answer_draft", idea), again).status_code == 302
    given = browser(fleur).post(address("answer_give", idea), SAID)
    assert given.status_code == 409
    assert not Answer.objects.get().given_at


def test_a_refused_draft_can_go_online_or_be_searched_for_other_ideas(answer, idea, fleur):
    response = browser(fleur).post(address("answer_draft", idea), SAID | {"decision": "geen adres"})
    assert response.status_code == 422
    give = address("answer_give", idea)
    page = text_of(response)
    assert f'method="post" action="{give}" novalidate' in page
    assert f'formaction="{give}#ook"' in page
    answer.give(fleur, voice_of(fleur), **words())
    correct = address("answer_correct", idea)
    assert f'method="post" action="{correct}" novalidate' in text_of(browser(fleur).get(correct))


def test_the_form_says_that_there_is_a_draft_and_the_draft_whom_to_call(answer, idea, fleur, ruud):
    kept(answer, fleur, contact="team Groen, 077 000 00 00")
    form = text_of(browser(ruud).get(address("answer_give", idea)))
    assert "Er is een concept: <bdi>Fleur</bdi> bewaarde het op" in form
    assert 'href="tel:0770000000"' in text_of(browser(ruud).get(address("answer_draft", idea)))


def test_a_colleague_reads_along_by_mail_desk_and_page(answer, idea, lab, fleur, ruud):
    kept(answer, fleur)
    press(fleur, "answer_draft_read", idea, to=ruud.pk, words="Klopt de maat?")
    work_off()
    mail = OutgoingMail.objects.get(user=ruud.user, subject__contains="Lees je mee")
    assert "Klopt de maat?" in mail.body
    assert "De bus moet daar keren." not in mail.body
    assert "vraagt je mee te lezen" in text_of(browser(ruud).get(f"/{lab.slug}/werk/?soort=meelezen"))
    page = browser(ruud).get(address("answer_draft", idea))
    assert "Klopt de maat?" in page.text
    assert "Wat moet er anders? (alleen bij een opmerking)" in page.text
    refused = browser(ruud).post(address("answer_draft_said", idea), {"says": "no", "seen": seen_now(answer)})
    assert refused.status_code == 422
    press(ruud, "answer_draft_said", idea, says="no", words="De maat klopt niet.", seen=seen_now(answer))
    work_off()
    assert "De maat klopt niet." in OutgoingMail.objects.get(user=fleur.user, subject__contains="opmerking").body
    assert "vraagt je mee te lezen" not in text_of(browser(ruud).get(f"/{lab.slug}/werk/?soort=meelezen"))
    assert "Over een eerdere tekst." not in text_of(browser(fleur).get(address("answer_draft", idea)))
    kept(answer, fleur, words="Anders.")
    assert "Over een eerdere tekst." in text_of(browser(fleur).get(address("answer_draft", idea)))


def test_a_word_about_an_older_text_is_kept_and_not_sent(answer, idea, fleur, ruud):
    kept(answer, fleur)
    old = seen_now(answer)
    press(fleur, "answer_draft_read", idea, to=ruud.pk)
    kept(answer, fleur, words="Anders.")
    said = {"says": "no", "words": "Te lang.", "seen": old}
    response = browser(ruud).post(address("answer_draft_said", idea), said)
    assert response.status_code == 409
    assert "Te lang." in response.text
    assert f'value="{seen_now(answer)}"' in response.text


def test_a_question_is_taken_back_with_one_press(answer, idea, fleur, ruud):
    kept(answer, fleur)
    press(fleur, "answer_draft_read", idea, to=ruud.pk)
    note = Note.objects.get(kind="reading")
    assert "De vraag is ingetrokken." in text_of(press(fleur, "answer_draft_stop", idea, note=note.pk))
    assert "Dit was al gedaan" in text_of(press(fleur, "answer_draft_stop", idea, note=note.pk))
    for bad in ("", "x", "²", "9" * 40):
        assert press(fleur, "answer_draft_stop", idea, note=bad).status_code == 200


def test_an_answer_waits_for_the_alderman_who_approves_signed_in(answer, idea, lab, fleur, wim):
    ask_for_all(lab)
    press(fleur, "answer_draft", idea, **SAID)
    refused = browser(fleur).post(address("answer_give", idea), SAID | {"kept": seen_now(answer)})
    assert refused.status_code == 422
    assert "Een wethouder geeft eerst akkoord op precies deze tekst." in refused.text
    press(fleur, "answer_approval_ask", idea, to=wim.pk, words="Mag dit?")
    assert "Lees het en geef akkoord" in browser(wim).get(f"/{lab.slug}/college/").text
    assert "De bus moet daar keren." in browser(wim).get(address("answer_draft", idea)).text
    page = press(wim, "answer_approval", idea, says="yes", seen=seen_now(answer))
    assert "Je gaf akkoord op dit antwoord." in text_of(page)
    assert "dan vervalt dit akkoord" in text_of(browser(fleur).get(address("answer_give", idea)))
    assert press(fleur, "answer_give", idea, **SAID, kept=seen_now(answer)).status_code == 200
    said = text_of(Client().get(idea.get_absolute_url()))
    assert "Akkoord van de wethouder (<bdi>Wim</bdi>) op" in said


def test_staff_note_an_approval_and_everybody_reads_who_did(answer, idea, fleur):
    kept(answer, fleur)
    today = timezone.localdate().isoformat()
    late = browser(fleur).post(address("answer_approval_note", idea), {"on": "2100-01-01", "seen": seen_now(answer)})
    assert late.status_code == 422
    press(fleur, "answer_approval_note", idea, on=today, seen=seen_now(answer))
    press(fleur, "answer_give", idea, **SAID, kept=seen_now(answer))
    said = text_of(Client().get(idea.get_absolute_url()))
    assert "Akkoord van de wethouder op" in said
    assert "genoteerd door <bdi>Fleur</bdi>" in said


def test_an_approval_of_the_last_century_is_too_long_ago(answer, idea, fleur):
    kept(answer, fleur)
    said = {"on": "1999-01-01", "seen": seen_now(answer)}
    response = browser(fleur).post(address("answer_approval_note", idea), said)
    assert response.status_code == 422
    assert "Deze dag is te lang geleden." in response.text


def test_another_text_ends_the_approval_and_says_so(answer, idea, fleur, wim):
    kept(answer, fleur)
    approved(answer, fleur, wim)
    page = press(fleur, "answer_draft", idea, **SAID | {"words": "Anders."}, kept=seen_now(answer))
    assert "Dat akkoord is vervallen." in text_of(page)
    assert not Approval.objects.exists()


def test_an_alderman_reads_a_draft_only_while_asked_and_with_the_extra_lock(answer, idea, lab, fleur, wim):
    kept(answer, fleur)
    assert browser(wim).get(address("answer_draft", idea)).status_code == 403
    press(fleur, "answer_approval_ask", idea, to=wim.pk)
    councillor = make_member(lab, "Rik", "councillor")
    assert browser(councillor).get(address("answer_draft", idea)).status_code == 403
    assert "geef akkoord" not in browser(councillor).get(f"/{lab.slug}/college/").text
    stolen = Client()
    stolen.force_login(wim.user, proved_too=False)
    page = stolen.get(address("answer_draft", idea))
    assert page.status_code == 403
    assert "extra slot" in page.text
    assert "De bus moet daar keren." not in page.text
    says = {"says": "yes", "seen": seen_now(answer)}
    assert stolen.post(address("answer_approval", idea), says).status_code == 403
    assert not Approval.objects.exists()


def test_an_alderman_reads_that_there_is_nothing_to_approve_any_more_and_keeps_their_words(answer, idea, fleur, wim):
    def opened():
        return text_of(browser(wim).get(address("answer_draft", idea)))

    kept(answer, fleur)
    press(fleur, "answer_approval_ask", idea, to=wim.pk)
    seen = seen_now(answer)
    press(wim, "answer_approval", idea, says="no", words="Liever later.", seen=seen)
    assert "Er is nu niemand die akkoord vraagt op dit concept." in opened()
    press(fleur, "answer_draft_away", idea, seen=seen)
    assert "Het concept waarop je akkoord werd gevraagd, is er niet meer." in opened()
    late = browser(wim).post(
        address("answer_approval", idea), {"says": "no", "words": "Eerst de <buurt>.", "seen": seen}
    )
    assert late.status_code == 409
    assert "Eerst de &lt;buurt&gt;." in late.text
    assert browser(wim).post(address("answer_approval_back", idea)).status_code == 409
    answer.refresh_from_db()
    again(answer).give(fleur, voice_of(fleur), **words())
    assert "Het antwoord staat online." in opened()
    assert f'href="{idea.get_absolute_url()}"' in opened()


def test_a_draft_of_a_hidden_idea_waits(answer, idea, lab, fleur, ruud, mo):
    kept(answer, fleur)
    press(fleur, "answer_draft_read", idea, to=ruud.pk)
    idea.hide(mo, HidingReason.SPAM)
    assert browser(fleur).get(address("answer_draft", idea)).status_code == 404
    assert "vraagt je mee te lezen" not in browser(ruud).get(f"/{lab.slug}/werk/?soort=meelezen").text
    assert Draft.objects.exists()


def test_what_needs_approval_is_a_setting_that_is_logged(lab, admin):
    page = browser(admin).get(f"/{lab.slug}/beheer/antwoorden/")
    assert "Bij welke antwoorden geeft een wethouder eerst akkoord?" in page.text
    said = terms_of(lab) | {"approval": ["yes", "no"]}
    assert browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", said).status_code == 302
    assert Terms.objects.get(lab=lab).approval == ["yes", "no"]
    entry = AuditEntry.objects.filter(kind=Kind.CHANGE_TERM).get(object_id="approval")
    assert entry.after["words"] == "yes, no"
    bad = terms_of(lab) | {"approval": ["misschien"]}
    assert browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", bad).status_code == 422


def test_what_was_asked_costs_the_desk_the_same_for_one_and_for_three(answer, idea, lab, fleur, ruud):
    kept(answer, fleur)
    press(fleur, "answer_draft_read", idea, to=ruud.pk)
    client = browser(ruud)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{lab.slug}/werk/?wie=alles")
        return len(queries)

    count()
    one = count()
    for name in ("Ilse", "Jan"):
        press(fleur, "answer_draft_read", idea, to=make_member(lab, name, "civil_servant").pk)
    assert count() == one
