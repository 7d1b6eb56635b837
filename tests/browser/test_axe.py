"""Run axe on every page of the access table, in light and dark, narrow and wide, and on refused forms.

Tests a sample by the printed seed; `bin/test all` tests everything.
"""

from functools import cache
from itertools import product
from typing import NamedTuple

import pytest

from labs.models import RESIDENT_VOICE, Role
from notifications.models import inbox_of
from tests.access import walk
from tests.access.test_table import LINES, expected
from tests.access.world import ROLES, make_world
from tests.browser.access import SCHEMES, WIDTHS, findings, overflow, with_large_letters
from tests.browser.conftest import running
from tests.browser.evening_states import STATES, put_in, show
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live
from tests.conftest import EVERYTHING, sampled
from tests.factories import make_comment, make_idea
from tests.mails import work_off

FILES = ("_csv", "_ics", "_photo", "_picture", "_txt", "_data", "_words", "_file", "_alike", "favicon", "health")
WHO = ("visitor", "author", "staff", "moderator")
STAFF = [actor for actor in ROLES if actor != "moderator"]  # who works for the municipality moderates nothing

# Controls smaller than 24 px, except links within a sentence
SMALL = """() => {
    const pressed = "a[href], button, select, summary, input:not([type=hidden]), textarea";
    const words = one => one.innerText.replace(/\\s/g, "");
    const inSentence = one => getComputedStyle(one).display === "inline" && words(one.parentElement) !==
        [...one.parentElement.querySelectorAll(pressed)].map(words).join("");
    const target = one => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") ?? one : one;
    return [...document.querySelectorAll(pressed)]
        .filter(one => one.checkVisibility({ visibilityProperty: true }) && !inSentence(one))
        .map(target).map(one => [one, one.getBoundingClientRect()])
        .filter(([, { width, height }]) => width > 1 && height > 1 && Math.min(width, height) < 23.9)
        .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 120)}: ${width.toFixed()} × ${height.toFixed()}`);
}"""


class Visit(NamedTuple):
    """A page of the table, for one of these people."""

    route: walk.Route
    state: str
    who: str

    def __str__(self):
        return f"{self.route.name}-{self.state}-{self.who}"


def answers(line, who):
    """Return the responses that this person gets; staff has all other roles."""
    given = expected(line)
    return {given[actor] for actor in (STAFF if who == "staff" else [who])}


def visits():
    """Return each readable page."""
    routes = {route.name: route for route in walk.routes()}
    for line, who in product(LINES, WHO):
        name, method, state = line.partition(":")[0].split()
        if method == "GET" and not name.endswith(FILES) and "200" in answers(line, who):
            yield Visit(routes[name], state, who)


WITH_FORM = """answer_ask answer_date answer_forward answer_give answer_correct lab_answers lab_moderation
    sign_in account account_erase idea_new idea_edit idea_withdraw idea_status idea_stance idea_welcome
    idea_hide idea_restore idea_behalf comments comment_behalf comment_edit comment_hide comment_restore
    talk_close talk_open pledge claim lab_role_give lab_role_take lab_texts
    lab_villages lab_village gathering_new gathering_edit gathering_cancel gathering_outcome
    gathering_aloud gathering_aloud_one evening_step evening_step_new evening_keep evening_kept sign_up_mail
    parties place_new place_edit case_detail lab_pause lab_pause_end report_challenge report_comment report_gathering
    report_idea report_photo review_ask review_neighbour live live_back live_task
    live_close""".split()
FORM_IN_STATE = {
    "case_detail": ("open", "change", "idea", "photo", "question", "gathering"),
    "review_ask": ("hidden",),
    "hide": ("shown", "closed"),
    "restore": ("hidden",),
    "talk_close": ("shown",),
    "talk_open": ("quiet",),
}


def has_form(visit):
    """Has this page a form for this person now?"""
    name, state, who = visit.route.name, visit.state, visit.who
    post = next(line for line in LINES if line.startswith(f"{name} POST {state}:"))
    fits = state in FORM_IN_STATE.get(name, FORM_IN_STATE.get(name.partition("_")[2], (state,)))
    return name in WITH_FORM and fits and bool(answers(post, who) & {"ok", "201", "422"})


def first_and_sampled(all_visits, size):
    """Return the most visited pages, and a sample of the others."""
    first = [visit for visit in all_visits if str(visit) in FIRST]
    return first + sampled([visit for visit in all_visits if visit not in first], size)


