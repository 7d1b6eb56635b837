"""Ninety days of a lab with 200 ideas, under a clock of the test: the exact dates, reminders, late, escalations.

The worker is killed between its steps, runs twice, and is away for three days; Easter, King's Day, Ascension Day,
Whitsun and a recess are among the days. What must be told is calculated here from a list of working days that was
written by hand: none of the code that tells it is used for that.
"""

import random
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from answers.models import Answer, Terms, Told
from common.working_days import Recess
from ideas.models import Idea
from labs.models import RESIDENT_VOICE
from notifications.models import Notice, OutgoingMail
from tests.answers.conftest import asked, voice_of, words
from tests.conftest import SEED
from tests.factories import make_idea
from tests.killed import run_tasks
from tests.mails import work_off
from tests.standing import standing_at

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

IDEAS, DAYS, TERM = 200, 90, 15
FIRST = date(2027, 3, 15)
RECESS = date(2027, 4, 24), date(2027, 5, 9)
HOLIDAYS = {
    date(2027, 3, 26),  # Good Friday
    date(2027, 3, 29),  # Easter Monday
    date(2027, 4, 27),  # King's Day
    date(2027, 5, 5),  # Liberation Day
    date(2027, 5, 6),  # Ascension Day
    date(2027, 5, 17),  # Whit Monday
}
CALENDAR = [FIRST + timedelta(days=number) for number in range(-60, 300)]
WORKING = [
    day for day in CALENDAR if day.isoweekday() < 6 and day not in HOLIDAYS and not RECESS[0] <= day <= RECESS[1]
]
AWAY = {date(2027, 4, 13), date(2027, 4, 14), date(2027, 4, 15)}
MORNING, NOON, EVENING = time(8, 30), time(12), time(20)
TITLE = "Idee {:03}"
OF_THE_CLOCK = {"answer_reminder", "answer_overdue", "answer_escalated"}
CLOCK = re.compile(r"Nog \d|Vandaag:|\d+ dag|Het antwoord over .* is te laat")


class Life:
    """What people do about one idea, always at noon: `acts` by day."""

    def __init__(self, chance):
        self.asked_on = FIRST + timedelta(days=chance.randrange(0, 60))
        self.acts = {}
        day, dates = self.asked_on, []
        while chance.random() < 0.75:
            day += timedelta(days=chance.randrange(1, 25))
            act = chance.choices(["date", "back", "hide", "give", "withdraw"], [5, 2, 3, 3, 1])[0]
            if act == "date":
                dates.append(day + timedelta(days=chance.randrange(0, 40)))
                self.acts[day] = ("date", dates[-1])
            elif act == "back" and len(dates) > 1 and dates[-2] >= day:
                dates.append(dates[-2])
                self.acts[day] = ("date", dates[-1])
            elif act == "hide":
                self.acts[day] = ("hide", None)
                day += timedelta(days=chance.randrange(1, 15))
                self.acts[day] = ("restore", None)
            elif act in ("give", "withdraw"):
                self.acts[day] = (act, None)
                return


@pytest.fixture
def lives():
    chance = random.Random(SEED)
    return [Life(chance) for _ in range(IDEAS)]


# What must be told, from the list of working days


def expected(lives):
    """Return the promised days by idea, and the rows (day, time, idea, promised day, step) in their order."""
    dues, rows = {}, []
    for number, life in enumerate(lives):
        due, since, dues[number] = None, None, []
        is_shown, is_over, told = True, False, set()
        for day in (FIRST + timedelta(days=count) for count in range(DAYS)):
            for at in (MORNING, NOON, EVENING):
                if at == NOON:
                    act, chosen = life.acts.get(day, (None, None))
                    if day == life.asked_on:
                        due, since = WORKING[bisect_right(WORKING, day) + TERM - 1], day
                        dues[number].append(due)
                    elif act == "date":
                        due, since = chosen, day
                        dues[number].append(due)
                    elif act in ("hide", "restore"):
                        is_shown = act == "restore"
                    elif act:
                        is_over = True
                elif due and is_shown and not is_over and day not in AWAY:
                    new = [step for step in said_by(day, due, since) if (due, step) not in told]
                    told |= {(due, step) for step in new}
                    rows += [(day, at, number, due, step) for step in new]
    return dues, sorted(rows)


