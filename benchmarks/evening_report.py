"""Does the report of the closed evening say what was acknowledged? Counted again here, with code of its own."""

import re
from typing import Any

from benchmarks.evening_people import Ledger
from benchmarks.evening_play import Play

BOX = re.compile(r'<dt>(.*?)</dt>\s*<dd class="num">(.*?)</dd>', re.DOTALL)
CAME = re.compile(r'<p class="quiet">([^<]*)</p>')
TABLE = re.compile(r'<table class="figures-table">(.*?)</table>', re.DOTALL)
ROW = re.compile(r'<th scope="row"[^>]*>([^<]*)</th>\s*<td>(\d+)</td>\s*<td>(\d+)</td>\s*<td class="num">(\d+)</td>')
WHO = re.compile(r'<section class="flow" aria-labelledby="brengt">(.*?)</section>', re.DOTALL)
IN_FIGURES = 5  # contributions that not everybody may read: fewer are "a few"
SEEN = re.compile(r'name="seen"\s+value="(\d+)"')

Figures = dict[str, Any]


async def close(play: Play) -> None:
    """Close the evening, as who leads it does. Its organiser reads the report from then on."""
    leader = play.leader
    where = f"{leader.url}sluit/"
    asked = await leader.device.page(where)
    seen = SEEN.search(asked.html)
    leader.must(seen is not None, f"can't close: {asked.status}")
    answer = await leader.device.send(where, seen=seen[1])
    leader.must(answer.status in (200, 302), f"closed: {answer.status}")


def in_report(html: str) -> Figures:
    """Return the figures that stand on the page of a report."""
    boxes = [(numbers_in(words), numbers_in(number)) for words, number in BOX.findall(html)]
    boxes += [([], [])] * (4 - len(boxes))
    (with_phone, people), (paper, notes), (by_hand, dots), (_, pledges) = boxes
    asked = html.partition('<ol class="report-rows">')[2].partition("</ol>")[0]
    table = TABLE.search(html)
    rows = ROW.findall(table[1]) if table else []
    brings = WHO.search(html)
    return {
        "people": first(people), "devices": first(with_phone),
        "notes": first(notes), "from paper": first(paper),
        "dots": first(dots), "dots by hand": first(by_hand), "pledges": first(pledges),
        "pledges not for everybody": first(numbers_in(brings[1])) if brings else 0,
        "by step": [first(numbers_in(words)) for words in CAME.findall(asked)],
        "by option": {label: tuple(map(int, numbers)) for label, *numbers in rows[:-1]},
        "together": tuple(map(int, rows[-1][1:])) if rows else (),
    }  # fmt: skip


def counted_again(ledger: Ledger, there: dict[str, Any]) -> Figures:
    """Count from what people were told."""
    texts, hands = there["options"], sum(number for _option, number in ledger.counted)
    options = {text: [0, 0] for text in texts.values()}
    for (_who, option), dots in ledger.dots.items():
        options[texts[str(option)]][0] += dots
    for option, number in ledger.counted:
        options[texts[str(option)]][1] += number
    by_phone, pledges = sum(ledger.dots.values()), sum(ledger.pledges.values())
    notes = sum(ledger.notes.values())  # also those that were written while people grouped
    steps = {"notes": notes, "group": len(ledger.piles), "dots": by_phone + hands, "bring": pledges}
    return {
        "people": sum(ledger.seats.get(name, 1) for name in ledger.people), "devices": len(ledger.people),
        "notes": notes, "from paper": ledger.paper,
        "dots": by_phone + hands, "dots by hand": hands, "pledges": pledges,
        "pledges not for everybody": pledges if pledges >= IN_FIGURES else 0,
        "by step": [steps.get(kind, 0) for kind in there["kinds"]],
        "by option": {text: (phone, hand, phone + hand) for text, (phone, hand) in options.items()},
        "together": (by_phone, hands, by_phone + hands),
    }  # fmt: skip


def unlike(report: Figures, again: Figures) -> list[str]:
    """Return in which figures they differ."""
    other = [what for what in again if report[what] != again[what]]
    return [f"report: {what} {report[what]}, and counted again {again[what]}" for what in other]


def numbers_in(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", re.sub(r"<[^>]*>|(?<=\d)\.(?=\d{3})", " ", words))]


def first(numbers: list[int]) -> int:
    return numbers[0] if numbers else 0
