"""An evening of a round that is over: where its notes go, its report, and what pages must then show."""

import re

from tests.faults.ledger import FRESH, Register, Words

NOTE, TITLE = "m", "u0"  # marks: of a note, with its number; of a gathering that moderators hide
OPEN, IN_REPORT, NEW, COMMENT, WENT = 0, -1, -2, -3, -4  # where a note or contribution is, if at no idea
ONLINE = re.compile(r"name='do' value='down'|value='down' name='do'|id='verslag'")


class Place(Register):
    """Where a note is, or what somebody brings: at an idea (its id), or one of the places above."""

    def __init__(self, pk, mark="", at=OPEN):
        super().__init__(at)
        self.pk, self.mark = pk, mark

    @property
    def at(self):
        """Where it is; None if that is not known."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


class NoteAt:
    """A note on the page of an idea: there once if it belongs to the idea and the report is online, else not."""

    def __init__(self, idea, note, online):
        self.idea, self.note, self.online, self.of = idea, note, online, {0: note, 1: online}

    def fault(self, page):
        part = page.find(f"from-evening-{self.idea}")
        times = part.words.count(f"{self.note.mark}v1x") if part else 0
        if times > 1:
            return f"{self.note.mark} stands there {times} times"
        may = {at == self.idea and is_online for at in self.note.possible for is_online in self.online.possible}
        if bool(times) in may:
            return ""
        where = f"at {sorted(self.note.possible)}, and the report online: {sorted(self.online.possible)}"
        return f"{self.note.mark} is {'' if times else 'not '}there, but {where}"


class ReportOn:
    """Does a page lead to the report, or say that it is online?"""

    def __init__(self, online):
        self.online, self.of = online, {0: online}

    def fault(self, page):
        is_there = bool(ONLINE.search(page.root.words))
        return "" if is_there in self.online.possible else f"the report is {'' if is_there else 'not '}online there"


class ToldOnce:
    """What the evening gave an idea is told to each of its people at most once."""

    def __init__(self, idea):
        self.idea, self.of = idea, {}

    def fault(self, page):
        times = page.root.words.count(f"#from-evening-{self.idea}'")
        return f"told {times} times what idea {self.idea} got" if times > 1 else ""


class Past:
    """From outside: an evening that is over, one that is rehearsed, and a gathering that moderators hide."""

    def __init__(self, slug, there, ideas, ledger):
        """`ideas`: the address of each, by its id."""
        self.slug, self.there, self.ledger = slug, there, ledger
        self.online = Register(False)
        self.notes = [Place(pk, f"{NOTE}{n}", there["at"].get(str(pk), OPEN)) for n, pk in enumerate(there["notes"])]
        self.brings = [Place(pk) for pk in there["brings"]]
        self.signed = dict(zip(there["brings"], there["signed"], strict=True))
        self.made = self.said = self.said_aloud = 0  # ideas, comments, and what was said aloud
        self.settled = set()  # what was said aloud, by its id
        for pk, url in ideas.items():
            ledger.counts[url] += [NoteAt(pk, note, self.online) for note in self.notes]
            ledger.counts[FRESH + self.news_url].append(ToldOnce(pk))
        ledger.counts[""].append(Held(self.brings))
        for url in (self.report_url, self.gathering_url):
            ledger.counts[FRESH + url].append(ReportOn(self.online))
        self.title = ledger.add_words(self.came_up_url, Words(TITLE, "came-up-", 1))

    def forget(self):
        """A backup was restored: what came later has no ids any more."""
        self.settled.clear()

    news_url = "/van-mij/nieuw/"

    @property
    def gathering_url(self):
        return f"/{self.slug}/bijeenkomsten/{self.there['gathering']}/"

    @property
    def outcomes_url(self):
        return f"{self.gathering_url}avond/opbrengst/"

    @property
    def report_url(self):
        return f"{self.gathering_url}verslag/"

    @property
    def phone_url(self):
        return f"/{self.slug}/live/{self.there['code']}/"

    @property
    def hidden_url(self):
        return f"/{self.slug}/bijeenkomsten/{self.there['hidden']}/"

    @property
    def came_up_url(self):
        """An idea that was made of a note of that gathering."""
        return f"/{self.slug}/ideeen/{self.there['came_up']}/"

    @property
    def rehearsal_url(self):
        return f"/{self.slug}/bijeenkomsten/{self.there['rehearsal']}/avond/proef/"

    def pages(self, keeper, author):
        """Return the address, language and cookie of each page that is open of it."""
        rehearsed = f"/{self.slug}/live/{self.there['rehearsal_code']}/regie/"
        return [
            (self.phone_url, "nl", self.there["ticket"]),
            (self.report_url, "nl", keeper.session),
            (rehearsed, "nl", keeper.session),
            (self.hidden_url, "nl", ""),
            (self.came_up_url, "nl", ""),
            (self.came_up_url, "en", keeper.session),
            (self.news_url, "nl", author.session),
        ]


class Held:
    """Registers that no page shows by themselves; after a restore the ledger takes them back too."""

    def __init__(self, registers):
        self.of = dict(enumerate(registers))

    def fault(self, page):
        return ""