def said_by(day, due, since):
    if day > due:
        fifth = WORKING[bisect_right(WORKING, due) + 4]
        return ["late", "escalated"] if day >= fifth else ["late"]
    before = bisect_left(WORKING, due)
    last = [name for name in (10, 5, 1) if since < WORKING[before - name] <= day]
    return [str(min(last))] if last else []


# What was told


def at(day, moment):
    return datetime.combine(day, moment, ZoneInfo("Europe/Amsterdam"))


def live(ideas, number, life, day, anna, chaima, fleur, mo):
    """Do what people do about this idea on this day."""
    act, chosen = life.acts.get(day, (None, None))
    if day == life.asked_on:
        asked(ideas[number], chaima)
        return
    if act is None:
        return
    answer = Answer.objects.select_related("idea__lab").get(idea=ideas[number])
    idea = answer.idea
    if act == "date":
        last = answer.dates.last()
        answer.choose_date(fleur, voice_of(fleur), chosen, f"Omdat het {day} is.", last.pk if last else 0)
    elif act == "hide":
        idea.hide(mo, "spam")
    elif act == "restore":
        idea.restore(mo, "Het was geen reclame.")
    elif act == "give":
        answer.give(fleur, voice_of(fleur), **words())
    else:
        Idea.objects.get(pk=idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")


def test_ninety_days_are_told_exactly(lab, anna, chaima, fleur, mo, lives):
    Terms.objects.create(
        lab=lab,
        days=TERM,
        recesses=[[day.isoformat() for day in Recess(*RECESS)]],
        escalation_name="Petra",
        escalation_mail="petra@gemeente.example",
    )
    chance = random.Random(SEED + 1)
    with standing_at(at(FIRST, time(7))):
        ideas = [make_idea(anna, TITLE.format(number)) for number in range(IDEAS)]
    number_of = {idea.pk: number for number, idea in enumerate(ideas)}
    mails = []
    for count in range(DAYS):
        day = FIRST + timedelta(days=count)
        for moment in (MORNING, NOON, EVENING):
            with standing_at(at(day, moment)):
                if moment == NOON:
                    for number, life in enumerate(lives):
                        live(ideas, number, life, day, anna, chaima, fleur, mo)
                elif day not in AWAY:
                    for _ in range(1 + count % 3):
                        run_tasks(["answers", "ideas"], chance, count % 2, range(1, 30))
                Notice.objects.exclude(kind__in=OF_THE_CLOCK).delete()  # of what people do: test_mail_table.py
                work_off()
                sent = OutgoingMail.objects.values_list("address", "subject")
                mails += [(day, moment, *row) for row in sent if CLOCK.match(row[1])]
                OutgoingMail.objects.all().delete()

    dues, rows = expected(lives)
    assert {number_of[one.idea_id]: promised(one) for one in Answer.objects.all()} == {
        number: days for number, days in dues.items() if days
    }
    told = Told.objects.values_list("at", "answer__idea", "day", "step")
    local = [(when.astimezone(ZoneInfo("Europe/Amsterdam")), *row) for when, *row in told]
    assert sorted((when.date(), when.time(), number_of[idea], *row) for when, idea, *row in local) == rows
    steps = Counter(step for *_row, step in rows)
    assert len(steps) == 5, "there is something to compare"
    assert min(steps.values()) > IDEAS / 20
    assert sorted(mails) == sorted(mail_of(row, fleur.user.email) for row in rows)


def promised(answer):
    return [answer.first_due, *answer.dates.values_list("day", flat=True)]


def mail_of(row, colleague):
    """Return the mail that belongs to this row: who gets it, and its subject."""
    day, moment, number, due, step = row
    title, days = TITLE.format(number), abs((due - day).days)
    count = "1 dag" if days == 1 else f"{days} dagen"
    if step == "escalated":
        return day, moment, "petra@gemeente.example", f"{count} te laat: het antwoord over {title}"
    if step == "late":
        return day, moment, colleague, f"Het antwoord over {title} is te laat"
    words_ = f"Nog {count}: het antwoord over {title}" if days else f"Vandaag: het antwoord over {title} moet er zijn"
    return day, moment, colleague, words_
