"""A lab evening: phones in the room, two Wi-Fi drops, a killed server, another phone that leads; beside a poll."""

import argparse
import asyncio
import contextlib
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.evening_browser import Browsers, browsers
from benchmarks.evening_check import is_shown, lost_or_doubled, shown, totals, unlike_fresh_ones
from benchmarks.evening_play import Play
from benchmarks.evening_report import close, counted_again, in_report, unlike
from benchmarks.evening_site import Site
from benchmarks.live_run import allow_many_files
from benchmarks.live_table import at, end, head, note, row
from tests import services

REACH = 1.0  # seconds from a press until 95 % of the pages show the step


async def play(site: Site, asked: argparse.Namespace, phones: int) -> None:
    there = site.shell(f"evening_data.make({-(-asked.dots // phones)})")
    async with site.running(), browsers(site.machine.origin, not asked.no_browser) as chromium:
        evening = Play(site, there, phones)
        await act(evening, asked, chromium)
        different = await unlike_fresh_ones(evening)
        await evening.go("busy", "back")
        await evening.go("busy", "back")
        result = await evening.phones[0].device.page(evening.phones[0].url)
        late = await chromium.late(evening.presses, evening.room.titles) if chromium else []
        poll = await evening.poll(asked.rest)
        await close(evening)
        evening.end()
        tell_steps(evening, late, poll)
        tell_forms(evening)
        tell_room(evening, asked, different, shown(result.html))
        await tell_record(evening)
        if chromium and chromium.lost:
            note(f"errors in Chromium: {chromium.lost[:5]}")


async def act(evening: Play, asked: argparse.Namespace, chromium: Browsers | None = None) -> None:
    """Play the evening until its last step."""
    await evening.begin(asked.seconds / 4)
    if chromium:
        await open_pages(chromium, evening)
    await evening.walk_steps(asked.rest)
    await evening.write_notes(asked.notes - asked.paper, asked.paper, asked.seconds)
    await evening.lay_together()
    await evening.give_dots(asked.dots, asked.seconds, not asked.no_kill)
    await evening.bring(asked.pledges, asked.seconds / 6)
    await evening.go("busy")
    await asyncio.sleep(3)


async def open_pages(chromium: Browsers, evening: Play) -> None:
    phone = evening.phones[0]
    await chromium.open("telefoon", phone.url, phone.device.cookies, width=360, height=740)
    await chromium.open("regie", f"{phone.url}regie/", evening.there["organiser"], width=360, height=740)
    await chromium.open("muur", f"{phone.url}muur/", evening.there["organiser"], width=1366, height=768)
    await chromium.open("scherm", f"{phone.url}scherm/", evening.there["organiser"], width=1920, height=1080)


def tell_steps(evening: Play, late: list[float], poll: dict[str, Any]) -> None:
    """Print how fast pages follow, and what that costs, beside a poll."""
    for how, words in (("quiet", "nobody does anything else"), ("busy", "people write, choose and fetch")):
        took = sorted(evening.seen[how])
        row(f"step -> {len(evening.guests) + 1} pages, {words}: p50 / p95 / p99", seconds(took),
            f"5 s poll: {seconds(poll['late'])}", f"{at(poll['late'], 0.5) / max(0.001, at(took, 0.5)):.0f}",
            f"p95 <= {REACH:g} s", at(took, 0.95) <= REACH)  # fmt: skip
    row("  the last page, worst step", f"{max(evening.last):.2f} s", f"{evening.missing} pages without a step",
        reach="0", holds=not evening.missing)  # fmt: skip
    if late:
        row(f"  in Chromium, {len(late)} steps on three pages: p50 / p95 / p99", seconds(late))
    live, polled = evening.shares["only steps"].server, evening.shares["poll"].server
    row("  server CPU, only steps", f"{100 * live:.0f} %", f"5 s poll: {100 * polled:.0f} %",
        f"{polled / max(0.0001, live):.1f}")  # fmt: skip
    row("  requests/s by pages, only steps", "0.0", f"5 s poll: {poll['requests']:.1f}")
    row("Wi-Fi gone: all back after", " / ".join(f"{one:.1f}" for one in evening.back) + " s")


