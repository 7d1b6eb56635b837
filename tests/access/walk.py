"""Request every URL of the site as every actor, in every state.

table.txt has the expected responses, one line per route, method and state: `route METHOD state: answer=actor,actor …
answer=*` (`*`: everybody else). An answer is the status code, or `in` (redirected to sign-in), or `ok` (done, and
redirected to another page).
"""

import uuid
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from answers.forms.terms import TermsForm
from answers.models.draft import draft_of, seen_of
from common import clock
from evenings.models import Session, Step
from labs.models import Membership, Role
from moderation.forms.settings import ModerationForm
from moderation.models import Flag, Report
from notifications.stopping import link as stop_link
from tests.access.world import ACTORS, World, key

TABLE = Path(__file__).with_name("table.txt")
METHODS = ("GET", "POST")
IDEA_STATES = ("shown", "hidden", "closed", "withdrawn", "quiet")
ANSWER_STATES = ("shown", "owed", "answered", "hidden", "closed", "withdrawn")
COMMENT_STATES = ("shown", "hidden", "removed", "closed", "under_hidden", "under_quiet")
GATHERING_STATES = ("draft", "dates", "published", "full", "cancelled", "past", "hidden")
PLACE_STATES = ("shown", "closed")
CHALLENGE_STATES = ("shown", "hidden", "closed", "draft", "municipal")
CASE_STATES = ("open", "stays", "hidden", "asked", "change", "gone")
OF_EACH_KIND = ("idea", "photo", "question", "gathering")
MORE_CASE_STATES = {
    "case_detail": (*OF_EACH_KIND, "handed", "late"),
    "case_neighbour": ("handed", "late"),
    "case_for_writer": OF_EACH_KIND,
    "review_neighbour": ("handed",),
    "review_photo": ("handed",),
}
SITE_STATES = ("site",)
LAB_STATES = ("lab",)


class Route(NamedTuple):
    name: str
    params: frozenset[str]

    @property
    def states(self) -> tuple[str, ...]:
        if "lab_slug" not in self.params:
            return SITE_STATES
        if "comment_pk" in self.params:
            return COMMENT_STATES
        if "case_pk" in self.params:
            return CASE_STATES + MORE_CASE_STATES.get(self.name, ())
        if "thing_pk" in self.params:
            return IDEA_STATES
        if "waiting_pk" in self.params or "pk" not in self.params or self.name.startswith("lab_") or self.is_of_name:
            return LAB_STATES
        if self.is_of_gathering:
            return GATHERING_STATES
        if self.name.startswith("answer_"):
            return ANSWER_STATES
        if self.is_of_challenge:
            return CHALLENGE_STATES
        return PLACE_STATES if self.name.startswith("place_") else IDEA_STATES

    @property
    def is_of_name(self) -> bool:
        return self.name in ("report_name", "name_hide", "name_restore")

    @property
    def is_of_challenge(self) -> bool:
        return self.name.startswith("challenge_") or self.name == "report_challenge"

    @property
    def is_of_gathering(self) -> bool:
        named = self.name.startswith(("gathering_", "sign_up", "part", "date", "evening"))
        return "pk" in self.params and (named or self.name == "report_gathering")


def routes() -> list[Route]:
    """Return all named routes of the URLconf, ours and those of libraries."""
    return sorted({Route(pattern.name, params) for pattern, params in patterns(get_resolver(), frozenset())})


def patterns(resolver: URLResolver, above: frozenset[str]) -> Iterator[tuple[URLPattern, frozenset[str]]]:
    for entry in resolver.url_patterns:
        params = above | frozenset(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, params)
        else:
            yield entry, params


