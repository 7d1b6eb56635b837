"""One lab in which one fault happens: its people, the times of their writes, and the results that they know."""

import asyncio
from collections import Counter
from itertools import count

from tests.faults.ledger import Count, Flag, Ledger, Name, Words
from tests.faults.past import Past
from tests.faults.people import Answer, Person
from tests.faults.room import Room
from tests.faults.web import an_address

PEOPLE, IDEAS = 60, 4
SUPPORT_THERE_IS = 5  # from five on the page shows the figure
AUTHOR, STADMAKER, MODERATOR, HASTY, SERVANT, LEADER, KEEPER = range(7)  # KEEPER: organises an evening that is over
GUEST, WAS_THERE = "guest", "was there"  # who is in the evening, or was in that of the past, without an account
READERS = range(7, 15)  # people who write nothing and have open pages, at most as many as allowed
OTHERS_FROM = 15
MOST_COMMENTS = 44  # that people add to an idea: a page of comments holds fifty
LONG = 195  # initial comments: four pages, of which the last fills up


class Comment:
    def __init__(self, idea, words, author, pk=None):
        self.idea, self.words, self.author, self.pk = idea, words, author, pk
        self.is_hidden = False  # or reported: nobody but a moderator changes it any more
        self.is_folded, self.reporter = False, None


class Waiting:
    """A first comment that waits. `seen`: the version that a moderator reads."""

    def __init__(self, pk, words, author):
        self.pk, self.words, self.author, self.seen = pk, words, author, 1


