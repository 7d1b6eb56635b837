"""Thirty days of three labs, under a clock of the test: which case is due, reminded, late, handed to whom.

The worker is killed between its steps, runs twice, and is away for three days; Easter and a recess are among the days.
What must be told is worked out here from a list of working days that was written by hand: none of the code that tells
it is used for that.
"""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from answers.models import Terms
from moderation.models import Case, CaseStep, ModerationSettings, Review, report, reviewing
from notifications.models import Notice, OutgoingMail
from tests.conftest import EVERYTHING, SEED
from tests.factories import make_idea, make_lab, make_member
from tests.killed import run_tasks
from tests.mails import work_off
from tests.standing import standing_at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CASES, DAYS, DEATHS = 90 if EVERYTHING else 40, 30, 8
QUERIES = range(5, 30)  # at which the worker dies: from the first locks on
FIRST = date(2027, 3, 15)
RECESS = date(2027, 4, 1), date(2027, 4, 4)  # in the first lab
HOLIDAYS = {date(2027, 3, 26), date(2027, 3, 29)}  # Good Friday, Easter Monday
CALENDAR = [FIRST + timedelta(days=number) for number in range(-30, 120)]
AWAY = {date(2027, 4, 6), date(2027, 4, 7), date(2027, 4, 8)}
EARLY, MORNING, NOON, EVENING = time(7), time(8, 30), time(12), time(20)
TERMS = 2, 5, 1  # of the three labs; the third has no neighbour
ASKED, AGREED = FIRST + timedelta(days=3), FIRST + timedelta(days=12)  # the neighbour of the second lab says yes late
WORKING = [
    [
        day
        for day in CALENDAR
        if day.isoweekday() < 6 and day not in HOLIDAYS and not (lab == 0 and RECESS[0] <= day <= RECESS[1])
    ]
    for lab in range(3)
]


class Life:
    """One case: in which lab, when somebody reports it, and when a moderator decides, if ever. Both at noon."""

    def __init__(self, chance, number):
        self.lab = number % 3
        self.opened = FIRST + timedelta(days=chance.randrange(DAYS))
        self.decided = self.opened + timedelta(days=chance.randrange(20)) if chance.random() < 0.7 else None
        self.by_neighbour = chance.random() < 0.15  # the neighbour of the lab reports it, as a member here
        working = WORKING[self.lab]
        self.due = working[bisect_right(working, self.opened) + TERMS[self.lab] - 1]


def expected(lives):
    """Return the rows (day, time, number, step) in their order."""
    rows = []
    for number, life in enumerate(lives):
        told = set()
        for day in (FIRST + timedelta(days=count) for count in range(DAYS)):
            for at in (EARLY, MORNING, EVENING):
                is_open = life.opened < day or (life.opened == day and at == EVENING)
                is_over = life.decided and (life.decided < day or (life.decided == day and at == EVENING))
                if day in AWAY or not is_open or is_over:
                    continue
                counted = day - timedelta(days=1) if at == EARLY else day
                new = [step for step in said_by(counted, life) if step not in told and may_be(step, life, day)]
                told |= set(new)
                rows += [(day, at, number, step) for step in new]
    return sorted(rows)


def said_by(day, life):
    working = WORKING[life.lab]
    if day > life.due:
        second = working[bisect_right(working, life.due) + 1]
        return ["late", "handed"] if day >= second else ["late"]
    before = working[bisect_left(working, life.due) - 1]
    return ["reminded"] if life.opened < before <= day else []


def may_be(step, life, day):
    return step != "handed" or (not life.by_neighbour and (life.lab == 0 or (life.lab == 1 and day >= AGREED)))


def at(day, moment):
    return datetime.combine(day, moment, ZoneInfo("Europe/Amsterdam"))


