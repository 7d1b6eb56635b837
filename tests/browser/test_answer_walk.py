"""The whole way of an answer, in browsers: two people's support at the same moment passes the threshold, colleagues
write and read along, an alderman approves, it gets another date, is late, is given and corrected.

A reader who is signed out sees each public step on an open page, and nothing of what colleagues say.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from answers.chores import remind
from answers.models import Answer, Because, Team, Terms
from ideas.chores import show_lateness
from ideas.models import Idea
from notifications.models import OutgoingMail
from notifications.stopping import link
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live
from tests.factories import give_factor
from tests.mails import hurry, subject_of, work_off

pytestmark = pytest.mark.live
PRESS = "at => setTimeout(() => document.querySelector('form[action$=\"/steun/\"] button').click(), at - Date.now())"
DESK = 20_000  # milliseconds in which an open desk fetches itself again


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture
def idea(lab):
    """Five people support it; with two more it passes the threshold. An alderman approves each answer."""
    reached = {"escalation_name": "Gemeentesecretaris", "escalation_mail": f"secretaris@{lab.slug}.example"}
    Terms.objects.create(lab=lab, threshold=7, approval=["every"], **reached)
    return a_lively_idea(lab)


def open_desk(page, lab):
    return open_live(page, f"/{lab.slug}/werk/?wie=alles")


def row(desk, words):
    return desk.get_by_role("row").filter(has_text=words)


def be_late(answer, days):
    """Move the promised days into the past, as if the time had passed; then the clock of the worker looks."""
    day = timezone.localdate() - timedelta(days=days)
    Answer.objects.filter(pk=answer.pk).update(due=day, first_due=day)
    Idea.objects.filter(pk=answer.idea_id).update(answer_due=day, first_date=None)
    show_lateness()
    remind()
    work_off()


def test_from_two_who_support_at_once_to_a_corrected_answer(new_page, lab, idea):
    address = idea.get_absolute_url()
    fleur, ruud = (a_person(lab, name, "civil_servant", label="team Groen") for name in ("Fleur", "Ruud"))
    wim, admin = a_person(lab, "Wim", "alderman"), a_person(lab, "Bea", "lab_admin")
    give_factor(wim.user)
    Team.begin(admin, [fleur], name="team Groen", mandate="", mailbox="")
    supporters = [a_person(lab, name) for name in ("Els", "Jan")]
    reader = open_live(new_page(), address)
    desk = open_desk(new_page(ruud.user), lab)
    due, shown = reader.locator(f"#due-{idea.pk}"), reader.locator(f"#answer-{idea.pk}")

    # Two people at the same moment
    pages = [open_live(new_page(who.user), address) for who in supporters]
    at = pages[0].evaluate("Date.now() + 2000")
    for page in pages:
        page.evaluate(PRESS, at)
    expect(due).to_contain_text("De gemeente geeft antwoord, uiterlijk")
    answer = Answer.objects.select_related("idea__lab").get(idea=idea)
    assert (answer.because, answer.supporters) == (Because.SUPPORT, 7)
    expect(row(desk, "Pluktuin Meterik").first).to_be_visible(timeout=DESK)

    # Picked up, drafted
    page = open_desk(new_page(fleur.user), lab)
    row(page, "Nog niemand").get_by_role("button", name="Ik pak dit op").first.click()
    expect(page.get_by_text("Jij pakt dit op.")).to_be_visible()
    expect(due).to_contain_text("(team Groen)")
    page.goto(f"{address}antwoord/geven/")
    page.get_by_label("Nee, omdat").check()
    page.get_by_label("Wat wil je vertellen?").fill("De bus moet daar keren.")
    page.get_by_role("button", name="Bewaar als concept").click()
    expect(page.get_by_text("Bewaard. Alleen collega's zien dit.")).to_be_visible()

    # Read along
    page.locator("#read-to").select_option(label=ruud.name)
    page.get_by_label("Waar moeten zij op letten?").first.fill("Klopt de bus?")
    page.get_by_role("button", name="Vraag deze collega").click()
    row(desk, "vraagt je mee te lezen").get_by_role("link", name="Lees mee").click(timeout=DESK)
    expect(desk.get_by_text("Klopt de bus?").first).to_be_visible()
    desk.get_by_role("button", name="Akkoord", exact=True).click()
    expect(desk.get_by_text("Je collega hoort wat jij ervan zegt.")).to_be_visible()

    # Not without the alderman, who approves signed in
    page.goto(f"{address}antwoord/geven/")
    page.get_by_role("button", name="Zet het antwoord online").click()
    expect(page.get_by_text("Een wethouder geeft eerst akkoord").first).to_be_visible()
    page.goto(f"{address}antwoord/concept/")
    page.get_by_role("button", name="Vraag akkoord").click()
    expect(page.get_by_text("De wethouder krijgt de vraag om akkoord.")).to_be_visible()
    alderman = new_page(wim.user)
    alderman.goto(f"/{lab.slug}/college/")
    alderman.get_by_role("link", name="Lees het en geef akkoord").click()
    alderman.get_by_role("button", name="Akkoord", exact=True).click()
    expect(alderman.get_by_text("Je gaf akkoord op dit antwoord.")).to_be_visible()

    # Another date, late, escalated
    page.goto(f"{address}antwoord/datum/")
    page.get_by_label("Nieuwe datum").fill((timezone.localdate() + timedelta(days=90)).isoformat())
    page.get_by_label("Waarom een andere datum?").fill("De tekening is er later.")
    page.get_by_role("button", name="Zet de nieuwe datum online").click()
    expect(due).to_contain_text("Eerst beloofd:")
    expect(reader.get_by_text("De tekening is er later.")).to_be_visible()
    be_late(answer, 2)
    expect(due).to_contain_text("te laat")
    be_late(answer, 20)
    reached = OutgoingMail.objects.filter(address=f"secretaris@{lab.slug}.example")
    assert reached.count() == 1
    remind()
    work_off()
    assert reached.count() == 1, "told once"
    assert "De bus moet daar keren." not in reader.content()

    # Given: each supporter hears it once
    hurry()
    last = OutgoingMail.objects.latest("pk").pk
    page.goto(f"{address}antwoord/geven/")
    expect(page.get_by_label("Wat wil je vertellen?")).to_have_value("De bus moet daar keren.")
    page.get_by_role("button", name="Zet het antwoord online").click()
    expect(shown).to_contain_text("De bus moet daar keren.")
    expect(shown).to_contain_text(f"Akkoord van de wethouder ({wim.name}) op")
    expect(due).to_be_hidden()
    work_off()
    hurry()
    everybody = [support.person.user for support in idea.supports.select_related("person__user")]
    assert len(everybody) == 7
    for user in everybody:
        told = [subject_of(mail) for mail in OutgoingMail.objects.filter(pk__gt=last, user=user)]
        assert told == ["De gemeente geeft antwoord over Pluktuin Meterik"]

    # Stopped with one press, signed out
    visitor = new_page()
    visitor.goto(urlsplit(link(supporters[0].user.pk, ["answers"])).path)
    visitor.get_by_role("button", name="Stop deze mails").click()
    expect(visitor.get_by_text("Je krijgt hier geen mail meer over.")).to_be_visible()

    # Corrected: approved anew, and who stopped gets no mail
    last = OutgoingMail.objects.latest("pk").pk
    page.goto(f"{address}antwoord/verbeteren/")
    page.get_by_label("Wat verbeter je, en waarom?").fill("De vrachtauto, niet de bus.")
    page.get_by_label("Wat wil je vertellen?").fill("De vrachtauto moet daar keren.")
    page.get_by_role("button", name="Bewaar als concept").click()
    page.get_by_text("Noteer een akkoord dat je al kreeg").click()
    page.get_by_role("button", name="Noteer het akkoord").click()
    page.get_by_role("link", name="Schrijf verder of zet online").click()
    page.get_by_role("button", name="Zet het antwoord online").click()
    expect(shown).to_contain_text("De vrachtauto moet daar keren.")
    expect(shown).to_contain_text(f"genoteerd door {fleur.name}")
    work_off()
    hurry()
    mailed = {mail.user_id for mail in OutgoingMail.objects.filter(pk__gt=last)}
    assert supporters[1].user.pk in mailed
    assert supporters[0].user.pk not in mailed
