"""The evening of the benchmark as the database has it: what there is before, and what is there at the end."""

import json
import sys
from collections import Counter

from django.conf import settings
from django.test import Client

from common import clock
from evenings.models import Counted, Evening, Note, Pick, Session
from evenings.models.choosing import prepare
from evenings.plans import plans
from labs.models import RoleKind
from tests.events.factories import make_gathering
from tests.factories import make_lab, make_member

PLAN = "kansen"
OPTIONS = ["Een bank", "Een boom", "Een feest", "Een tuin", "Een pad", "Een lamp"]


def make(dots: int) -> None:
    """Open an evening in a lab, with something to choose, `dots` a person; print what its codes lead to."""
    lab = make_lab("avondlab", name="Avondlab")
    maker = make_member(lab, "Mirjam", RoleKind.STADMAKER)
    session = Session.begin(make_gathering(maker, "Avond in de kantine"), plans()[PLAN], 0)
    steps = session.plan_steps
    choosing = next(step for step in steps if step.kind == "dots")
    prepare(choosing, 0, OPTIONS, dots, dots)
    evening = Evening.open(session, clock.now())
    client = Client()
    client.force_login(maker.user)
    name = settings.SESSION_COOKIE_NAME
    told = {
        "pk": evening.pk,
        "url": f"/{lab.slug}/live/{evening.code}/",
        "door": f"/{lab.slug}/live/{evening.code}/?deur={evening.key}",
        "report": f"/{lab.slug}/bijeenkomsten/{session.gathering_id}/verslag/",
        "organiser": {name: client.cookies[name].value},
        "task_keys": evening.task_keys,
        "steps": {step.kind: step.pk for step in reversed(steps)},
        "kinds": [step.kind for step in steps],
        "titles": {step.pk: step.title for step in steps},
        "options": {option.pk: option.text for option in choosing.choice.options.all()},
    }
    sys.stdout.write(f"{json.dumps(told)}\n")


def tell() -> None:
    """Print what the database has of the evening."""
    evening = Evening.objects.get()
    picks = Pick.objects.values_list("participant__name", "option", "dots")
    told = {
        "people": Counter(evening.participants.values_list("name", flat=True)),
        "counted_people": evening.people,
        "notes": list(Note.objects.values_list("text", "state")),
        "numbers": list(Note.objects.exclude(number=None).values_list("number", flat=True)),
        "picks": [[who, option, dots] for who, option, dots in picks],
        "counted": list(Counted.objects.values_list("option", "number")),
        "piles": list(evening.piles.values_list("title", flat=True)),
        "pledges": Counter(evening.pledges.values_list("words", flat=True)),
    }
    sys.stdout.write(f"{json.dumps(told)}\n")
