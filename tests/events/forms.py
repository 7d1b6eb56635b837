"""Post data for the pages of gatherings."""

from django.urls import reverse

from common import clock
from common.times import AMSTERDAM, day_of
from tests.events.factories import IN_NINE_DAYS

A_KEY = "3e2f1b00-0000-4000-8000-000000000002"


def at(name, gathering, **more):
    return reverse(name, kwargs={"lab_slug": gathering.lab.slug, "pk": gathering.pk, **more})


def words(member, **more):
    day = day_of(clock.now() + IN_NINE_DAYS).isoformat()
    first = {"title": "Open tafel", "day": day, "starts": "19:30", "ends": "21:00", "entry": "sign_up"}
    return first | {"organisers": [member.pk], "key": A_KEY} | more


def edited(gathering, **more):
    starts, ends = (at.astimezone(AMSTERDAM) for at in (gathering.starts_at, gathering.ends_at))
    there = {"title": gathering.title, "entry": gathering.entry, "capacity": gathering.capacity or ""}
    there |= {"day": starts.date().isoformat(), "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    there |= {"seen": gathering.words_revision, "organisers": [one.pk for one in gathering.organisers.all()]}
    return there | more


def opened(client, name, gathering, **more):
    """Return the post data of the form at this URL, opened now, with these later changes."""
    data = {}
    for bound in client.get(at(name, gathering)).context["form"]:
        value = bound.value()
        if isinstance(value, list):
            data[bound.html_name] = [str(one) for one in value]
        elif value is not None and value is not False:
            data[bound.html_name] = bound.field.prepare_value(value)
    return data | more
