"""Query the changes, encode them once, and send the same frame to all readers."""

import asyncio
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from realtime import limits, metrics, protocol
from realtime.connection import Newcomer, Stream, Unseen, Update
from realtime.fragments import Found, Fragment
from realtime.hub_type import HubType
from realtime.protocol import Cursor
from realtime.under_daphne import frame

AT_ONCE = 100  # sockets served before the loop serves other work


async def pass_on(hub: HubType, stream: Stream) -> None:
    """Send the members all changes from the stream's cursor to the head."""
    after, upto = Cursor(hub.epoch, stream.cursor), Cursor(hub.epoch, stream.thing.head)
    found = await _since(hub, stream, after.revision, stream.languages())
    members = {lang: list(group) for lang, group in stream.members.items()}
    if found is None:
        hub.send_resets([one for group in members.values() for one in group], stream)
        return
    stream.cursor = upto.revision
    for lang, fragments in found.items():
        readers = (Newcomer(one, lang, after) for one in members[lang])
        await _hand_out(hub, stream, readers, after, upto, fragments)


async def welcome(hub: HubType, stream: Stream, newcomers: list[Newcomer]) -> None:
    """Send all newcomers what they missed, from the oldest of their cursors: one query, one frame per language."""
    for one in newcomers:
        if one.connection.is_held and _still_waits(one, stream):
            stream.hold(one)
    newcomers = [one for one in newcomers if _still_waits(one, stream)]
    upto = Cursor(hub.epoch, stream.thing.head)
    known = [one for one in newcomers if one.after and one.after.epoch == hub.epoch and one.after <= upto]
    oldest, found = await _from_oldest(hub, stream, known, upto)
    saved = {one for one in known if one.after and one.after.revision >= oldest}
    waiting = [one for one in newcomers if _still_waits(one, stream)]
    for one in waiting:
        if one in saved:
            stream.add(one)
    if lost := [one.connection for one in waiting if one not in saved]:
        hub.send_resets(lost, stream)
    for lang, fragments in found.items():
        readers = [one for one in known if one.lang == lang and stream.is_member(one.connection)]
        for band in _bands(readers, fragments):
            after = min(cursor for one in band if (cursor := one.after))
            missed = [one for one in fragments if one.revision > after.revision]
            metrics.catch_up.observe(sum(fragment.size for fragment in missed))
            await _hand_out(hub, stream, band, after, upto, missed)


def _still_waits(newcomer: Newcomer, stream: Stream) -> bool:
    """Is this page still connected, without a newer follow than the one before our query?"""
    return stream.newcomers.get(newcomer.connection) is newcomer


async def _from_oldest(hub: HubType, stream: Stream, known: list[Newcomer], upto: Cursor) -> tuple[int, Found]:
    """Return the oldest cursor that can catch up, and the changes since. Very old cursors are left out.

    A result that was queried after the thing's last change is used again, for any reader and any cursor.
    """
    languages = {one.lang for one in known}
    kept = hub.catch_ups.of(stream.key, upto.revision)
    too_old = max(kept.too_old, upto.revision - limits.BEHIND_REVISIONS - 1)
    cursors = sorted({one.after.revision for one in known if one.after and one.after.revision > too_old})
    while cursors and cursors[0] < upto.revision:
        if kept.after <= cursors[0] and languages <= kept.found.keys():
            return cursors[0], kept.found
        hub.budgets.charge_question([one.connection for one in known if one.after and one.after < upto])
        oldest = min(cursors[0], kept.after)
        found = await _since(hub, stream, oldest, languages | kept.found.keys())
        if found is not None:
            if all(fragment.lasts for fragments in found.values() for fragment in fragments):
                hub.catch_ups.keep(stream.key, kept._replace(after=oldest, found=found))
            return oldest, found
        kept = kept._replace(too_old=oldest)
        hub.catch_ups.keep(stream.key, kept)
        cursors = cursors[max(1, len(cursors) // 2) :]
    return upto.revision, {lang: [] for lang in languages}


async def _since(hub: HubType, stream: Stream, after: int, languages: Iterable[str]) -> Found | None:
    thing = stream.thing
    return await hub.desk.do(hub.fragments.since, thing.topic, thing.id, stream.view, after, languages)


def _bands(readers: list[Newcomer], fragments: list[Fragment]) -> list[list[Newcomer]]:
    """Separate readers who missed little from those who missed much: one old page must not cost everybody 64 KiB."""
    revisions = [fragment.revision for fragment in fragments]
    missed = [*accumulate((fragment.size for fragment in reversed(fragments)), initial=0)][::-1]
    near = [
        one
        for one in readers
        if one.after and missed[bisect_right(revisions, one.after.revision)] <= limits.NEAR_BYTES
    ]
    close_by = set(near)
    return [band for band in (near, [one for one in readers if one not in close_by]) if band]


async def _hand_out(
    hub: HubType, stream: Stream, readers: Iterable[Newcomer], after: Cursor, upto: Cursor, fragments: list[Fragment]
) -> None:
    """Send one frame to all `readers` that are still members; one with too many unacknowledged updates is held."""
    name = stream.thing.name
    text = protocol.update(name, after, upto, "\n".join(fragment.html for fragment in fragments))
    unseen = Unseen(hub.loop.time(), name, upto, len(text.encode()))
    update = Update({"type": "websocket.send", "text": text}, frame(text), unseen)
    count = 0
    for count, reader in enumerate(readers, 1):
        if count % AT_ONCE == 0:
            await asyncio.sleep(0)
        connection = reader.connection
        if connection.is_closed or not stream.is_member(connection):
            continue
        if not connection.has_room_for(unseen.size):
            stream.hold(reader)
            continue
        connection.push_update(update)
    metrics.updates.inc(count)
