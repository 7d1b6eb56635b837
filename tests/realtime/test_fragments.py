"""Rendered fragments are kept while there is room: by revision, language and day."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from realtime.fragments import Fragments
from realtime.topics import Part
from tests.standing import standing_at

LATE_IN_DECEMBER = datetime(2026, 12, 31, 12, tzinfo=UTC)


class OnePart:
    def parts(self, id, view, after):
        return [Part("day-1", 1, lambda: f"{timezone.localdate()}")]


def test_words_of_yesterday_are_not_told_today():
    fragments = Fragments()

    def told():
        return fragments.since(OnePart(), 1, "page", 0, ["nl"])["nl"][0].html

    with standing_at(LATE_IN_DECEMBER):
        assert [told(), told()] == ["2026-12-31"] * 2
        assert fragments.rendered == 1
    with standing_at(LATE_IN_DECEMBER + timedelta(days=1)):
        assert told() == "2027-01-01"
