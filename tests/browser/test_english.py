"""An English reader finds no Dutch interface word on any page or update, and a Dutch reader no English one."""

import json
from functools import cache
from itertools import product
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.timezone import localdate

from demo.management.commands.demo import SLUGS
from ideas.models import Idea
from labs.models import RESIDENT_VOICE, Lab, Role, RoleKind
from tests.browser.evening_states import STATES, put_in, show
from tests.browser.languages import IN_GREEK, foreign, foreign_words, write_in_greek
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live, until
from tests.conftest import EVERYTHING, sampled
from tests.factories import make_comment

SLUG = SLUGS[0]
PER_KIND = 6 if EVERYTHING else 1
OTHER = {"nl": "en", "en": "nl"}
LOCALES = {"nl": "nl-NL", "en": "en-GB"}
FORMS = {
    "visitor": ["/inloggen/", "ideeen/nieuw/"],
    "author": ["/account/", "/account/verwijderen/", "ideeen/nieuw/", "dit-is-van-mij/"]
    + ["bewerken", "intrekken", "reacties", "hulp"],
    "moderator": ["verbergen"],
    "staff": ["status", "ideeen/namens/", "reacties/namens", "beheer/rollen/geven/", "beheer/teksten/"]
    + ["beheer/dorpen/"],
}  # fmt: skip


@cache
def greek_demo():
    """Build the example labs, in Greek letters; return people of the first by kind."""
    call_command("demo", verbosity=0)
    lab = Lab.objects.get(slug=SLUG)
    busy = Idea.objects.filter(lab=lab, status="talking", is_hidden=False).exclude(author=None)
    author = busy.order_by("-comment_count").first().author
    staff = lab.memberships.filter(roles__kind=RoleKind.LAB_ADMIN).first()
    for kind in (RoleKind.CIVIL_SERVANT, RoleKind.STADMAKER):
        Role.objects.get_or_create(membership=staff, kind=kind)
    write_in_greek()
    moderator = lab.memberships.filter(roles__kind=RoleKind.MODERATOR).exclude(pk=staff.pk).first()
    return {"visitor": None, "author": author.user, "staff": staff.user, "moderator": moderator.user}


@pytest.fixture
def demo(database):
    return greek_demo()


@pytest.fixture
def open_in(new_page, server, demo):
    """`open_in(language, who)`: a browser in this language; each person chooses it in another way."""

    def open_in(language, who):
        user = demo[who]
        browser = language if who == "visitor" else OTHER[language]
        page = new_page(user, locale=LOCALES[browser])
        if who in ("author", "moderator"):
            type(user).objects.filter(pk=user.pk).update(language=language)
        if who == "staff":
            page.context.add_cookies([{"name": "language", "value": language, "url": server}])
        return page

    return open_in


def kind_of(address):
    """Return the URL name of the page at this address; empty for a file or another site."""
    path = urlsplit(address).path
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    is_file = "." in path.rpartition("/")[2] or name in ("account_data", "health")
    return None if is_file or name.startswith("dev_") else name


def walk(page, start, at_each):
    """Follow every link from `start` to some pages of each kind; return the number of pages per kind."""
    waiting, seen, counted = [start], {start}, {}
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind is None or counted.get(kind, 0) >= PER_KIND:
            continue
        counted[kind] = counted.get(kind, 0) + 1
        assert page.goto(address, wait_until="domcontentloaded").status < 500, address
        at_each(address)
        links = page.locator("a[href^='/']:not([href*='taal='])")
        for link in links.evaluate_all("all => all.map(one => one.getAttribute('href').split('#')[0])"):
            if link not in seen and (link.startswith(f"/{SLUG}/") or link.count("/") < 4):
                seen.add(link)
                waiting.append(link)
    return counted


@pytest.mark.parametrize(("who", "language"), sampled(list(product(FORMS, LOCALES)), 3))
def test_every_page_speaks_one_language(open_in, language, who):
    page, wrong = open_in(language, who), {}

    def listen(address):
        assert page.locator("html").get_attribute("lang") == language, address
        if found := foreign_words(page):
            wrong[address] = found

    seen = walk(page, f"/{SLUG}/", listen)
    assert {"idea_list", "idea_detail", "idea_new", "lab_people", "home", "idea_more", "idea_history"} <= seen.keys()
    assert not wrong, listed(wrong)


def listed(wrong):
    return "\n".join(f"{where}\n    " + "\n    ".join(found) for where, found in wrong.items())


def test_the_check_knows_both_languages(open_in):
    """The control of these tests: read as the other language, a page is full of foreign words."""
    for language in LOCALES:
        page = open_in(language, "visitor")
        page.goto(f"/{SLUG}/ideeen/")
        page.evaluate("language => { document.documentElement.lang = language; }", OTHER[language])
        assert len(foreign_words(page)) > 10


