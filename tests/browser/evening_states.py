"""The states of an evening, and the pages that people have open in each. What people wrote is in Greek letters."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.signing import Signer
from playwright.sync_api import Page

from common import clock
from evenings import reporting
from evenings.models import Evening, Note, Option, Participant, Session, Step, choosing, counting
from evenings.models.choice import CountedHow
from evenings.plans import plans
from evenings.topics import TICKET
from realtime.tickets import SALT, Ticket
from tests.browser.languages import IN_GREEK
from tests.browser.stage import a_lab, a_person
from tests.events.factories import make_gathering

LONG = "Meervoudigepersoonlijkheidsstoornissenvoorlichtingsavond".translate(IN_GREEK)


class Open(NamedTuple):
    """A page. `who`: "anna", who organises the evening; "bea", who is in it on a phone; or "nobody".

    `then`: what they do on the page, to get it into this state.
    """

    who: str
    path: str
    then: Callable[[Page], Any] = lambda page: None


class Stage:
    """An evening of Anna, with Bea in it."""

    def __init__(self, begin: Callable[..., Evening] = Evening.open) -> None:
        self.anna = a_person(a_lab(name="Δορπ", lab_word="λαβ", maker_word="μακερ"), "Αννα", "stadmaker")
        starts_at = clock.now() + timedelta(minutes=1)
        self.gathering = make_gathering(
            self.anna, "Αβονδ", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
        self.session = Session.begin(self.gathering, plans()["kansen"], 0)
        for step in self.session.steps.all():
            words = {name: getattr(step, name).translate(IN_GREEK) for name in ("title", "sentence", "task")}
            Step.objects.filter(pk=step.pk).update(**words)
        self.evening = begin(Session.objects.get(pk=self.session.pk), clock.now())
        self.bea = self.evening.join(uuid.uuid4(), "Βεα", clock.now())
        self.at_gathering = self.gathering.get_absolute_url()
        self.live = self.evening.get_absolute_url()

    def again(self) -> Evening:
        return Evening.objects.with_page().get(pk=self.evening.pk)

    def go(self, kind: str, place: int) -> Step:
        """Go to the step at this place, which is of this kind now."""
        step = self.session.steps.order_by("position")[place]
        Step.objects.filter(pk=step.pk).update(kind=kind)
        self.again().go(step.pk, self.again().version, clock.now())
        return Step.objects.get(pk=step.pk)

    def choose(self, kind: str, texts: list[str]) -> list[Option]:
        """Let people choose; Bea does, and hands are counted."""
        step = self.go(kind, 4)
        choosing.prepare(step, 0, texts, 3, 2)
        choosing.open_choice(self.again(), step, 1, clock.now())
        options = list(Option.objects.filter(choice__step=step))
        bea = Participant.objects.select_related("evening").get(pk=self.bea.pk)
        choosing.pick(bea, 1, options[-1].pk, 1, clock.now(), "Δαν ις ερ γεεν ρυιμτε." if kind == "try" else None)
        counted = {(options[0].pk, 3 if kind == "grade" else 0): 12}
        counting.count(self.again(), self.anna, counted, CountedHow.HANDS, uuid.uuid4(), clock.now())
        return options

    def write(self) -> list[Note]:
        """Four notes: two in a pile that was taken along, a loose one, and one of Bea that waits."""
        step = self.go("notes", 2)
        notes = [self.again().write(step.pk, text, uuid.uuid4(), clock.now()) for text in (LONG, "Βοομ", "Κιπ")]
        pile = self.again().lay_together({one.pk: 0 for one in notes[:2]}, "Γροεν", uuid.uuid4(), clock.now())
        self.again().keep(type(pile), pile.pk, True, clock.now())
        return [*notes, self.again().write(step.pk, "Βανκ", uuid.uuid4(), clock.now(), self.bea)]

    def bring(self) -> None:
        """Bea's may be on the screen and is there, and she wasn't asked yet about another; one is from paper.

        Something was promised aloud.
        """
        step, more = self.go("bring", 5), {"kind": "things", "contact": "bea@example.org"}
        for words in (LONG, "Στοελεν"):
            made = self.again().bring(step.pk, words, uuid.uuid4(), clock.now(), self.bea, **more)
        self.again().let_show(made.pk, True, self.bea)
        self.again().put_on_screen(made.pk, True, clock.now())
        self.again().bring(step.pk, "Ζααλ", uuid.uuid4(), clock.now(), kind="room", name="Μο", may_show=True)
        self.again().note_promise(uuid.uuid4(), clock.now(), None, None, name="Ωιμ", role="Βεστυυρ", words=LONG)

    def close(self) -> None:
        """The evening with all of it is over, and people come back in a month."""
        self.write()
        self.choose("dots", [LONG, "Βανκ"])
        self.bring()
        tells = [{"who": "Βεα", "what": "δατ ηετ βεγιντ", "to": "βυυρτ"}]
        reporting.finish(self.again(), clock.now() + timedelta(days=30), tells, 0, clock.now())

    def ticket(self, origin: str) -> Any:
        """The cookie of Bea's phone."""
        signed = Signer(salt=SALT).sign(str(Ticket(TICKET, self.bea.pk)))
        return {"name": settings.TICKET_COOKIE_NAME, "value": signed, "url": origin}


