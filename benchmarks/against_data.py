"""One lab with ideas, a talk and a gathering, made with verbs that both commits have. Prints addresses and a cookie.

`manage.py shell` of either tree runs this, with IDEAS in the environment.
"""

import json
import os
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from events.models import Gathering
from labs.models import RESIDENT_VOICE, Lab

COMMENTS, GUESTS, ON_THE_TABLE = 30, 20, 5
ABOUT = "We lopen langs de plekken waar iets kan groeien. Daarna praten we verder bij de koffie. " * 4

call_command("demo", ideas=int(os.environ["IDEAS"]))
lab = Lab.objects.get()
members = list(lab.memberships.order_by("pk")[:GUESTS])
idea = lab.ideas.filter(comment_count=0).order_by("pk").first()
for number in range(COMMENTS):
    said = f"Daar doe ik aan mee, want dit kan bij ons ook, nummer {number}. " * 3
    idea.post_comment(members[number % 10], RESIDENT_VOICE, said, uuid.uuid4())
place = Gathering._meta.get_field("place").related_model.make(members[0], name="Dorpshuis", address="Kerkplein 1")
starts_at = timezone.now().replace(hour=18, minute=0) + timedelta(days=9)
when = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "place": place}
table = list(lab.ideas.order_by("-pk")[:ON_THE_TABLE])
gathering = Gathering.make(members[0], uuid.uuid4(), ideas=table, title="Kansen ophalen", about=ABOUT, **when)
gathering.publish()
for member in members:
    gathering.sign_up(member)
Client().force_login(members[-1].user)
pages = {
    "home": lab.get_absolute_url(),
    "list": f"{lab.get_absolute_url()}ideeen/",
    "idea": idea.get_absolute_url(),
    "gathering": gathering.get_absolute_url(),
}
cookie = f"{settings.SESSION_COOKIE_NAME}={Session.objects.get().session_key}"
print(json.dumps({"pages": pages, "cookie": cookie}))
