"""A photo of an idea: chosen, refused, kept after an error elsewhere, removed again."""

import base64
import struct
import sys
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.access import findings
from tests.browser.stage import PHONE, a_lab, a_name, a_photo, until
from tests.factories import make_idea, make_member

NO_PHOTO = {"name": "tekst.jpg", "mimeType": "image/jpeg", "buffer": b"geen foto"}
HEIC = {"name": "IMG_0042.HEIC", "mimeType": "", "buffer": b"\0\0\0\x18ftypheic" + bytes(200)}
FRAME = "figure[data-photo-frame] :is(img, canvas):not([hidden])"


@pytest.fixture(scope="module")
def from_a_phone():
    """A photo of 12 megapixels that lies on its side, as phones store it, with the place where it was made."""
    noise = Image.effect_noise((1000, 750), 50).resize((4000, 3000))
    photo = Image.merge("RGB", (noise, noise.rotate(180), Image.linear_gradient("L").resize((4000, 3000))))
    photo.paste("red", (0, 0, 2000, 3000))  # upright, the upper half is red
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Toestel van Bram"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 26.0, 0.0)})
    written = BytesIO()
    photo.save(written, "JPEG", quality=95, exif=exif)
    return {"name": "IMG_0041.JPG", "mimeType": "image/jpeg", "buffer": written.getvalue()}


@pytest.fixture
def idea():
    return make_idea(make_member(a_lab(), a_name("Anna")), "Pluktuin Meterik")


@pytest.fixture
def bram(idea):
    return make_member(idea.lab, a_name("Bram"))


@pytest.mark.parametrize("script", [True, False])
def test_an_idea_is_shared_in_a_minute_with_its_photo(open_at, idea, bram, script):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, java_script_enabled=script)
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.locator("[name=opportunity]").fill("Bankje")
    page.locator("input[type=file]").set_input_files(a_photo())
    if script:
        page.locator(FRAME).wait_for()
        expect(page.locator("[name=upload]")).not_to_have_value("")
        assert page.locator("[data-echo]").inner_text() == "Bankje aan de Maas"
        page.reload()
        page.locator(FRAME).wait_for()
        expect(page.locator("[name=title]")).to_have_value("Bankje aan de Maas")
    page.get_by_role("button", name="Plaats je idee").click()
    page.locator("#id_opportunity[aria-invalid=true]").wait_for()
    expect(page.locator("figure img")).to_be_visible()
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.get_by_role("button", name="Plaats je idee").click()
    page.wait_for_url(f"**/{idea.lab.slug}/ideeen/*/")
    page.get_by_role("img", name="Het pad langs de rivier").wait_for()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    made = idea.lab.ideas.get(title="Bankje aan de Maas")
    assert made.photo
    page.goto(f"/{idea.lab.slug}/ideeen/nieuw/")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=upload]")).to_have_value("")


