"""One lab that grows from 1,000 to 100,000 ideas, with a realistic text: some words are common, most are rare."""

import io
import json
import random
import sys
from datetime import timedelta
from itertools import batched
from typing import Any

THINGS = "Pluktuin Bankje Fietspad Speelplek Ruilkast Muziekavond Moestuin Waterkraan Boekenkast Wandelroute".split()
PLACES = "de school,het station,de kerk,de vijver,het plein,de sporthal,het viaduct,de molen,de winkels,het bos".split(
    ","
)
SENTENCES = [
    "Hier kan iets groeien waar iedereen iets aan heeft.",
    "De plek ligt er al, en er zijn buren die mee willen doen.",
    "Met een dag werk en een beetje gereedschap kom je een heel eind.",
    "Wie langskomt, blijft even staan. En als het regent, schuilen we onder de bomen.",
]
SYLLABLES = "ba der go kel lin mo nes pol ri ster tu ven wa zon huis berg".split()
SLUG, BATCH, COMMENTS = "meetlab", 2000, 30
LISTS = {25: "meetlab-25", 700: "meetlab-700"}
CSRF = "c" * 32
WHO = "noor-van-de-dijk@voorbeeld.invalid"


def rare(number: int) -> str:
    """Return one of 4,096 words that resemble no other word."""
    number = number * 1237 % 4096
    return "".join(SYLLABLES[number >> shift & 15] for shift in (0, 4, 8))


def searches() -> list[str]:
    """Return searches with hits in nearly all ideas, in many, in few, in none; a village; a piece of a word."""
    common = ["pluktuin", "bij de", "fietspad vijver", "Moestuin regent", "noord", "tuin", "iedereen gereedschap"]
    return [*common, "zwembad", "skatebaan noord", "ve", *(rare(n) for n in range(20)), f"pluktuin {rare(20)}"]


def misspellings() -> list[str]:
    """Return misspellings of words in many ideas and in few, and compounds of two words."""
    wrong = ["fietpad", "moestiun", "spelplek", "boekenkaste", "watterkraan", "fietspadkast", "moestuinvijver"]
    return [*wrong, *(word[:3] + word[4:] for word in map(rare, range(20)))]


def begin() -> None:
    """Create the lab with its people, one idea with 30 comments, another with a photo; and the two labs of LISTS."""
    from demo import large
    from ideas.models import Comment, Idea
    from labs.models import Lab

    for size, slug in LISTS.items():
        large.build(size, 0, slug=slug)
    large.build(100, 0, slug=SLUG)
    lab = Lab.objects.get(slug=SLUG)
    talked = Idea.objects.filter(lab=lab, comment_count__gt=0).first()
    members, had = list(lab.memberships.all()[:10]), talked.comments.count()
    Comment.objects.bulk_create(
        Comment(idea=talked, author=members[n % 10], text=SENTENCES[n % 4], revision=1) for n in range(COMMENTS - had)
    )
    Idea.objects.filter(pk=talked.pk).update(comment_count=COMMENTS)
    shown = lab.ideas.exclude(pk=talked.pk).first()
    lab.ideas.filter(pk=shown.pk).update(photo=photo())


def photo() -> str:
    """Store a photo of the maximum size; return its name in the storage."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from PIL import Image

    from common.photos import safe_copy

    picture = io.BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(picture, "JPEG")
    return default_storage.save("ideas/meting.webp", ContentFile(safe_copy(picture, 0)))


def grow(size: int) -> None:
    """Add ideas until there are `size`, a third of them with a comment."""
    from common import clock
    from ideas.models import Comment, Idea
    from labs.models import Lab

    lab = Lab.objects.get(slug=SLUG)
    dice, now, there = random.Random(size), clock.now(), lab.ideas.count()
    members, villages = list(lab.memberships.all()), list(lab.neighbourhoods.all())

    def idea(n: int) -> Idea:
        return Idea.new(
            lab.revision,
            lab=lab,
            author=members[n % len(members)],
            title=f"{THINGS[n % 10]} bij {PLACES[n // 10 % 10]}, {rare(n)}",
            opportunity=" ".join(dice.sample(SENTENCES, dice.randint(1, 4))),
            neighbourhood=dice.choice(villages),
            created_at=now - timedelta(days=400 * dice.random()),
            support_count=int(dice.expovariate(0.1)),
            comment_count=n % 3 == 0,
        )

    for numbers in batched(range(there, size), BATCH):
        made = Idea.objects.bulk_create([idea(n) for n in numbers])
        talked = (one for one in made if one.comment_count)
        Comment.objects.bulk_create(
            Comment(idea=one, author=members[0], text=SENTENCES[0], revision=1, created_at=one.created_at)
            for one in talked
        )


def renew_spelling() -> None:
    """Do what the worker does every day, because these ideas are made by no verb."""
    from ideas import chores

    chores.renew_spelling()


def analyze() -> None:
    """Do what an hour of autovacuum would do."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def known() -> dict[str, Any]:
    """Return addresses, the number of queries of each, and the cookie of a signed-in person."""
    from django.conf import settings
    from django.contrib.sessions.models import Session
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from ideas.models import Idea

    idea = Idea.objects.filter(lab__slug=SLUG, comment_count=COMMENTS).get()
    shown = Idea.objects.filter(lab__slug=SLUG).exclude(photo="").get()
    if not Session.objects.exists():
        Client().force_login(User.objects.get(email=WHO))
    session = Session.objects.get().session_key
    ideas = f"/{SLUG}/ideeen/"
    pages = {
        "home": f"/{SLUG}/",
        "list": ideas,
        "search": f"{ideas}?q=fietspad+vijver",
        "idea": idea.get_absolute_url(),
    }
    queries = {}
    for who, cookie in (("out", ("mine", "1")), ("in", (settings.SESSION_COOKIE_NAME, session))):
        client = Client(SERVER_NAME="localhost")
        client.cookies[cookie[0]] = cookie[1]
        for name, address in pages.items():
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            queries[f"{name}, {who}"] = len(asked)
    others = {
        "photo": f"{shown.get_absolute_url()}foto/{shown.photo_name}",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
        "csrf": f"{settings.CSRF_COOKIE_NAME}={CSRF}",
    }
    return pages | others | {"queries": queries}


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "begin":
        begin()
    grow(int(sys.argv[2]))
    renew_spelling()
    analyze()
    print(json.dumps(known()))
