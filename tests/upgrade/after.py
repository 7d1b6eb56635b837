"""What our code does with a database that was upgraded: one minute of the worker, search, and pages.

python -m tests.upgrade.after     prints, as JSON, what it saw
"""

import json
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

SEARCHED = "Bankje bij de kerk, plek 99"  # one of the 10,000 ideas


def main() -> None:
    from audit.chores import bring_old_entries
    from notifications.old_tasks import take_over

    first = [bring_old_entries(), take_over()]
    connection.check_constraints()
    call_command("search_index", check=True)
    for model in apps.get_models():
        list(model._base_manager.values()[:2])
    second = [bring_old_entries(), take_over()]
    sys.stdout.write(json.dumps({"worker": [first, second], "looks": looks(), "pages": pages()}))


def looks() -> dict[int, str]:
    """Return the look of each name, as names are compared today."""
    from accounts.alike import look
    from accounts.models import User

    return {pk: look(name) for pk, name in User.objects.exclude(name="").values_list("pk", "name")}


def pages() -> dict[str, list[bool]]:
    """Return for each page whether it came, and whether it shows what it must."""
    from django.contrib.sessions.models import Session

    from ideas.models import Idea
    from labs.models import Lab

    lab, found = Lab.objects.get(slug="horst-aan-de-maas"), Idea.objects.get(title=SEARCHED)
    talked = lab.ideas.exclude(pledges=None).exclude(comments=None).filter(is_hidden=False).first()
    hidden = Idea.objects.get(is_hidden=True)
    gathering = lab.gatherings.exclude(place=None).exclude(attendances=None).exclude(state="draft").first()
    shows = {
        "/": lab.name,
        lab.get_absolute_url(): "Een inleiding → met een pijl.",
        f"{lab.get_absolute_url()}ideeen/": "idea-",
        f"{found.lab.get_absolute_url()}ideeen/?q=bankje+kerk+plek+99": found.get_absolute_url(),
        talked.get_absolute_url(): talked.comments.filter(is_hidden=False, removed_at=None).first().text[:20],
        hidden.get_absolute_url(): hidden.hidings.get().get_reason_display(),
        gathering.get_absolute_url(): gathering.title,
        gathering.place.get_absolute_url(): gathering.place.name,
        f"{lab.get_absolute_url()}beheer/logboek/": "Nieuwstad",  # with the session of before
    }
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get().session_key
    responses = {address: client.get(address) for address in shows}
    return {
        address: [response.status_code == 200, shows[address] in response.text]
        for address, response in responses.items()
    }


if __name__ == "__main__":
    django.setup()
    main()