def people_walk_in(stage):
    return [Open("bea", stage.live), Open("anna", f"{stage.live}scherm/"), Open("anna", f"{stage.live}regie/")]


def people_talk(stage):
    stage.go("talk", 1)
    return [Open("bea", stage.live), Open("anna", f"{stage.live}regie/")]


def people_write(stage):
    stage.write()
    return [Open("bea", stage.live), Open("anna", f"{stage.live}muur/")]


def people_group(stage):
    stage.write()
    stage.go("group", 3)
    return [Open("anna", f"{stage.live}scherm/"), Open("anna", f"{stage.live}muur/", lay_nothing_together)]


def lay_nothing_together(page):
    page.locator("#piles [type=submit]").first.click()
    page.locator("#piles [data-errors]").wait_for()


def people_give_dots(stage):
    stage.choose("dots", [LONG, "Βανκ", *map(str, range(8))])
    return [
        Open("bea", stage.live, lambda page: page.locator("#people summary").click()),
        Open("anna", f"{stage.live}regie/"),
        Open("anna", f"{stage.live}scherm/"),
        Open("anna", f"{stage.live}tel/", count_badly),
    ]


def count_badly(page):
    page.locator("#count-form [inputmode]").first.fill("x")
    page.locator("#count-hands").click()
    page.locator("#count-form [aria-invalid]").wait_for()


def people_grade(stage):
    stage.choose("grade", ["Βανκ", "Βοομ"])
    return [Open("bea", stage.live), Open("anna", f"{stage.live}regie/"), Open("anna", f"{stage.live}tel/")]


def people_say_what_goes_wrong(stage):
    stage.choose("try", [])
    return [
        Open("bea", stage.live),
        Open("anna", f"{stage.live}regie/", lambda page: page.locator(".lead-park summary").click()),
        Open("anna", f"{stage.live}scherm/"),
        Open("anna", f"{stage.live}tel/", hear_nothing),
    ]


def hear_nothing(page):
    page.locator("#heard-save").click()
    page.locator("#count-heard [data-errors]").wait_for()


def the_result_is_shown(stage):
    options = stage.choose("dots", [LONG, "Βανκ"])
    step = options[0].choice.step
    choosing.close_choice(stage.again(), step, clock.now())
    choosing.show_result(stage.again(), step, True, clock.now())
    return [Open("bea", stage.live), Open("anna", f"{stage.live}scherm/")]


def people_bring_something(stage):
    stage.bring()
    return [
        Open("bea", stage.live, bring_nothing),
        Open("anna", f"{stage.live}bijdragen/"),
        Open("anna", f"{stage.live}gezegd/"),
        Open("anna", f"{stage.live}scherm/"),
    ]


def bring_nothing(page):
    page.locator("#bring-form [type=submit]").click()
    page.locator("#bring-form [data-errors]").wait_for()


def it_is_over(stage):
    stage.close()
    return [
        Open("bea", stage.live),
        Open("anna", f"{stage.live}sluit/"),
        Open("anna", f"{stage.at_gathering}avond/"),
        Open("anna", f"{stage.at_gathering}avond/opbrengst/"),
        Open("anna", f"{stage.at_gathering}avond/opbrengst/?lijst=gezegd"),
    ]


def the_draft_is_read(stage):
    stage.close()
    reporting.let_read(stage.again(), 1, clock.now())
    reporting.remark(stage.again(), stage.bea, "Ωε ωαρεν μετ μεερ.", uuid.uuid4(), clock.now())
    report = f"{stage.at_gathering}verslag/"
    return [Open("bea", report), Open("anna", report), Open("nobody", report)]


def the_report_is_online(stage):
    stage.close()
    reporting.publish(stage.again(), 1, clock.now())
    return [Open("nobody", f"{stage.at_gathering}verslag/"), Open("nobody", stage.at_gathering)]


def the_report_is_offline_again(stage):
    the_report_is_online(stage)
    reporting.take_offline(stage.again())
    return [Open("anna", f"{stage.at_gathering}verslag/"), Open("anna", f"{stage.at_gathering}verslag/pas-aan/")]


def all_is_on_paper(stage):
    return [Open("anna", f"{stage.at_gathering}avond/papier/")]


def a_rehearsal(stage):
    stage.write()
    return [Open("bea", stage.live), Open("anna", f"{stage.at_gathering}avond/")]


STATES = [
    people_walk_in, people_talk, people_write, people_group, people_give_dots, people_grade,
    people_say_what_goes_wrong, the_result_is_shown, people_bring_something, it_is_over, the_draft_is_read,
    the_report_is_online, the_report_is_offline_again, all_is_on_paper, a_rehearsal,
]  # fmt: skip


def show(new_page: Callable[..., Page], origin: str, stage: Stage, opened: Open, **options: Any) -> Page:
    """Open the page, and do there what they do."""
    page = new_page(stage.anna.user if opened.who == "anna" else None, **options)
    if opened.who == "bea":
        page.context.add_cookies([stage.ticket(origin)])
    page.goto(opened.path)
    opened.then(page)
    return page


def put_in(state: Callable[[Stage], list[Open]]) -> tuple[Stage, list[Open]]:
    """Return a new evening in this state, and its pages."""
    stage = Stage(Evening.try_out if state is a_rehearsal else Evening.open)
    return stage, state(stage)
