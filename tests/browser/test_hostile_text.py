"""Hostile text in every field, shown on every page and in live updates, with and without the CSP."""

import pytest
from django.urls import reverse

from ideas.models import PledgeKind, Status
from labs.models import RESIDENT_VOICE, HidingReason, RoleKind, Voice
from tests.access.walk import routes
from tests.browser.stage import a_lab, a_person, open_live, until
from tests.conftest import sampled
from tests.events.factories import enter, make_gathering
from tests.factories import make_comment, make_idea
from tests.mails import work_off
from tests.places.factories import make_place

BREAK_OUT = ["", '"', "'", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>", "</bdi>", "<!--"]
TAGS = [
    "<img src=x onerror=xss()>", "<svg onload=xss()>", "<svg/onload='xss()'", "<script>xss()</script>",
    "<details open ontoggle=xss()>", "<video src=x onerror=xss()></video>", "<input autofocus onfocus=xss()>",
    "<iframe srcdoc='<script>parent.xss()</script>'>",
]  # fmt: skip
OTHERS = [
    " onmouseover=xss() autofocus onfocus=xss() x=", "[klik](javascript:xss())", "[klik](JaVaScRiPt:xss())",
    "[klik](&#106;avascript:xss())", "[klik](java\tscript:xss())", "[klik](data:text/html,<script>xss()</script>)",
    '[klik](https://example.org/" onmouseover="xss())', "![x](x \"y\" onerror=xss())", "<javascript:xss()>",
    "https://example.org/\"onmouseover=xss()", "{{constructor.constructor('xss()')()}}", "{% load x %}{{ xss }}",
    "`<img src=x onerror=xss()>`", "    <img src=x onerror=xss()>", "> <svg onload=xss()>", "&lt;script&gt;xss()",
    "\\u003cscript\\u003exss()", "%3Cscript%3Exss()%3C/script%3E", "<scr<script>ipt>xss()</scr</script>ipt>",
    "<math><mtext></p><img src=x onerror=xss()>", "<template><img src=x onerror=xss()></template>",
]  # fmt: skip
PAYLOADS = [out + tag for out in BREAK_OUT for tag in TAGS] + OTHERS
FILES = {"challenge_csv", "decision_csv", "idea_csv", "lab_ics", "gathering_ics", "parties_csv"}  # tested elsewhere
WATCH = """() => {
    window.hits = [];
    window.xss = () => hits.push(location.href);
    addEventListener("DOMContentLoaded", () => {
        for (const one of document.querySelectorAll("a[href], form, [src]")) {
            const where = one.getAttribute("href") ?? one.getAttribute("src") ?? one.getAttribute("action") ?? "";
            if (/^\\s*(javascript|data|vbscript):/i.test(where)) hits.push(where);
        }
    });
}"""


def some(count, length):
    """Yield texts of payloads in turn, as many as fit."""
    for start in range(count):
        words = " ".join(PAYLOADS[(start * 7 + step) % len(PAYLOADS)] for step in range(3))
        yield words[:length]


@pytest.fixture
def lab():
    """A lab whose texts are all hostile, written straight into the tables, without the forms."""
    bad = "<img src=x onerror=xss()>"
    lab = a_lab(
        name=f'"><svg onload=xss()>{bad}', intro="\n\n".join(PAYLOADS), charter="\n\n".join(PAYLOADS),
        house_rules="\n\n".join(PAYLOADS), privacy="\n\n".join(PAYLOADS), accessibility="\n\n".join(PAYLOADS),
        contact_name=bad, contact_phone='"><svg onload=xss()>', contact_hours=bad,
    )  # fmt: skip
    for number, village in enumerate(lab.neighbourhoods.all()):
        lab.neighbourhoods.filter(pk=village.pk).update(name=f"{bad}{number}")
    return lab


@pytest.fixture
def crowd(lab):
    """Anna and Mo with hostile names, and the addresses of pages with all that they made."""
    anna, mo = a_person(lab, "Anna"), a_person(lab, "Mo", *RoleKind.values[1:], label="'><svg onload=xss()>")
    for person, name in ((anna, "<img src=x onerror=xss()>"), (mo, '"><svg onload=xss()>')):
        type(person.user).objects.filter(pk=person.user_id).update(name=f"{name}{person.pk}")
    voice = Voice("1", RoleKind.BODY, "<img src=x onerror=xss()>", "")
    village, last = lab.neighbourhoods.first(), None
    for number, payload in enumerate(PAYLOADS):
        words = {"opportunity": payload, "existing": payload, "needed": payload, "place": payload[:120]}
        last = make_idea(anna, f"{payload[:190]} {number}", neighbourhood=village, photo_alt=payload, **words)
    for words in some(len(PAYLOADS), 400):
        make_comment(last, anna, words)
    last.edit(anna, title=f"{PAYLOADS[0]} anders", opportunity="<img src=x onerror=xss()>")
    last.pledge(mo, voice, PledgeKind.TIME, "<img src=x onerror=xss()>")
    last.set_status(mo, voice, Status.DOING, "\n".join(PAYLOADS), "\n".join(PAYLOADS))
    hidden = make_comment(last, anna, "<img src=x onerror=xss()>")
    hidden.hide(a_person(lab, "Modi", "moderator"), HidingReason.SPAM, "<svg onload=xss()>")
    place = make_place(mo, "<img src=x onerror=xss()>", kind="fixed", address='"><svg onload=xss()>')
    gathering = make_gathering(
        mo, "<img src=x onerror=xss()>", about="\n\n".join(PAYLOADS), programme="\n".join(PAYLOADS), place=place,
        where='"><svg onload=xss()>',
    )  # fmt: skip
    gathering.set_organisers([mo])
    gathering.put_on_table([last])
    enter(gathering, mo, "<img src=x onerror=xss()>")
    make_comment(last, anna, '"><svg onload=xss()>', make_comment(last, mo, "Ja."))
    work_off()
    made = {"idea": last, "comment": hidden, "gathering": gathering, "place": place}
    return anna, mo, made | {"lab": mo.roles.first()}


def addresses(lab, made):
    """Yield the address of every page of the lab and its things, from the URLconf; with later pages of lists."""
    for route in routes():
        if "lab_slug" in route.params and route.params <= {"lab_slug", "pk", "comment_pk"} and route.name not in FILES:
            ids = {"lab_slug": lab.slug}
            if "comment_pk" in route.params:
                ids |= {"pk": made["comment"].idea_id, "comment_pk": made["comment"].pk}
            elif "pk" in route.params:
                kind = (
                    "gathering" if route.is_of_gathering or route.name == "parties" else route.name.partition("_")[0]
                )
                ids["pk"] = (made.get(kind) or made["idea"]).pk
            yield reverse(route.name, kwargs=ids)
    ideas = reverse("idea_list", kwargs={"lab_slug": lab.slug})
    yield from (f"{ideas}?pagina={page}" for page in range(2, 8))
    yield from (f"{made['idea'].get_absolute_url()}?pagina={page}" for page in range(1, 4))
    yield f"{ideas}?q=%22%3E%3Csvg%20onload=xss()%3E"
    yield from ("/", "/agenda/", "/account/", "/van-mij/", "/van-mij/nieuw/")


def without_policy(page):
    """Remove the CSP, as in a browser that doesn't support it."""

    def bare(route):
        answer = route.fetch(max_redirects=0)
        headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
        route.fulfill(response=answer, headers=headers)

    page.route(lambda url: "/static/" not in url, bare)


@pytest.mark.parametrize("policy", sampled(["on", "off"], 1))
def test_no_text_of_others_runs_on_any_page(new_page, lab, crowd, policy):
    anna, mo, made = crowd
    page = new_page(mo.user)
    page.add_init_script(f"({WATCH})()")
    if policy == "off":
        without_policy(page)
    seen = 0
    for address in addresses(lab, made):
        page.goto(address, wait_until="load")
        assert page.evaluate("hits") == [], address
        seen += "onerror=xss()" in page.content()
    assert seen > 30, "the pages show what was typed"


@pytest.mark.parametrize("policy", sampled(["on", "off"], 1))
def test_no_text_of_others_runs_when_it_comes_in_live(new_page, lab, crowd, policy):
    anna, mo, made = crowd
    idea = make_idea(anna, "Pluktuin")
    page, home = new_page(anna.user), new_page()
    for one in (page, home):
        one.add_init_script(f"({WATCH})()")
        if policy == "off":
            without_policy(one)
    open_live(page, idea.get_absolute_url())
    open_live(home, lab.get_absolute_url())
    for words in some(len(PAYLOADS) // 3, 900):
        make_comment(idea, mo, words)
    idea.edit(anna, title=PAYLOADS[0][:200], opportunity="\n".join(PAYLOADS[:40]))
    idea.set_status(mo, RESIDENT_VOICE, Status.FORWARDED, "\n".join(PAYLOADS), to="<img src=x onerror=xss()>")
    make_comment(idea, mo, "Klaar.")
    page.get_by_text("Klaar.", exact=True).wait_for()
    until(home, f"document.getElementById('status-{idea.pk}').textContent.includes('onerror')")
    assert [page.evaluate("hits"), home.evaluate("hits")] == [[], []]


def test_the_watch_sees_what_would_run(new_page):
    """The control: the same payload without escaping."""
    page = new_page()
    page.add_init_script(f"({WATCH})()")
    page.route("**/*", lambda route: route.fulfill(body=f"<p>{TAGS[0]}</p>{OTHERS[0]}", content_type="text/html"))
    page.goto("/privacy/")
    until(page, "hits.length > 0")
