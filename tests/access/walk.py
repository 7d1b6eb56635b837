"""Request every URL of the site as every actor, in every state.

table.txt has the expected responses, one line per route, method and state: `route METHOD state: answer=actor,actor …
answer=*` (`*`: everybody else). An answer is the status code, or `in` (redirected to sign-in), or `ok` (done, and
redirected to another page).
"""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from evenings.models import LabPlan, Note, Remark, ScreenAsk, Step, Task
from evenings.models.pledge import SIGNER
from labs.models import Membership, Role
from moderation.models import Flag, Report
from notifications.stopping import link as stop_link
from tests.access.bodies import body
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
        steps = Step.objects.filter(session__gathering=world.gatherings[state])
        last = (steps.filter(kind="dots") if route.name == "evening_choice" else steps).last()
        kwargs["step_pk"] = last.pk if last else 0
    if "remark_pk" in route.params:
        said = Remark.objects.filter(report__evening__session__gathering=world.gatherings[state]).first()
        kwargs["remark_pk"] = said.pk if said else 0
    if route.name.startswith("live") and "code" in route.params:
        kwargs["code"] = world.evenings["elsewhere" if state == "elsewhere" else "published"].code
    if "source" in route.params:
        kwargs["source"] = f"briefje-{Note.objects.get(text='Een podium').pk}"
    if "task_key" in route.params:
        kwargs["task_key"] = world.evenings["elsewhere" if state == "elsewhere" else "published"].task_keys["lead"]
    if "ask_pk" in route.params:
        kwargs["ask_pk"] = ScreenAsk.objects.filter(lab=world.lab).earliest("pk").pk
    if "task_pk" in route.params:
        kwargs["task_pk"] = Task.objects.filter(helper__evening=world.evenings["published"]).earliest("pk").pk
    if "plan_pk" in route.params:
        kwargs["plan_pk"] = LabPlan.objects.get(lab=world.other if state == "elsewhere" else world.lab).pk
    if "aloud_pk" in route.params:
        kwargs["aloud_pk"] = world.gatherings[state].aloud.get().pk
    if "pledge_pk" in route.params:
        kwargs["pledge_pk"] = world.ideas[state].pledges.get().pk
    if "brought_pk" in route.params:
        is_over = route.name == "evening_outcome_brings"
        kwargs["brought_pk"] = world.evenings["past" if is_over else "published"].pledges.get(name="Mo").pk
    if "promise_pk" in route.params:
        is_over = route.name == "evening_promise"
        kwargs["promise_pk"] = world.evenings["past" if is_over else "published"].promises.get().pk
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
    if route.name in ("pledge_asked", "pledge_to_idea"):
        kwargs["signed"] = SIGNER.sign(str(world.evenings["published"].pledges.get(name="Mo").pk))
    if "token" in route.params:
        kwargs["token"] = key()
    return reverse(route.name, kwargs=kwargs)


def ask(world: World, actor: str, route: Route, method: str, state: str, then: Any = None, **more: Any) -> Any:
    """Send one request; `then` inspects the response before everything is rolled back."""
    client = world.client(actor)
    cookies = deepcopy(client.cookies)
    where = address(route, world, state)
    with transaction.atomic():
        response = (
            client.get(where) if method == "GET" else client.post(where, body(route.name, world, state, actor) | more)
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