def tell_forms(evening: Play) -> None:
    """Print how long forms wait, and whether the benchmark itself is what is slow."""
    took = [one for guest in evening.guests for one in guest.device.took]
    for form, words in (("", "walk in"), ("briefje", "a note"), ("kies", "a dot"), ("bijdrage", "who brings what")):
        smooth = sorted(one.seconds for one in took if one.form == form and one.is_smooth)
        row(f"  {words}: number, p50 / p95 / p99", f"{len(smooth)}, {seconds(smooth)}")
    there = evening.form_after
    row("  the form to choose is there, after opening: p50 / p95 / p99", seconds(there), f"{len(there)} phones")
    rough = sorted(one.seconds for one in took if not one.is_smooth)
    again = sum(guest.device.again for guest in evening.guests)
    row("  without Wi-Fi, or the server killed, meanwhile", f"{len(rough)}, {seconds(rough)}", f"{again} sent again")
    for act in ("notes", "dots"):
        server, bench, machine = evening.shares[act]
        row(f"  cores busy with {act}: server / benchmark / machine", f"{server:.2f} / {bench:.2f} / {machine:.2f}")
    row("  the loop of the benchmark is late: p50 / p95 / p99", seconds(sorted(evening.load.late)))


def tell_room(evening: Play, asked: argparse.Namespace, different: list[str], result: list[int]) -> None:
    """Print what people did, and whether their pages show that."""
    ledger, guests = evening.ledger, evening.guests
    done = [len(ledger.people), *(sum(one.values()) for one in (ledger.notes, ledger.dots, ledger.pledges))]
    planned = [len(guests), asked.notes, asked.dots, asked.pledges]
    refused = ", ".join(f"{n} x {what}" for what, n in ledger.refused.items()) or "nothing refused"
    row("acknowledged: people, notes, dots, pledges", ", ".join(map(str, done)), refused,
        reach=", ".join(map(str, planned)), holds=done == planned)  # fmt: skip
    late = ", ".join(f"{n} x {status}" for status, n in ledger.late.items())
    row("  dots after closing", late, reach="409", holds=set(ledger.late) == {409})
    row("  pages unlike a fresh one", f"{len(different)} of {len(guests) + 3}", reach="0", holds=not different)
    again = totals(ledger, evening.there["options"])
    row(
        "  result, as phones show it",
        str(result),
        f"recount: {again}",
        reach="the same",
        holds=is_shown(result, again),
    )
    for words in different[:10]:
        note(words[:300])


async def tell_record(evening: Play) -> None:
    """Print what was lost or doubled, and whether the report of the closed evening equals the record."""
    wrong = lost_or_doubled(evening.ledger, evening.site.shell("evening_data.tell()"))
    report = await evening.organiser.device.page(evening.there["report"])
    row("  lost or doubled", str(len(wrong)), reach="0", holds=not wrong)
    figures, again = in_report(report.html), counted_again(evening.ledger, evening.there)
    other = unlike(figures, again)
    row("  the report equals the record", f"{len(again) - len(other)} of {len(again)} figures", reach="the same",
        holds=not other)  # fmt: skip
    for words in [*wrong[:10], *other]:
        note(words[:300])


def seconds(sorted_values: list[float]) -> str:
    if not sorted_values:
        return "-"
    return " / ".join(f"{at(sorted_values, share):.2f}" for share in (0.5, 0.95, 0.99)) + " s"


def asked_for(words: list[str] | None = None) -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--phones", type=int, help="instead of 150, and 400 on two processes")
    arguments.add_argument("--notes", type=int, default=600)
    arguments.add_argument("--paper", type=int, default=200, help="of these notes, typed over from paper")
    arguments.add_argument("--dots", type=int, default=1500)
    arguments.add_argument("--pledges", type=int, default=40)
    arguments.add_argument("--seconds", type=float, default=120, help="of writing notes, and of giving dots")
    arguments.add_argument("--rest", type=float, default=3, help="seconds between two steps")
    arguments.add_argument("--only", choices=["sqlite", "postgres"])
    arguments.add_argument("--no-browser", action="store_true")
    arguments.add_argument("--no-kill", action="store_true", help="the server lives")
    return arguments.parse_args(words)


def main() -> None:
    asked = asked_for()
    allow_many_files()
    head()
    with tempfile.TemporaryDirectory(prefix="stadslab-bench-") as name:
        folder = Path(name)
        if asked.only != "postgres":
            row("One process, SQLite, bin/dev", "")
            asyncio.run(play(Site(folder), asked, asked.phones or 150))
        if asked.only != "sqlite":
            row("Two processes, PostgreSQL, Redis, bin/serve", "")
            with contextlib.ExitStack() as stack:
                try:
                    database, redis = stack.enter_context(services.postgres()), stack.enter_context(services.redis())
                except services.Absent as absent:
                    row("  not measured", "", str(absent))
                    return
                (folder / "two").mkdir()
                site = Site(folder / "two", 2, DATABASE_URL=database.url, REDIS_URL=redis.url)
                asyncio.run(play(site, asked, asked.phones or 400))
    end()


if __name__ == "__main__":
    main()
