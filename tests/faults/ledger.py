"""What each page must show after writes that were acknowledged, refused or are in doubt; and whether it shows it."""

import re
from collections import Counter, defaultdict

from tests.faults.people import Answer

FRESH = "fresh "  # prefix of an address: what a page that is opened now must show
LABEL = re.compile(r"(?s)<span class='vh'>.*?</span>")  # for screen readers: a link names its card again
MARK = re.compile(r"\b([a-z]\d+)v(\d+)x")


class Register:
    """A value that one person sets. `possible`: the values that it may have, as far as is known."""

    def __init__(self, value):
        self.possible = {value}
        self.is_open = True  # False: nobody sets it any more, because an earlier request may still be processed
        self.is_held = False  # True while somebody sets it: who else wants to comes later
        self.status = 0  # of the last response

    @property
    def is_free(self):
        return self.is_open and not self.is_held

    def told(self, sent, value):
        self.status = sent.status
        if sent.answer is Answer.ACKNOWLEDGED:
            self.possible = {value}
            self.is_open &= not sent.may_come_again
        elif sent.answer is Answer.IN_DOUBT:
            self.possible.add(value)
            self.is_open = False


class Words(Register):
    """Text with a mark and a version, in a part of a page whose id begins with `part`. 0: it isn't there."""

    def __init__(self, mark, part, value=0):
        super().__init__(value)
        self.mark, self.part, self.version = mark, part, value

    def next(self):
        self.version += 1
        return self.version

    def text(self, version):
        return f"{self.mark}v{version}x"

    def fault(self, shown):
        found = [version for part, version in shown[self.mark] if part.startswith(self.part)]
        if len(found) > 1:
            return f"{self.mark} stands there {len(found)} times"
        value = found[0] if found else 0
        if value in self.possible:
            return ""
        return f"{self.mark} is at {value}, not {sorted(self.possible)} (answered {self.status})"


class Count:
    """A figure on a page: the sum of what each person set, plus the initial value."""

    def __init__(self, part, pattern, base=0, turned_from=0):
        self.part, self.pattern, self.base, self.turned_from = part, re.compile(pattern), base, turned_from
        self.of = defaultdict(lambda: Register(0))

    def fault(self, page):
        part = page.find(self.part)
        match = self.pattern.search(part.own) if part else None
        if not match:
            return "" if page.is_without_button(self.part) else f"{self.part} shows no figure"
        value = self.turned_from - int(match[1]) if self.turned_from else int(match[1])
        least = self.base + sum(min(one.possible) for one in self.of.values())
        most = self.base + sum(max(one.possible) for one in self.of.values())
        return "" if least <= value <= most else f"{self.part} counts {value}, not {least} to {most}"


class Flag(Register):
    """Is this idea hidden? Then none of its text may be on the page."""

    def __init__(self, part):
        super().__init__(False)
        self.part = part


class Name(Register):
    """The name of a person, and whether it is hidden in the lab: then no page of it may say the name."""

    def __init__(self, name):
        super().__init__((name, False))

    @property
    def is_hidden(self):
        return all(is_hidden for _, is_hidden in self.possible)

    def fault(self, text):
        said = [name for name, _ in self.possible if self.is_hidden and re.search(rf"\b{name}\b", text)]
        return f"{said[0]} is hidden, and stands there" if said else ""


class Ledger:
    def __init__(self, lab=""):
        self.lab, self.names = lab, []  # of this lab
        self.words = defaultdict(list)  # by the address of the page
        self.counts = defaultdict(list)
        self.flags = {}
        self.answers = Counter()
        self.verbs = Counter()

    def note(self, verb, answer):
        self.answers[answer] += 1
        self.verbs[verb, answer.value] += 1

    def add_words(self, url, words):
        self.words[url].append(words)
        return words

    def faults(self, url, page):
        """Return what is wrong or missing on this page."""
        return [*self._names_on(url, page), *self._faults_of(url, page)]

    def _names_on(self, url, page):
        hidden = [one for one in self.names if one.is_hidden]
        if not hidden or not url.removeprefix(FRESH).startswith(f"/{self.lab}/"):
            return []
        text = " ".join(part.words for part in page.parts())
        return [f"{url}: {fault}" for one in hidden if (fault := one.fault(text))]

    def _faults_of(self, url, page):
        if url not in self.words and url not in self.counts and url not in self.flags:
            return []
        shown = marks(page)
        if url in self.flags:
            part = page.find(self.flags[url].part)
            is_hidden = part is not None and "data-gone" in part.attrs
            if is_hidden not in self.flags[url].possible:
                return [f"{url} is {'' if is_hidden else 'not '}hidden"]
            if is_hidden:
                return [f"{url} is hidden and says {mark}" for mark in shown]
        found = [words.fault(shown) for words in self.words[url]]
        found += [count.fault(page) for count in self.counts[url]]
        return [one for one in found if one]

    def registers(self):
        for words in self.words.values():
            yield from words
        for counts in self.counts.values():
            for count in counts:
                yield from count.of.values()
        yield from self.flags.values()
        yield from self.names

    def snapshot(self):
        return {register: (set(register.possible), register.is_open) for register in self.registers()}

    def go_back(self, snapshot):
        """Expect that changes after the backup are gone: it was restored."""
        for register in self.registers():
            register.possible, register.is_open = snapshot.get(register, ({0}, not isinstance(register, Words)))


def marks(page):
    found = defaultdict(list)
    for part in page.parts():
        for mark, version in MARK.findall(LABEL.sub("", part.words)):
            found[mark].append((part.id, int(version)))
    return found
