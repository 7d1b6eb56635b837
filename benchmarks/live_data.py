"""A lab with ideas to follow and signed-in people."""

import json
import uuid

from django.conf import settings
from django.db import transaction
from django.test import Client

from accounts.models import User
from ideas.models import Comment, Idea
from labs.models import RESIDENT_VOICE, Lab, Membership, Municipality, Neighbourhood, Role, RoleKind
from realtime.models import Epoch


@transaction.atomic
def make(ideas, people):
    """Print, as JSON: the epoch, the ideas' ids, and a session key for each person."""
    lab = Lab.objects.create(municipality=Municipality.objects.create(name="Meetstad"), slug="meetlab", name="Meetlab")
    members = [make_member(lab, f"Anna {number}") for number in range(people)]
    words = {"opportunity": "Een strook gras kan fruit geven voor het hele dorp."}
    made = [Idea.appear(1, lab=lab, author=members[0], title=f"Idee {number}", **words) for number in range(ideas)]
    sessions = [session_of(member.user) for member in members]
    print(json.dumps({"epoch": Epoch.current(), "ids": [idea.pk for idea in made], "sessions": sessions}))


def make_member(lab, name):
    user = User.objects.create_user(f"{name.replace(' ', '.').lower()}@example.org", name)
    return Membership.objects.create(lab=lab, user=user)


def talk(comments):
    """Add comments of the first people to each idea."""
    people = Membership.objects.order_by("pk")[:comments]
    for idea in Idea.objects.all():
        for number, member in enumerate(people):
            idea.post_comment(member, RESIDENT_VOICE, f"Daar doe ik aan mee, {number}. " * 10, uuid.uuid4())


def much_to_tell(comments, talk):
    """Add `comments`: the first person writes four in five, and a `talk` of them is on one idea.

    The ideas are in two villages. Print the ids of the villages; the second person runs the lab.
    """
    lab, (first, admin, other) = Lab.objects.get(), Membership.objects.order_by("pk")[:3]
    Role.objects.create(membership=admin, kind=RoleKind.LAB_ADMIN)
    villages = [Neighbourhood.objects.create(lab=lab, name=name) for name in ("Oud Dorp", "Buurdorp")]
    ideas = list(Idea.objects.order_by("pk"))
    for village, some in zip(villages, (ideas[::2], ideas[1::2]), strict=True):
        Idea.objects.filter(pk__in=[idea.pk for idea in some]).update(neighbourhood=village)
    about = [ideas[0]] * talk + [ideas[1 + number % (len(ideas) - 1)] for number in range(comments - talk)]
    words = {"text": "Daar doe ik aan mee. " * 5, "revision": 1}
    Comment.objects.bulk_create(
        Comment(idea=idea, author=first if number % 5 else other, **words) for number, idea in enumerate(about)
    )
    for idea in ideas:
        Idea.objects.filter(pk=idea.pk).update(comment_count=idea.comments.count())
    Lab.objects.update(revision=1)  # as if the ideas had appeared there
    print(json.dumps({"villages": [village.pk for village in villages]}))


def session_of(user):
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