def address(route: Route, world: World, state: str) -> str:
    """Return the URL of `route` for the thing in `state`; "elsewhere": another lab's thing under this lab's URL."""
    kwargs: dict[str, Any] = {}
    if "lab_slug" in route.params:
        kwargs["lab_slug"] = world.lab.slug
    if "comment_pk" in route.params:
        comment = world.comments[state]
        kwargs |= {"pk": comment.idea_id, "comment_pk": comment.pk}
    elif route.name == "lab_factor_reset":
        lab = world.other if state == "elsewhere" else world.lab
        kwargs["pk"] = Role.objects.filter(membership__lab=lab, kind="moderator").earliest("pk").membership_id
    elif route.name in ("lab_pause", "lab_pause_end"):
        elsewhere, here = "Piet", "Bram" if route.name == "lab_pause" else "Paul"
        name = elsewhere if state == "elsewhere" else here
        kwargs["pk"] = Membership.objects.get(user__name=name).pk
    elif route.is_of_name:
        name = "Piet" if state == "elsewhere" else "Anna"
        kwargs["pk"] = Membership.objects.get(user__name=name).pk
    elif route.name == "lab_role_take":
        lab = world.other if state == "elsewhere" else world.lab
        kwargs["pk"] = Role.objects.filter(membership__lab=lab, kind="stadmaker").earliest("pk").pk
    elif route.name.startswith("lab_village") and "pk" in route.params:
        lab = world.other if state == "elsewhere" else world.lab
        kwargs["pk"] = lab.neighbourhoods.get(name="West").pk
    elif route.name.startswith("lab_team") and "pk" in route.params:
        lab = world.other if state == "elsewhere" else world.lab
        kwargs["pk"] = lab.teams.get().pk
    elif route.name == "device_sign_out":
        kwargs["pk"] = 1
    elif route.is_of_gathering:
        kwargs["pk"] = world.gatherings[state].pk
    elif route.name.startswith("place_") and "pk" in route.params:
        kwargs["pk"] = world.places[state].pk
    elif route.is_of_challenge and "pk" in route.params:
        kwargs["pk"] = world.challenges[state].pk
    elif "pk" in route.params and "waiting_pk" not in route.params:
        kwargs["pk"] = world.ideas[state].pk
    if "party_pk" in route.params:
        party = world.gatherings[state].attendances.get(name="Tinus")
        kwargs |= {"party_pk": party.pk}
        if "secret" in route.params:
            kwargs["secret"] = party.secret
    if "case_pk" in route.params:
        kwargs["case_pk"] = world.cases[state].pk
    if "thing_pk" in route.params:
        kwargs |= {"kind": "idea", "thing_pk": world.ideas[state].pk}
    if "report_pk" in route.params:
        made = Report.objects.exclude(mailbox="").get(case__lab=world.other if state == "elsewhere" else world.lab)
        kwargs |= {"report_pk": made.pk, "secret": made.secret}
    if "step_pk" in route.params:
        last = Step.objects.filter(session__gathering=world.gatherings[state]).last()
        kwargs["step_pk"] = last.pk if last else 0
    if "aloud_pk" in route.params:
        kwargs["aloud_pk"] = world.gatherings[state].aloud.get().pk
    if "pledge_pk" in route.params:
        kwargs["pledge_pk"] = world.ideas[state].pledges.get().pk
    if "asking_slug" in route.params:
        kwargs["asking_slug"] = world.other.slug
    if "waiting_pk" in route.params:
        waiting = world.ideas["elsewhere" if state == "elsewhere" else "shown"].waiting_comments.get()
        kwargs["waiting_pk"] = waiting.pk
        if "pk" in route.params:
            kwargs["pk"] = waiting.idea_id
    if "flag_pk" in route.params:
        kwargs["flag_pk"] = Flag.objects.get(lab=world.other if state == "elsewhere" else world.lab).pk
    if "name" in route.params:
        kwargs["name"] = Path((world.places if route.name == "place_photo" else world.ideas)[state].photo.name).name
    if "language" in route.params:
        kwargs["language"] = "nl"
    if "signed" in route.params:
        kwargs["signed"] = stop_link(world.ideas["shown"].author.user_id, ["ideas"]).split("/")[-2]
    if "token" in route.params:
        kwargs["token"] = key()
    return reverse(route.name, kwargs=kwargs)