def address_of(form, user):
    """Return the address of a page with a form; a single word is a page of an idea."""
    if form.startswith("/"):
        return form
    if form.endswith("/"):
        return f"/{SLUG}/{form}"
    ideas = Idea.objects.filter(lab__slug=SLUG, status="talking", is_hidden=False)
    mine = ideas.filter(author__user=user) if form in ("bewerken", "intrekken") else ideas
    return f"{mine.order_by('pk').first().get_absolute_url()}{form}/"


@pytest.mark.parametrize(("who", "language"), sampled(list(product(FORMS, LOCALES)), 3))
def test_what_is_wrong_with_a_form_is_said_in_one_language(open_in, demo, language, who):
    page, wrong = open_in(language, who), {}
    for form in FORMS[who]:
        page.goto(address_of(form, demo[who]), wait_until="domcontentloaded")
        fields = page.locator("main form[method=post] :is(textarea, input:not([type]), [type=text], [type=email])")
        for field in fields.all():
            if field.is_visible():
                field.fill("")
        fields.first.evaluate("field => field.form.requestSubmit()")
        page.locator("[data-errors]").wait_for()
        if found := foreign_words(page):
            wrong[form] = found
    assert not wrong, listed(wrong)


@pytest.mark.parametrize(("state", "language"), sampled(list(product(STATES, LOCALES)), 3))
def test_an_evening_speaks_one_language(new_page, server, state, language):
    stage, pages = put_in(state)
    wrong = {}
    for opened in pages:
        page = show(new_page, server, stage, opened, locale=LOCALES[language])
        assert page.locator("html").get_attribute("lang") == language, opened
        if found := foreign_words(page):
            wrong[f"{opened.who} {opened.path}"] = found
        page.close()
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_updates_come_in_the_language_of_the_reader(new_page, language):
    """The writer uses the other language."""
    words = {"title": "Pluktuin", "opportunity": "Een strook gras.", "needed": "Een schop"}
    lab = a_lab(name="Δορπ", lab_word="λαβ", maker_word="μακερ")
    idea = a_lively_idea(lab, **{name: text.translate(IN_GREEK) for name, text in words.items()})
    idea.comments.update(text="Ηοι.")
    writer = a_person(idea.lab, "Bram")
    moderator = a_person(idea.lab, "Modi", "moderator")
    pages, frames = [], []
    for address in (idea.get_absolute_url(), f"/{idea.lab.slug}/ideeen/", f"/{idea.lab.slug}/"):
        page = new_page(locale=LOCALES[language])
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
        pages.append(open_live(page, address))
    with_script = open_live(new_page(writer.user, locale=LOCALES[OTHER[language]]), idea.get_absolute_url())
    with_script.locator(".support--big").click()
    with_script.locator("#reageer textarea").fill("Ναη ερ.")
    with_script.locator("#reageer [type=submit]").click()
    with_script.locator(".talk").get_by_text("Ναη ερ.").wait_for()

    with translation.override(OTHER[language]):
        comment = make_comment(idea, writer, "Ωελ.")
        make_comment(idea, idea.author, "Ωελ ωελ.", comment).remove()
        comment.edit("Ωερ.")
        comment.hide(moderator, "spam")
        make_comment(idea, writer, "Λεεγ.").hide(moderator, "privacy")
        comment.restore(moderator, "Γοεδ.")
        for answer in ["yes", "no", "unsure"] * 2:
            idea.answer_need(a_person(idea.lab, "Βυρ"), answer)
        idea.pledge(writer, RESIDENT_VOICE, "time", "Ζα.")
        idea.set_status(idea.author, RESIDENT_VOICE, "meeting", "Δυς.", "Δαν.", on=localdate(idea.created_at))
        idea.edit(idea.author, part="join")
        idea.refresh_from_db()
    for page in pages[:2]:
        caught_up = "head => [...stadslab.live.topics].some(([name, { cursor }]) => name.startsWith('idea-')"
        until(page, caught_up + " && cursor.endsWith('.' + head))", idea.revision)
    make_lab_news(idea)
    until(pages[2], "() => document.querySelector('.live-notice:not([hidden])')")

    assert [foreign_words(page) for page in pages] == [[], [], []]
    said = [json.loads(frame).get("html", "") for frame in frames]
    assert sum(map(len, said)) > 3000
    assert foreign(said, language) == []


def make_lab_news(idea):
    Idea.propose(idea.author, RESIDENT_VOICE, None, title="Νιεθω", opportunity="Νιεθω.")