class Scene:
    """`verbs`: the actions, with weight and sole actor; now and then six people do the first one at once."""

    def __init__(self, web, world, number, rng, verbs):
        self.verbs, self.web, self.rng, self.lab = verbs, web, rng, world["labs"][number]
        self.slug = self.lab["slug"]
        self.ledger = Ledger(self.slug)
        sessions = [f"{world['session_cookie']}={key}" for key in self.lab["sessions"]]
        self.people = [
            Person(web, session, world["csrf_cookie"], n, an_address(rng)) for n, session in enumerate(sessions)
        ]
        self.comments, self.talked, self.numbers, self.tasks = [], dict.fromkeys(self.lab["ideas"], 0), count(1), set()
        self.shared, self.has_withdrawn, self.has_hurried, self.asked = [], False, False, set()
        self.pledged, self.seats = set(), Count(f"seats-{self.lab['evening']}", r"'data-left', '(\d+)'", 0, 500)
        self.long = self.lab["long"]
        self.reported, self.reports, self.put_away = [], Counter(), {}
        self.waiting, self.said_first = [], set()
        self.broken = []  # acts that failed by themselves
        self._open_the_books()
        self.room = Room(self.slug, self.lab, self.ledger)
        ideas = {pk: self.idea_url(pk) for pk in self.lab["ideas"]}
        self.past = Past(self.slug, self.lab["past"], ideas, self.ledger)
        self.guests = [
            Person(web, ticket, world["csrf_cookie"], PEOPLE + n, an_address(rng))
            for n, ticket in enumerate(self.room.tickets)
        ]
        self.were_there = [
            Person(web, self.lab["past"]["ticket"], world["csrf_cookie"], PEOPLE + len(self.guests), an_address(rng))
        ]

    def _open_the_books(self):
        self.tallies, self.needs, self.titles, self.answers, self.photos = {}, {}, {}, {}, {}
        for pk in self.lab["ideas"]:
            url = self.idea_url(pk)
            self.tallies[pk] = Count(f"tally-{pk}", r"</span>(\d+)", SUPPORT_THERE_IS)
            self.needs[pk] = Count(f"need-{pk}", r"dot k3'></i>(\d+)")
            self.ledger.counts[url] += [self.tallies[pk], self.needs[pk]]
            self.titles[pk] = self.ledger.add_words(url, Words(self.mark("t"), "idea-title"))
            self.answers[pk] = self.ledger.add_words(url, Words(self.mark("a"), "answer-"))
            self.photos[pk] = self.ledger.add_words(url, Words(self.mark("f"), "idea-cover"))
        first = self.idea_url(self.lab["ideas"][0])
        self.closing = self.ledger.add_words(first, Words(self.mark("k"), "talk-closing"))
        self.names = {number: Name(name) for number, name in enumerate(self.lab["names"])}
        self.ledger.names += self.names.values()
        self.hidden = self.ledger.flags[self.idea_url(self.lab["ideas"][-1])] = Flag(f"idea-{self.lab['ideas'][-1]}")
        self.ledger.counts[self.gathering_url("evening")].append(self.seats)
        self.evening = self.ledger.add_words(self.gathering_url("evening"), Words(self.mark("g"), "gathering-head"))
        self.outcome = self.ledger.add_words(self.gathering_url("begun"), Words(self.mark("o"), "outcome"))
        for number, pk in enumerate(self.lab["said"]):
            words = self.ledger.add_words(self.talk_of(self.long), Words(f"z{number}", "comment-", 1))
            self.comments.append(Comment(self.long, words, self.people[said_by(number)], pk))
        self.question = self.ledger.add_words(self.question_url, Words(self.mark("q"), "challenge-head"))
        self.place_words = self.ledger.add_words(self.place_url, Words(self.mark("p"), "place-facts"))

    def mark(self, letter):
        return f"{letter}{next(self.numbers)}"

    def idea_url(self, pk):
        return f"/{self.slug}/ideeen/{pk}/"

    def talk_of(self, pk):
        """Return the ledger's key for its comments; the pages of a long list are checked together."""
        return f"all pages of {self.idea_url(pk)}" if pk == self.long else self.idea_url(pk)

    def gathering_url(self, name):
        return f"/{self.slug}/bijeenkomsten/{self.lab[name]}/"

    @property
    def calm_url(self):
        """The idea in the lab that is in calm mode."""
        return f"/{self.lab['calm_slug']}/ideeen/{self.lab['calm_idea']}/"

    @property
    def question_url(self):
        return f"/{self.slug}/vragen/{self.lab['question']}/"

    @property
    def place_url(self):
        return f"/{self.slug}/plekken/{self.lab['place']}/"

    # who writes, and when

    async def write(self, per_second, until):
        """Write at this rate until the event is set; then wait for the last responses."""
        verbs, weights = list(self.verbs), [weight for weight, _ in self.verbs.values()]
        while not until.is_set():
            self._begin(self.rng.choices(verbs, weights)[0])
            if self.rng.random() < 0.02:
                pk = self.rng.choice(self.lab["ideas"][:-1])
                for _ in range(6):  # at the same moment, on the same thing
                    self._begin(verbs[0], pk)
            await asyncio.sleep(self.rng.expovariate(per_second))
        await asyncio.gather(*self.tasks)

    def _begin(self, verb, *args):
        idle = [one for one in self.may(self.verbs[verb][1]) if one.is_idle]
        if not idle:
            return
        person = self.rng.choice(idle)
        person.is_busy = True
        task = asyncio.get_running_loop().create_task(self._do(verb, person, args))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def may(self, who):
        if who in (GUEST, WAS_THERE):
            return self.guests if who == GUEST else self.were_there
        return self.people[OTHERS_FROM:] if who is None else [self.people[who]]

    async def _do(self, verb, person, args):
        try:
            await verb(self, person, *args)
        except Exception as error:  # noqa: BLE001 (of the rig, not of the site: nobody did anything)
            self.broken.append(f"{verb.__name__}: {error!r}")
        finally:
            person.is_busy = False

    async def send(self, verb, person, url, told=(), fill_in=False, **fields):
        """Send the form, and record the result in each (register, value) of `told`."""
        how = person.fill_in if fill_in else person.send
        for register, _ in told:
            register.is_held = True
        try:
            sent = await how(url, self.rng.randrange(9), self.rng.random() < 0.6, **fields)
        finally:
            for register, _ in told:
                register.is_held = False
        if sent is None:
            return None
        self.ledger.note(verb, sent.answer)
        for register, value in told:
            register.told(sent, value)
        return sent if sent.answer is Answer.ACKNOWLEDGED else None

    def forget(self):
        """A backup was restored: what came later has no ids any more, and others get them."""
        for things in (self.comments, self.shared, self.reported, self.waiting, self.put_away):
            things.clear()
        self.past.forget()

    def an_idea(self):
        return self.rng.choice(self.lab["ideas"])


def said_by(number):
    """Return the author of this initial comment."""
    return OTHERS_FROM + number % (PEOPLE - OTHERS_FROM)