def body(route: Route, world: World, state: str, actor: str) -> dict[str, Any]:
    """Return the fields of a valid POST to `route`; empty if it needs none."""
    idea = world.ideas.get(state)
    seen = idea.words_revision if idea else 0
    words = {"title": "Een ander idee", "opportunity": "Hier kan een tafel staan voor de straat.", "key": key()}
    tomorrow = (clock.now() + timedelta(days=1)).date()
    bodies: dict[str, dict[str, Any]] = {
        "idea_new": words,
        "idea_edit": words | {"seen": seen},
        "idea_behalf": words | {"voice": world.voice(actor), "name": "Mevrouw Jansen", "read_back": "on"},
        "comment_behalf": {
            "voice": world.voice(actor),
            "text": "Dat wil ik ook.",
            "key": key(),
            "name": "",
            "read_back": "on",
        },
        "gathering_aloud": {
            "subject": world.ideas["owed"].pk,
            "name": "Wim",
            "role": "wethouder",
            "words": "Dat komt goed.",
        },
        "gathering_aloud_one": {"words": "Dat komt goed.", "day": tomorrow},
        "gathering_aloud_deny": {"reason": "Het was anders."},
        "comments": {"text": "Ik doe mee.", "key": key()},
        "comment_edit": {"text": "Ik doe toch mee."},
        "waiting_edit": {"text": "Ik doe toch mee."},
        "waiting_show": {"seen": 1},
        "waiting_hide": {"seen": 1, "reason": "spam", "explanation": "Staat er twee keer."},
        "case_detail": {"kind": "gone" if state == "gone" else "nothing", "explanation": "Dit is een mening."},
        "case_neighbour": {"kind": "nothing", "explanation": "Dit is een mening."},
        "review_ask": {"why": "Er staat geen naam in."},
        "review_decide": {"review-outcome": "confirm", "review-explanation": "Het blijft zo."},
        "review_neighbour": {"review-outcome": "confirm", "review-explanation": "Het blijft zo."},
        "report_idea": {"reason": "abuse"},
        "report_comment": {"reason": "abuse"},
        "report_challenge": {"reason": "abuse"},
        "report_gathering": {"reason": "abuse"},
        "report_photo": {"reason": "privacy"},
        "report_name": {"reason": "abuse"},
        "name_hide": {"reason": "abuse", "explanation": "Dit scheldt iemand uit.", "seen": "anna"},
        "name_restore": {"why": "Het is een echte naam."},
        "report_mail": {"reason": "abuse", "words": "Hij scheldt.", "email": "nieuw@example.org", "truly": "on"},
        "claim": {"code": world.code},
        "need": {"answer": "yes"},
        "pledge": {"kind": "time", "sentence": "Ik kom op zaterdag."},
        "idea_withdraw": {"reason": "Het kan niet meer."},
        "idea_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "comment_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "talk_close": {"reason": "abuse", "explanation": "Het werd een ruzie."},
        "talk_open": {"why": "Het is weer rustig."},
        "idea_restore": {"why": "Het was een vergissing."},
        "idea_photo_hide": {"reason": "privacy", "explanation": "Er staat een kind op."},
        "idea_photo_restore": {"why": "Het was een vergissing."},
        "comment_restore": {"why": "Het was een vergissing."},
        "idea_status": {
            "voice": world.voice(actor),
            "status": "talking",
            "reason": "Morgen praten we erover.",
            "next_step": "Kom ook.",
            "seen": idea.status_revision if idea else 0,
        },
        "idea_welcome": {"voice": world.voice(actor), "text": "Welkom, Anna.", "key": key()},
        "idea_stance": {"stance": "helps", "words": "We zoeken het uit.", "seen": idea.stance_revision if idea else 0},
        "lab_role_give": {"who": "Bram", "kind": "connector", "reason": "Hij kent iedereen."},
        "lab_role_take": {"reason": "Op eigen verzoek."},
        "lab_factor_reset": {"reason": "Telefoon kwijt."},
        "lab_pause": {"days": "3", "reason": "abuse", "explanation": "Je schold iemand uit."},
        "lab_pause_end": {"why": "Jullie hebben het uitgepraat."},
        "lab_texts": {"name": "Proefdorp"},
        "lab_villages": {"name": "Noord", "reason": "Nieuw dorp."},
        "lab_village": {"name": "Noord", "reason": "Nieuwe naam."},
        "lab_village_remove": {"reason": "Bestaat niet meer."},
        "sign_in": {"email": "iemand@example.org"},
        **answer_bodies(world, state, actor, tomorrow.isoformat()),
        **gathering_bodies(world, state, tomorrow.isoformat()),
        **challenge_bodies(world, state, tomorrow.isoformat()),
    }
    return bodies.get(route.name, {})