FIRST = """home-site-visitor lab_home-lab-visitor idea_list-lab-visitor idea_detail-shown-author idea_new-lab-author
    gathering_list-lab-visitor gathering_detail-published-author place_list-lab-visitor mine-site-author""".split()
ALL = list(visits())
FORMS = [visit for visit in ALL if has_form(visit)]
LOOKS = list(product(WIDTHS, SCHEMES))


@cache
def world():
    """The table's world; `staff` is one person with all roles but that of moderator, so that each page opens."""
    made = make_world()
    staff = a_person(made.lab, "Ella", *(ROLES[actor] for actor in STAFF), label="team Groen")
    Role.objects.filter(membership=staff).exclude(kind__in=["civil_servant"]).update(label="")
    made.people["staff"] = staff.user
    return made


@pytest.fixture
def open_visit(new_page, database):
    def open_visit(visit):
        page = new_page(world().people[visit.who], reduced_motion="reduce")
        page.goto(walk.address(visit.route, world(), visit.state))
        return page

    return open_visit


def faults(page):
    """Return the faults in light and dark, at 320 and 1440 px: all four, or two that differ in both.

    Also checks that the page fits when the text is twice as large.
    """
    looks = LOOKS if EVERYTHING else sampled([[LOOKS[0], LOOKS[3]], [LOOKS[1], LOOKS[2]]], 1)[0]
    found = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += [f"{width} {scheme}: {fault}" for fault in findings(page) + page.evaluate(SMALL)]
        if overflow(page) > 0:
            found.append(f"{width}: {overflow(page)} px too wide")
    with_large_letters(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if overflow(page) > 0:
            found.append(f"{width}: {overflow(page)} px too wide in large letters")
    with_large_letters(page, "")
    return found


@pytest.mark.parametrize("visit", first_and_sampled(ALL, 16), ids=str)
def test_page_has_no_fault(open_visit, visit):
    assert faults(open_visit(visit)) == []


@pytest.mark.parametrize("visit", sampled(FORMS, 6), ids=str)
def test_refused_form_has_no_fault(open_visit, visit):
    page = open_visit(visit)
    form = page.locator("main form[method=post]", has=page.locator("[type=text], [type=email], textarea")).first
    for field in form.locator("input:not([type=hidden]):not([type=radio]):not([type=file]), textarea").all():
        if field.is_visible() and field.get_attribute("type") != "checkbox":
            field.fill("")
    form.locator("[type=submit]:not([formaction])").last.click()
    page.locator("[data-errors]").wait_for()
    assert faults(page) == []


def an_empty_lab(open_page):
    return open_page(f"/{a_lab().slug}/")


def an_empty_list(open_page):
    return open_page(f"/{a_lab().slug}/ideeen/")


def nothing_found(open_page):
    return open_page(f"/{world().lab.slug}/ideeen/?q=kabelbaan&volgorde=steun")


def filters_that_are_open(open_page):
    page = open_page(f"/{world().lab.slug}/ideeen/?dorp={world().lab.neighbourhoods.first().pk}", "author")
    page.locator("select").first.focus()
    return page


def a_page_that_is_not_yours(open_page):
    return open_page(f"/{world().lab.slug}/beheer/", "author")


def a_form_that_stood_open_too_long(open_page):
    page = open_page("/weergave/")
    page.context.clear_cookies()
    page.locator("main [type=submit]").click()
    return page


def an_act_that_waits_for_a_code(open_page):
    page = open_page(f"{world().ideas['shown'].get_absolute_url()}reacties/")
    page.locator("textarea").fill("Ik kom kijken.")
    page.locator("main [type=submit]").click()
    page.locator("summary").click()
    return page


def a_code_that_is_wrong(open_page):
    page = open_page("/inloggen/")
    page.locator("[name=email]").fill("iemand@post.example")
    page.locator("main [type=submit]").click()
    page.locator("[name=code]").fill("000000")
    page.locator("[data-errors], [role=alert]").first.wait_for()
    return page


def a_line_that_is_cut(open_page):
    page = open_page(world().ideas["shown"].get_absolute_url(), "author", live=True)
    page.context.set_offline(True)
    page.locator("[data-live-offline]").wait_for()
    page.locator("#reageer textarea").fill("Onderweg getypt")
    page.locator("#reageer [type=submit]").click()
    page.locator("#reageer [data-unsent]").wait_for()
    return page


def news_that_waits(open_page):
    idea = a_lively_idea(a_lab())
    page = open_page(idea.get_absolute_url(), live=True)
    make_comment(idea, idea.author, "Nieuws.")
    page.locator(".live-notice button").wait_for()
    return page


def a_talk_of_more_pages(open_page):
    idea = a_lively_idea(a_lab())
    for number in range(55):
        make_comment(idea, idea.author, f"Reactie {number}")
    return open_page(f"{idea.get_absolute_url()}?pagina=2", "author")


def an_idea_with_everything(open_page):
    """An idea with a long word, an answers bar, all kinds of help, tombstones and several steps."""
    idea = a_lively_idea(a_lab(), title="Meervoudigepersoonlijkheidsstoornissenvoorlichtingsavond", place="de " * 30)
    modi = a_person(idea.lab, "Modi", "moderator", label="")
    first = make_comment(idea, modi, "Dit **is** een lijst:\n\n- een\n- twee\n\n1. en [zo](https://example.org)")
    make_comment(idea, idea.author, "Weg.", first)
    first.remove()
    make_comment(idea, idea.author, "Reclame.").hide(modi, "advertising")
    for kind in ("time", "room", "knowledge", "things"):
        idea.pledge(idea.author, RESIDENT_VOICE, kind, "Ik breng iets mee dat zwaar is.")
    for answer in ["yes", "no", "unsure", "yes", "yes"]:
        idea.answer_need(a_person(idea.lab, "Buur"), answer)
    for status in ("talking", "doing", "done"):
        idea.set_status(modi, RESIDENT_VOICE, status, "Zo ver zijn we.", "Dit is wat nu komt.")
    return open_page(idea.get_absolute_url())


def a_page_of_news(open_page):
    """Rows that are new and read, with a long word, a reply and a role."""
    title = "Meervoudigepersoonlijkheidsstoornissenvoorlichtingsavond"
    author = world().lab.memberships.get(user=world().people["author"])
    modi = a_person(world().lab, "Modi", "moderator", label="")
    author.give_role("connector", "", None, "Zij kent iedereen.")
    for number in range(2):
        idea = make_idea(author, f"{title} {number}")
        idea.set_status(modi, RESIDENT_VOICE, "doing", "Zo ver zijn we.", "Dit is wat nu komt.")
        make_comment(idea, modi, "Ja.", make_comment(idea, author, "Wie komt er?"))
        work_off()
        if not number:
            inbox_of(author.user).read_all(2**62)
    return open_page("/van-mij/nieuw/", "author")


MOMENTS = [
    an_empty_lab, an_empty_list, nothing_found, filters_that_are_open,
    a_page_that_is_not_yours, a_form_that_stood_open_too_long, an_act_that_waits_for_a_code, a_code_that_is_wrong,
    a_line_that_is_cut, news_that_waits, a_talk_of_more_pages, an_idea_with_everything,
    a_page_of_news,
]  # fmt: skip


@pytest.mark.parametrize("moment", sampled(MOMENTS, 4), ids=lambda moment: moment.__name__)
def test_moment_has_no_fault(new_page, database, moment):
    def open_page(address, who="visitor", live=False):
        page = new_page(world().people[who], reduced_motion="reduce")
        if live:
            return open_live(page, address)
        page.goto(address)
        return page

    assert faults(moment(open_page)) == []


@pytest.mark.parametrize("state", sampled(STATES, 2), ids=lambda state: state.__name__)
def test_evening_has_no_fault(new_page, server, database, state):
    stage, pages = put_in(state)
    found = {}
    for number, opened in enumerate(pages):
        page = show(new_page, server, stage, opened, reduced_motion="reduce")
        found[f"{number} {opened.who} {opened.path}"] = faults(page)
        page.close()
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_page_that_is_not_there_has_no_fault(new_page, database):
    """In development Django shows its own page, so DEBUG is off here."""
    with running(DJANGO_SETTINGS_MODULE="tests.browser.closed_settings") as [origin]:
        for address in ("/hier-is-niets/", f"/{world().lab.slug}/ideeen/0/"):
            page = new_page(at=origin, reduced_motion="reduce")
            assert page.goto(address).status == 404
            assert page.locator("h1").inner_text() == "Hier hangt niets aan de muur"
            assert faults(page) == []
