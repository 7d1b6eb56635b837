"""Print the expensive URLs and forms for the lab of `pages_data`, and people who request and send them.

python -m benchmarks.storm_dear_data    prints addresses, cookies and fields, as JSON
"""

import json
from datetime import timedelta
from typing import Any

from benchmarks.pages_data import SLUG

PEOPLE, LEAVERS, GUESTS = 12, 3, 40
WEEK, HOURS = timedelta(days=7), timedelta(hours=2)


def main() -> dict[str, Any]:
    from common import clock
    from common.models import Upload
    from common.times import day_of
    from labs.forms.texts import TextsForm
    from labs.models import Lab
    from tests.events.factories import enter, in_nine_days, make_draft, make_gathering
    from tests.places.factories import make_place

    lab = Lab.objects.get(slug=SLUG)
    admin = lab.memberships.get(roles__kind="lab_admin")
    maker, *others = lab.memberships.exclude(pk=admin.pk).order_by("-pk")[: 1 + LEAVERS + PEOPLE]
    maker.give_role("stadmaker", "", admin, "Om te meten.")
    evening, dates = make_gathering(maker, "Open avond"), make_draft(maker, "Wanneer", starts_at=None, ends_at=None)
    for number in range(GUESTS):
        enter(evening, maker, f"Buur {'abcdefghij'[number % 10]} van {number}", 2, needs="Een stoel met leuning.")
    dates.ask_dates((at, at + HOURS) for at in (in_nine_days() + week * WEEK for week in range(3)))
    shown = lab.ideas.exclude(photo="").get()
    with shown.photo.open("rb") as file:
        picture = file.read()
    upload = Upload.keep(picture)
    place = make_place(maker, rooms=(20, 60), address="Dorpsplein 1", photo=shown.photo.name, photo_alt="De zaal")
    mine = lab.ideas.filter(author=maker).latest("pk")
    day = (day_of(clock.now()) + WEEK).isoformat()
    rows = {f"{name}-{count}_FORMS": "0" for name in ("rooms", "hours", "stops") for count in ("TOTAL", "INITIAL")}
    return {
        "gathering": evening.get_absolute_url(),
        "dates": dates.get_absolute_url(),
        "place": place.get_absolute_url(),
        "place photo": place.photo_url,
        "waiting photo": f"/{SLUG}/ideeen/nieuw/foto/{upload.token}/",
        "village": f"/{SLUG}/beheer/dorpen/{lab.neighbourhoods.first().pk}/",
        "mine": mine.get_absolute_url(),
        "admin": cookie(admin),
        "maker": cookie(maker),
        "maker's name": maker.name,
        "leavers": {leaver.name: cookie(leaver) for leaver in others[:LEAVERS]},
        "people": {person.name: cookie(person) for person in others[LEAVERS:]},
        "words": {"opportunity": mine.opportunity, "seen": mine.words_revision},
        "status": {"status": "meeting", "date": day, "seen": mine.status_revision},
        "evening": {"day": day, "starts": "19:30", "ends": "21:00", "entry": "sign_up", "organisers": maker.pk},
        "evening's seen": evening.words_revision,
        "room": rows | {"kind": "fixed", "address": "Dorpsplein 2", "photo_alt": "De zaal"},
        "place's seen": place.words_revision,
        "answers": {f"option_{option.pk}": "yes" for option in dates.date_options.all()},
        "texts": {field.name: field.value() or "" for field in TextsForm(lab=lab)},
    }


def cookie(member: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(member.user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(main()))