def answer_bodies(world: World, state: str, actor: str, day: str) -> dict[str, dict[str, Any]]:
    answer = world.ideas[state].answers.last() if state in world.ideas else None
    seen = answer.versions.latest("pk").pk if answer and answer.given_at else 0
    words = {"kind": "yes", "words": "Het mag.", "contact": "Fleur, team Groen"}
    terms = TermsForm(lab=world.lab)
    kept = seen_of(draft_of(answer)) if answer else ""
    sien = world.lab.memberships.get(user__name="Sien").pk
    return {
        "answer_ask": {"reason": "We willen beginnen.", "voice": world.voice(actor)},
        "answer_date": {"day": day, "reason": "De tekening is er later.", "seen": 0},
        "answer_forward": {
            "to": "team Groen",
            "reason": "Zij gaan hierover.",
            "seen": world.ideas[state].status_revision if state in world.ideas else 0,
        },
        "answer_give": words | {"kept": kept},
        "answer_draft": words | ({"kept": kept, "seen": seen} if seen else {"kept": kept}),
        "answer_draft_away": {"seen": kept},
        "answer_draft_read": {"to": sien},
        "answer_draft_said": {"says": "yes", "seen": kept},
        "answer_approval": {"says": "yes", "seen": kept},
        "answer_approval_ask": {"to": sien},
        "answer_approval_note": {"on": "2026-01-05", "seen": kept},
        "answer_correct": words | {"reason": "Het mag toch.", "seen": seen},
        "answer_clear": {"clear": "yes", "seen": seen},
        "answer_aside": {"asked": world.asked},
        "answer_unclear": {"asked": world.asked, "key": uuid.uuid4(), "words": "Bus 60."},
        "answer_pass": {"who": f"team-{world.team.pk}", "seen": answer.care_seen if answer else ""},
        "answer_note": {"words": "Bel ProRail."},
        "lab_away": {"first_day": day, "last_day": day, "deputy": world.lab.memberships.get(user__name="Sien").pk},
        "lab_work_together": {"does": "take", "picked": f"{world.ideas['owed'].answers.get().pk}:0-0"},
        "lab_team_new": {"name": "team Wegen"},
        "lab_team": {"name": "team Water", "seen": world.team.seen},
        "lab_answers": {"threshold": "50", "days": "20", "seen": terms["seen"].value()},
        "lab_moderation": {"term": "3", "seen": ModerationForm(lab=world.lab)["seen"].value()},
    }


def gathering_bodies(world: World, state: str, day: str) -> dict[str, dict[str, Any]]:
    gathering = world.gatherings.get(state)
    maker = world.lab.memberships.get(user__name="Stadmaker").pk
    evening = {"day": day, "starts": "19:30", "ends": "21:00"}
    words = {"title": "Nog een avond", "entry": "sign_up", "organisers": [maker], **evening}
    times = {f"{name}_{n}": value for n in (1, 2) for name, value in evening.items()} | {"starts_2": "20:00"}
    options = list(gathering.date_options.all()) if gathering else []
    rows = {f"{name}-{count}_FORMS": "0" for name in ("rooms", "hours", "stops") for count in ("TOTAL", "INITIAL")}
    table_seen = gathering.table_revision if gathering else 0
    session = Session.objects.filter(gathering=gathering).first()
    steps = session.plan_steps if session else []
    minutes = {f"minutes-{step.pk}": "7" for step in steps}
    place = rows | {"name": "Een andere naam", "kind": "fixed", "address": "Raadhuisplein 2"}
    return {
        "gathering_new": words | {"key": key()},
        "gathering_edit": words | {"seen": gathering.words_revision if gathering else 0},
        "gathering_capacity": {"capacity": "50", "seen": gathering.words_revision if gathering else 0},
        "gathering_cancel": {"reason": "Het kan niet."},
        "gathering_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "gathering_restore": {"why": "Het hoort er toch bij."},
        "gathering_copy": evening | {"key": key()},
        "gathering_table": {"ideas": [world.ideas["shown"].pk], "seen": table_seen},
        "gathering_outcome": {"outcome": "We praatten over een bank.", "seen": table_seen},
        "evening": minutes | {"seen": session.version if session else 0, "up": steps[-1].pk if steps else ""},
        "evening_plan": {"plan": "tafel", "seen": session.version if session else 0},
        "evening_step_new": {"title": "Dans", "kind": "talk", "minutes": "5", "sentence": "Dans mee.", "key": key()},
        "evening_step": {
            "title": "Dans",
            "kind": "talk",
            "minutes": "5",
            "sentence": "Dans mee.",
            "seen": steps[-1].state if steps else "",
        },
        "sign_up": {"seats": "1"},
        "party_seats": {"seats": "1"},
        "sign_up_mail": {"name": "Tinus", "email": "nieuw@example.org", "seats": "1"},
        "parties": {"name": "Mevrouw Jansen", "seats": "1", "key": key()},
        "date_answers": {f"option_{option.pk}": "yes" for option in options},
        "dates_ask": times,
        "date_choose": {"option": options[0].pk if options else 0},
        "place_new": place | {"name": "Nog een plek"},
        "place_edit": place
        | {"photo_alt": "Een deur", "seen": world.places[state].revision if state in world.places else 0},
    }


