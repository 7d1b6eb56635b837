"""The live evening of a round, as people without an account see it: phones, the big screen, the page to lead it."""

from tests.faults.ledger import Count, Register, Words

MARK = "e0"  # of the titles of steps; the version is the number of the step
PHONES = 4
OF_LEADERS = ("regie", "muur", "taken", "tel", "bijdragen")  # pages
LISTS = ("waits-", "wall-", "off-", "pile-")  # of notes, on the page of the wall
PEOPLE = r"(\d+) (?:person|people|mens)"


class Room:
    """The live evening of a round, from outside: its pages, the step now, and who walked in."""

    def __init__(self, slug, lab, ledger):
        there = lab["live"]
        self.url, self.steps = f"/{slug}/live/{there['code']}/", there["steps"]
        self.task_url = f"{self.url}taak/{there['task']}/"
        self.plan_url, self.tickets = f"/{slug}/bijeenkomsten/{there['gathering']}/avond/", there["tickets"]
        self.helper = there["helper"]
        self.notes_step, self.busy = there["notes_step"], there["busy"]
        self.group_step = there["group_step"]
        self.bring_step, self.brought, self.asked = there["bring_step"], [], 0
        self.notes = []  # who wrote it, its words, and its id if that is known
        self.step = Step(MARK, "evening-", self.steps.index(there["now"]) + 1)
        self.dots = {pk: Dots(f"evening-picks-{there['pk']}", label) for label, pk in there["options"].items()}
        self.people = Count(f"evening-people-{there['pk']}", PEOPLE, there["people"])
        self.screen = ledger.add_words(self.screen_url, Screen(self.step))
        ledger.add_words(self.url, self.step)
        ledger.counts[self.lead_url] += [self.people, *self.dots.values()]

    @property
    def lead_url(self):
        return f"{self.url}regie/"

    @property
    def wall_url(self):
        return f"{self.url}muur/"

    @property
    def count_url(self):
        return f"{self.url}tel/"

    @property
    def brought_url(self):
        return f"{self.url}bijdragen/"

    @property
    def screen_url(self):
        return f"{self.url}scherm/"

    def pages(self, leader):
        """Return the address, language and cookie of each page that is open in the room."""
        phones = [(self.url, "en" if n % 2 else "nl", ticket) for n, ticket in enumerate(self.tickets)]
        ours = [
            (f"{self.url}{page}/", "nl", leader.session) for page in ("regie", "muur", "taken", "tel", "bijdragen")
        ]
        return [*phones, (self.screen_url, "nl", self.tickets[0]), (f"{self.url}helper/", "nl", self.helper), *ours]


class Step(Words):
    """The step now. A press names what it saw, so one without an answer never counts after a later one."""

    def told(self, sent, value):
        super().told(sent, value)
        self.is_open = True


class Screen(Register):
    """Is the big screen empty? Otherwise it shows the step."""

    def __init__(self, step):
        super().__init__(False)
        self.step = step

    def fault(self, shown):
        is_empty = not shown[self.step.mark]
        if is_empty not in self.possible:
            return f"the step is {'not ' if is_empty else ''}on the big screen (answered {self.status})"
        return "" if is_empty else self.step.fault(shown)


class Dots(Count):
    """What one option has, on the page of who leads; in another step the page doesn't say."""

    def __init__(self, part, label):
        super().__init__(part, rf"{label}</span>\s*<b>(\d+)</b>")

    def fault(self, page):
        part = page.find(self.part)
        return super().fault(page) if part and self.pattern.search(part.own) else ""
