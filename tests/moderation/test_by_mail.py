"""Somebody without an account reports something: a mailbox is proven first, and forgotten later."""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client

from accounts.models import MailboxProof
from common import clock, rate_limits
from moderation.chores import forget_reporters
from moderation.leaving import forget, taken_along
from moderation.models import Case, OwnWords, Report, report, report_by_mail
from notifications.models import OutgoingMail
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab
from tests.ideas.conftest import browser
from tests.mails import told, work_off
from tests.standing import standing_at

SAID = {"reason": "crime", "words": "Dit is mijn huis.", "email": "Tess@example.org", "truly": "on"}


def mail_path(thing, kind):
    lab = thing.idea.lab if kind == "comment" else thing.lab
    return f"/{lab.slug}/moderatie/melden/{kind}/{thing.pk}/per-mail/"


def code_path(lab):
    return f"/{lab.slug}/moderatie/melden/code/"


def ask(client, thing, kind="comment", **said):
    """Send the form, and return the token and the code of the mail."""
    answer = client.post(mail_path(thing, kind), SAID | said)
    assert answer.status_code == 302
    page = client.get(answer["Location"]).text
    return re.search(r'name="token" value="([^"]+)"', page)[1], re.search(r"\d{6}", outbox.outbox[-1].subject)[0]


def later(time):
    return standing_at(clock.now() + time)


def confirm(client, lab, token, code):
    return client.post(code_path(lab), {"token": token, "code": code})


def test_a_report_counts_when_the_mailbox_is_proven(client, comment, lab):
    token, code = ask(client, comment)
    assert not Report.objects.exists(), "nothing before that"
    answer = confirm(client, lab, token, code)
    made = Report.objects.get()
    assert (made.by, made.reason, made.words, made.email, made.mailbox, made.language) == (
        None,
        "crime",
        "Dit is mijn huis.",
        "Tess@example.org",
        "tess@example.org",
        "nl",
    )
    assert made.case.comment == comment
    assert answer["Location"] == made.get_absolute_url()
    assert "Dit is mijn huis." in client.get(answer["Location"]).text
    assert "Dit is mijn huis." not in str(MailboxProof.objects.values_list("wish", "address"))


def test_the_same_link_leads_a_visitor_to_the_form_and_a_member_to_theirs(client, comment, bram, lab):
    address = f"/{lab.slug}/moderatie/melden/ideeen/{comment.idea_id}/reacties/{comment.pk}/"
    assert 'name="email"' in client.get(address).text
    assert 'name="email"' not in browser(bram).get(address).text


def test_a_visitor_who_has_an_account_signs_in_with_the_same_form(client, comment, lab):
    address = f"/{lab.slug}/moderatie/melden/ideeen/{comment.idea_id}/reacties/{comment.pk}/"
    assert client.post(address, SAID)["Location"].startswith("/inloggen/")


def test_each_kind_of_thing_can_be_reported(client, idea, anna, lab):
    idea.photo = "ideas/foto.webp"
    idea.save(update_fields=["photo"])
    things = {"idea": idea, "photo": idea, "challenge": make_question(anna), "gathering": make_gathering(anna)}
    for kind, thing in things.items():
        confirm(client, lab, *ask(client, thing, kind))
    assert [case.kind for case in Case.objects.order_by("pk")] == list(things)


@pytest.mark.parametrize("kind", ["idee", "user", "comment", "gathering"])
def test_an_unknown_kind_or_a_thing_that_is_not_there_gives_404(client, idea, lab, kind):
    assert client.post(f"/{lab.slug}/moderatie/melden/{kind}/{idea.pk + 1000}/per-mail/", SAID).status_code == 404


def test_a_thing_of_another_lab_is_not_found(client, comment):
    make_lab("heusden")
    assert client.post(f"/heusden/moderatie/melden/comment/{comment.pk}/per-mail/", SAID).status_code == 404


def test_the_form_says_at_each_field_what_is_missing(client, comment):
    answer = client.post(mail_path(comment, "comment"), {"email": "geen", "words": " "})
    assert answer.status_code == 422
    for words in (
        "Kies wat er mis is.",
        "Leg het uit in één of twee zinnen.",
        "Dit is nog geen mailadres.",
        "Vink dit aan als je dat denkt.",
    ):
        assert words in answer.text, words
    assert not MailboxProof.objects.exists()


