"""The initial data: a lab for each round, with its own signed-in people."""

import json
import sys
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client

from common import clock
from evenings.models import Evening, Session, Source, Step
from evenings.models.choosing import open_choice, prepare, seat
from evenings.models.helping import NewHelper
from evenings.models.pledge import SIGNER
from evenings.plans import plans
from evenings.reporting import begin, publish
from evenings.topics import HELPER, TICKET
from events.models import Gathering
from ideas.models import Comment
from labs.models import RESIDENT_VOICE, Lab, Membership, Role, RoleKind
from moderation.models import ModerationSettings
from moderation.models.flag import IS_NEW
from realtime import tickets
from realtime.tickets import Ticket
from tests.challenges.factories import make_question
from tests.events.factories import AN_EVENING, IN_NINE_DAYS, make_draft, make_gathering
from tests.factories import make_idea, make_lab, make_member, make_user
from tests.faults.past import NOTE, TITLE
from tests.faults.room import MARK, PHONES
from tests.faults.scene import (
    AUTHOR,
    IDEAS,
    KEEPER,
    LEADER,
    LONG,
    MODERATOR,
    PEOPLE,
    SERVANT,
    STADMAKER,
    SUPPORT_THERE_IS,
    said_by,
)
from tests.places.factories import make_place

PAST_NOTES, PAST_BRINGS = 40, 12
ROUNDS = "acdefghkmnpqrstvxyz"  # one letter per round; names must not look alike


def main(rounds):
    """Create the tables and all data, and print the ids as JSON."""
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE SEQUENCE faults_sequence START 100")  # for the control of this name
    sys.stdout.write(json.dumps(make(rounds)))


def make(rounds):
    return {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "labs": [make_round(number) for number in range(rounds)],
    }


def make_round(number):
    """Make the data of one round; scene.py declares the people."""
    users = [make_user(f"Bewoner{ROUNDS[number]}{n}") for n in range(PEOPLE)]
    lab = make_lab(f"ronde-{number}", name=f"Ronde {number}")
    members = [Membership.objects.create(lab=lab, user=user) for user in users]
    Role.objects.create(membership=members[STADMAKER], kind=RoleKind.STADMAKER, label="team Groen")
    for who in (LEADER, KEEPER):
        Role.objects.create(membership=members[who], kind=RoleKind.STADMAKER)
    Role.objects.create(membership=members[MODERATOR], kind=RoleKind.MODERATOR)
    Role.objects.create(membership=members[MODERATOR], kind=RoleKind.LAB_ADMIN)
    Role.objects.create(membership=members[SERVANT], kind=RoleKind.CIVIL_SERVANT, label="team Groen")
    others = [make_member(lab, f"Ander{n}") for n in range(SUPPORT_THERE_IS)]
    ideas = [make_idea(members[AUTHOR], f"Idee {number} {n}") for n in range(IDEAS)]
    for idea in ideas:
        for other in others:
            idea.support(other)
            idea.answer_need(other, "unsure")
    maker = members[STADMAKER]
    place = make_place(maker, f"Plek {number}")
    evening = make_gathering(maker, f"Avond {number}", capacity=500, place=place)
    evening.put_on_table(ideas[:2])
    asked = make_draft(maker, f"Datum {number}")
    asked.ask_dates([(clock.now() + IN_NINE_DAYS * n, clock.now() + IN_NINE_DAYS * n + AN_EVENING) for n in (1, 2)])
    begun = make_gathering(maker, f"Begonnen {number}", capacity=50)
    ago = clock.now() - timedelta(minutes=10)
    Gathering.objects.filter(pk=begun.pk).update(starts_at=ago, ends_at=ago + AN_EVENING)
    begun.put_on_table(ideas[2:3])
    return {
        "slug": lab.slug,
        "sessions": [session_of(user) for user in users],
        "ideas": [idea.pk for idea in ideas],
        "long": ideas[2].pk,
        "said": make_long_talk(ideas[2], members),
        "villages": [one.pk for one in lab.neighbourhoods.all()],
        "question": make_question(members[AUTHOR], f"Vraag {number}").pk,
        "place": place.pk,
        "evening": evening.pk,
        "asked": asked.pk,
        "options": [option.pk for option in asked.date_options.all()],
        "begun": begun.pk,
        "leaving": make_gathering(maker, f"Vervalt {number}").pk,
        "live": make_live(number, members[LEADER]),
        "past": make_past(number, members[KEEPER], ideas),
        "members": [member.pk for member in members],
        "names": [user.name for user in users],
        **make_calm(number, users),
    }


