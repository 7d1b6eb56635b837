"""A rehearsal in browsers: the gong at the end of a step, and what everybody sees when it stops."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from evenings.models import Evening, Session
from evenings.plans import plans
from tests.browser.stage import PHONE, a_lab, a_person, open_live
from tests.events.factories import make_gathering

pytestmark = pytest.mark.live
COUNT_TONES = """
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
      document.documentElement.dataset.tones = Number(document.documentElement.dataset.tones ?? 0) + 1;
      return start.call(this, at);
    };
"""


def test_who_pressed_sound_on_hears_a_gong_and_who_was_in_goes_to_the_door(new_page):
    anna = a_person(a_lab(), "Anna", "stadmaker")
    starts_at = clock.now() + timedelta(minutes=1)
    gathering = make_gathering(anna, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    evening = Evening.try_out(Session.begin(gathering, plans()["kansen"], 0), clock.now())
    phone = new_page(viewport=PHONE)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("button", name="Kom binnen").click()
    expect(phone.locator(".rehearsal")).to_contain_text("Er blijft niets van over.")
    open_live(phone, evening.get_absolute_url())
    lead, silent = new_page(anna.user, viewport=PHONE), new_page(anna.user)
    for page in (lead, silent, phone):
        page.add_init_script(COUNT_TONES)
    step = evening.session.plan_steps[0]
    evening.go(step.pk, evening.version, clock.now())
    Evening.objects.filter(pk=evening.pk).update(seconds=15, started_at=clock.now())
    for page in (lead, silent):
        open_live(page, f"{evening.get_absolute_url()}regie/")
    phone.reload()
    expect(phone.locator("[data-gong]")).to_have_count(0)
    lead.get_by_role("button", name="Geluid aan").press("Enter")
    expect(lead.locator("html")).to_have_attribute("data-tones", "3")
    expect(lead.locator("[role=timer]")).to_contain_text("de tijd is om", ignore_case=True, timeout=30_000)
    expect(lead.locator("html")).to_have_attribute("data-tones", "6")
    for page in (silent, phone):
        expect(page.locator("html")).not_to_have_attribute("data-tones", "3")
    evening.join(uuid.uuid4(), "", clock.now())
    evening.stop_rehearsal(clock.now())
    expect(lead.locator("h1")).to_contain_text("De proef is voorbij")
    expect(lead.locator("#lead-next")).to_be_hidden()
    expect(phone.locator("main")).to_contain_text("De proef waar je in was, is voorbij.", timeout=20_000)
