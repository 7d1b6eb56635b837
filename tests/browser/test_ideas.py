"""An idea on two screens: changes appear on the other screen, also while somebody types; all works without script."""

import os

import pytest
from playwright.sync_api import expect

from ideas.models import Comment, Idea, Status
from labs.models import RESIDENT_VOICE
from tests.browser.access import overflow, with_large_letters
from tests.browser.conftest import find_chromium, session_cookie
from tests.browser.stage import a_lab, a_name, until
from tests.factories import make_comment, make_idea, make_member


@pytest.fixture
def idea():
    lab = a_lab()
    anna = make_member(lab, a_name("Anna"))
    idea = make_idea(
        anna, "Pluktuin Meterik", needed="een kraan\nzes handen", neighbourhood=lab.neighbourhoods.first()
    )
    for _neighbour in range(5):
        idea.support(make_member(lab, a_name("Buur")))
    return idea


@pytest.fixture
def bram(idea):
    return make_member(idea.lab, a_name("Bram"))


@pytest.mark.live
def test_support_and_comment_are_on_the_other_screen_while_they_type(open_at, other_server, idea, bram):
    reader = open_at(idea.get_absolute_url(), idea.author)
    writer = open_at(idea.get_absolute_url(), bram, at=other_server)
    box = reader.locator("#reageer textarea")
    box.click()
    reader.keyboard.type("Ik werk bij de waterleiding en")

    writer.locator(".support--big").click()
    until(reader, "document.querySelector('[id^=tally]').textContent.includes('6')")
    expect(writer.locator(".support--big")).to_have_attribute("aria-pressed", "true")
    expect(writer.locator(".support--big b")).to_contain_text("6")

    writer.locator("#reageer textarea").fill("Begin **klein**.")
    writer.get_by_role("button", name="Plaats reactie").click()
    until(reader, "document.querySelector('.talk').textContent.includes('Begin klein.')")

    reader.keyboard.type(" ik kijk mee")
    expect(box).to_have_value("Ik werk bij de waterleiding en ik kijk mee")
    assert reader.evaluate("document.activeElement.name") == "text"
    assert reader.locator("h2[id^=talk]").inner_text() == "1 reactie"
    expect(writer.locator("#reageer textarea")).to_have_value("")
    assert writer.locator(".said").count() == reader.locator(".said").count() == 1
    assert reader.locator(".live-notice:not([hidden])").inner_text().strip() == "1 nieuwe reactie"
    expect(writer.locator(".live-notice:not([hidden])")).to_have_count(0)
    writer.get_by_role("button", name="Plaats reactie").click()
    writer.locator("#reageer [aria-invalid=true]").wait_for()
    expect(writer.locator("#reageer")).to_contain_text("Schrijf eerst iets.")


def test_own_buttons_appear_on_own_words_only(open_at, idea, bram):
    make_comment(idea, bram, "Van Bram.")
    make_comment(idea, idea.author, "Van Anna.")
    page = open_at(idea.get_absolute_url(), bram)
    edits = page.locator(".said", has=page.get_by_role("link", name="Bewerk"))
    expect(edits).to_have_count(1)
    expect(edits).to_contain_text("Van Bram.")


@pytest.mark.live
def test_answers_and_help_come_in_place_and_on_the_other_screen(open_at, idea, bram):
    for member in [make_member(idea.lab, a_name("Buur")) for _ in range(4)]:
        idea.answer_need(member, "yes")
    reader, writer = open_at(idea.get_absolute_url()), open_at(idea.get_absolute_url(), bram)
    writer.get_by_role("button", name="Nee", exact=True).click()
    until(reader, "document.querySelector('[id^=need]').textContent.includes('1 nee')")
    expect(writer.locator(".stack")).to_be_visible()
    expect(writer.get_by_role("button", name="Nee", exact=True)).to_have_attribute("aria-pressed", "true")
    assert writer.evaluate("document.activeElement.value") == "no"

    writer.get_by_label("Spullen").check()
    writer.get_by_label("Eén zin is genoeg").fill("een oude pomp")
    writer.get_by_role("button", name="Ik help mee").click()
    until(reader, "document.querySelector('.helpers').textContent.includes('een oude pomp')")
    assert writer.locator("main").inner_text().count("een oude pomp") == 1
    expect(writer.get_by_label("Eén zin is genoeg")).to_have_count(0)
    expect(writer.get_by_role("link", name="Nog iets inbrengen?")).to_be_visible()
    writer.locator("[id^=help-form] button", has_text="Toch niet").click()
    until(reader, "!document.querySelector('.helpers').textContent.includes('een oude pomp')")
    assert writer.locator(".helpers").inner_text() == "Nog niemand. Alle beetjes helpen."


