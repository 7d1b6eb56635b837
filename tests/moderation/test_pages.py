"""How we moderate, for everybody; ten made-up cases, for moderators."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from labs.models import HidingReason
from moderation.examples import EXAMPLES
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


def page_of(name, lab, member=None, **headers):
    return browser(member).get(reverse(name, kwargs={"lab_slug": lab.slug}), **headers)


def test_how_we_moderate_is_read_without_an_account_in_dutch_and_english():
    lab = make_lab()
    dutch = page_of("moderation_how", lab).text
    english = page_of("moderation_how", lab, headers={"accept-language": "en"}).text
    assert "Zo modereren wij" in dutch
    assert "How we moderate" in english
    for page, language in ((dutch, "nl"), (english, "en")):
        with translation.override(language):
            for reason in HidingReason:
                assert any(word in page for word in reason.label.split() if len(word) > 4), reason


def test_it_leads_moderators_and_nobody_else_to_the_made_up_cases():
    lab = make_lab()
    practice = reverse("moderation_practice", kwargs={"lab_slug": lab.slug})
    assert practice in page_of("moderation_how", lab, make_member(lab, "Mo", "moderator")).text
    assert practice not in page_of("moderation_how", lab, make_member(lab, "Anna")).text


def test_there_are_ten_cases_with_each_reason_once_one_nonsense_and_one_untrue():
    assert [example.reason for example in EXAMPLES if example.reason] == list(HidingReason)
    lab = make_lab()
    page = page_of("moderation_practice", lab, make_member(lab, "Mo", "moderator")).text
    assert len(re.findall("<details", page.partition("<main")[2])) == len(EXAMPLES) == 10
    assert "Dit is onzin." in page
    assert "Dit is niet waar." in page
    for reason in HidingReason:
        with translation.override("nl"):
            assert str(reason.label) in page