def test_thirty_days_are_told_exactly(db):
    chance = random.Random(SEED)
    lives = [Life(chance, number) for number in range(CASES)]
    with standing_at(at(FIRST, EARLY)):
        labs = [make_lab(f"lab-{number}", name=f"Lab {number}", municipality=f"Stad {number}") for number in range(3)]
        mos = [make_member(lab, f"Mo{number}", "moderator") for number, lab in enumerate(labs)]
        annas = [make_member(lab, f"Anna{number}") for number, lab in enumerate(labs)]
        brams = [make_member(lab, f"Bram{number}") for number, lab in enumerate(labs)]
        elsewhere = make_lab("buurlab", name="Buurlab", municipality="Buurstad")
        ria = make_member(elsewhere, "Ria", "moderator")
        rias = [lab.memberships.create(user=ria.user) for lab in labs]
        for number, lab in enumerate(labs):
            agreed = at(FIRST, EARLY) if number == 0 else None
            asked = ria if number < 2 else None
            ModerationSettings.objects.create(lab=lab, term=TERMS[number], neighbour=asked, agreed_at=agreed)
        Terms.objects.create(lab=labs[0], recesses=[[day.isoformat() for day in RECESS]])
        ideas = [make_idea(annas[life.lab], f"Idee {number:03}") for number, life in enumerate(lives)]
    cases, mails = {}, []
    for count in range(DAYS):
        day = FIRST + timedelta(days=count)
        if day == AGREED:
            ModerationSettings.objects.filter(lab=labs[1]).update(agreed_at=at(day, EARLY))
        for moment in (EARLY, MORNING, NOON, EVENING):
            with standing_at(at(day, moment)):
                if moment == NOON:
                    for number, life in enumerate(lives):
                        if life.opened == day:
                            by = rias[life.lab] if life.by_neighbour else brams[life.lab]
                            cases[number] = report(ideas[number], by, "spam").report.case
                        if life.decided == day:
                            case = Case.objects.with_thing().get(pk=cases[number].pk)
                            case.decide(mos[life.lab], "nothing", "", "Dit mag.")
                elif day not in AWAY:
                    for _ in range(1 + count % 3):
                        run_tasks(["moderation"], chance, DEATHS * (count % 2), QUERIES)
                Notice.objects.exclude(kind__in=["case_reminder", "case_late", "case_handed"]).delete()
                work_off()
                sent = OutgoingMail.objects.filter(body__contains="Bekijk de zaak").values_list("address", "subject")
                mails += [(day, moment, *row) for row in sent]
                OutgoingMail.objects.all().delete()

    assert {number: case.due for number, case in cases.items()} == {
        number: life.due for number, life in enumerate(lives)
    }
    rows = expected(lives)
    number_of = {case.pk: number for number, case in cases.items()}
    told = [
        (when.astimezone(ZoneInfo("Europe/Amsterdam")), number_of[case], step, to)
        for when, case, step, to in CaseStep.objects.values_list("at", "case", "step", "to")
    ]
    assert sorted((when.date(), when.time(), number, step) for when, number, step, _to in told) == rows
    assert {to for _when, _number, step, to in told if step == "handed"} == {ria.pk}
    assert {to for _when, _number, step, to in told if step != "handed"} == {None}
    steps = Counter(step for *_row, step in rows)
    assert len(steps) == 3, "there is something to compare"
    assert min(steps.values()) >= 5
    assert sorted(mails) == sorted(mail_of(row, lives, mos, ria) for row in rows)


def mail_of(row, lives, mos, ria):
    """Return the mail that belongs to this row: who gets it, and its subject."""
    day, moment, number, step = row
    life = lives[number]
    if step == "handed":
        words = f"Kijk je mee? In Lab {life.lab} wacht iets wat gemeld is"
        return day, moment, ria.user.email, words
    due = f"{life.due.day} {'maart' if life.due.month == 3 else 'april'}"
    late = "Te laat: iets wat gemeld is, wacht nog"
    words = late if step == "late" else f"Beslis uiterlijk {due} over iets wat gemeld is"
    return day, moment, mos[life.lab].user.email, words


# Reviews


def expected_handed(lives):
    """Return when the neighbour is asked: at the first run on a day after the day by which the review was due."""
    rows = []
    for number, life in enumerate(lives):
        for day in (FIRST + timedelta(days=count) for count in range(DAYS)):
            is_over = life.decided and life.decided < day
            is_ready = life.lab == 0 or (life.lab == 1 and day >= AGREED)
            if day > life.due and is_ready and day not in AWAY and not is_over:
                rows.append((day, EARLY, number))
                break
    return sorted(rows)