@pytest.mark.live
def test_a_card_hears_of_support_status_and_comments(open_at, idea, bram):
    reader = open_at(f"/{idea.lab.slug}/ideeen/")
    idea.support(bram)
    make_comment(idea, bram)
    idea.set_status(idea.author, RESIDENT_VOICE, "talking", "We praten.", "Verder.")
    until(reader, "document.querySelector('.idea-card b').textContent.includes('6')")
    until(reader, "document.querySelector('.idea-card .status').textContent.includes('We praten erover')")
    until(reader, "document.querySelector('.idea-card .icon-link').textContent.includes('1')")


@pytest.mark.live
def test_the_number_above_a_list_follows_new_and_hidden_ideas(open_at, idea, bram):
    reader = open_at(f"/{idea.lab.slug}/ideeen/")
    heading = reader.locator("h1")
    expect(heading).to_contain_text("1 idee, ")
    bench = make_idea(bram, "Bankje")
    expect(heading).to_contain_text("2 ideeën, ", timeout=20_000)
    bench.hide(make_member(idea.lab, a_name("Mo"), "moderator"), "spam")
    expect(heading).to_contain_text("1 idee, ", timeout=20_000)


def test_a_date_is_asked_once_a_status_is_chosen_that_needs_one(new_page, idea):
    maker = make_member(idea.lab, a_name("Mees"), "stadmaker")
    page = new_page(maker.user)
    page.goto(f"{idea.get_absolute_url()}status/")
    date = page.locator("[name=date]")
    expect(date).to_be_hidden()
    page.get_by_text("Op een bijeenkomst", exact=True).click()
    expect(date).to_be_visible()
    page.get_by_text("We praten erover", exact=True).click()
    expect(date).to_be_hidden()