def test_a_photo_that_will_not_do_is_refused_while_choosing(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    field, error = page.locator("input[type=file]"), page.locator("#id_photo_error")
    field.set_input_files(HEIC)
    expect(error).to_contain_text("Deze foto is in HEIC")
    assert field.evaluate("field => field.files.length") == 0
    field.set_input_files(NO_PHOTO)
    expect(error).to_contain_text("kunnen we niet lezen")
    assert findings(page) == []
    field.set_input_files(a_photo())
    page.locator(FRAME).wait_for()
    expect(error).to_have_count(0)
    expect(page.get_by_text("Nog geen foto?")).to_be_hidden()
    expect(page.locator("[name=upload]")).not_to_have_value("")
    field.set_input_files(NO_PHOTO)
    expect(error).to_contain_text("kunnen we niet lezen")
    expect(page.locator(FRAME)).to_be_visible()


def test_a_photo_that_will_not_do_is_refused_where_an_idea_is_changed_too(open_at, idea):
    page = open_at(f"{idea.get_absolute_url()}bewerken/", idea.author)
    field, error = page.locator("input[type=file]"), page.locator("#id_photo_error")
    field.set_input_files(NO_PHOTO)
    expect(error).to_contain_text("kunnen we niet lezen")
    expect(error.locator("svg")).to_have_count(1)
    page.get_by_role("button", name="Zet de nieuwe tekst online").click()
    page.wait_for_url(f"**{idea.get_absolute_url()}")


def test_a_photo_of_a_phone_is_shown_at_once_and_sent_small_upright_and_without_its_place(
    open_at, idea, bram, from_a_phone, capsys
):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, viewport=PHONE)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate(WATCH)
    with page.expect_request("**/nieuw/foto/") as sending:
        page.locator("input[type=file]").set_input_files(from_a_phone)
    expect(page.locator("[name=upload]")).not_to_have_value("")
    expect(page.locator("[name=photo_alt]")).to_be_focused()
    milliseconds, size = page.evaluate("window.shownAfter"), int(sending.value.all_headers()["content-length"])
    with capsys.disabled():
        sys.stdout.write(f"\n{len(from_a_phone['buffer'])} bytes: shown after {milliseconds:.0f} ms, sent as {size}\n")
    assert milliseconds < 3000  # a figure of 300 on a quiet machine
    assert size <= 600 * 1024
    body = base64.b64decode(page.evaluate("window.sentPhoto"))
    assert b"Exif" not in body
    assert b"Bram" not in body
    sent = Image.open(BytesIO(body))
    assert sent.size == (1200, 1600)
    red, other = sent.getpixel((600, 400)), sent.getpixel((600, 1200))
    assert red[0] > 200
    assert red[1] < 60
    assert other[1] > 60
    expect(page.locator(FRAME)).to_be_visible()
    assert findings(page) == []


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_small_picture_in_a_photo_is_shown_upright_until_the_photo_is_open(
    open_at, idea, bram, orientation, capsys
):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram, viewport=PHONE)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.evaluate(WATCH)
    page.locator("input[type=file]").set_input_files(with_small_picture(orientation))
    expect(page.locator("[name=upload]")).not_to_have_value("")
    with capsys.disabled():
        sys.stdout.write(f"\nsmall picture shown after {page.evaluate('window.shownAfter'):.0f} ms\n")
    (above, below), (red, _green, blue, _opaque) = page.evaluate("window.firstShown"), page.evaluate(PIXEL)
    assert above[2] > 200 > 60 > above[0], "the upper half of the small picture is blue"
    assert below[1] > 100 > 60 > below[2], "the lower half is green"
    assert red > 200 > 60 > blue, "then the red photo stands there"


PIXEL = """() => {
    const shown = document.querySelector("figure[data-photo-frame] canvas");
    return [...shown.getContext("2d").getImageData(9, 9, 1, 1).data];
}"""


