"""The desk in browsers: taken on one, right on the other; by keyboard alone; without JavaScript; with many rows."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from answers.models import Answer, Team
from answers.models.answer import ask
from ideas.models import Idea
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live
from tests.factories import make_idea

pytestmark = pytest.mark.live


@pytest.fixture
def lab():
    return a_lab()


@pytest.fixture
def fleur(lab):
    """Fleur answers for the municipality, in team Groen."""
    fleur, admin = a_person(lab, "Fleur", "civil_servant"), a_person(lab, "Bea", "lab_admin")
    Team.begin(admin, [fleur], name="team Groen", mandate="Dit team beslist zelf tot € 2.500.", mailbox="")
    return fleur


def owe(lab, idea):
    chaima = a_person(lab, "Chaima", "stadmaker")
    welcomed(idea)
    return ask(idea, chaima, chaima.voices()[-1], "De kwekers willen het weten.").thing


def welcomed(idea):
    Idea.objects.filter(pk=idea.pk).update(welcomed_at=timezone.now())
    return idea


def tab(page, name):
    return page.get_by_role("navigation", name="Wiens werk").get_by_role("link", name=name)


def test_what_is_owed_and_picked_up_is_right_in_a_second_browser(new_page, lab, fleur):
    idea, ruud = welcomed(a_lively_idea(lab)), a_person(lab, "Ruud", "civil_servant")
    desk = open_live(new_page(ruud.user), f"/{lab.slug}/werk/?wie=alles")
    reader = open_live(new_page(), idea.get_absolute_url())
    expect(tab(desk, "alles")).to_contain_text("0")

    owe(lab, idea)
    expect(tab(desk, "alles")).to_contain_text("1", timeout=20_000)
    expect(desk.get_by_role("row").filter(has_text="Pluktuin Meterik")).to_contain_text("Nog niemand")

    page = open_live(new_page(fleur.user), f"/{lab.slug}/werk/?wie=alles")
    page.get_by_role("row").filter(has_text="Pluktuin Meterik").get_by_role("button", name="Ik pak dit op").click()
    expect(page.get_by_text("Jij pakt dit op.")).to_be_visible()
    expect(tab(page, "Wacht op mij")).to_contain_text("1")
    expect(desk.get_by_role("row").filter(has_text="Pluktuin Meterik")).to_contain_text("team Groen", timeout=20_000)
    expect(tab(desk, "op mijn team")).to_contain_text("0")
    expect(reader.locator(f"#due-{idea.pk}")).to_contain_text("(team Groen)")
    expect(reader.locator(f"#answer-{idea.pk}")).to_contain_text("van team Groen aan.")


def test_a_choice_of_rows_stays_while_others_work(new_page, lab, fleur):
    anna, ruud = a_person(lab, "Anna"), a_person(lab, "Ruud", "civil_servant")
    first, second = (owe(lab, make_idea(anna, title)) for title in ("Bus", "Tuin"))
    page = open_live(new_page(fleur.user), f"/{lab.slug}/werk/?wie=alles")
    page.get_by_label("Kies: Bus").check()
    page.get_by_label("Kies: Tuin").check()
    Answer.objects.select_related("idea__lab").get(pk=second.pk).take(ruud)
    expect(tab(page, "op mijn team")).to_contain_text("1", timeout=20_000)
    expect(page.get_by_label("Kies: Bus")).to_be_checked()
    page.get_by_label("Wie pakt dit op?").select_option("team Groen")
    page.get_by_role("button", name="Geef door").click()
    expect(page.get_by_text("Gedaan, voor 1 antwoord.")).to_be_visible()
    expect(page.get_by_text("Iemand anders wijzigde dit net")).to_contain_text("Tuin")
    assert (Answer.objects.get(pk=first.pk).team.name, Answer.objects.get(pk=second.pk).owner) == ("team Groen", ruud)


@pytest.mark.parametrize("has_script", [True, False])
def test_five_hundred_rows_by_keyboard_alone(new_page, lab, fleur, has_script):
    anna = a_person(lab, "Anna")
    due = timezone.localdate() + timedelta(days=9)
    ideas = [Idea.new(1, lab=lab, author=anna, key=None, title=f"Idee {n:03}", opportunity="x") for n in range(500)]
    made = Idea.objects.bulk_create(ideas)
    Answer.objects.bulk_create(Answer(idea=idea, because="asked", due=due, first_due=due) for idea in made)
    page = new_page(fleur.user, java_script_enabled=has_script)
    page.goto(f"/{lab.slug}/werk/?wie=team&pagina=10")
    expect(page.get_by_role("row")).to_have_count(51)
    focused = page.locator("tbody :focus")
    for _press in range(60):
        page.keyboard.press("Tab")
        if focused.count() and "Ik pak dit op" in (focused.text_content() or ""):
            break
    title = page.locator("tr:focus-within th a").first.text_content()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Jij pakt dit op.")).to_be_visible()
    assert "pagina=10" in page.url
    assert Answer.objects.get(owner=fleur).idea.title == title


def test_a_welcome_leaves_the_desk_of_a_colleague_and_comes_back(new_page, lab, fleur):
    idea, mo = make_idea(a_person(lab, "Anna"), "Tuin"), a_person(lab, "Mo", "moderator")
    desk = open_live(new_page(fleur.user), f"/{lab.slug}/werk/?wie=team")
    page = new_page(mo.user)
    page.goto(f"/{lab.slug}/werk/")
    page.get_by_role("row").filter(has_text="Tuin").get_by_role("link", name="Zeg welkom").click()
    page.get_by_role("button", name="Plaats").click()
    expect(page.get_by_text("Je welkom staat online.")).to_be_visible()
    expect(tab(desk, "op mijn team")).to_contain_text("0", timeout=20_000)
    idea.comments.get().remove()
    expect(desk.get_by_role("row").filter(has_text="Tuin")).to_be_visible(timeout=20_000)


def test_the_rows_follow_as_soon_as_the_keyboard_leaves_them(new_page, lab, fleur):
    ruud = a_person(lab, "Ruud", "civil_servant")
    answer = owe(lab, make_idea(a_person(lab, "Anna"), "Bus"))
    page = open_live(new_page(fleur.user), f"/{lab.slug}/werk/?wie=alles")
    row = page.get_by_role("row").filter(has_text="Bus")
    button = row.get_by_role("button", name="Ik pak dit op")
    button.focus()
    Answer.objects.select_related("idea__lab").get(pk=answer.pk).take(ruud)
    expect(tab(page, "op mijn team")).to_contain_text("0", timeout=20_000)
    expect(button).to_be_focused()
    button.blur()
    expect(row).to_contain_text("Ruud", timeout=10_000)