def test_support_from_a_card_stays_on_the_list(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/", bram)
    page.locator(".idea-card .support").click()
    page.locator(".idea-card .support[aria-pressed=true]").wait_for()
    assert "Je steunt dit Toch niet" in " ".join(page.locator(".idea-card .support").inner_text().split())
    assert page.locator(".idea-card .support b").inner_text().endswith("6")
    assert page.evaluate("document.activeElement.className").startswith("support")
    page.wait_for_timeout(1100)  # it ignores clicks for a second, so that a double tap doesn't undo itself
    page.locator(".idea-card .support").click()
    page.locator(".idea-card .support[aria-pressed=false]").wait_for()
    idea.refresh_from_db()
    assert idea.support_count == 5


@pytest.mark.parametrize("gap", [120, 300])
def test_a_double_tap_supports_and_does_not_take_it_back(open_at, idea, bram, gap):
    page = open_at(idea.get_absolute_url(), bram)
    page.locator(".support--big").scroll_into_view_if_needed()
    box = page.locator(".support--big").bounding_box()
    for _tap in range(2):
        page.mouse.click(box["x"] + 40, box["y"] + 20)
        page.wait_for_timeout(gap)
    page.locator(".support--big[aria-pressed=true]").wait_for()
    until(page, "!document.querySelector('[data-sending]')")
    expect(page.locator(".support--big")).to_have_attribute("aria-pressed", "true")
    idea.refresh_from_db()
    assert idea.support_count == 6


def test_a_press_without_a_connection_says_that_it_waits(open_at, idea, bram):
    page = open_at(idea.get_absolute_url(), bram, viewport={"width": 360, "height": 740})
    words = page.get_by_text("Waar je op drukte")
    page.context.set_offline(True)
    page.locator(".support--big").click()
    expect(words).to_be_in_viewport()
    page.context.set_offline(False)
    page.get_by_text("Je steunt dit").wait_for()
    expect(words).to_be_hidden()


def test_the_notice_of_news_moves_nothing(open_at, idea, bram):
    for number in range(3):
        make_comment(idea, bram, f"Reactie {number}. " * 9)
    page = open_at(idea.get_absolute_url(), viewport={"width": 360, "height": 640})
    page.evaluate("document.querySelector('h2[id^=talk]').scrollIntoView({ behavior: 'instant' })")
    where = (
        "[scrollY, ...[...document.querySelectorAll('h2[id^=talk], .said')].map(e => e.getBoundingClientRect().top)]"
    )
    before = page.evaluate(where)
    make_comment(idea, idea.author, "Nieuw.")
    page.get_by_role("button", name="1 nieuwe reactie").wait_for()
    assert page.evaluate(where)[: len(before)] == before
    notice, head = (page.locator(css).bounding_box() for css in (".live-notice button", "h2[id^=talk]"))
    assert notice["y"] >= head["y"] + head["height"]


@pytest.mark.live
def test_what_is_hidden_goes_from_open_pages_and_comes_back(open_at, idea, bram):
    mo = make_member(idea.lab, a_name("Mo"), "moderator")
    page, cards = open_at(idea.get_absolute_url()), open_at(f"/{idea.lab.slug}/ideeen/")
    idea.hide(mo, "privacy")
    until(page, "!document.querySelector('main').textContent.includes('Pluktuin')")
    expect(page.locator("main")).to_contain_text("Reden: privégegevens van iemand.")
    until(cards, "!document.querySelector('main').textContent.includes('Pluktuin')")
    idea.restore(mo, "Toch goed.")
    until(page, "document.querySelector('h1').textContent.includes('Pluktuin')")
    idea.support(bram)
    until(page, "document.querySelector('[id^=tally]').textContent.includes('6')")


@pytest.mark.live
def test_a_closed_idea_lets_go_of_its_buttons(open_at, idea, bram):
    page = open_at(idea.get_absolute_url(), bram)
    idea.set_status(idea.author, RESIDENT_VOICE, "done", "Het is gelukt.")
    page.locator(".support--big").wait_for(state="hidden")
    expect(page.locator("#help")).to_be_hidden()  # nobody helped, and now nobody can
    expect(page.locator("#reageer textarea")).to_be_visible()


@pytest.mark.live
def test_an_idea_that_opens_again_gives_its_buttons_back_and_keeps_what_is_typed(open_at, idea, bram):
    idea.set_status(bram, RESIDENT_VOICE, Status.DONE, "De tuin staat er.", "")
    address = idea.get_absolute_url()
    signed_in, signed_out = open_at(address, bram), open_at(address)
    for page in (signed_in, signed_out):
        expect(page.locator("#steun .support")).to_have_count(0)
    signed_in.locator("#reageer textarea").press_sequentially("Zou mooi zijn als")
    idea.set_status(bram, RESIDENT_VOICE, Status.DOING, "Er komt een tweede.", "")
    for page in (signed_in, signed_out):
        expect(page.locator("#steun .support")).to_be_visible()
    expect(signed_in.locator("#reageer textarea")).to_have_value("Zou mooi zijn als")
    signed_in.locator("#reageer textarea").press_sequentially(" het ook kan.")
    signed_in.locator("#steun button.support").click()
    expect(signed_in.locator("#steun button.support")).to_have_attribute("aria-pressed", "true")
    expect(signed_in.locator("#reageer textarea")).to_have_value("Zou mooi zijn als het ook kan.")
    assert idea.supports.filter(person=bram).exists()


def test_everything_works_without_a_script(open_at, idea, bram):
    page = open_at(idea.get_absolute_url(), bram, java_script_enabled=False)
    page.locator(".support--big").click()
    expect(page.locator(".support--big")).to_have_attribute("aria-pressed", "true")
    page.locator(".support--big").click()
    expect(page.locator(".support--big")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_text("Je steunt dit niet meer.")).to_be_visible()
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_role("button", name="Ja", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Tijd").check()
    page.get_by_label("Eén zin is genoeg").fill("een oude pomp")
    page.get_by_role("button", name="Ik help mee").click()
    expect(page.locator(".helpers")).to_contain_text("een oude pomp")
    page.locator("#reageer textarea").fill("Begin klein.")
    page.get_by_role("button", name="Plaats reactie").click()
    said = page.locator(f"#comment-{Comment.objects.get(idea=idea).pk}")
    expect(said).to_contain_text("Begin klein.")
    said.get_by_role("link", name="Antwoord").click()
    page.locator("textarea").fill("En dan groter.")
    page.get_by_role("button", name="Plaats reactie").click()
    assert page.locator(".said--reply").inner_text().count("En dan groter.") == 1


def test_back_and_sent_again_is_the_first_and_other_words_are_new(open_at, idea, bram):
    page = open_at(f"{idea.get_absolute_url()}reacties/", bram, java_script_enabled=False)
    for words, number in (("Begin klein.", 1), ("Begin klein.", 1), ("Begin groot.", 2)):
        page.locator("textarea").fill(words)
        page.get_by_role("button", name="Plaats reactie").click()
        page.wait_for_url(f"**{idea.get_absolute_url()}#comment-*")
        assert idea.comments.count() == number
        page.go_back()


def test_back_from_the_cache_of_the_browser_sends_once_too(browser, server, idea, bram):
    """A page restored from the back-forward cache still holds the key that was sent."""
    kept = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=["--no-sandbox"] if os.getuid() == 0 else [],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = kept.new_context(base_url=server, locale="nl-NL")
    context.add_cookies([session_cookie(bram.user, server)])
    page = context.new_page()
    page.goto(f"{idea.get_absolute_url()}reacties/")
    page.evaluate("window.isTheSamePage = true")
    for words, number in (("Begin klein.", 1), ("Begin klein.", 1), ("Begin groot.", 2)):
        page.locator("textarea").fill(words)
        page.get_by_role("button", name="Plaats reactie").click()
        page.wait_for_url(f"**{idea.get_absolute_url()}#comment-*")
        assert idea.comments.count() == number
        page.evaluate("history.back()")
        page.wait_for_url("**/reacties/", wait_until="commit")
        assert page.evaluate("window.isTheSamePage")
    kept.close()


@pytest.mark.parametrize("script", [True, False])
def test_back_to_the_list_gives_the_filters_of_that_list(open_at, idea, bram, script):
    page = open_at(f"/{idea.lab.slug}/ideeen/", bram, java_script_enabled=script)
    page.locator("#volgorde").select_option("steun")
    page.get_by_role("button", name="Zoek").click()
    page.wait_for_url("**volgorde=steun*")
    page.go_back()
    page.wait_for_url(f"**/{idea.lab.slug}/ideeen/")
    expect(page.locator("#volgorde")).to_have_value("")


def test_a_list_from_the_cache_of_the_browser_gives_its_filters_too(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/?volgorde=steun", bram)
    page.locator("#volgorde").select_option("reacties")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("#volgorde")).to_have_value("steun")


@pytest.mark.live
def test_a_new_idea_is_a_quiet_notice_on_the_list(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/")
    make_idea(bram, "Sterren kijken")
    page.get_by_role("button", name="1 nieuw idee").wait_for()
    expect(page.locator(".idea-card")).to_have_count(1)
    page.get_by_role("button", name="1 nieuw idee").click()
    page.get_by_role("heading", name="Sterren kijken").wait_for()
    expect(page.locator(".idea-card")).to_have_count(2)


def test_what_is_wrong_comes_in_place_and_shows_that_it_has_the_focus(open_at, idea, bram):
    page = open_at(idea.get_absolute_url(), bram)
    page.locator("#reageer [type=submit]").click()
    summary = page.locator("#reageer [data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_have_css("outline-style", "solid")


def test_a_long_link_in_a_comment_leaves_the_page_as_wide_as_the_phone(open_at, idea, bram):
    page = open_at(idea.get_absolute_url(), bram, viewport={"width": 360, "height": 800})
    page.locator("#reageer textarea").fill("https://voorbeeld.invalid/" + "x" * 300)
    assert overflow(page) == 0


@pytest.mark.parametrize("width", [320, 360])
def test_a_phone_says_which_lab_this_is(open_at, idea, bram, width):
    for member in (None, bram):
        page = open_at(f"/{idea.lab.slug}/", member, viewport={"width": width, "height": 640})
        expect(page.locator(".brand span span")).to_be_visible()
        assert page.locator(".brand span span").inner_text() == "Proefdorp"
        assert overflow(page) <= 0


@pytest.mark.parametrize("name", ["Teun legt lijntjes", "Ria van het lab", "Bo van de tuin"])
def test_a_phone_breaks_no_word_of_the_brand_for_a_long_name(open_at, idea, name):
    type(idea.lab.municipality).objects.filter(pk=idea.lab.municipality_id).update(theme="maaslicht")
    page = open_at(f"/{idea.lab.slug}/ideeen/", make_member(idea.lab, name), viewport={"width": 360, "height": 640})
    assert page.locator(".brand b").bounding_box()["height"] < 30  # one line


def test_in_english_the_button_on_a_card_is_one_line(open_at, idea):
    Idea.objects.filter(lab=idea.lab).update(support_count=34)
    page = open_at(f"/{idea.lab.slug}/ideeen/", locale="en-GB", viewport={"width": 1440, "height": 900})
    expect(page.locator(".idea-card")).to_contain_text("I support this")
    until(page, "document.querySelector('.support__say').offsetHeight < 40")


def test_cards_of_what_many_support_fit_a_phone_with_letters_twice_as_large(open_at, idea, bram):
    idea.support(bram)
    make_idea(bram, "Bankje")
    Idea.objects.filter(lab=idea.lab).update(support_count=142, comment_count=57)
    page = open_at(f"{idea.lab.get_absolute_url()}ideeen/", bram, viewport={"width": 320, "height": 800})
    expect(page.locator(f"#support-{idea.pk} [aria-pressed=true]")).to_contain_text("142")
    with_large_letters(page)
    assert overflow(page) == 0