def test_one_address_joins_one_case_once(client, comment, lab):
    for email in ("tess@example.org", "TESS+nogeens@example.org"):
        confirm(client, lab, *ask(client, comment, email=email, words=f"Van {email}"))
    one = Report.objects.get()
    assert one.words == "Van TESS+nogeens@example.org", "the last words count"
    confirm(Client(), lab, *ask(another := Client(), comment, email="ali@example.org"))
    assert Report.objects.count() == 1, "another browser can't use that code"
    confirm(another, lab, *ask(another, comment, email="ali@example.org"))
    assert Case.objects.get().reports.count() == 2


def test_a_code_works_once_and_pressing_twice_leads_to_the_same_page(client, comment, lab):
    token, code = ask(client, comment)
    first = confirm(client, lab, token, code)
    assert confirm(client, lab, token, code)["Location"] == first["Location"]
    assert client.get(code_path(lab))["Location"] == first["Location"]
    with later(timedelta(minutes=2)):
        answer = confirm(client, lab, token, code)
        assert (answer.status_code, answer["Location"]) == (302, lab.get_absolute_url())
    assert Report.objects.count() == 1


def test_a_wrong_or_old_code_reports_nothing(client, comment, lab):
    token, code = ask(client, comment)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert confirm(client, lab, token, wrong).status_code == 422
    assert confirm(client, lab, token, "12").status_code == 422
    with later(timedelta(minutes=20)):
        assert "werkt niet meer" in confirm(client, lab, token, code).text
    assert confirm(client, lab, "onbekend", code).status_code == 302
    assert not Report.objects.exists()


def test_what_was_hidden_between_asking_and_confirming_is_not_reported(client, comment, lab, mo):
    token, code = ask(client, comment)
    comment.hide(mo, "spam")
    answer = confirm(client, lab, token, code)
    assert answer.status_code == 403
    assert "verborgen of weggehaald" in answer.text
    assert "We stuurden een code naar <strong>Tess@example.org</strong>" in answer.text
    assert not Report.objects.exists()


def test_a_second_report_of_the_same_mailbox_changes_the_first_only_when_it_is_confirmed(client, comment, lab):
    confirm(client, lab, *ask(client, comment))
    token, code = ask(other := Client(), comment, words="Iets anders.")
    assert [one.words for one in Report.objects.all()] == ["Dit is mijn huis."]
    confirm(other, lab, token, f"{(int(code) + 1) % 10**6:06}")
    assert [one.words for one in Report.objects.all()] == ["Dit is mijn huis."]
    confirm(other, lab, token, code)
    assert [one.words for one in Report.objects.all()] == ["Iets anders."]


def test_a_code_page_that_is_opened_again_after_all_is_forgotten_leads_to_the_lab(client, comment, lab):
    confirm(client, lab, *ask(client, comment))
    Report.objects.all().forget()
    answer = client.get(code_path(lab), follow=True)
    assert answer.redirect_chain == [(lab.get_absolute_url(), 302)]
    assert "Deze code werkt niet meer." in answer.text


def test_after_a_decision_in_between_the_report_opens_a_case(client, comment, lab, mo, bram):
    case = report(comment, bram, "abuse").report.case
    token, code = ask(client, comment)
    case.decide(mo, "nothing", explanation="Dit mag.")
    confirm(client, lab, token, code)
    assert [one.is_open for one in Case.objects.order_by("pk")] == [False, True]


def test_the_writer_does_not_report_themselves_by_mail(client, comment, lab, anna):
    token, code = ask(client, comment, email=anna.user.email)
    answer = confirm(client, lab, token, code)
    assert answer.status_code == 403
    assert "Dit schreef je zelf." in answer.text
    with pytest.raises(OwnWords):
        report_by_mail(comment, anna.user.email, "nl", "spam", "Van mij.")


def test_nothing_tells_whether_an_address_has_an_account(comment, lab, bram):
    pages = []
    for email in (bram.user.email, "niemand@example.org"):
        client = Client()
        answer = client.post(mail_path(comment, "comment"), SAID | {"email": email})
        page = client.get(answer["Location"]).text
        page = re.sub(r'(name="(token|csrfmiddlewaretoken)" value=")[^"]+', r"\1", page.replace(email, "X"))
        pages.append((answer.status_code, answer["Location"], page))
    assert pages[0] == pages[1]


