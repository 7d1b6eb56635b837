"""The benchmark of an evening finds what is lost or doubled, and its devices do what the page does."""

import asyncio
import json
from urllib.parse import parse_qs

import pytest

from benchmarks import evening_page
from benchmarks.evening_check import is_shown, lost_or_doubled, shown, totals
from benchmarks.evening_device import Device, Wifi
from benchmarks.evening_page import LivePage, Room
from benchmarks.evening_people import Ledger
from benchmarks.evening_report import counted_again, in_report, unlike

TEXT = 1  # the type of a frame
PAGE = """<div data-follow="evening-1" data-view="phone" data-after="e.3">
  <div class="now" id="evening-phone-1" data-revision="3" data-phone data-step="4"></div>
  <section id="choose" data-while="choosing-0"></section></div>"""


@pytest.fixture
def ledger():
    ledger = Ledger()
    ledger.people += ["Anna", "Chaima"]
    ledger.seats["Chaima"] = 4
    ledger.notes["Een bank"] += 1
    ledger.dots = {("Anna", 7): 2, ("Chaima", 7): 1, ("Chaima", 8): 0}
    ledger.counted.append((8, 12))
    return ledger


@pytest.fixture
def told():
    """What the database has."""
    return {
        "people": {"Anna": 1, "Chaima": 1}, "counted_people": 5, "notes": [["Een bank", "wall"]], "numbers": [1],
        "picks": [["Anna", 7, 2], ["Chaima", 7, 1]], "counted": [[8, 12]], "piles": [],
        "pledges": {},
    }  # fmt: skip


def test_an_evening_of_which_all_is_there_once_is_right(ledger, told):
    assert lost_or_doubled(ledger, told) == []
    assert totals(ledger, {"7": "Een bank", "8": "Een boom"}) == [3, 12]


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("notes", []),
        ("notes", [["Een bank", "wall"]] * 2),
        ("notes", [["Een bank", "wall"], ["Nooit geschreven", "waits"]]),
        ("picks", [["Anna", 7, 1], ["Chaima", 7, 1]]),
        ("picks", [["Anna", 7, 2]]),
        ("counted", [[8, 12], [8, 12]]),
        ("people", {"Anna": 2, "Chaima": 1}),
        ("counted_people", 3),
        ("numbers", [1, 3]),
        ("piles", ["Groen"]),
        ("pledges", {"Een uur": 1}),
    ],
)
def test_what_is_lost_doubled_or_out_of_nothing_is_found(ledger, told, what, there):
    assert len(lost_or_doubled(ledger, told | {what: there})) == 1


def test_figures_are_read_from_the_page():
    assert shown('<b class="result__figure">12</b> <b class="result__figure">een paar</b>') == [12, -1]
    assert is_shown([12, -1], [12, 4])
    assert not is_shown([12, -1], [12, 5])
    assert not is_shown([12], [12, 4])


THERE = {"options": {"7": "Een bank", "8": "Een boom"}, "kinds": ["talk", "notes", "dots"]}
REPORT = """<dl>
  <div><dt>mensen<br> 2 met een telefoon</dt> <dd class="num">5</dd></div>
  <div><dt>briefje</dt> <dd class="num">1</dd></div>
  <div><dt>stippen<br> 12 met de hand geteld</dt> <dd class="num">15</dd></div></dl>
<ol class="report-rows"><li><p class="quiet">niets opgeschreven</p></li><li><p class="quiet">1 briefje</p></li>
  <li><p class="quiet">15 stippen</p></li></ol>
<table class="figures-table">
  <tr><th scope="row" lang="nl">Een bank</th> <td>3</td> <td>0</td> <td class="num">3</td></tr>
  <tr><th scope="row" lang="nl">Een boom</th> <td>0</td> <td>12</td> <td class="num">12</td></tr>
  <tr><th scope="row">Samen</th> <td>3</td> <td>12</td> <td class="num">15</td></tr></table>"""


