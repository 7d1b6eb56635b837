"""The live evening of a round, as people without an account see it: phones, the big screen, the page to lead it."""

from tests.faults.ledger import Count, Words

MARK = "e0"  # of the titles of steps; the version is the number of the step
PHONES = 4
PEOPLE = r"(\d+) (?:person|people|mens)"


class Room:
    """The live evening of a round, from outside: its pages, the step now, and who walked in."""

    def __init__(self, slug, lab, ledger):
        there = lab["live"]
        self.url, self.steps = f"/{slug}/live/{there['code']}/", there["steps"]
        self.task_url = f"{self.url}taak/{there['task']}/"
        self.plan_url, self.tickets = f"/{slug}/bijeenkomsten/{there['gathering']}/avond/", there["tickets"]
        self.step = Step(MARK, "evening-")
        self.people = Count(f"evening-people-{there['pk']}", PEOPLE, len(self.tickets))
        for url in (self.url, self.screen_url):
            ledger.add_words(url, self.step)
        ledger.counts[self.lead_url].append(self.people)

    @property
    def lead_url(self):
        return f"{self.url}regie/"

    @property
    def screen_url(self):
        return f"{self.url}scherm/"

    def pages(self, leader):
        """Return the address, language and cookie of each page that is open in the room."""
        phones = [(self.url, "en" if n % 2 else "nl", ticket) for n, ticket in enumerate(self.tickets)]
        return [*phones, (self.screen_url, "nl", self.tickets[0]), (self.lead_url, "nl", leader.session)]


class Step(Words):
    """The step now. A press names what it saw, so one without an answer never counts after a later one."""

    def told(self, sent, value):
        super().told(sent, value)
        self.is_open = True