def test_a_moderator_does_not_decide_about_what_they_reported_signed_out(comment, mo, noor):
    case = report_by_mail(comment, mo.user.email, "nl", "privacy", "Kijk.").report.case
    assert "beslist een andere moderator" in browser(mo).get(case.get_absolute_url()).text
    assert browser(mo).post(case.get_absolute_url(), {"kind": "nothing", "explanation": "Nee."}).status_code == 403
    assert "Iemand zonder account" in (page := browser(noor).get(case.get_absolute_url()).text)
    assert mo.user.email not in page


def test_the_mails_say_by_when_and_how_it_ended_and_never_what_was_typed(comment, mo):
    made = report_by_mail(comment, "tess@example.org", "nl", "privacy", "Koop nu tulpen.").report
    made.case.decide(mo, "hide", "privacy", "Een huisnummer.")
    assert ("tess@example.org", "We hebben je melding") not in told(), "too late: another mail tells the end"
    one = OutgoingMail.objects.get(mailbox="tess@example.org")
    assert one.subject == "Wat je meldde is verborgen"
    assert "Hallo," in one.body
    assert made.get_absolute_url() in one.body
    assert "tulpen" not in one.body


def test_the_first_mail_names_the_day_and_has_the_secret_link(comment):
    made = report_by_mail(comment, "tess@example.org", "en", "privacy", "Koop nu tulpen.").report
    work_off()
    one = OutgoingMail.objects.get(mailbox="tess@example.org")
    assert one.subject == "We have your report"
    assert made.get_absolute_url() in one.body
    assert f"by {made.case.due.day}" in one.body.replace("\N{NO-BREAK SPACE}", " ")
    assert "tulpen" not in one.body
    assert comment.idea.title not in one.body


def test_the_page_of_a_report_needs_its_secret_and_its_lab(client, comment, lab, mo):
    made = report_by_mail(comment, "tess@example.org", "nl", "privacy", "Kijk.").report
    path = made.get_absolute_url()
    assert "noindex" in client.get(path).text
    assert client.get(path.replace(made.secret, "0" * 32)).status_code == 404
    make_lab("heusden")
    assert client.get(path.replace(lab.slug, "heusden")).status_code == 404
    made.case.decide(mo, "nothing", explanation="Dit mag.")
    assert "Dit mag." in client.get(path).text


def test_address_and_words_go_six_months_after_the_end(client, comment, mo, bram):
    made = report_by_mail(comment, "tess@example.org", "nl", "privacy", "Kijk.").report
    with later(timedelta(days=400)):
        assert forget_reporters() == 0, "it isn't decided"
        made.case.decide(mo, "nothing", explanation="Dit mag.")
        path = made.get_absolute_url()
        with later(timedelta(days=182)):
            assert forget_reporters() == 0
        with later(timedelta(days=184)):
            assert forget_reporters() == 1
            assert forget_reporters() == 0
            answer = client.get(path)
            assert answer.status_code == 410
            assert "Daarna wisten we je mailadres en je woorden." in answer.text
            assert "Kijk." not in answer.text
            assert client.get(path.replace(made.secret, "0" * 32)).status_code == 404
    made.refresh_from_db()
    assert (made.email, made.mailbox, made.words, made.reason) == ("", "", "", "privacy")
    assert "Iemand die weg is" in browser(mo).get(made.case.get_absolute_url()).text


def test_who_leaves_takes_along_and_removes_what_they_reported_signed_out(comment, bram):
    report_by_mail(comment, bram.user.email, "nl", "privacy", "Kijk.")
    assert [one["words"] for one in taken_along(bram.user, [])["reports"]] == ["Kijk."]
    forget(bram.user, [])
    assert not Report.objects.exclude(email="", mailbox="", words="").exists()


def test_one_mailbox_reports_so_much_an_hour(client, lab, anna, settings, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "report", "1 per hour")
    one, two = make_idea(anna, "Een"), make_idea(anna, "Twee")
    confirm(client, lab, *ask(client, one, "idea"))
    assert confirm(client, lab, *ask(client, two, "idea")).status_code == 429
    assert Report.objects.count() == 1


def test_reading_the_page_of_a_thing_sets_no_cookie(client, idea):
    assert not client.get(idea.get_absolute_url()).cookies
