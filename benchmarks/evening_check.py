"""Is at the end of the evening everything there once, and is each page what a fresh one is?"""

import re
from collections import Counter
from typing import Any

from benchmarks.evening_people import Ledger
from benchmarks.evening_play import Play

FEW = 5
FIGURE = re.compile(r'class="result__figure">([^<]*)<')


def lost_or_doubled(ledger: Ledger, told: dict[str, Any]) -> list[str]:
    """Compare what was acknowledged with what the database has."""
    notes = Counter(text for text, _state in told["notes"])
    picks = Counter({(who, option): dots for who, option, dots in told["picks"]})
    given = Counter({key: dots for key, dots in ledger.dots.items() if dots})
    pairs = {
        "people": (Counter(ledger.people), Counter(told["people"])),
        "notes": (ledger.notes, notes),
        "dots": (given, picks),
        "counted": (Counter(map(tuple, ledger.counted)), Counter(map(tuple, told["counted"]))),
        "pledges": (ledger.pledges, Counter(told["pledges"])),
        "piles": (Counter(ledger.piles), Counter(told["piles"])),
    }
    found = []
    for what, (acknowledged, there) in pairs.items():
        for key in sorted(acknowledged.keys() | there.keys(), key=str):
            if acknowledged[key] != there[key]:
                found.append(f"{what}: {key} was acknowledged {acknowledged[key]} times, and is there {there[key]}")
    people = sum(ledger.seats.get(name, 1) for name in ledger.people)
    if told["counted_people"] != people:
        found.append(f"{people} came in, and the figure is {told['counted_people']}")
    numbers = sorted(told["numbers"])
    if numbers != list(range(1, len(numbers) + 1)):
        found.append("notes on the wall aren't numbered from one, each once")
    return found


def totals(ledger: Ledger, options: dict[str, str]) -> list[int]:
    """Count again, by option, from what people were told."""
    sums = dict.fromkeys(map(int, options), 0)
    for (_who, option), dots in ledger.dots.items():
        sums[option] += dots
    for option, number in ledger.counted:
        sums[option] += number
    return list(sums.values())


def is_shown(result: list[int], again: list[int]) -> bool:
    """Does a page show this? Below FEW it says "a few"."""
    words = [-1 if one == -1 and number < FEW else number for one, number in zip(result, again, strict=False)]
    return result == words and len(result) == len(again)


def shown(html: str) -> list[int]:
    """Return the figures of the result on a page; words such as "a few" count as -1."""
    return [int(words) if words.strip().isdigit() else -1 for words in FIGURE.findall(html)]


async def unlike_fresh_ones(play: Play) -> list[str]:
    """Compare each open page with one that is opened now."""
    found = []
    phone = await play.phones[0].device.page(play.phones[0].url)
    for guest in play.guests:
        found += [f"{guest.name}: {words}" for words in guest.page.differs(phone.html)]
    for person in (play.screen, play.screener, play.leader):
        fresh = await person.device.page(person.page.path)
        found += [f"{person.name}: {words}" for words in person.page.differs(fresh.html)]
    return found