def test_a_report_that_says_what_was_acknowledged_is_right(ledger):
    assert unlike(in_report(REPORT), counted_again(ledger, THERE)) == []


@pytest.mark.parametrize(
    ("words", "other", "what"),
    [
        ('class="num">5<', 'class="num">2<', "people"),
        ("<br> 2 met", "<br> 3 met", "devices"),
        ("niets opgeschreven", "1 briefje", "by step"),
        ("<td>0</td> <td>12<", "<td>1</td> <td>11<", "by option"),
        ("12 met", "11 met", "dots by hand"),
    ],
)
def test_a_figure_of_the_report_that_differs_is_found(ledger, words, other, what):
    found = unlike(in_report(REPORT.replace(words, other)), counted_again(ledger, THERE))
    assert [line.split(": ")[1].startswith(what) for line in found] == [True]


async def test_a_form_without_an_answer_is_sent_again_with_the_same_key(monkeypatch):
    asked = []

    async def answer(reader, writer):
        top = await reader.readuntil(b"\r\n\r\n")
        size = int(top.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        asked.append(parse_qs((await reader.readexactly(size)).decode())["key"])
        if len(asked) == 2:
            writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nSet-Cookie: ticket=7; Path=/\r\n\r\nja")
        writer.close()

    monkeypatch.setattr("benchmarks.evening_device.LEAST", 0.01)
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        device = Device("http://localhost", server.sockets[0].getsockname()[1], Wifi())
        assert (await device.send("/horst/live/kievit-42/briefje/", key="a")).status == 201
    assert asked == [["a"], ["a"]]
    assert (device.again, device.cookie) == (1, "ticket=7")


@pytest.fixture
async def page(monkeypatch):
    """A phone that is on its page, without a socket."""
    room = Room(1, "http://localhost", {})
    page = LivePage(room, Device("http://localhost", 1, Wifi()), "/live/kievit-42/")
    page.load(PAGE)
    page.answered, page.asked = set(), []
    monkeypatch.setattr(page, "follow", lambda: page.asked.append("follow"))
    monkeypatch.setattr(page, "fetch_soon", lambda: page.asked.append("fetch"))
    return page


def hears(page, after, upto, html):
    said = {"type": "update", "topic": "evening-1", "after": f"e.{after}", "upto": f"e.{upto}", "html": html}
    page.hear(TEXT, json.dumps(said).encode())


def step(number, revision):
    return f'<div class="now" id="evening-phone-1" data-revision="{revision}" data-phone data-step="{number}"></div>'


async def test_a_page_shows_a_step_once_it_has_the_part(page):
    hears(page, 3, 4, step(5, 4))
    hears(page, 3, 4, step(5, 4))
    hears(page, 4, 5, "")
    assert [number for number, _at in page.steps] == [4, 5]
    assert page.differs(PAGE.replace("data-after", "data-before").replace('data-step="4"', 'data-step="5"')) != []
    assert page.differs(PAGE.replace('"3" data-phone data-step="4"', '"4" data-phone data-step="5"')) == []


async def test_a_page_that_missed_something_asks_for_it(page):
    hears(page, 4, 5, step(5, 5))
    assert page.asked == ["follow"]
    assert page.step == 4


async def test_a_page_whose_choosing_changed_fetches_itself_again(page):
    hears(page, 3, 4, '<div id="evening-choice-1" data-revision="4"><span id="choosing-0" hidden></span></div>')
    assert page.asked == []
    hears(page, 4, 5, '<div id="evening-choice-1" data-revision="5"><span id="choosing-2-1" hidden></span></div>')
    assert page.asked == ["fetch"]


def test_parts_that_stand_beside_each_other_are_told_apart():
    html = step(5, 4) + '<section class="a"\n id="evening-wall-1"\n data-revision="6"><p>Ja</p></section>'
    found = evening_page.parts_in(html)
    assert [(id, revision) for id, revision, _html in found] == [("evening-phone-1", 4), ("evening-wall-1", 6)]
    assert "".join(one for _id, _revision, one in found) == html
