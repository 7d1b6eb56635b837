"""In calm mode somebody new posts without leaving the page; let through by a moderator, others see it soon."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from common.times import day_of
from ideas.models import WaitingComment
from labs.models import Lab, RoleKind
from moderation.models import ModerationSettings
from tests.browser.stage import a_lab, a_lively_idea, a_person, open_live

pytestmark = pytest.mark.live
WORDS = "Zo wordt het hier te druk."


@pytest.fixture
def idea():
    lab = a_lab()
    Lab.objects.filter(pk=lab.pk).update(created_at=clock.now() - timedelta(days=365))
    until = day_of(clock.now()) + timedelta(days=1)
    ModerationSettings.objects.create(lab=lab, calm_until=until, calm_name="Wim", calm_phone="077 123 45 67")
    return a_lively_idea(lab)


def test_it_waits_in_place_and_appears_on_both_pages_when_a_moderator_lets_it_through(idea, new_page):
    nieuw, mo = a_person(idea.lab, "Nieuw"), a_person(idea.lab, "Mo", RoleKind.MODERATOR)
    writer, reader, desk = new_page(nieuw.user), new_page(), new_page(mo.user)
    open_live(writer, idea.get_absolute_url())
    open_live(reader, idea.get_absolute_url())
    writer.locator(f"#composer-{idea.pk} textarea").fill(WORDS)
    writer.get_by_role("button", name="Plaats reactie").click()
    waits = writer.locator(f"#waiting-{idea.pk}")
    expect(waits).to_contain_text(WORDS)
    expect(waits).to_contain_text("Een moderator kijkt eerst")
    expect(writer.locator(f"#composer-{idea.pk} textarea")).to_have_value("")
    expect(reader.get_by_text(WORDS)).to_have_count(0)
    desk.goto(f"/{idea.lab.slug}/moderatie/opvallend/")
    desk.get_by_role("button", name="Plaats nu").click()
    expect(reader.locator(f"#comments-{idea.pk}")).to_contain_text(WORDS, timeout=20_000)
    expect(writer.locator(f"#comments-{idea.pk}")).to_contain_text(WORDS)
    expect(waits).not_to_contain_text(WORDS)
    assert WaitingComment.objects.get(idea=idea).shown_by == mo
