"""A table picks three of its notes, on its own device; everybody follows."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening
from evenings.models.choosing import seat
from tests.browser import test_evening as live
from tests.browser.stage import PHONE, open_live
from tests.browser.test_evening import LAPTOP, in_notes, walk_in

pytestmark = pytest.mark.live
anna, evening = live.anna, live.evening


def test_a_table_picks_three_and_everybody_reads_which(new_page, evening, anna):
    table, other = (walk_in(new_page(viewport=PHONE), evening) for _ in range(2))
    bea = evening.participants.order_by("pk").first()
    seat(bea, 5, clock.now())
    in_notes(evening)
    for text in ("Een bank", "Een boom", "Een kip", "Een tent"):
        made = evening.write(Evening.objects.get(pk=evening.pk).step_id, text, uuid.uuid4(), clock.now(), bea)
        evening.settle(made.pk, "wall", "waits", clock.now())
    table.reload()
    screen, lead = (open_live(new_page(anna.user), f"{evening.get_absolute_url()}{at}/") for at in ("scherm", "regie"))
    wall = open_live(new_page(anna.user, viewport=LAPTOP), f"{evening.get_absolute_url()}muur/")
    expect(table.locator("[data-pick]:visible, [data-picking]:visible")).to_have_count(0)
    evening.go(evening.session.plan_steps[3].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    expect(lead.locator("[data-glance]")).to_contain_text("0 van 1 tafel koos")
    for text in ("Een bank", "Een boom", "Een kip"):
        button = table.get_by_role("button", name=f"Kies : {text}")
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
    expect(table.locator("[data-picked]")).to_have_text("3")
    table.get_by_role("button", name="Kies : Een tent").click()
    expect(table.locator("#pick")).to_contain_text("Jullie tafel koos al drie briefjes")
    expect(screen.locator(".screen-wall .note").last).to_have_text(re.compile("Een tent"))
    for page in (screen.locator(".screen-wall"), other.locator("[data-wall]"), wall.locator("#list-wall")):
        expect(page.locator(".note", has_text="gekozen door een tafel")).to_have_count(3)
    for page in (lead, wall):
        expect(page.locator("[data-glance]")).to_contain_text("1 van 1 tafel koos. Briefjes: 3.")
    table.context.set_offline(True)
    table.get_by_role("button", name="Kies : Een kip").click()
    expect(table.locator("[data-unsent-press]")).to_be_visible()
    table.context.set_offline(False)
    expect(screen.locator(".note", has_text="gekozen door een tafel")).to_have_count(2)
    expect(table.locator("[data-picked]")).to_have_text("2")
    expect(table.locator("#pick")).not_to_contain_text("koos al drie")
    evening.go(evening.session.plan_steps[4].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    expect(table.locator("[data-pick]:visible, [data-picking]:visible")).to_have_count(0)


def test_every_page_of_a_table_says_how_many_it_picked_also_when_a_note_went_off_the_wall(new_page, evening):
    table = walk_in(new_page(viewport=PHONE), evening)
    bea = evening.participants.get()
    seat(bea, 5, clock.now())
    in_notes(evening)
    step = Evening.objects.get(pk=evening.pk).step_id
    made = [evening.write(step, text, uuid.uuid4(), clock.now(), bea) for text in ("Een bank", "Een boom", "Een kip")]
    for note in made:
        evening.settle(note.pk, "wall", "waits", clock.now())
    waits = evening.write(step, "Een tent", uuid.uuid4(), clock.now(), bea)
    evening.go(evening.session.plan_steps[3].pk, Evening.objects.get(pk=evening.pk).version, clock.now())
    open_live(table, evening.get_absolute_url())
    table.get_by_role("button", name="Kies : Een bank").click()
    expect(table.locator("[data-picked]")).to_have_text("1")
    tab = open_live(table.context.new_page(), evening.get_absolute_url())
    for text in ("Een boom", "Een tent"):
        table.get_by_role("button", name=f"Kies : {text}").click()
    expect(table.locator("[data-picked]")).to_have_text("3")
    expect(table.get_by_text("gekozen door jullie tafel")).to_have_count(3)
    tab.get_by_role("button", name="Kies : Een kip").click()
    expect(tab.locator("#pick")).to_contain_text("Jullie tafel koos al drie briefjes")
    expect(tab.locator("#pick [data-errors]")).to_be_focused()
    expect(tab.locator("[data-picked]")).to_have_text("3")
    evening.settle(waits.pk, "wall", "waits", clock.now())
    expect(tab.locator(f"#picked-{waits.pk}")).to_have_count(1)
    for gone, left in ((made[0], 2), (waits, 1)):
        evening.settle(gone.pk, "off", "wall", clock.now())
        evening.settle(gone.pk, "wall", "off", clock.now())
        for page in (table, tab):
            expect(page.locator("[data-picked]")).to_have_text(str(left))
            expect(page.get_by_text("gekozen door jullie tafel")).to_have_count(left)