def test_thirty_days_of_reviews_are_told_exactly(db):
    """Each life is a review here: bram asks, and noor decides; the neighbour is asked once it is late."""
    chance = random.Random(SEED + 1)
    lives = [Life(chance, number) for number in range(45)]
    cases, mails, handed = [], [], {}
    with standing_at(at(FIRST, EARLY)):
        labs = [make_lab(f"lab-{number}", name=f"Lab {number}", municipality=f"Stad {number}") for number in range(3)]
        mos = [make_member(lab, f"Mo{number}", "moderator") for number, lab in enumerate(labs)]
        noors = [make_member(lab, f"Noor{number}", "moderator") for number, lab in enumerate(labs)]
        annas = [make_member(lab, f"Anna{number}") for number, lab in enumerate(labs)]
        brams = [make_member(lab, f"Bram{number}") for number, lab in enumerate(labs)]
        ria = make_member(make_lab("buurlab", name="Buurlab", municipality="Buurstad"), "Ria", "moderator")
        for number, lab in enumerate(labs):
            agreed = at(FIRST, EARLY) if number == 0 else None
            asked = ria if number < 2 else None
            ModerationSettings.objects.create(lab=lab, term=TERMS[number], neighbour=asked, agreed_at=agreed)
        Terms.objects.create(lab=labs[0], recesses=[[day.isoformat() for day in RECESS]])
        for number, life in enumerate(lives):
            case = report(make_idea(annas[life.lab], f"Idee {number:03}"), brams[life.lab], "spam").report.case
            case.decide(mos[life.lab], "nothing", "", "Dit mag.")
            cases.append(case.pk)
    for count in range(DAYS):
        day = FIRST + timedelta(days=count)
        if day == AGREED:
            ModerationSettings.objects.filter(lab=labs[1]).update(agreed_at=at(day, EARLY))
        for moment in (EARLY, MORNING, NOON, EVENING):
            with standing_at(at(day, moment)):
                if moment == NOON:
                    for number, life in enumerate(lives):
                        case = Case.objects.with_thing().get(pk=cases[number])
                        if life.opened == day:
                            reviewing.ask(case, brams[life.lab], "Kijk nog eens.")
                        if life.decided == day:
                            reviewing.decide_review(case, noors[life.lab], "confirm", "Het blijft.")
                elif day not in AWAY:
                    for _ in range(1 + count % 3):
                        run_tasks(["moderation"], chance, DEATHS * (count % 2), QUERIES)
                    for case in Review.objects.filter(neighbour=ria).values_list("decision__case", flat=True):
                        handed.setdefault(cases.index(case), (day, moment))
                Notice.objects.exclude(kind__in=["review_reminder", "review_late"]).delete()
                work_off()
                sent = OutgoingMail.objects.filter(body__contains="Bekijk de zaak").values_list("address", "subject")
                mails += [(day, moment, *row) for row in sent]
                OutgoingMail.objects.all().delete()

    rows = [row for row in expected(lives) if row[-1] in ("reminded", "late")]
    reviews = {cases.index(review.decision.case_id): review for review in Review.objects.select_related("decision")}
    assert {number: review.due for number, review in reviews.items()} == {
        number: life.due for number, life in enumerate(lives)
    }
    told = [
        (when.astimezone(ZoneInfo("Europe/Amsterdam")), number, step)
        for number, review in reviews.items()
        for when, step in ((review.reminded_at, "reminded"), (review.late_at, "late"))
        if when
    ]
    assert sorted((when.date(), when.time(), number, step) for when, number, step in told) == rows
    assert min(Counter(step for *_row, step in rows).values()) >= 5, "there is something to compare"
    assert sorted((*when, number) for number, when in handed.items()) == expected_handed(lives)
    assert len(handed) >= 5
    assert sorted(mails) == sorted(review_mail_of(row, lives, noors) for row in rows)


def review_mail_of(row, lives, noors):
    """Return the mail that belongs to this row: only who may decide gets it."""
    day, moment, number, step = row
    life = lives[number]
    due = f"{life.due.day} {'maart' if life.due.month == 3 else 'april'}"
    late = "Te laat: iemand wacht op een nieuwe beoordeling"
    words = late if step == "late" else f"Kijk uiterlijk {due} nog eens naar een beslissing"
    return day, moment, noors[life.lab].user.email, words