def challenge_bodies(world: World, state: str, day: str) -> dict[str, dict[str, Any]]:
    challenge = world.challenges.get(state)
    words = {"title": "Een andere vraag?", "background": "Daarom.", "until": day}
    promise = {"level": "inform", "decides": "Wij.", "fixed": "Niets.", "promise": "Een brief."}
    seen = {"seen": challenge.words_revision if challenge else 0}
    far = (clock.now() + timedelta(days=60)).date().isoformat()
    return {
        "challenge_new": words | {"key": key()},
        "challenge_new_municipal": words | promise | {"key": key(), "do": "online"},
        "challenge_edit": words | promise | seen,
        "challenge_stance": {"stance": "helps", "seen": challenge.stance_revision if challenge else 0},
        "challenge_longer": {"until": far, "reason": "Er komt nog een avond."},
        "challenge_close": {"reason": "We weten genoeg."},
        "challenge_report": {"outcome": "Een plek om zelf te bouwen."},
        "challenge_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "idea_question": {"question": world.challenges["municipal"].pk},
        "challenge_restore": {"why": "Het was een vergissing."},
    }


def ask(world: World, actor: str, route: Route, method: str, state: str, then: Any = None, **more: Any) -> Any:
    """Send one request; `then` inspects the response before everything is rolled back."""
    client = world.client(actor)
    cookies = deepcopy(client.cookies)
    where = address(route, world, state)
    with transaction.atomic():
        response = (
            client.get(where) if method == "GET" else client.post(where, body(route, world, state, actor) | more)
        )
        if then:
            then(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def post(world: World, actor: str, route: Route, state: str, body: str) -> Any:
    """Post one form body unchanged; roll back its effects."""
    client = world.client(actor)
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = client.post(address(route, world, state), body, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def answer(response: Any) -> str:
    if response.status_code in (301, 302, 303):
        return "in" if response.headers["Location"].startswith("/inloggen/") else "ok"
    return str(response.status_code)


def line(route: Route, method: str, state: str, answers: dict[str, str]) -> str:
    """Return one line of the table; the most common answer comes last, as `*`."""
    given = list(answers.values())
    rest = max(dict.fromkeys(given), key=given.count)
    rare = dict.fromkeys(value for value in given if value != rest)
    parts = [f"{value}={','.join(a for a in ACTORS if answers[a] == value)}" for value in rare]
    return f"{route.name} {method} {state}: {' '.join([*parts, f'{rest}=*'])}"


def observed(world: World, route: Route) -> list[str]:
    """Return the table's lines for `route`, with the current responses."""
    return [
        line(route, method, state, {actor: answer(ask(world, actor, route, method, state)) for actor in ACTORS})
        for method in METHODS
        for state in route.states
    ]
