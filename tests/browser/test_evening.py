"""An evening in several browsers: who leads on two devices, a phone without an account, the big screen, helpers."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening, Session, Task
from evenings.plans import plans
from tests.browser.stage import PHONE, a_lab, a_person, open_live
from tests.events.factories import make_gathering

pytestmark = pytest.mark.live
LAPTOP = {"width": 1366, "height": 768}
REST = 1100  # ms; so long a press means the buttons that were there before


@pytest.fixture
def anna():
    return a_person(a_lab(), "Anna", "stadmaker")


@pytest.fixture
def evening(anna):
    starts_at = clock.now() + timedelta(minutes=1)
    gathering = make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    return Evening.open(Session.begin(gathering, plans()["kansen"], 0), clock.now())


def walk_in(page, evening):
    page.goto(evening.get_absolute_url())
    page.get_by_role("button", name="Kom binnen").click()
    expect(page.locator("h1")).to_contain_text("Fijn dat je er bent")
    return open_live(page, evening.get_absolute_url())


def test_one_press_moves_phones_screen_and_the_other_device_of_who_leads(new_page, evening, anna):
    phone = walk_in(new_page(viewport=PHONE), evening)
    lead = open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/")
    other = open_live(new_page(anna.user), f"{evening.get_absolute_url()}regie/")
    screen = open_live(new_page(anna.user), f"{evening.get_absolute_url()}scherm/")
    expect(screen.locator("svg.qr")).to_be_visible()
    expect(screen.locator(".screen")).to_contain_text("1 persoon doet mee")
    expect(screen.locator("main button:not([data-gong]), main a, main input")).to_have_count(0)
    lead.get_by_role("button", name="Begin").click()
    for page in (phone, screen):
        expect(page.locator("h1")).to_contain_text("Fijn dat je er bent. Er zijn geen foute antwoorden.")
        expect(page.locator("[role=timer]")).to_contain_text("04:")
    expect(screen.locator("svg.qr")).to_have_count(0)
    expect(other.locator("h1")).to_contain_text("Welkom")
    other.wait_for_timeout(REST)
    other.locator("#lead-next").press("Enter")
    expect(lead.locator("h1")).to_contain_text("In tweetallen")
    expect(other.locator("#lead-next")).to_be_focused()
    lead.wait_for_timeout(REST)
    lead.get_by_role("button", name="Pauze").click()
    expect(other.locator("#lead-clock")).to_contain_text("Klok aan")
    phone.reload()
    expect(phone.locator(".phone__step")).to_contain_text("Stap 2 van 7")
    evening.close(clock.now())
    expect(phone.locator("h1")).to_contain_text("De avond is voorbij")
    expect(lead.locator("#lead-next")).to_be_hidden()


PRESS_SOON = """() => document.addEventListener("live:placed", function press({ detail }) {
    if (!detail.matches("[data-lead]")) return;
    document.removeEventListener("live:placed", press);
    setTimeout(() => { document.getElementById("lead-next").click(); document.body.dataset.pressed = ""; }, 300);
})"""


def test_a_press_just_after_the_step_of_another_came_is_no_second_step(new_page, evening, anna):
    lead, other = (
        open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/") for _ in range(2)
    )
    other.evaluate(PRESS_SOON)
    lead.get_by_role("button", name="Begin").click()
    expect(other.locator("body[data-pressed]")).to_have_count(1)
    other.wait_for_timeout(REST)
    expect(lead.locator("h1")).to_contain_text("Welkom")
    expect(other.locator("h1")).to_contain_text("Welkom")
    other.locator("#lead-next").click()
    expect(lead.locator("h1")).to_contain_text("In tweetallen")


def take(page, evening, kind, name):
    """Scan the QR code of a task, and take it."""
    page.goto(f"{evening.get_absolute_url()}taak/{evening.task_keys[kind]}/")
    page.get_by_label("Hoe mogen we je noemen?").fill(name)
    page.get_by_role("button", name="Neem de taak").press("Enter")
    expect(page.locator("h1")).to_contain_text(f"Je helpt deze avond, {name}")


def test_a_second_phone_scans_leads_without_an_account_and_is_taken_back(new_page, evening, anna):
    tasks = open_live(new_page(anna.user), f"{evening.get_absolute_url()}taken/")
    expect(tasks.locator("svg.qr")).to_have_count(3)
    screen = open_live(new_page(anna.user), f"{evening.get_absolute_url()}scherm/")
    phone = new_page(viewport=PHONE)
    take(phone, evening, "lead", "Jo")
    expect(tasks.locator("li.task").first).to_contain_text("Jo")
    phone.get_by_role("link", name="Leid de avond").click()
    expect(phone.locator(".helpers")).to_contain_text("Jo")
    open_live(phone, phone.url)
    phone.get_by_role("button", name="Begin").click()
    expect(screen.locator("h1")).to_contain_text("Fijn dat je er bent. Er zijn geen foute antwoorden.")
    tasks.get_by_role("link", name="Neem terug").click()
    tasks.get_by_role("button", name="Neem terug").click()
    expect(tasks.locator("main")).to_contain_text("De taak is teruggenomen")
    expect(phone.locator("h1")).to_contain_text("Je hebt deze taak niet", timeout=60_000)
    phone.get_by_role("link", name="Doe live mee").click()
    expect(phone.get_by_role("button", name="Kom binnen")).to_be_visible()


def test_who_loses_one_of_two_tasks_sees_it_on_the_page_of_their_tasks(new_page, evening):
    phone = new_page(viewport=PHONE)
    take(phone, evening, "lead", "Jo")
    phone.goto(f"{evening.get_absolute_url()}taak/{evening.task_keys['paper']}/")
    phone.get_by_role("button", name="Neem de taak").click()
    expect(phone.locator("#my-tasks li")).to_have_count(2)
    open_live(phone, phone.url)
    evening.take_back(Task.objects.get(helper__evening=evening, kind="lead").pk)
    expect(phone.locator("#my-tasks li")).to_have_count(1, timeout=60_000)
    expect(phone.get_by_role("link", name="Leid de avond")).to_have_count(0)


def test_a_computer_asks_is_let_in_and_becomes_the_screen_by_itself(new_page, evening, anna):
    lead = open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/")
    laptop = new_page()
    laptop.goto(f"/{evening.gathering.lab.slug}/live/")
    laptop.get_by_role("link", name="Is dit de computer van het grote scherm?").press("Enter")
    laptop.get_by_role("button", name="Vraag om mee te doen").press("Enter")
    word = laptop.locator(".ask__word").inner_text()
    expect(lead.locator(".asks")).to_contain_text(word)
    lead.get_by_role("link", name="Kijk en antwoord").click()
    expect(lead.locator(".ask__word")).to_have_text(word)
    lead.get_by_role("button", name="Laat toe").click()
    expect(laptop.locator("svg.qr")).to_be_visible(timeout=60_000)
    open_live(laptop, laptop.url)
    lead.get_by_role("button", name="Begin").click()
    expect(laptop.locator("h1")).to_contain_text("Fijn dat je er bent. Er zijn geen foute antwoorden.")


def test_without_javascript_a_helper_takes_a_task_and_leads(new_page, evening):
    phone = new_page(java_script_enabled=False)
    take(phone, evening, "lead", "Jo")
    phone.get_by_role("link", name="Leid de avond").click()
    phone.get_by_role("button", name="Begin").click()
    expect(phone.locator("h1")).to_contain_text("Welkom")


def test_without_javascript_a_phone_walks_in_and_reads_the_step(new_page, evening):
    phone = new_page(java_script_enabled=False)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    evening.go(evening.session.plan_steps[1].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    phone.get_by_role("link", name="Laat de stap van dit moment zien").click()
    expect(phone.locator("h1")).to_contain_text("Vertel je buur over een plek hier")


def in_notes(evening):
    """Go to the step of notes."""
    step = next(step for step in evening.session.plan_steps if step.kind == "notes")
    evening.go(step.pk, Evening.objects.get(pk=evening.pk).version, clock.now())


def test_a_note_waits_for_a_glance_and_then_everybody_reads_it(new_page, evening, anna):
    phone, other = (walk_in(new_page(viewport=PHONE), evening) for _ in range(2))
    screen = open_live(new_page(anna.user), f"{evening.get_absolute_url()}scherm/")
    wall = open_live(new_page(anna.user, viewport=LAPTOP), f"{evening.get_absolute_url()}muur/")
    expect(phone.locator("#note-form")).to_be_hidden()
    in_notes(evening)
    phone.get_by_role("button", name="Stuur dit briefje").click()
    expect(phone.locator("#note-form")).to_contain_text("Schrijf eerst iets op het briefje.")
    phone.get_by_label("Jouw briefje", exact=True).fill("Een schooltuin")
    phone.get_by_role("button", name="Stuur dit briefje").click()
    expect(phone.locator("#mine")).to_contain_text("een helper kijkt er eerst naar")
    expect(phone.locator("#note-form")).not_to_contain_text("Schrijf eerst iets op het briefje.")
    expect(phone.get_by_label("Jouw briefje", exact=True)).to_have_value("")
    expect(wall.locator("#list-waits")).to_contain_text("Een schooltuin")
    expect(wall.get_by_text("1 briefje wacht op een blik")).to_be_visible()
    for page in (other, screen):
        expect(page.locator("body")).not_to_contain_text("Een schooltuin")
    wall.get_by_role("button", name="Op de muur").press("Enter")
    for page in (other, screen, wall.locator("#list-wall")):
        expect(page.get_by_text("Een schooltuin").first).to_be_visible()
    expect(wall.locator("#list-waits")).not_to_contain_text("Een schooltuin")
    expect(phone.locator("#mine [data-state]")).to_have_text("op de muur")
    wall.locator("#paper_text").fill("Een bank")
    wall.locator("#paper_text").press("Enter")
    expect(wall.locator("#last-paper")).to_contain_text("Een bank")
    expect(wall.locator("#paper_text")).to_have_value("")
    expect(wall.locator("#paper_text")).to_be_focused()
    expect(other.locator("[data-wall]")).to_contain_text("Een bank")
    phone.get_by_role("button", name="Haal terug").click()
    for page in (other, screen, wall):
        expect(page.locator("body")).not_to_contain_text("Een schooltuin")
    wall.locator("#paper_text").fill("Nog een bank")
    expect(wall.locator("#list-wall button:visible")).to_have_count(2)
    evening.close(clock.now())
    expect(wall.get_by_text("De avond is voorbij")).to_be_visible()
    expect(wall.locator("#list-wall button:visible, #piles:visible, #blank:visible")).to_have_count(0)
    expect(wall.locator("#paper_text")).to_have_value("Nog een bank")


def test_what_is_typed_while_the_step_moves_on_stays_and_counts_for_its_step(new_page, evening):
    phone = walk_in(new_page(viewport=PHONE), evening)
    in_notes(evening)
    step = Evening.objects.get(pk=evening.pk).step_id
    phone.get_by_label("Jouw briefje", exact=True).fill("Een schooltuin")
    for number in (3, 4):
        evening.go(evening.session.plan_steps[number].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    expect(phone.get_by_text("Die stap is voorbij, maar je kunt dit briefje nog sturen.")).to_be_visible()
    phone.get_by_role("button", name="Stuur dit briefje").click()
    expect(phone.locator("#mine")).to_contain_text("Een schooltuin")
    expect(phone.locator("#note-form")).to_be_hidden()
    assert evening.notes.get().step_id == step


def test_what_is_typed_when_the_evening_closes_stays_and_paper_is_offered_no_more(new_page, evening):
    phone = walk_in(new_page(viewport=PHONE), evening)
    in_notes(evening)
    text = phone.get_by_label("Jouw briefje", exact=True)
    text.fill("Een bank")
    phone.get_by_role("button", name="Stuur dit briefje").click()
    expect(phone.get_by_text("een helper kijkt er eerst naar")).to_be_visible()
    text.fill("Een schooltuin")
    expect(phone.get_by_text("Liever op papier?")).to_be_visible()
    evening.close(clock.now())
    expect(phone.get_by_text("de organisatoren kijken ernaar")).to_be_visible()
    expect(phone.get_by_text("Dit briefje kan niet meer op de muur.")).to_be_visible()
    expect(text).to_have_value("Een schooltuin")
    late = "maar je kunt dit briefje nog sturen"
    for offered in ("Stuur dit briefje", "Liever op papier?", late, "een helper kijkt er eerst naar"):
        expect(phone.get_by_text(offered)).to_be_hidden()


def test_a_note_of_a_phone_without_connection_is_kept_and_sent_once(new_page, evening):
    phone = walk_in(new_page(viewport=PHONE), evening)
    in_notes(evening)
    expect(phone.locator("#note-form")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_label("Jouw briefje", exact=True).fill("Een schooltuin")
    phone.get_by_role("button", name="Stuur dit briefje").click()
    expect(phone.locator("#note-form").get_by_text("Geen verbinding.")).to_be_visible()
    assert not evening.notes.exists()
    phone.context.set_offline(False)
    expect(phone.locator("#mine")).to_contain_text("Een schooltuin")
    assert evening.notes.count() == 1


def test_without_javascript_a_phone_sends_a_note(new_page, evening):
    phone = new_page(java_script_enabled=False)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    in_notes(evening)
    phone.get_by_role("link", name="Laat de stap van dit moment zien").click()
    phone.get_by_label("Jouw briefje", exact=True).fill("Een schooltuin")
    phone.get_by_role("button", name="Stuur dit briefje").click()
    expect(phone.locator("#mine")).to_contain_text("Een schooltuin")
    phone.get_by_role("button", name="Haal terug").click()
    expect(phone.locator("#mine")).not_to_contain_text("Een schooltuin")


def test_notes_are_laid_together_by_keyboard_and_the_screen_is_emptied_with_one_key(new_page, evening, anna):
    steps = evening.session.plan_steps
    for number in (2, 3):
        evening.go(steps[number].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    for text in ("Een bank", "Een boom", "Een kip"):
        evening.write(steps[2].pk, text, uuid.uuid4(), clock.now())
    screen = open_live(new_page(anna.user), f"{evening.get_absolute_url()}scherm/")
    walls = [open_live(new_page(anna.user, viewport=LAPTOP), f"{evening.get_absolute_url()}muur/") for _ in range(2)]
    for text in ("Een bank", "Een boom"):
        walls[0].locator("#list-wall li", has_text=text).get_by_role("checkbox").press("Space")
    walls[0].get_by_label("Hoe heet de stapel?").fill("Groen")
    walls[0].get_by_role("button", name="Leg bij elkaar").press("Enter")
    for page in walls:
        expect(page.locator(".pile")).to_contain_text("Een bank")
        expect(page.locator("#list-wall")).not_to_contain_text("Een bank")
    expect(walls[0].get_by_label("Hoe heet de stapel?")).to_have_value("")
    expect(screen.locator(".screen-wall__title").first).to_have_text("Groen")
    walls[1].locator("#list-wall li", has_text="Een kip").get_by_role("checkbox").check()
    walls[1].get_by_role("button", name="Leg hierbij").press("Enter")
    for page in walls:
        expect(page.locator(".pile")).to_contain_text("Een kip")
    walls[0].locator(".pile li", has_text="Een kip").get_by_role("button", name="Meenemen").click()
    expect(screen.locator(".note", has_text="Een kip")).to_contain_text("★")
    walls[0].keyboard.press("Escape")
    expect(screen.locator(".screen")).not_to_contain_text("Een kip")
    expect(walls[1].locator("#blank-button")).to_have_attribute("aria-pressed", "true")
    walls[1].keyboard.press("Escape")
    expect(screen.locator(".screen")).to_contain_text("Een kip")


def test_who_wants_to_say_something_stands_with_who_leads_until_they_had_their_turn(new_page, evening, anna):
    phones = [walk_in(new_page(viewport=PHONE), evening) for _ in range(2)]
    lead = open_live(new_page(anna.user, viewport=PHONE), f"{evening.get_absolute_url()}regie/")
    expect(lead.locator(".speakers")).to_be_hidden()
    for number, phone in enumerate(phones, start=1):
        phone.get_by_role("button", name="Ik wil iets zeggen").press("Enter")
        expect(phone.get_by_text("De gespreksleider ziet dat je iets wilt zeggen.")).to_be_visible()
        expect(phone.get_by_role("button", name="Toch niet")).to_be_focused()
        expect(lead.locator(".speakers li")).to_have_count(number)
    evening.go(evening.session.plan_steps[0].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    expect(lead.locator("h1")).to_contain_text("Welkom")
    for number in range(3):
        who = evening.join(uuid.uuid4(), "Willemijn van den Bergh-Roozen", clock.now())
        evening.ask_floor(who, True, clock.now() + timedelta(seconds=number))
    expect(lead.locator(".speakers")).to_contain_text("en nog 2")
    below = lead.locator(".lead-form").bounding_box()["y"]
    for part in ("h1", ".lead-now .lead", ".lead-now [data-clock]", ".speakers h2"):
        box = lead.locator(part).bounding_box()
        assert box["y"] + box["height"] <= below, f"{part} is below what shows"
    assert lead.locator(".speakers").bounding_box()["height"] < 200
    for number in range(3):
        evening.ask_floor(evening.participants.order_by("-pk")[number], False, clock.now())
    expect(lead.locator(".speakers li")).to_have_count(2)
    lead.get_by_role("button", name="Aan de beurt geweest").first.press("Enter")
    expect(lead.locator(".speakers li")).to_have_count(1)
    expect(lead.get_by_role("button", name="Aan de beurt geweest")).to_be_focused()
    expect(phones[0].get_by_role("button", name="Ik wil iets zeggen")).to_be_visible()
    expect(phones[1].get_by_role("button", name="Toch niet")).to_be_visible()
    phones[1].wait_for_timeout(REST)
    phones[1].get_by_role("button", name="Toch niet").click()
    expect(lead.locator(".speakers")).to_be_hidden()
    expect(phones[1].get_by_role("button", name="Ik wil iets zeggen")).to_be_visible()
    evening.close(clock.now())
    expect(phones[1].get_by_role("button", name="Ik wil iets zeggen")).to_be_hidden()
