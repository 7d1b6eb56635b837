"""plainer.js alone, on a page without a site, with the list of the site."""

import base64
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

PAUSE = 1300  # ms, a little more than the script waits
LONG = " ".join(["Wij", "hebben", "deze", "vraag", *["heel"] * 22, "gelezen"])  # 27 words
FIELDS = """<label for="text">Antwoord</label><textarea id="text" data-plain>{}</textarea>
    <textarea id="other"></textarea><button>Zet online</button>"""


@pytest.fixture
def bare(browser):
    """`bare(text="", lists=True)`: a page with a textarea that holds `text`, the script, and a clock of the test."""
    context = browser.new_context()
    script = Path(finders.find("stadslab/js/plainer.js")).read_text()
    words = base64.b64encode(Path(finders.find("stadslab/words/plainer.nl.txt")).read_bytes()).decode()

    def bare(text="", lists=True):
        page = context.new_page()
        page.clock.install()
        source = f'data-list="data:text/plain;charset=utf-8;base64,{words}"' if lists else ""
        page.set_content(f"""<!doctype html><body>{FIELDS.format(text)}
            <script {source} data-name="Tips" data-long="Lange zin ({{count}} woorden)"
                data-plainer="Makkelijker: *{{plain}}* in plaats van *{{hard}}*"
                data-passive="Zeg wie dit doet: *{{what}}*">{script}</script>""")
        return page

    yield bare
    context.close()


def tips(page, text):
    """Return the tips that stand below `text` after a pause."""
    page.locator("#text").fill(text)
    page.clock.run_for(PAUSE)
    page.wait_for_function("document.querySelector('.plain-tips ul').ariaLabel === 'Tips'")
    return page.locator(".plain-tips li").all_inner_texts()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("We planten bomen.", []),
        (f"{LONG}.", ["Lange zin (27 woorden): “Wij hebben deze vraag …”"]),
        (f"{LONG}", ["Lange zin (27 woorden): “Wij hebben deze vraag …”"]),
        (" ".join(["woord"] * 20) + ".", []),
        ("\n".join([" ".join(["woord"] * 12)] * 2), []),
        ("Dat kost € 3.000 per jaar, o.a. voor een bank. Het kan.", []),
        ("Niettegenstaande de regen.", ["Makkelijker: ondanks in plaats van niettegenstaande"]),
        ("Dat geldt reeds, en reeds lang.", ["Makkelijker: al in plaats van reeds"]),
        ("Wij vragen dit in verband  met de bomen.", ["Makkelijker: door in plaats van in verband met"]),
        ("Een brief m.b.t. de bomen.", ["Makkelijker: over in plaats van m.b.t."]),
        ("Het gecontinueerde plan van mevrouw Thans uit Reedswijk.", []),
        ("Zie https://voorbeeld.nl/reeds en thans@voorbeeld.nl.", []),
        ("De aanvraag wordt morgen onderzocht.", ["Zeg wie dit doet: wordt … onderzocht"]),
        ("Er is veel tijd nodig voordat besloten wordt.", ["Zeg wie dit doet: besloten wordt"]),
        ("De gebouwen worden groen in dat gebied.", []),
        ("Wij hebben dit onderzocht. Het wordt mooi.", []),
    ],
)
def test_a_text_has_these_tips(bare, text, said):
    page = bare()
    found = [tip.replace("\u201c", "“").replace("\u201d", "”").replace('"', "") for tip in tips(page, text)]
    assert found == [tip.replace("“", "").replace("”", "") for tip in said]


def test_without_a_list_only_long_sentences_have_a_tip(bare):
    page = bare(lists=False)
    found = tips(page, f"Niettegenstaande dit wordt het onderzocht. {LONG}.")
    assert [tip[:22] for tip in found] == ["Lange zin (27 woorden)"]


def test_at_most_five_tips_stand_there(bare):
    found = tips(bare(), "indien, thans, reeds, tevens, derhalve, alsmede, nimmer")
    assert len(found) == 5


def test_nothing_is_said_while_somebody_types_and_each_tip_once_after_it(bare):
    page = bare()
    area, said = page.locator("#text"), page.locator("[role=status]")
    area.focus()
    expect(said).to_have_text("")
    for text in ("Dat is thans", "Dat is thans en", "Dat is thans en reeds"):
        area.fill(text)
        page.clock.run_for(400)
        expect(page.locator(".plain-tips li")).to_have_count(0)
    page.clock.run_for(PAUSE)
    expect(said).to_have_text("Makkelijker: nu in plaats van thans. Makkelijker: al in plaats van reeds. ")
    area.fill("Dat is thans en reeds, en tevens")
    page.clock.run_for(PAUSE)
    expect(said).to_have_text("Makkelijker: ook in plaats van tevens. ")
    expect(page.locator(".plain-tips li")).to_have_count(3)
    area.fill("Dat is tevens")
    page.clock.run_for(PAUSE)
    expect(page.locator(".plain-tips li")).to_have_count(1)
    expect(area).to_be_focused()


def test_a_sentence_that_grows_is_said_once(bare):
    page = bare()
    tips(page, LONG)
    said = page.locator("[role=status]")
    expect(said).to_have_text("Lange zin (27 woorden). ")
    assert tips(page, f"{LONG} en meer")[0].startswith("Lange zin (29 woorden)")
    expect(said).to_have_text("Lange zin (27 woorden). ")


def test_text_that_stood_there_has_its_tips_and_is_not_spoken(bare):
    page = bare("Dat is thans &lt;b&gt; zo.")
    expect(page.locator(".plain-tips li")).to_have_text(["Makkelijker: nu in plaats van thans"])
    expect(page.locator("[role=status]")).to_have_text("")


def test_what_a_person_types_stays_text(bare):
    page = bare()
    found = tips(page, f"<b>Wij</b> <img src=x onerror=alert(1)> {LONG}.")
    assert len(found) == 1
    assert page.locator(".plain-tips b, .plain-tips img").count() == 0


def test_other_fields_have_no_tips(bare):
    page = bare()
    page.locator("#other").fill("Dat is thans zo.")
    page.clock.run_for(PAUSE)
    expect(page.locator(".plain-tips")).to_have_count(0)


def test_nothing_is_sent(bare):
    page = bare()
    asked = []
    page.on("request", lambda request: asked.append(request.url[:5]))
    for text in ("Dat is thans zo.", "Dat is reeds zo."):
        tips(page, text)
    assert asked in ([], ["data:"]), "the list, once"


def test_a_button_does_not_move_in_the_middle_of_a_press(bare):
    page = bare()
    button = page.locator("button")
    page.locator("#text").fill("Dat is thans zo.")
    page.clock.run_for(1000)
    button.hover()
    place = button.bounding_box()
    page.mouse.down()
    page.clock.run_for(800)
    assert button.bounding_box() == place
    page.mouse.up()
    page.clock.run_for(PAUSE)
    expect(page.locator(".plain-tips li")).to_have_count(1)
