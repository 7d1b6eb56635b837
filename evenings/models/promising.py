"""Note what was promised aloud, and decide after the evening where it goes. Verbs of `Evening`; each locks it.

Those about one promise raise Moved, with it, if somebody else changed it since; RoomPromise.DoesNotExist.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.db import transaction

from common.rate_limits import charge
from evenings.models.harvesting import must_be_over
from evenings.models.helper import Helper
from evenings.models.promise import PromiseState, RoomPromise
from evenings.models.states import EveningClosed
from events.models.aloud import note_aloud
from ideas.models import Idea, Moved
from labs.models import Membership, Voice

if TYPE_CHECKING:
    from evenings.models.evening import Evening


@transaction.atomic
def note_promise(
    evening: "Evening",
    key: UUID,
    at: datetime,
    by: Membership | None,
    helper: Helper | None,
    *,
    name: str,
    role: str,
    words: str,
    day: date | None = None,
) -> RoomPromise:
    """Note it: during the evening, or later by an organiser (`by`). The same form again is the same promise.

    Raises EveningClosed.
    """
    evening.hold()
    own_key = uuid5(key, words)
    there: RoomPromise | None = evening.promises.filter(key=own_key).first()
    if there:
        return there
    if not evening.is_open(at) and not (by and evening.has_ended(at)):
        raise EveningClosed
    made: RoomPromise = evening.promises.create(
        key=own_key, by=by, helper=helper, noted_at=at, name=name, role=role, words=words, day=day
    )
    return made


@transaction.atomic
def correct_promise(evening: "Evening", promise_id: int, seen: int, **words: Any) -> bool:
    """Give it other words (`name`, `role`, `words`, `day`), as long as it is open. False if it has them."""
    promise = held(evening, promise_id)
    if promise.is_open and has(promise, words):
        return False
    must_be_as_seen(promise, seen)
    return keep(promise, **words)


@transaction.atomic
def remove_promise(evening: "Evening", promise_id: int) -> bool:
    """Remove its words, unless it stands with an idea. False if they are gone."""
    promise = held(evening, promise_id)
    if promise.state == PromiseState.GONE:
        return False
    if promise.is_put:
        raise Moved(promise)
    return keep(promise, state=PromiseState.GONE, name="", role="", words="", day=None)


@transaction.atomic
def put_promise(
    evening: "Evening",
    promise_id: int,
    seen: int,
    idea: Idea,
    member: Membership,
    voice: Voice,
    at: datetime,
    **words: Any,
) -> RoomPromise:
    """Put it online with an idea, in these words: said aloud, not confirmed yet. The same again is the same one.

    Locks the idea and the gathering before the evening. Raises also StillOpen, IdeaClosed, NotWaiting, TooOften.
    """
    gathering = evening.gathering
    gathering.hold_with_table([idea.pk])
    must_be_over(evening, at)
    promise = held(evening, promise_id)
    if promise.is_put and promise.aloud and promise.aloud.idea_id == idea.pk and has(promise, words):
        return promise
    must_be_as_seen(promise, seen)
    noted = note_aloud(gathering, member, voice, idea, **words)
    if noted.is_new:
        charge("comment", member.pk)
    keep(promise, **words, state=PromiseState.PUT, aloud=noted.thing)
    return promise


@transaction.atomic
def put_aside(evening: "Evening", promise_id: int) -> bool:
    """Let it stand nowhere, and keep it until the raw notes go. False if it is so already."""
    promise = held(evening, promise_id)
    if promise.state == PromiseState.ASIDE:
        return False
    if not promise.is_open:
        raise Moved(promise)
    return keep(promise, state=PromiseState.ASIDE)


@transaction.atomic
def open_promise(evening: "Evening", promise_id: int) -> bool:
    """Let organisers decide again. What stands with an idea is taken back there first. False if it is open."""
    promise = held(evening, promise_id)
    if promise.is_open:
        return False
    if not promise.can_be_opened:
        raise Moved(promise)
    return keep(promise, state=PromiseState.OPEN, aloud=None)


# Under the lock


def held(evening: "Evening", promise_id: int) -> RoomPromise:
    evening.hold()
    promise: RoomPromise = evening.promises.with_page().get(pk=promise_id)
    return promise


def has(promise: RoomPromise, words: dict[str, Any]) -> bool:
    return all(getattr(promise, name) == value for name, value in words.items())


def must_be_as_seen(promise: RoomPromise, seen: int) -> None:
    """Raise Moved unless it is open, and as it was on the page (`seen`: the version)."""
    if not promise.is_open or promise.version != seen:
        raise Moved(promise)


def keep(promise: RoomPromise, **values: Any) -> bool:
    for name, value in {**values, "version": promise.version + 1}.items():
        setattr(promise, name, value)
    promise.save()
    return True