def make_live(number, maker):
    """Open an evening in which people give dots, and wrote notes until now; the title of each step says its number.

    One phone is of one person, the others are of tables.
    """
    session = Session.begin(make_gathering(maker, f"Live {number}"), plans()["kansen"], 0)
    steps = session.plan_steps
    for place, step in enumerate(steps, start=1):
        Step.objects.filter(pk=step.pk).update(title=f"Stap {MARK}v{place}x")
    kinds = ("notes", "group", "dots", "bring")
    notes, group, dots, bring = (next(step for step in steps if step.kind == kind) for kind in kinds)
    prepare(dots, 0, ["Een bank", "Een boom", "Een feest"], dots=3, most=2)
    evening = Evening.open(session, clock.now())
    for step in (notes, bring, dots):  # a pledge is taken once its step was reached
        evening.go(step.pk, evening.version, clock.now())
    open_choice(evening, dots, dots.choice.version, clock.now())
    people = [evening.join(uuid.uuid4(), "", clock.now()) for _ in range(PHONES)]
    for table in people[1:]:
        seat(table, 3, clock.now())
    evening.refresh_from_db()
    helper = evening.take_task(evening.task_keys["screen"], clock.now(), NewHelper(uuid.uuid4(), "Helper", None))
    return {
        "pk": evening.pk,
        "gathering": session.gathering_id,
        "code": evening.code,
        "task": evening.task_keys["paper"],
        "steps": [step.pk for step in steps],
        "notes_step": notes.pk,
        "group_step": group.pk,
        "bring_step": bring.pk,
        "now": dots.pk,
        "busy": [step.pk for step in steps if notes.position <= step.position <= dots.position],
        "options": {option.text: option.pk for option in dots.choice.options.all()},
        "people": evening.people,
        "tickets": [ticket_of(participant) for participant in people],
        "helper": ticket_of(helper, HELPER),
    }


def make_past(number, keeper, ideas):
    """Close an evening, of which the notes and what people bring wait for a place; the first note has one.

    Another one, of a gathering that moderators hide, gave an idea; a third one is rehearsed.
    """
    evening, notes = make_over(keeper, f"Voorbij {number}", PAST_NOTES, PAST_BRINGS)
    evening.put_at_idea(Source("note", notes[0]), ideas[0], keeper, clock.now())
    begin(evening, clock.now())
    other, told = make_over(keeper, f"Verborgen {TITLE}v1x", 1, 0)
    words = {"title": f"Uit de zaal {number}", "opportunity": "Hier kan een bank komen."}
    made = other.make_idea(Source("note", told[0]), keeper, RESIDENT_VOICE, uuid.uuid4(), clock.now(), **words)
    publish(other, begin(other, clock.now()).version, clock.now(), keeper)
    rehearsed = Session.begin(make_gathering(keeper, f"Proef {number}"), plans()["kansen"], 0)
    brings = list(evening.pledges.order_by("pk").values_list("pk", flat=True))
    return {
        "gathering": evening.gathering.pk,
        "code": evening.code,
        "ticket": ticket_of(evening.participants.get()),
        "notes": notes,
        "at": {notes[0]: ideas[0].pk},
        "brings": brings,
        "signed": [SIGNER.sign(str(pk)) for pk in brings],
        "hidden": other.gathering.pk,
        "came_up": made.idea_id,
        "rehearsal": rehearsed.gathering_id,
        "rehearsal_code": Evening.try_out(rehearsed, clock.now(), timedelta(hours=20)).code,
    }


def make_over(keeper, title, notes, brings):
    """Return an evening that is over, and the ids of its notes; one person wrote them."""
    session = Session.begin(make_gathering(keeper, title), plans()["kansen"], 0)
    evening, now = Evening.open(session, clock.now()), clock.now()
    step, last = (next(step for step in session.plan_steps if step.kind == kind) for kind in ("notes", "bring"))
    evening.go(step.pk, evening.version, now)
    evening.let_through(True, now)
    guest = evening.join(uuid.uuid4(), "", now)
    texts = [f"{NOTE}{n}v1x Een bank." for n in range(notes)]
    made = [evening.write(step.pk, text, uuid.uuid4(), now, guest).pk for text in texts]
    for n in range(brings):
        evening.bring(last.pk, f"Tijd {n}.", uuid.uuid4(), now, kind="time")
    evening.close(now)
    ago = now - timedelta(minutes=10)
    Gathering.objects.filter(pk=session.gathering_id).update(starts_at=ago, ends_at=ago + AN_EVENING)
    return Evening.objects.get(pk=evening.pk), made


def make_calm(number, users):
    """Make a lab in calm mode that is older than its people: their first comments wait."""
    lab = make_lab(f"kalm-{number}", name=f"Kalm {number}")
    Lab.objects.filter(pk=lab.pk).update(created_at=clock.now() - 2 * IS_NEW)
    lab.refresh_from_db()
    until = clock.now().date() + timedelta(days=10)
    ModerationSettings.objects.create(lab=lab, calm_until=until, calm_name="Mo", calm_phone="0573 12 34 56")
    members = Membership.objects.bulk_create(Membership(lab=lab, user=user) for user in users)
    Role.objects.create(membership=members[MODERATOR], kind=RoleKind.MODERATOR)
    return {"calm_slug": lab.slug, "calm_idea": make_idea(members[AUTHOR], f"Kalm idee {number}").pk}


def make_long_talk(idea, members):
    """Create ordinary comments in bulk; return their ids."""
    idea.refresh_from_db()
    said = [
        Comment(idea=idea, author=members[said_by(n)], text=f"z{n}v1x Dat vond ik al.", revision=idea.revision)
        for n in range(LONG)
    ]
    made = Comment.objects.bulk_create(said)
    with transaction.atomic():
        idea.advance(comment_count=LONG, talk_revision=F("revision") + 1)
    return [comment.pk for comment in made]


def ticket_of(one, kind=TICKET):
    response = HttpResponse()
    tickets.give(response, Ticket(kind, one.pk), 24 * 3600)
    (cookie,) = response.cookies.values()
    return f"{cookie.key}={cookie.value}"


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