def with_small_picture(orientation):
    """Return a red photo of 12 megapixels; upright, its Exif thumbnail is blue above and green below."""
    small, photo = Image.new("RGB", (120, 160), "green"), Image.effect_noise((4000, 3000), 40).convert("RGB")
    small.paste("blue", (0, 0, 120, 80))
    red = Image.merge("RGB", (Image.new("L", photo.size, 240), *[Image.new("L", photo.size, 20)] * 2))
    back = {1: 0, 3: 180, 6: 90, 8: 270}[orientation]
    thumbnail, written = BytesIO(), BytesIO()
    small.rotate(back, expand=True).save(thumbnail, "JPEG")
    Image.blend(red, photo, 0.1).save(written, "JPEG", quality=92, exif=exif_of(orientation, thumbnail.getvalue()))
    return {"name": "IMG_0042.JPG", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def exif_of(orientation, thumbnail):
    """Return Exif data: IFD0 with the orientation, IFD1 with where the thumbnail is and how many bytes it has."""
    first = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 26)
    second = struct.pack(">HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(thumbnail), 0)
    return b"Exif\0\0" + b"MM\0*" + struct.pack(">I", 8) + first + second + thumbnail


WATCH = """() => {
    document.addEventListener("change", () => {
        const began = performance.now(), frame = document.querySelector("figure[data-photo-frame]");
        new MutationObserver((_changes, observer) => {
            const shown = frame.querySelector("canvas");
            if (!shown) return;
            observer.disconnect();
            const brush = shown.getContext("2d"), { width, height } = shown;
            const lightAt = share => [...brush.getImageData(width / 2, height * share, 1, 1).data];
            window.firstShown = [lightAt(0.25), lightAt(0.75)];
            requestAnimationFrame(() => { window.shownAfter = performance.now() - began; });
        }).observe(frame, { childList: true });
    }, { capture: true, once: true });
    const ours = window.fetch;
    window.fetch = async (address, options) => {
        const bytes = new Uint8Array(await options.body.get("photo").arrayBuffer());
        window.sentPhoto = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(""));
        return ours(address, options);
    };
}"""


def test_a_photo_of_an_edited_idea_is_sent_small_too(open_at, idea, from_a_phone):
    page = open_at(f"{idea.get_absolute_url()}bewerken/", idea.author)
    page.locator("input[type=file]").set_input_files(from_a_phone)
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.get_by_role("button", name="Zet de nieuwe tekst online").click()
    page.wait_for_url(f"**{idea.get_absolute_url()}")
    idea.refresh_from_db()
    with Image.open(idea.photo) as photo:
        assert photo.size == (1200, 1600)


def test_a_photo_that_cannot_be_sent_goes_along_with_the_form(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.route("**/nieuw/foto/", lambda route: route.abort())
    page.locator("input[type=file]").set_input_files(a_photo())
    unsent = page.get_by_text("Je foto is nog niet verstuurd.")
    unsent.wait_for()
    expect(page.locator(FRAME)).to_be_visible()
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.get_by_role("button", name="Probeer het nu opnieuw").click()
    unsent.wait_for()
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.get_by_role("button", name="Plaats je idee").click()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert idea.lab.ideas.get(title="Bankje aan de Maas").photo


def test_a_photo_is_sent_by_itself_when_the_connection_is_back(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(a_photo())
    unsent = page.get_by_text("Je foto is nog niet verstuurd.")
    unsent.wait_for()
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.context.set_offline(False)
    expect(page.locator("[name=upload]")).not_to_have_value("")
    expect(unsent).to_be_hidden()
    expect(page.locator("[name=title]")).to_have_value("Bankje aan de Maas")


def fill_in(page):
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=title]").fill("Bankje aan de Maas")
    return page.get_by_role("button", name="Plaats je idee")


def expect_no_photo_in_the_next(page, lab):
    assert lab.ideas.get(title="Bankje aan de Maas").photo
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    page.unroute_all()
    page.goto(f"/{lab.slug}/ideeen/nieuw/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[name=upload]")).to_have_value("")
    expect(page.locator(FRAME)).to_be_hidden()


def test_the_photo_of_an_idea_that_was_posted_offline_goes_with_it_once(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(a_photo())
    page.get_by_text("Je foto is nog niet verstuurd.").wait_for()
    fill_in(page).click()
    page.locator("form.is-unsent").wait_for()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.context.set_offline(False)
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert [url for url in sent if url.endswith("/foto/")] == []
    expect_no_photo_in_the_next(page, idea.lab)


def test_a_photo_that_is_tried_again_stops_when_its_idea_takes_it_along(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(a_photo())
    page.get_by_text("Je foto is nog niet verstuurd.").wait_for()
    fill_in(page).click()
    page.locator("form.is-unsent").wait_for()
    page.route("**/nieuw/foto/", lambda route: None)
    with page.expect_request("**/nieuw/foto/"):
        page.get_by_role("button", name="Probeer het nu opnieuw").click()
    posts = []
    page.route("**/nieuw/", lambda route: posts.append(route))
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/nieuw/foto/")):
        page.context.set_offline(False)
    for _wait in range(500):  # the photo may stop before the idea is seen to go
        if posts:
            break
        page.wait_for_timeout(20)
    posts[0].continue_()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    expect_no_photo_in_the_next(page, idea.lab)


def test_a_photo_that_arrives_after_its_idea_was_posted_is_not_kept(open_at, idea, bram):
    """Its person chose another one while the idea was on its way, and the next page is slow."""
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    posts, photos, pages = [], [], []
    page.locator("input[type=file]").set_input_files(a_photo())
    expect(page.locator("[name=upload]")).not_to_have_value("")
    page.route("**/ideeen/*/", lambda route: pages.append(route))
    page.route("**/nieuw/", lambda route: posts.append(route))
    page.route("**/nieuw/foto/", lambda route: photos.append(route))
    with page.expect_request("**/nieuw/"):
        fill_in(page).click()
    with page.expect_request("**/nieuw/foto/"):
        page.locator("input[type=file]").set_input_files(a_photo())
    with page.expect_request(lambda request: request.is_navigation_request()):
        posts[0].continue_()
    with page.expect_response("**/nieuw/foto/"):
        photos[0].continue_()
    page.wait_for_timeout(500)  # the page takes the answer; asking it anything would wait for the next page
    pages[0].continue_()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    expect_no_photo_in_the_next(page, idea.lab)


def test_an_idea_waits_for_its_photo_that_is_on_its_way(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    held = []
    page.route("**/nieuw/foto/", lambda route: held.append(route))
    page.locator("input[type=file]").set_input_files(a_photo())
    page.locator(FRAME).wait_for()
    page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.get_by_role("button", name="Plaats je idee").dblclick()
    page.wait_for_timeout(1500)  # an idea that doesn't wait would be there by now
    assert not idea.lab.ideas.filter(title="Bankje aan de Maas").exists()
    held[0].continue_()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert idea.lab.ideas.get(title="Bankje aan de Maas").photo


def test_the_newest_of_two_choices_counts(open_at, idea, bram, from_a_phone):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.locator("input[type=file]").set_input_files(from_a_phone)
    page.locator("input[type=file]").set_input_files(a_photo())
    expect(page.locator("[name=upload]")).not_to_have_value("")
    page.reload()
    page.locator(FRAME).wait_for()
    until(page, "selector => document.querySelector(selector).naturalWidth === 640", FRAME)


def test_two_tabs_share_ideas_with_photos_of_their_own(open_at, idea, bram):
    one = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    two = one.context.new_page()
    two.goto(one.url)
    for number, page in enumerate((one, two)):
        page.locator("input[type=file]").set_input_files(a_photo())
        expect(page.locator("[name=upload]")).not_to_have_value("")
        page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
        page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
        page.locator("[name=title]").fill(f"Bankje {number}")
    for page in (one, two):
        page.get_by_role("button", name="Plaats je idee").click()
        expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    made = idea.lab.ideas.filter(title__startswith="Bankje")
    assert len({one.photo.name for one in made if one.photo}) == 2


@pytest.mark.parametrize("choice", ["another", "none"])
def test_a_refused_photo_is_left_out_on_purpose_only(open_at, idea, bram, choice):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.locator("[name=title]").fill("Bankje aan de Maas")
    page.locator("[name=opportunity]").fill("Met een bankje blijft wie oud is ook buiten.")
    field, error = page.locator("input[type=file]"), page.locator("#id_photo_error")
    without, post = (page.get_by_role("button", name=name) for name in ("Laat de foto weg", "Plaats je idee"))
    expect(without).to_be_hidden()
    field.set_input_files(NO_PHOTO)
    error.wait_for()
    post.click()
    expect(field).to_be_focused()
    expect(error).to_contain_text("kunnen we niet lezen")
    expect(page.locator("[name=title]")).to_have_value("Bankje aan de Maas")
    assert idea.lab.ideas.count() == 1
    assert findings(page) == []
    if choice == "another":
        field.set_input_files(a_photo())
        page.locator(FRAME).wait_for()
        page.locator("[name=photo_alt]").fill("Het pad langs de rivier")
    else:
        without.click()
        expect(error).to_have_count(0)
        expect(without).to_be_hidden()
    post.click()
    expect(page.get_by_text("Je idee staat online.")).to_be_visible()
    assert bool(idea.lab.ideas.get(title="Bankje aan de Maas").photo) is (choice == "another")


def test_a_kept_photo_can_be_left_out_again(open_at, idea, bram):
    page = open_at(f"/{idea.lab.slug}/ideeen/nieuw/", bram)
    page.locator("input[type=file]").set_input_files(a_photo())
    frame = page.locator(FRAME)
    frame.wait_for()
    page.get_by_role("button", name="Laat de foto weg").click()
    expect(frame).to_be_hidden()
    expect(page.locator("[name=upload]")).to_have_value("")
    page.reload()
    expect(page.locator("[name=upload]")).to_have_value("")
    expect(frame).to_be_hidden()
